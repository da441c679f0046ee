"""What a person has said of a riddle, and what there is still to say: the state a rating view is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from riddles.criteria import Criterion
from storage import drafts, duels, ratings
from storage.tables import Person


@dataclass(frozen=True)
class Opinion:
    """``given`` misses criteria the person has not touched.

    ``waiting`` counts other unposted riddles to rate, ``duels`` the comparisons that wait.
    """

    given: Mapping[Criterion, int | None]
    consented: bool
    waiting: int
    duels: int = 0


def gather(session: Session, riddle_id: int, person: Person, now: datetime, queued: bool = False) -> Opinion:
    """The person's opinion of a riddle. ``queued``: it is an unposted one, so it must not count itself as waiting."""
    assert person.id is not None, "a stored row has an id"
    given = ratings.of_person(session, riddle_id, person.id)
    waiting = drafts.waiting_to_rate(session, person.id, now)
    compared = len(duels.waiting(session, person.id, now))
    return Opinion(given, person.consented_at is not None, waiting - (queued and not given), compared)
