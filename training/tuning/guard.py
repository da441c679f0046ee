"""What must not be lost: a fine-tune ends with as much of what it learned as the writer can bear.

Two things are measured on riddles that nobody is trained on: how much worse held-out premade riddles are remembered
than by the base, and how many of a few sampled riddles are malformed. When training has ended, the adapter is weakened,
step by step, until both are within their limits: on the straight line between the base and the fine-tune, most of the
taste is still there when most of the damage is gone (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
While it goes on there is only an emergency brake, because weights from the middle of training, where the rate
is high, are worse than those of its end (docs/log.md).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from riddles.errors import MalformedRiddle
from riddles.language_model import USUAL_SAMPLING, LanguageModel
from riddles.prompt import ANY_STORY, filled
from riddles.riddle import parse
from training.data.examples import GENERAL, PREMADE, Example

EVERY = 10  # steps
SHARES = tuple(round(1 - 0.05 * step, 2) for step in range(13))  # of what was learned: 1.0 to 0.4
_BRAKE = 5  # times the limit, from which a training is given up
_LUCK = 1  # malformed riddles more than before that may be chance
_SEED = 5


@dataclass(frozen=True)
class Limits:
    """``forgetting``: nats a token, 0 for no limit. ``sampled``: riddles written to see whether they are malformed."""

    forgetting: float
    sampled: int = 0


@dataclass
class Guard:
    """Watches one training. ``forgotten``, ``malformed`` and ``share`` are those of the weights that are kept."""

    model: LanguageModel
    rows: Sequence[Example]
    prompts: Sequence[str]
    limits: Limits
    first: tuple[float, int] = (0.0, 0)
    forgotten: float = 0.0
    malformed: int = 0
    share: float = 1.0
    stopped: str = ""
    _kept: dict[str, Any] = field(default_factory=dict)

    def begins(self, trained: Any) -> None:
        """Keep the weights to start from."""
        self._kept = trainable(trained)

    def stops(self, trained: Any, step: int, last: bool = False) -> bool:
        """Whether to give up now, asked after every step; puts the weights of the last good check back then."""
        if self.stopped or step % EVERY or last or not self.limits.forgetting:
            return bool(self.stopped)
        forgotten = self._loss(trained) - self.first[0]
        if forgotten > _BRAKE * self.limits.forgetting:
            self.stopped = f"premade riddles {forgotten:.2f} nats a token less likely"
            put_back(trained, self._kept)
        else:
            self._kept = trainable(trained)
        return bool(self.stopped)

    def settles(self, trained: Any) -> float:
        """Weaken a LoRA adapter at the end of its training until it is within the limits; returns the share kept.

        Where even the smallest share is beyond them it stays at that: the gate judges. Other weights are only measured.
        """
        scaled = [one for name, one in trained.named_parameters() if "lora_B" in name and one.requires_grad]
        shares = SHARES if scaled and (self.limits.forgetting or self.prompts) else SHARES[:1]
        for share in shares:
            _scale(scaled, share / self.share)
            self.share = share
            self.forgotten = self._loss(trained) - self.first[0]
            if self._forgets() and share != shares[-1]:
                continue  # without writing a riddle, which takes the time
            self.malformed = self._malformed(trained)
            if not self._forgets() and self.malformed <= self.first[1] + _LUCK:
                break
        return self.share

    def _forgets(self) -> bool:
        return bool(self.limits.forgetting) and self.forgotten > self.limits.forgetting

    def _loss(self, trained: Any) -> float:
        """Mean loss a token on the premade rows."""
        with _writing(self.model, trained):
            return _loss(self.model, self.rows)

    def _malformed(self, trained: Any) -> int:
        """Malformed riddles among those sampled."""
        with _writing(self.model, trained):
            return malformed(self.model, self.prompts)


def watch(model: LanguageModel, held_out: Sequence[Example], limits: Limits) -> Guard:
    """A guard that measures from what the model is now, before it is trained."""
    premade = [one for one in held_out if one.origin == PREMADE]
    rows = premade if limits.forgetting else []
    # hand-written ones first: on the subjects people rated a writer keeps its form by heart
    prompts = [one.prompt for one in premade or held_out if one.origin != GENERAL]
    repeated = [prompts[at % len(prompts)] for at in range(limits.sampled)] if prompts else []
    guard = Guard(model, rows, repeated, limits)
    guard.first = (guard._loss(model.model), guard._malformed(model.model))
    return guard


@contextmanager
def _writing(model: LanguageModel, trained: Any) -> Iterator[None]:
    """Let a model in training write, with its dropout off."""
    was_training, before = trained.training, model.model
    trained.eval()
    model.model = trained
    try:
        yield
    finally:
        model.model = before
        trained.train(was_training)


def _scale(weights: Sequence[Any], factor: float) -> None:
    for one in weights:
        one.data.mul_(factor)


def malformed(model: LanguageModel, prompts: Sequence[str]) -> int:
    """How many of the riddles a model writes for these prompts break the contract; slots count as filled."""
    if not prompts:
        return 0
    import torch

    luck = torch.get_rng_state()
    written = model.complete(prompts, _SEED, USUAL_SAMPLING[model.style])
    torch.set_rng_state(luck)  # looking must not change what is learned next
    return sum(not _keeps_the_contract(text) for text in written)


def _loss(model: LanguageModel, rows: Sequence[Example]) -> float:
    found = model.log_likelihoods([(one.prompt, one.completion) for one in rows])
    return sum(-total / tokens for total, tokens in found) / len(found) if found else 0.0


def _keeps_the_contract(text: str) -> bool:
    try:
        parse(filled(text, ANY_STORY))
    except MalformedRiddle:
        return False
    return True


def trainable(trained: Any) -> dict[str, Any]:
    """A copy of the weights that are trained."""
    return {name: one.detach().clone() for name, one in trained.named_parameters() if one.requires_grad}


def put_back(trained: Any, kept: dict[str, Any]) -> None:
    """Let the trained weights be these again."""
    for name, one in trained.named_parameters():
        if name in kept:
            one.data.copy_(kept[name])
