"""Early stopping by what must not be lost: training ends, and goes back a little, before it ruins the writer.

A taste is learned in a few dozen steps; what follows mostly unlearns the rest. So every ``EVERY`` steps two things are
measured on riddles that nobody is trained on: how much worse held-out premade riddles are remembered than by the base,
and how many of a few sampled riddles are malformed. Past a limit the training stops, and the trainable weights of the
last check that was within both are put back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from riddles.errors import MalformedRiddle
from riddles.language_model import USUAL_SAMPLING, LanguageModel
from riddles.riddle import parse
from training.examples import PREMADE, Example

EVERY = 10  # steps
_LUCK = 1  # malformed riddles more than before that may be chance
_SEED = 5


@dataclass(frozen=True)
class Limits:
    """``forgetting``: nats a token, 0 for no limit. ``sampled``: riddles written at each check, 0 for none."""

    forgetting: float
    sampled: int = 0


@dataclass
class Guard:
    """Watches one training. ``forgotten`` and ``malformed`` are those of the weights that are kept."""

    model: LanguageModel
    rows: Sequence[Example]
    prompts: Sequence[str]
    limits: Limits
    first: tuple[float, int] = (0.0, 0)
    forgotten: float = 0.0
    malformed: int = 0
    stopped: str = ""
    _kept: dict[str, Any] = field(default_factory=dict)

    def begins(self, trained: Any) -> None:
        """Keep the weights to start from."""
        self._kept = trainable(trained)

    def stops(self, trained: Any, step: int, last: bool = False) -> bool:
        """Whether to end now, asked after every step; ``last`` if it ends anyway. Puts the kept weights back then."""
        if self.stopped or (step % EVERY and not last):
            return bool(self.stopped)
        loss, malformed = self._measured(trained)
        self.stopped = self._beyond(loss - self.first[0], malformed)
        if self.stopped:
            put_back(trained, self._kept)
        else:
            self.forgotten, self.malformed = loss - self.first[0], malformed
            self._kept = trainable(trained)
        return bool(self.stopped)

    def _beyond(self, forgotten: float, malformed: int) -> str:
        """Which limit is passed, in a few words; empty if none is."""
        if self.limits.forgetting and forgotten > self.limits.forgetting:
            return f"premade riddles {forgotten:.2f} nats a token less likely"
        if malformed > self.first[1] + _LUCK:
            return f"{malformed} of {len(self.prompts)} sampled riddles malformed"
        return ""

    def _measured(self, trained: Any) -> tuple[float, int]:
        """Mean loss a token on the premade rows, and malformed riddles among those sampled, with the dropout off."""
        was_training, before = trained.training, self.model.model
        trained.eval()
        self.model.model = trained
        try:
            return _loss(self.model, self.rows), malformed(self.model, self.prompts)
        finally:
            self.model.model = before
            trained.train(was_training)


def watch(model: LanguageModel, held_out: Sequence[Example], limits: Limits) -> Guard:
    """A guard that measures from what the model is now, before it is trained."""
    rows = [one for one in held_out if one.origin == PREMADE] if limits.forgetting else []
    prompts = [one.prompt for one in held_out]
    repeated = [prompts[at % len(prompts)] for at in range(limits.sampled)] if prompts else []
    guard = Guard(model, rows, repeated, limits)
    guard.first = guard._measured(model.model)
    return guard


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
        parse(text.replace("{place}", "there").replace("{number}", "two"))
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
