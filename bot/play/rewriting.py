"""What becomes of a person's version of a riddle: judged by the screen, and shown in the thread if they want."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import wording
from bot.blocks import daily
from bot.messages import addresses
from riddles import screen
from riddles.article import Article, words
from riddles.errors import MalformedRiddle
from riddles.riddle import MAX_LINE, MAX_LINES, completion_of, parse
from storage import outbox, posts, rewrites
from storage.tables import Riddle

# of these the screen is sure; of names and language a person may know better, so such a version is kept but not taught
_REFUSED = ("leak", "harm", "form", "repeat")


@dataclass(frozen=True)
class Judged:
    """A version. ``refused``: the sentence on why it is not kept; ``reasons``: the screen's, why it may not teach."""

    text: str
    refused: str
    reasons: Sequence[str]


def judge(text: str, riddle: Riddle, article: Article) -> Judged:
    """Look at a version as at a candidate of the model, with the answer, aliases and hints that the riddle has."""
    whole = rewrites.whole(text, riddle)
    if refused := _misshapen(whole.lines, riddle):
        return Judged(whole.text, refused, ())
    try:
        parse(completion_of(whole))
    except MalformedRiddle:
        return Judged(whole.text, wording.does_not_fit("form"), ())
    reasons = screen.screen(whole, article, ())
    kinds = [_kind(reason) for reason in reasons]
    refused = next((wording.does_not_fit(kind) for kind in kinds if kind in _REFUSED), "")
    return Judged(whole.text, refused, reasons)


def sentence(judged: Judged, consented: bool, shown: bool) -> str:
    """What to tell the author of a version that was kept."""
    if judged.reasons:
        kinds = dict.fromkeys(_kind(reason) for reason in judged.reasons)
        return wording.saved_but_silent([wording.does_not_fit(kind) for kind in kinds])
    said = [wording.REWRITE_SAVED]
    said += [wording.REWRITE_SHOWN] if shown else []
    said += [] if consented else [wording.REWRITE_NEEDS_CONSENT]
    return "\n".join(said)


def show(session: Session, riddle_id: int, person_id: int, now: datetime) -> bool:
    """Bring a person's version in the threads of the riddle's posts up to date; whether it is, or will be, there.

    It is shown once the answer is out, if it passed the screen and its author wants to be named; what is no longer to
    be shown is replaced by a sentence.
    """
    found = rewrites.of_person(session, riddle_id, person_id)
    wanted = found is not None and found.credited and not found.screened_out
    places = posts.of_riddle(session, riddle_id)
    for post in places:
        key, thread = f"rewrite:{post.id}:{person_id}", f"post:{post.id}"
        if found is not None and wanted and post.revealed_at is not None:
            content = daily.rewritten(found.text, addresses.mention(person_id))
            outbox.put(session, key, post.channel, content, now, thread_key=thread)
        elif outbox.by_key(session, key) is not None:
            outbox.put(session, key, post.channel, daily.taken_back(), now, thread_key=thread)
    return wanted and bool(places)


def show_all(session: Session, riddle_id: int, now: datetime) -> None:
    """The same for everybody's version, once the answer is out."""
    for version, _author in rewrites.credited(session, riddle_id):
        show(session, riddle_id, version.person_id, now)


def _misshapen(lines: Sequence[str], riddle: Riddle) -> str:
    if not any(words(line) for line in lines):
        return wording.NO_WORD_REWRITE
    if len(lines) > MAX_LINES:
        return wording.too_many_lines(len(lines), MAX_LINES)
    longest = max(map(len, lines))
    if longest > MAX_LINE:
        return wording.line_too_long(longest, MAX_LINE)
    return wording.SAME_TEXT if "\n".join(lines) == riddle.text else ""


def _kind(reason: str) -> str:
    return reason.partition(":")[0]
