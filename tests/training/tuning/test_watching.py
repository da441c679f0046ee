"""What ends a training early: a loss that is no number, and held-out losses that get no better."""

import math
from typing import Any

import pytest
import torch

from riddles.errors import TrainingError
from riddles.language_model import LanguageModel
from training.tuning.guard import Guard, Limits
from training.tuning.watching import Watch, refuse_no_number


def watch(patience: int) -> Watch:
    guard = Guard(LanguageModel.__new__(LanguageModel), [], (), Limits(0.0))
    return Watch(lambda _stage, _done: None, guard, patience)


def layer(weight: float) -> Any:
    made = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(made.weight, weight)
    return made


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_no_number_ends_the_training(loss: float) -> None:
    with pytest.raises(TrainingError, match=rf"The loss became {loss} at step 7; lower the recipe's learning_rate\."):
        refuse_no_number(loss, 7)
    refuse_no_number(2.5, 8)


def test_it_ends_when_held_out_losses_get_no_better_and_the_best_weights_are_put_back() -> None:
    watching, trained = watch(patience=2), layer(0.0)
    ended = []
    for weight, loss in ((1.0, 3.0), (2.0, 2.0), (3.0, 2.1), (4.0, 2.2)):
        torch.nn.init.constant_(trained.weight, weight)
        ended.append(watching.hears(trained, loss))
    assert ended == [False, False, False, True]
    assert watching.stopped == "a held-out loss that did not fall below 2.0000 any more"
    watching.ends(trained)
    assert trained.weight.item() == 2.0


def test_without_patience_it_never_ends_early() -> None:
    watching = watch(patience=0)
    assert not any(watching.hears(layer(1.0), loss) for loss in (1.0, 2.0, 3.0, 4.0))
