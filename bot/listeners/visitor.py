"""Who is at the door, and the post they speak of."""

from datetime import datetime

from sqlmodel import Session

from bot import wording
from bot.collaborators import Collaborators
from bot.play import guess_verdict
from bot.play.guess_verdict import Standing
from riddles.errors import SlackError, StorageError
from storage import drafts, guesses, people, posts, reports
from storage.posts import Told
from storage.reports import Visibility
from storage.tables import Article, Person, Riddle


def meet(session: Session, desk: Collaborators, who: tuple[str, str], now: datetime) -> Person:
    """The person with these (team, user) ids; teammates of the simulator are marked as simulated."""
    simulated = desk.local and who[1].startswith(desk.simulated_prefix)
    return people.meet(session, desk.pseudonyms, who, now, simulated)


def id_of(person: Person) -> int:
    """The id of a stored person."""
    assert person.id is not None, "a stored row has an id"
    return person.id


def told(session: Session, post_id: int) -> Told:
    """The post a message speaks of. Raises SlackError if this database does not know it, or nobody may see it."""
    try:
        found = posts.told(session, post_id)
    except StorageError as error:
        raise SlackError(wording.UNKNOWN_POST) from error
    _refuse_hidden(session, found.riddle)
    return found


def riddle(session: Session, riddle_id: int) -> tuple[Riddle, Article]:
    """The riddle a view speaks of, posted or not. Raises SlackError if it is unknown here, or nobody may see it."""
    found, article = known(session, riddle_id)
    _refuse_hidden(session, found)
    return found, article


def known(session: Session, riddle_id: int) -> tuple[Riddle, Article]:
    """The riddle a view speaks of, hidden or not: it may still be rated in an open modal. Raises SlackError."""
    try:
        return drafts.told(session, riddle_id)
    except StorageError as error:
        raise SlackError(wording.UNKNOWN_POST) from error


def _refuse_hidden(session: Session, found: Riddle) -> None:
    match reports.visibility(session, found):
        case Visibility.UNDER_REVIEW:
            raise SlackError(wording.UNDER_REVIEW)
        case Visibility.WITHDRAWN:
            raise SlackError(wording.WITHDRAWN)


def standing(session: Session, desk: Collaborators, post: Told, person: Person) -> Standing:
    """Where the person stands with a post."""
    assert post.post.id is not None, "a stored row has an id"
    made = guesses.of(session, post.post.id, id_of(person))
    revealed = post.post.revealed_at is not None
    return guess_verdict.standing(made, drafts.riddle_of(post.riddle), desk.settings.slack.guesses, revealed)
