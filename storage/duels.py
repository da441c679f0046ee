"""Duels: blind comparisons of two riddles on one article. Which is shown as A is drawn for each person, and kept.

A duel's purpose is ``teaching`` (two riddles of one writer: the votes are preference pairs) or ``canary`` (the current
adapter's riddle against a candidate's: the votes are the gate's evidence). ``create`` makes them, ``next_for`` offers
them, ``voted`` is what training and the gate read. Not covered: what the votes mean.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from riddles.errors import SlackError, StorageError
from storage.tables import Duel, DuelVote, Guess, Person, Post, Riddle

TEACHING, CANARY = "teaching", "canary"
FIRST, SECOND, TIE, BOTH_BAD = "first", "second", "tie", "both_bad"
CHOICES = (FIRST, SECOND, TIE, BOTH_BAD)
_OFFERED = timedelta(days=14)  # an older story is no fun any more
Draw = Callable[[], bool]


@dataclass(frozen=True)
class Ballot:
    """One person's choice: first, second, tie or both_bad; ``swapped`` tells that the second was shown as A."""

    vote_id: int
    person_id: int
    choice: str
    swapped: bool
    consented: bool
    simulated: bool


@dataclass(frozen=True)
class Voted:
    """A duel with both riddles (their ``adapter_id`` says who wrote them) and every choice that stands."""

    duel: Duel
    first: Riddle
    second: Riddle
    ballots: Sequence[Ballot]

    def count(self, choice: str) -> int:
        """How many chose this."""
        return sum(ballot.choice == choice for ballot in self.ballots)


def create(session: Session, first_id: int, second_id: int, purpose: str, now: datetime) -> Duel:
    """The duel of two riddles; the one there is already, in whichever order, is returned as it is.

    Raises StorageError if they are one riddle, on two articles, or did not pass the screen.
    """
    if purpose not in (TEACHING, CANARY):
        raise StorageError(f"A duel cannot be for {purpose!r}; choose {TEACHING} or {CANARY}.")
    first, second = session.get(Riddle, first_id), session.get(Riddle, second_id)
    if first is None or second is None or first_id == second_id or first.article_id != second.article_id:
        raise StorageError(
            f"Riddles {first_id} and {second_id} make no duel; choose two different riddles on one article."
        )
    if first.screened_out or second.screened_out:
        raise StorageError(f"Riddles {first_id} and {second_id} make no duel; both must have passed the screen.")
    pairs = (Duel.first_id == first_id, Duel.second_id == second_id), (
        Duel.first_id == second_id, Duel.second_id == first_id,
    )  # fmt: skip
    for pair in pairs:
        if found := session.exec(select(Duel).where(*pair)).first():
            return found
    made = Duel(article_id=first.article_id, first_id=first_id, second_id=second_id, purpose=purpose, created_at=now)
    session.add(made)
    session.flush()
    return made


def close(session: Session, duel_id: int, now: datetime) -> None:
    """Offer this duel to nobody any more; its votes stand. Closing twice changes nothing."""
    duel = get(session, duel_id)
    if duel.closed_at is None:
        duel.closed_at = now
        session.add(duel)


def get(session: Session, duel_id: int) -> Duel:
    """The duel. Raises StorageError if there is none."""
    duel = session.get(Duel, duel_id)
    if duel is None:
        raise StorageError(f"There is no duel {duel_id}; it may belong to another database.")
    return duel


def voted(session: Session, purpose: str = "", adapter_id: str = "") -> list[Voted]:
    """Every duel with at least one choice that stands, oldest first, hidden riddles left out.

    ``purpose`` "" means any; ``adapter_id`` keeps duels in which that adapter wrote one of the two. Who may be counted
    is the caller's decision: for training only ``consented``, never simulated people with real ones.
    """
    query = select(DuelVote, Person).join(Person, col(Person.id) == col(DuelVote.person_id))
    cast: dict[int, list[Ballot]] = {}
    for vote, person in session.exec(query.where(col(DuelVote.choice).is_not(None)).order_by(col(DuelVote.id))):
        cast.setdefault(vote.duel_id, []).append(_ballot(vote, person))
    found = [_with_riddles(session, get(session, duel_id), ballots) for duel_id, ballots in sorted(cast.items())]
    return [
        one for one in found
        if purpose in ("", one.duel.purpose)
        and adapter_id in ("", one.first.adapter_id, one.second.adapter_id)
        and not (one.first.hidden or one.second.hidden)
    ]  # fmt: skip


def open_duels(session: Session, purpose: str = "") -> list[Duel]:
    """Duels that are still offered, newest first."""
    query = select(Duel).where(col(Duel.closed_at).is_(None)).order_by(col(Duel.id).desc())
    return [duel for duel in session.exec(query) if purpose in ("", duel.purpose)]


def next_for(session: Session, person_id: int, now: datetime) -> Duel | None:
    """The duel to offer to a person: a canary before others, then the one with most votes, then the newest."""
    return next(iter(waiting(session, person_id, now)), None)


def waiting(session: Session, person_id: int, now: datetime) -> list[Duel]:
    """Open duels this person has not decided, in the order of offering.

    Left out are hidden riddles, and stories of a post at which the person may still guess: a duel shows answers.
    """
    votes = select(func.count()).where(DuelVote.duel_id == Duel.id, col(DuelVote.choice).is_not(None)).scalar_subquery()
    decided = select(DuelVote.duel_id).where(DuelVote.person_id == person_id, col(DuelVote.choice).is_not(None))
    hidden = select(Riddle.id).where(col(Riddle.hidden).is_(True))
    query = (
        select(Duel)
        .where(
            col(Duel.closed_at).is_(None), Duel.created_at >= now - _OFFERED, col(Duel.id).not_in(decided),
            col(Duel.first_id).not_in(hidden), col(Duel.second_id).not_in(hidden),
            col(Duel.article_id).not_in(_still_guessed_at(person_id)),
        )
        .order_by((col(Duel.purpose) == CANARY).desc(), votes.desc(), col(Duel.id).desc())
    )  # fmt: skip
    return list(session.exec(query))


def shown_to(
    session: Session, duel_id: int, person_id: int, now: datetime, draw: Draw = lambda: bool(secrets.randbelow(2))
) -> DuelVote:
    """The person's row in a duel, with the order drawn at the first look and kept for good."""
    found = session.exec(select(DuelVote).where(DuelVote.duel_id == duel_id, DuelVote.person_id == person_id)).first()
    if found is None:
        found = DuelVote(duel_id=duel_id, person_id=person_id, swapped=draw(), action_ts="0", at=now)
        session.add(found)
        session.flush()
    return found


def choice_at(place: str, swapped: bool) -> str:
    """The choice of somebody who chose a place: a, b, tie or both_bad."""
    if place not in ("a", "b"):
        return place
    return SECOND if (place == "a") == swapped else FIRST


def vote(session: Session, duel_id: int, person_id: int, choice: str | None, action_ts: str, now: datetime) -> DuelVote:
    """Store a choice, or take it back (None); an older action that arrives late changes nothing.

    ``choice`` is of riddles, not of places: translate A and B with ``swapped``. ``action_ts`` is Slack's time of the
    click, seconds as a decimal string. Raises SlackError for a choice that does not exist or a closed duel.
    """
    if choice is not None and choice not in CHOICES:
        raise SlackError(f"There is no choice {choice!r} in a duel; choose A, B, tie or both bad.")
    if get(session, duel_id).closed_at is not None:
        raise SlackError("This duel is closed, so your vote was not changed; open App Home for another one.")
    row = shown_to(session, duel_id, person_id, now)
    if Decimal(action_ts) >= Decimal(row.action_ts):
        row.choice, row.action_ts, row.at = choice, action_ts, now
        session.add(row)
        session.flush()
    return row


def was_shown(session: Session, riddle_id: int) -> bool:
    """Whether somebody has been shown this riddle, with its answer, in a duel."""
    query = select(DuelVote.id).join(Duel, col(Duel.id) == col(DuelVote.duel_id))
    return session.exec(query.where((Duel.first_id == riddle_id) | (Duel.second_id == riddle_id))).first() is not None


def pairless(session: Session, since: datetime) -> list[list[Riddle]]:
    """Riddles that could meet in a teaching duel: by article and writer, fit to be shown, no two of them met yet.

    Each list has at least two riddles, best first as the draft stored them. Articles that have a duel are left out.
    """
    query = (
        select(Riddle)
        .where(
            Riddle.created_at >= since, col(Riddle.hidden).is_(False),
            col(Riddle.article_id).not_in(select(Duel.article_id).where(Duel.purpose == TEACHING)),
        )
        .order_by(col(Riddle.id))
    )  # fmt: skip
    groups: dict[tuple[object, ...], list[Riddle]] = {}
    for riddle in session.exec(query):
        if not riddle.screened_out:
            key = riddle.article_id, riddle.writer, riddle.base, riddle.adapter_id
            groups.setdefault(key, []).append(riddle)
    return [group for group in groups.values() if len(group) > 1]


def _still_guessed_at(person_id: int) -> SelectOfScalar[int]:
    """Articles of posts that are not revealed and at which the person is not finished."""
    finished = select(Guess.post_id).where(
        Guess.person_id == person_id, or_(col(Guess.right).is_(True), col(Guess.gave_up).is_(True))
    )
    return (
        select(Riddle.article_id)
        .join(Post, col(Post.riddle_id) == col(Riddle.id))
        .where(col(Post.revealed_at).is_(None), col(Post.id).not_in(finished))
    )


def _with_riddles(session: Session, duel: Duel, ballots: Sequence[Ballot]) -> Voted:
    first, second = session.get(Riddle, duel.first_id), session.get(Riddle, duel.second_id)
    assert first is not None, "a duel's riddles are foreign keys"
    assert second is not None, "a duel's riddles are foreign keys"
    return Voted(duel, first, second, ballots)


def _ballot(row: DuelVote, person: Person) -> Ballot:
    assert row.id is not None, "a stored row has an id"
    assert row.choice is not None, "only choices that stand are asked for"
    return Ballot(row.id, row.person_id, row.choice, row.swapped, person.consented_at is not None, person.simulated)
