"""When training is stopped, and that the weights of the last good check are put back."""

from collections.abc import Sequence

import pytest
import torch

from riddles.language_model import LanguageModel
from riddles.settings import Model
from training import guard
from training.examples import HELD_OUT, PREMADE, Example
from training.guard import Guard, Limits


class Course(Guard):
    """A guard that is told what it measures."""

    def follow(self, *measured: tuple[float, int]) -> "Course":
        self.course = list(measured)
        return self

    def _measured(self, trained: object) -> tuple[float, int]:
        return self.course.pop(0)


def course(limits: Limits, *measured: tuple[float, int], prompts: Sequence[str] = ("p",) * 10) -> Course:
    nobody = LanguageModel.__new__(LanguageModel)
    return Course(nobody, [], prompts, limits, first=(1.0, 0)).follow(*measured)


def set_weight(layer: torch.nn.Linear, value: float) -> None:
    with torch.no_grad():
        layer.weight.fill_(value)


pytestmark = pytest.mark.model


def test_it_stops_where_too_much_is_forgotten_and_puts_the_last_good_weights_back() -> None:
    layer = torch.nn.Linear(1, 1)
    watching = course(Limits(0.08), (1.05, 0), (1.2, 0))
    watching.begins(layer)
    set_weight(layer, 1.0)
    assert not watching.stops(layer, 10)
    set_weight(layer, 2.0)
    assert not watching.stops(layer, 11)  # between two checks
    assert watching.stops(layer, 20)
    assert layer.weight.item() == 1.0
    assert watching.forgotten == pytest.approx(0.05)
    assert watching.stopped == "premade riddles 0.20 nats a token less likely"


def test_it_stops_where_riddles_break_but_forgives_one() -> None:
    layer = torch.nn.Linear(1, 1)
    watching = course(Limits(0.0), (1.0, 1), (5.0, 2))
    set_weight(layer, 0.0)
    watching.begins(layer)
    assert not watching.stops(layer, 10)
    assert watching.stops(layer, 13, last=True)
    assert watching.stopped == "2 of 10 sampled riddles malformed"


def test_ruined_before_the_first_good_check_it_goes_back_to_the_start() -> None:
    layer = torch.nn.Linear(1, 1)
    set_weight(layer, 0.0)
    watching = course(Limits(0.08), (9.0, 0))
    watching.begins(layer)
    set_weight(layer, 7.0)
    assert watching.stops(layer, 10)
    assert (layer.weight.item(), watching.forgotten) == (0.0, 0.0)


def test_measuring_changes_neither_luck_nor_the_models_mode(tiny_model: Model) -> None:
    from riddles import language_model

    model = language_model.load(tiny_model)
    rows = [Example("Subject: river\nRiddle:\n", "I run.\nAnswer: river", HELD_OUT, PREMADE, "s")]
    model.model.train()
    torch.manual_seed(1)
    watching = guard.watch(model, rows, Limits(0.08, sampled=3))
    watching.begins(model.model)
    assert not watching.stops(model.model, 10)
    after = torch.rand(1).item()
    torch.manual_seed(1)
    assert after == torch.rand(1).item()
    assert model.model.training
    assert watching.first[0] > 0
