"""How a run tells the terminal, or the log file of a program without one, where it is and when it should be done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from storage.working import Work

_QUIET_SECONDS = 30.0  # a log needs no line for every step
_EARLY = 0.05  # of the work: before that its pace says nothing


@contextmanager
def told(work: Work, console: Console) -> Iterator[None]:
    """Let the work's reports be seen while the block runs: a bar on a terminal, lines in a log."""
    if console.is_terminal:
        with _bar(console) as bar:
            task = bar.add_task("starting", total=1.0, left="")
            started = time.monotonic()
            work.tell = lambda stage, done: bar.update(
                task, description=stage, completed=done, left=left(time.monotonic() - started, done)
            )
            yield
    else:
        work.tell = Lines(console).tell
        yield


class Lines:
    """One line at each new stage, and now and then in a long one."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self._said = ("", 0.0)

    def tell(self, stage: str, done: float) -> None:
        """Say it, if it is time."""
        now, name = time.monotonic(), stage.partition(",")[0]
        if name == self._said[0] and now - self._said[1] < _QUIET_SECONDS:
            return
        self._said = (name, now)
        self._console.print(
            f"{time.strftime('%H:%M:%S')} {done:4.0%} {stage} {left(now - self._started, done)}".rstrip()
        )


def left(seconds: float, done: float) -> str:
    """About how long it still takes, going by its pace; empty while that says nothing."""
    if not _EARLY <= done < 1:
        return ""
    return f"(about {timedelta(seconds=round(seconds * (1 - done) / done))} left)"


def _bar(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    return Progress(*columns, console=console)
