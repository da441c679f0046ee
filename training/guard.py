"""Early stopping by what must not be forgotten: training ends before the gate would have to refuse its result.

A taste is learned in a few dozen steps; what follows mostly unlearns the rest. So every ``EVERY`` steps the adapter's
loss on held-out premade riddles is compared with the base's, and past the recipe's limit the training stops.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from riddles.language_model import LanguageModel
from training.examples import PREMADE, Example

EVERY = 5  # steps


@dataclass
class Forgetting:
    """How much worse (nats a token) a model in training is at held-out premade riddles than it was at first."""

    model: LanguageModel
    rows: Sequence[Example]
    limit: float
    first: float | None = None
    last: float = 0.0
    course: list[float] = field(default_factory=list)

    def too_much(self, trained: Any, step: int) -> bool:
        """Whether to stop, asked at every step with the model in training; without rows or a limit never."""
        if not self.rows or not self.limit or (self.first is not None and step % EVERY):
            return False
        if self.first is None:
            self.first = self._loss(self.model.model)
        self.last = self._loss(trained) - self.first
        self.course.append(round(self.last, 4))
        return self.last > self.limit

    def _loss(self, trained: Any) -> float:
        """Mean over riddles of the mean loss a token, with the dropout off."""
        was_training, before = trained.training, self.model.model
        trained.eval()
        self.model.model = trained
        try:
            found = self.model.log_likelihoods([(one.prompt, one.completion) for one in self.rows])
        finally:
            self.model.model = before
            trained.train(was_training)
        return sum(-total / tokens for total, tokens in found) / len(found)


def watch(model: LanguageModel, held_out: Sequence[Example], limit: float) -> Forgetting:
    """A guard that measures from what the model, not trained yet, is now."""
    guard = Forgetting(model, [one for one in held_out if one.origin == PREMADE], limit)
    guard.too_much(model.model, 0)
    return guard
