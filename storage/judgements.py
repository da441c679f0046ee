"""What a judge model thinks: one value a riddle and criterion, one choice a duel, under one rubric."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from riddles.criteria import Criterion
from storage.tables import Duel, DuelJudgement, DuelVote, Judgement, Person, Rating, Riddle

Author = tuple[str, str]  # the judge's name and the rubric's identity


def rated_riddles(session: Session, simulated: bool) -> dict[int, dict[Criterion, list[int]]]:
    """Every value people gave, by riddle and criterion; with ``simulated`` those of simulated people instead."""
    query = (
        select(Rating, Person).join(Person, col(Person.id) == col(Rating.person_id)).join(Riddle)
        .where(col(Rating.value).is_not(None), col(Person.simulated).is_(simulated), col(Riddle.hidden).is_(False))
        .order_by(col(Rating.id))
    )  # fmt: skip
    found: dict[int, dict[Criterion, list[int]]] = defaultdict(lambda: defaultdict(list))
    for rating, _person in session.exec(query):
        found[rating.riddle_id][Criterion(rating.criterion)].append(rating.value or 0)
    return {riddle: dict(values) for riddle, values in found.items()}


def voted_duels(session: Session, simulated: bool) -> dict[int, list[str]]:
    """Every choice people made, by duel; with ``simulated`` those of simulated people instead."""
    query = (
        select(DuelVote, Person).join(Person, col(Person.id) == col(DuelVote.person_id))
        .where(col(DuelVote.choice).is_not(None), col(Person.simulated).is_(simulated)).order_by(col(DuelVote.id))
    )  # fmt: skip
    found: dict[int, list[str]] = defaultdict(list)
    for vote, _person in session.exec(query):
        found[vote.duel_id].append(vote.choice or "")
    return dict(found)


def duel(session: Session, duel_id: int) -> Duel:
    """The duel's row, which is known to exist."""
    found = session.get(Duel, duel_id)
    assert found is not None, "a vote's duel is a foreign key"
    return found


def keep(
    session: Session, riddle_id: int, values: Mapping[Criterion, int | None], author: Author, now: datetime
) -> None:
    """Store a judge's values of a riddle it has not judged under this rubric."""
    judge, rubric = author
    session.add_all(
        Judgement(riddle_id=riddle_id, criterion=criterion, judge=judge, rubric=rubric, value=value, at=now)
        for criterion, value in values.items()
    )


def keep_duel(session: Session, duel_id: int, choice: str | None, author: Author, now: datetime) -> None:
    """Store a judge's choice in a duel it has not judged under this rubric."""
    session.add(DuelJudgement(duel_id=duel_id, judge=author[0], rubric=author[1], choice=choice, at=now))


def of_riddles(session: Session, author: Author) -> dict[int, dict[Criterion, int | None]]:
    """What this judge thinks of every riddle it was asked about."""
    found: dict[int, dict[Criterion, int | None]] = defaultdict(dict)
    for row in session.exec(select(Judgement).where(Judgement.judge == author[0], Judgement.rubric == author[1])):
        found[row.riddle_id][Criterion(row.criterion)] = row.value
    return dict(found)


def of_duels(session: Session, author: Author) -> dict[int, str | None]:
    """What this judge thinks of every duel it was asked about."""
    query = select(DuelJudgement).where(DuelJudgement.judge == author[0], DuelJudgement.rubric == author[1])
    return {row.duel_id: row.choice for row in session.exec(query)}
