"""The riddle in the channel: as a question, with its answer, and the thread reply that tells of the answer."""

from datetime import datetime, tzinfo

from bot import wording
from bot.blocks import ids, kit
from bot.blocks.kit import Json
from storage.outbox import Content
from storage.posts import Tally, Told
from storage.reports import Visibility
from storage.tables import Article


def riddle(told: Told, reveal_at: datetime, zone: tzinfo) -> Content:
    """The message that asks. ``reveal_at`` is aware; clients show it in the reader's own zone, else in ``zone``."""
    local = reveal_at.astimezone(zone)
    answer_at = f"<!date^{int(reveal_at.timestamp())}^{{date_short_pretty}} {{time}}|{local:%d %B %H:%M}>"
    notes = [f"From the news{_of_date(told.article, zone)}", f"answer {answer_at}", wording.WRITTEN_BY_MODEL]
    post_id = told.post.id
    title = wording.headline(told.number, told.post.edition)
    return Content(
        f"{title}\n{kit.escaped(told.riddle.text, 2000)}",
        [
            kit.header(title),
            kit.section(kit.quoted(told.riddle.text)),
            kit.context(" · ".join(notes)),
            kit.actions(
                kit.button(ids.GUESS, wording.GUESS, post_id, primary=True),
                kit.button(ids.HINT, wording.HINT, post_id),
                kit.button(ids.HOW, wording.HOW),
                _more(told),
            ),
        ],
    )


def revealed(told: Told, tally: Tally) -> Content:
    """The same message once the answer is out."""
    title = wording.headline(told.number, told.post.edition)
    answer = kit.one_line(told.riddle.answer)
    return Content(
        f"{title}\n{kit.escaped(told.riddle.text, 2000)}\nAnswer: {answer}",
        [
            kit.header(title),
            kit.section(kit.quoted(told.riddle.text)),
            kit.section(f"Answer: *{answer}*\n{story(told.article)}"),
            kit.context(f"{wording.solved(tally.guessed, tally.solved)} · {wording.WRITTEN_BY_MODEL}"),
            thumbs(told),
            kit.actions(kit.button(ids.RATE, wording.RATE, told.post.id, primary=True), _more(told)),
        ],
    )


def hidden(told: Told, visibility: Visibility) -> Content:
    """What stands in a riddle's place while, or since, nobody may see it."""
    title = wording.headline(told.number, told.post.edition)
    said = wording.UNDER_REVIEW if visibility is Visibility.UNDER_REVIEW else wording.WITHDRAWN
    return Content(f"{title}\n{said}", [kit.header(title), kit.section(said)])


def thumbs(told: Told) -> Json:
    """One click on the whole riddle. Not every workspace has these buttons: the outbox leaves them out there."""

    def thumb(text: str, direction: str) -> Json:
        return {"text": kit.plain(text, kit.MOST_BUTTON), "value": f"{direction}:{told.post.id}"}

    element = {
        "type": "feedback_buttons",
        "action_id": ids.THUMB,
        "positive_button": thumb(wording.LIKED, "up"),
        "negative_button": thumb(wording.DISLIKED, "down"),
    }
    return {"type": "context_actions", "elements": [element]}


def rewritten(text: str, author: str) -> Content:
    """A person's version in the riddle's thread. ``author`` is a mention."""
    said = wording.rewritten_by(author)
    return Content(f"{said}\n{kit.escaped(text)}", [kit.section(f"{said}\n{kit.quoted(text)}")])


def taken_back() -> Content:
    """What stands in the place of a version whose author no longer wants it there."""
    return Content(wording.VERSION_TAKEN_BACK, [kit.context(wording.VERSION_TAKEN_BACK)])


def reveal_reply(told: Told, tally: Tally) -> Content:
    """The reply in the riddle's thread: who takes part in the thread hears of the answer."""
    answer = kit.one_line(told.riddle.answer)
    said = f"{wording.ANSWER_IS_OUT} It is *{answer}*. {wording.solved(tally.guessed, tally.solved)}."
    return Content(f"{wording.ANSWER_IS_OUT} It is {answer}.", [kit.section(f"{said}\n{story(told.article)}")])


def story(article: Article) -> str:
    """The story behind a riddle, as mrkdwn with a link to its source."""
    source = f" · {kit.one_line(article.source, 80)}" if article.source else ""
    return f"The story: {kit.link(article.link, article.title)}{source}"


def _more(told: Told) -> Json:
    return kit.overflow(ids.MORE, [(wording.REPORT, f"report:{told.post.id}")])


def _of_date(article: Article, zone: tzinfo) -> str:
    if article.published is None:
        return ""
    return f" of {article.published.astimezone(zone):%d %B %Y}".replace(" of 0", " of ")
