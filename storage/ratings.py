"""Ratings: one value per riddle, person and criterion. The last action wins, not the last arrival."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from riddles.criteria import DEFINITIONS_VERSION, HIGHEST, LOWEST, Criterion
from riddles.errors import SlackError
from storage.tables import Person, Rating, Riddle

FEWEST_TO_TELL = 3  # with fewer others, a mean would tell what one person said


def record(
    session: Session,
    riddle_id: int,
    person_id: int,
    criterion: Criterion,
    value: int | None,
    action_ts: str,
    now: datetime,
) -> Rating:
    """Store a value from 1 to 5, or None for "can't tell"; an older action that arrives late changes nothing.

    ``action_ts`` is Slack's time of the click, seconds as a decimal string. Raises SlackError off the scale.
    """
    if value is not None and not LOWEST <= value <= HIGHEST:
        raise SlackError(f"A rating of {value} is off the scale; choose {LOWEST} to {HIGHEST} or can't tell.")
    query = select(Rating).where(
        Rating.riddle_id == riddle_id, Rating.person_id == person_id, Rating.criterion == criterion
    )
    found = session.exec(query).first()
    if found is None:
        found = Rating(
            riddle_id=riddle_id, person_id=person_id, criterion=criterion, value=value,
            definitions=DEFINITIONS_VERSION, action_ts=action_ts, at=now,
        )  # fmt: skip
    elif Decimal(action_ts) >= Decimal(found.action_ts):
        found.value, found.action_ts, found.at = value, action_ts, now
        found.definitions = DEFINITIONS_VERSION
    session.add(found)
    session.flush()
    return found


def of_person(session: Session, riddle_id: int, person_id: int) -> dict[Criterion, int | None]:
    """What a person said of a riddle; criteria they have not touched are missing."""
    query = select(Rating).where(Rating.riddle_id == riddle_id, Rating.person_id == person_id)
    return {Criterion(row.criterion): row.value for row in session.exec(query)}


def of_others(
    session: Session, riddle_id: int, person_id: int
) -> tuple[int, dict[Criterion, tuple[float | None, int]]]:
    """How many other people rated a riddle, and by criterion the mean of their values and how many that were.

    The mean is None where all of them could not tell. Show means only from ``FEWEST_TO_TELL`` people on.
    """
    said = [row for row in of_riddle(session, riddle_id) if row.person_id != person_id]
    found: dict[Criterion, tuple[float | None, int]] = {}
    for criterion in {Criterion(row.criterion) for row in said}:
        values = [row.value for row in said if row.criterion == criterion and row.value is not None]
        found[criterion] = (sum(values) / len(values) if values else None, len(values))
    return len({row.person_id for row in said}), found


def of_riddle(session: Session, riddle_id: int) -> list[Rating]:
    """Every rating of a riddle."""
    return list(session.exec(select(Rating).where(Rating.riddle_id == riddle_id).order_by(col(Rating.id))))


def of_author(session: Session, writer: str, base: str, adapter: str) -> list[Rating]:
    """Every rating of the riddles that a writer made with a base and an adapter (empty: the base alone)."""
    query = (
        select(Rating)
        .join(Riddle, col(Riddle.id) == col(Rating.riddle_id))
        .where(Riddle.writer == writer, Riddle.base == base, col(Riddle.adapter_id) == (adapter or None))
        .order_by(col(Rating.id))
    )
    return list(session.exec(query))


def consented(session: Session) -> list[tuple[Rating, Person]]:
    """Every rating by a person who lets us train on theirs, with that person, oldest first."""
    query = (
        select(Rating, Person)
        .join(Person, col(Person.id) == col(Rating.person_id))
        .where(col(Person.consented_at).is_not(None))
        .order_by(col(Rating.id))
    )
    return [(rating, person) for rating, person in session.exec(query)]


def since(session: Session, moment: datetime) -> list[Rating]:
    """Every rating given or changed since a moment."""
    return list(session.exec(select(Rating).where(Rating.at >= moment).order_by(col(Rating.id))))


def with_people(session: Session) -> list[tuple[Person, list[Rating]]]:
    """Everyone who has rated, with their ratings, oldest first."""
    query = select(Rating, Person).join(Person, col(Person.id) == col(Rating.person_id)).order_by(col(Rating.id))
    found: dict[int, tuple[Person, list[Rating]]] = {}
    for rating, person in session.exec(query):
        found.setdefault(rating.person_id, (person, []))[1].append(rating)
    return list(found.values())
