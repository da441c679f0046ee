"""Who is at the door, and the post they speak of."""

from datetime import datetime

from sqlmodel import Session

from bot import guess_verdict, wording
from bot.collaborators import Collaborators
from bot.guess_verdict import Standing
from riddles.errors import SlackError, StorageError
from storage import drafts, guesses, people, posts
from storage.posts import Told
from storage.tables import Person


def meet(session: Session, desk: Collaborators, who: tuple[str, str], now: datetime) -> Person:
    """The person with these (team, user) ids; teammates of the simulator are marked as simulated."""
    simulated = desk.local and who[1].startswith(desk.simulated_prefix)
    return people.meet(session, desk.pseudonyms, who, now, simulated)


def id_of(person: Person) -> int:
    """The id of a stored person."""
    assert person.id is not None, "a stored row has an id"
    return person.id


def told(session: Session, post_id: int) -> Told:
    """The post a message speaks of. Raises SlackError if this database does not know it."""
    try:
        return posts.told(session, post_id)
    except StorageError as error:
        raise SlackError(wording.UNKNOWN_POST) from error


def standing(session: Session, desk: Collaborators, post: Told, person: Person) -> Standing:
    """Where the person stands with a post."""
    assert post.post.id is not None, "a stored row has an id"
    made = guesses.of(session, post.post.id, id_of(person))
    revealed = post.post.revealed_at is not None
    return guess_verdict.standing(made, drafts.riddle_of(post.riddle), desk.settings.slack.guesses, revealed)
