"""What watches a training from inside: progress, guard, held-out loss, losses that are no numbers, checkpoints."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riddles.errors import TrainingError
from training.tuning import checkpoints, guard
from training.tuning.guard import Guard

Progress = Callable[[str, float], None]


@dataclass
class Watch:
    """Decides after every step and every held-out loss whether training goes on.

    ``patience``: held-out losses in a row without a better one after which it ends, and the best weights are put back;
    0 for any number.
    """

    progress: Progress
    guard: Guard
    patience: int = 0
    best: float = math.inf
    misses: int = 0
    stopped: str = ""
    _kept: dict[str, Any] = field(default_factory=dict)

    def steps(self, trained: Any, step: int, of: int) -> bool:
        """Whether to end after this step."""
        self.progress(f"training, step {step} of {of}", step / of)
        if self.guard.stops(trained, step, step >= of):
            self.stopped = self.guard.stopped
        return bool(self.stopped)

    def hears(self, trained: Any, loss: float) -> bool:
        """Whether to end at this held-out loss (nats a token)."""
        if not self.patience:
            return False
        if loss < self.best:
            self.best, self.misses, self._kept = loss, 0, guard.trainable(trained)
        else:
            self.misses += 1
        if self.misses >= self.patience:
            self.stopped = f"a held-out loss that did not fall below {self.best:.4f} any more"
        return bool(self.stopped)

    def ends(self, trained: Any) -> None:
        """Put the best weights back, unless the guard has put back its own."""
        if self._kept and self.misses and not self.guard.stopped:
            guard.put_back(trained, self._kept)


def refuse_no_number(loss: float, step: int) -> None:
    """Raise TrainingError for a loss that is not finite: what follows from it is worthless."""
    if not math.isfinite(loss):
        raise TrainingError(f"The loss became {loss} at step {step}; lower the recipe's learning_rate.")


def callback(watch: Watch, checkpoint_steps: int) -> Any:
    """The trainers' callback of a watch, saving a checkpoint every so many steps (0: never)."""
    from transformers import TrainerCallback

    class Report(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            watch.guard.begins(kwargs["model"])

        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            control.should_training_stop |= watch.steps(kwargs["model"], state.global_step, state.max_steps)
            due = checkpoint_steps and state.global_step % checkpoint_steps == 0
            control.should_save |= bool(due) and state.global_step < state.max_steps

        def on_evaluate(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            loss = kwargs["metrics"].get("eval_loss")
            control.should_training_stop |= loss is not None and watch.hears(kwargs["model"], float(loss))

        def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            loss = (kwargs.get("logs") or {}).get("loss")
            if loss is not None:
                refuse_no_number(float(loss), state.global_step)

        def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            if state.is_world_process_zero:
                checkpoints.seal(Path(args.output_dir) / f"checkpoint-{state.global_step}")

    return Report()
