"""Which of the processes that train together this is, as torchrun tells each of them."""

import os

from riddles.errors import TrainingError


def world_size() -> int:
    """How many processes train together."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def is_first() -> bool:
    """Whether this is the process that speaks and saves for all."""
    return os.environ.get("RANK", "0") == "0"


def assert_as_promised(promised: int) -> None:
    """Raise TrainingError unless so many processes train together: some launchers quietly start one."""
    if world_size() != promised:
        raise TrainingError(
            f"{promised} processes were to train together, but WORLD_SIZE is {world_size()}; start them with torchrun "
            "(`accelerate launch --cpu` starts only one)."
        )
