"""Guesses: what each person tried at each post."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Guess


def of(session: Session, post_id: int, person_id: int) -> list[Guess]:
    """A person's attempts at a post, first one first; giving up is the last one."""
    query = select(Guess).where(Guess.post_id == post_id, Guess.person_id == person_id)
    return list(session.exec(query.order_by(col(Guess.attempt))))


def record(session: Session, post_id: int, person_id: int, text: str, right: bool, now: datetime) -> Guess:
    """The person's next attempt. Whether another one is allowed is the caller's decision."""
    return _add(session, Guess(
        post_id=post_id, person_id=person_id, attempt=len(of(session, post_id, person_id)) + 1,
        text=text, right=right, at=now,
    ))  # fmt: skip


def give_up(session: Session, post_id: int, person_id: int, now: datetime) -> Guess:
    """The person wants to see the answer; a person who is finished already stays so."""
    made = of(session, post_id, person_id)
    if made and (made[-1].right or made[-1].gave_up):
        return made[-1]
    return _add(session, Guess(
        post_id=post_id, person_id=person_id, attempt=len(made) + 1, text="", right=False, gave_up=True, at=now,
    ))  # fmt: skip


def _add(session: Session, guess: Guess) -> Guess:
    session.add(guess)
    session.flush()
    return guess
