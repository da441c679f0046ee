"""How often the screen refused what writers wrote, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from riddles import judging
from storage.tables import Rejection, Riddle


@dataclass(frozen=True)
class Refusals:
    """One writer's attempts: how many, how many passed, and of how many each class of reason was found."""

    writer: str
    attempts: int
    passed: int
    refused: dict[str, int]


def since(session: Session, start: datetime) -> list[Refusals]:
    """Everything drafted since then by writer, the most attempts first. An attempt counts once for each class."""
    kept = select(Riddle.writer, Riddle.screened_out).where(col(Riddle.created_at) >= start)
    broken = select(Rejection.writer).where(col(Rejection.created_at) >= start)
    reasons: dict[str, list[Sequence[str]]] = {}
    for writer, screened_out in session.exec(kept):
        reasons.setdefault(writer, []).append(screened_out)
    for writer in session.exec(broken):
        reasons.setdefault(writer, []).append((judging.MALFORMED,))
    told = [
        Refusals(writer, len(all_), sum(not one for one in all_), judging.counts(all_))
        for writer, all_ in reasons.items()
    ]
    return sorted(told, key=lambda one: -one.attempts)


def lately(session: Session, start: datetime, limit: int = 20) -> list[tuple[str, str]]:
    """The newest refused riddles since then as (answer, reasons in one line), for whoever wonders what was refused."""
    query = select(Riddle).where(col(Riddle.created_at) >= start).order_by(col(Riddle.id).desc())
    refused = (row for row in session.exec(query) if row.screened_out)
    return [(row.answer, "; ".join(row.screened_out)) for row, _ in zip(refused, range(limit), strict=False)]
