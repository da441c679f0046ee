"""How much of what was learned is kept, and when a training is given up."""

from typing import Any

import pytest
import torch

from riddles.language_model import LanguageModel
from riddles.settings import Model
from training.data.examples import HELD_OUT, PREMADE, Example
from training.tuning import guard
from training.tuning.guard import Guard, Limits


class Told(Guard):
    """A guard that is told what it measures: a figure for the weight of one layer."""

    def _loss(self, trained: Any) -> float:
        return 1.0 + 0.1 * float(trained.lora_B.weight.item())

    def _malformed(self, trained: Any) -> int:
        return int(trained.lora_B.weight.item()) if self.prompts else 0


class Adapter(torch.nn.Module):
    """One weight that a fine-tune has changed."""

    def __init__(self, weight: float) -> None:
        super().__init__()
        self.lora_B = torch.nn.Linear(1, 1, bias=False)
        self.becomes(weight)

    def becomes(self, weight: float) -> None:
        with torch.no_grad():
            self.lora_B.weight.fill_(weight)


def told(limits: Limits) -> Told:
    return Told(LanguageModel.__new__(LanguageModel), [], ("p",) * limits.sampled, limits, first=(1.0, 0))


pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("limits", "weight", "share"),
    [
        (Limits(0.5), 4.0, 1.0),  # forgets 0.4
        (Limits(0.31), 4.0, 0.75),  # 0.3
        (Limits(0.1), 4.0, 0.4),  # 0.16: still too much, the gate judges
        (Limits(0.0, sampled=9), 1.9, 1.0),  # one malformed riddle is forgiven
        (Limits(0.0, sampled=9), 2.1, 0.95),
        (Limits(0.0), 9.0, 1.0),  # no limits
    ],
)
def test_as_much_is_kept_as_the_limits_allow(limits: Limits, weight: float, share: float) -> None:
    adapter, guarding = Adapter(weight), told(limits)
    assert guarding.settles(adapter) == guarding.share == share
    assert adapter.lora_B.weight.item() == pytest.approx(weight * share)
    assert guarding.forgotten == pytest.approx(0.1 * weight * share)


def test_weights_that_are_no_adapter_are_measured_and_left_alone() -> None:
    layer = torch.nn.Linear(1, 1)

    class Whole(Told):
        def _loss(self, trained: Any) -> float:
            return 9.0

        def _malformed(self, trained: Any) -> int:
            return 0

    before = layer.weight.item()
    guarding = Whole(LanguageModel.__new__(LanguageModel), [], (), Limits(0.1), first=(1.0, 0))
    assert guarding.settles(layer) == 1.0
    assert (layer.weight.item(), guarding.forgotten) == (before, 8.0)


def test_a_training_that_ruins_the_writer_is_given_up_and_goes_back_to_the_last_check() -> None:
    adapter, guarding = Adapter(0.0), told(Limits(0.08))
    guarding.begins(adapter)
    adapter.becomes(3.0)  # forgets 0.3: the end will tell
    assert not guarding.stops(adapter, 10)
    adapter.becomes(9.0)
    assert not guarding.stops(adapter, 13)  # between two checks
    assert guarding.stops(adapter, 20)
    assert adapter.lora_B.weight.item() == 3.0
    assert guarding.stopped == "premade riddles 0.90 nats a token less likely"


@pytest.mark.parametrize(
    ("hint", "kept"),
    [("In {place}", True), ("It mentions {number}", True), ("The headline: {headline}", True), ("On {day}", False)],
)
def test_slots_that_are_filled_after_writing_are_no_fault(hint: str, kept: bool) -> None:
    assert guard._keeps_the_contract(f"I run.\nI never walk.\nAnswer: river\nHint: {hint}") == kept


def test_measuring_changes_neither_luck_nor_the_models_mode(tiny_model: Model) -> None:
    from riddles import language_model

    model = language_model.load(tiny_model)
    rows = [Example("Subject: river\nRiddle:\n", "I run.\nAnswer: river", HELD_OUT, PREMADE, "s")]
    model.model.train()
    torch.manual_seed(1)
    watching = guard.watch(model, rows, Limits(0.08, sampled=3))
    watching.begins(model.model)
    assert not watching.stops(model.model, 10)
    assert watching.settles(model.model) == 1.0
    after = torch.rand(1).item()
    torch.manual_seed(1)
    assert after == torch.rand(1).item()
    assert model.model.training
    assert watching.first[0] > 0
