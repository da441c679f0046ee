"""The riddle in the channel."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.blocks import daily, ids, reminder, reporting
from bot.local_slack import validation
from storage.outbox import Content
from storage.posts import Tally
from storage.reports import Visibility
from tests.bot.blocks.rows import NOW, told

LISBON = ZoneInfo("Europe/Lisbon")
REVEAL = NOW + timedelta(hours=7)


def test_the_riddle_is_asked_with_its_number_date_and_buttons() -> None:
    content = daily.riddle(told(), REVEAL, LISBON)
    assert content.blocks[0]["text"]["text"] == "Daily riddle #42"
    assert content.blocks[1]["text"]["text"] == "> I run though I have no legs.\n> What am I?"
    note = content.blocks[2]["elements"][0]["text"]
    assert note.startswith(f"From the news of 20 November 2026 · answer <!date^{int(REVEAL.timestamp())}^")
    assert note.endswith("|20 November 16:00> · AI-written, may be wrong")
    assert [button["action_id"] for button in content.blocks[3]["elements"]] == [
        ids.GUESS,
        ids.HINT,
        ids.HOW,
        ids.MORE,
    ]
    assert [button.get("value") for button in content.blocks[3]["elements"]] == ["7", "7", None, None]


def test_the_question_gives_neither_answer_nor_story_away() -> None:
    assert "river" not in str(daily.riddle(told(), REVEAL, LISBON))


def test_a_further_edition_is_called_extra() -> None:
    assert daily.riddle(told(edition=2), REVEAL, LISBON).text.startswith("Extra riddle #42")


def test_a_story_without_a_date_has_none() -> None:
    note = daily.riddle(told(published=None), REVEAL, LISBON).blocks[2]["elements"][0]["text"]
    assert note.startswith("From the news · answer")


def test_the_revealed_message_tells_answer_story_and_how_many_solved_it() -> None:
    content = daily.revealed(told(), Tally(guessed=31, solved=12))
    shown = str(content.blocks)
    assert "Answer: *river*" in shown
    assert "The story: <https://example.org/river|The river rose> · The Sample" in shown
    assert "12 of 31 solved it" in shown
    button, more = content.blocks[-1]["elements"]
    assert (button["action_id"], button["value"]) == (ids.RATE, "7")
    assert [option["value"] for option in more["options"]] == ["report:7"]


def test_a_revealed_riddle_takes_a_thumb_where_the_client_knows_how() -> None:
    (row,) = [block for block in daily.revealed(told(), Tally(1, 1)).blocks if block["type"] == "context_actions"]
    (element,) = row["elements"]
    assert [element[name]["value"] for name in ("positive_button", "negative_button")] == ["up:7", "down:7"]


def test_a_hidden_riddle_shows_neither_verse_nor_button() -> None:
    for visibility, said in (
        (Visibility.UNDER_REVIEW, wording.UNDER_REVIEW),
        (Visibility.WITHDRAWN, wording.WITHDRAWN),
    ):
        content = daily.hidden(told(), visibility)
        assert said in content.text
        assert "no legs" not in str(content)
        assert [block["type"] for block in content.blocks] == ["header", "section"]


def test_nobody_guessing_and_nobody_solving_are_told_apart() -> None:
    assert "Nobody has guessed" in str(daily.revealed(told(), Tally(0, 0)).blocks)
    assert "Nobody solved it (4 tried)" in str(daily.reveal_reply(told(), Tally(4, 0)).blocks)


@given(st.text(max_size=4000), st.text(max_size=400), st.text(max_size=4000), st.text(max_size=4000))
def test_whatever_a_model_or_feed_wrote_slack_takes_it_and_notices_no_markup(
    text: str, answer: str, title: str, link: str
) -> None:
    post = told(text=text, answer=answer, title=title, link=f"https://example.org/{link}", source=title)
    for content in _all(post):
        assert validation.of_blocks(content.blocks, "message") == []
        assert len(content.text) < 4000
        assert "<!channel>" not in str(content)


def test_a_mention_in_the_news_mentions_nobody() -> None:
    post = told(title="<!channel> <@U1>", answer="<!here>", text="<!everyone>\nwhat?", source="<!subteam^S1>")
    for content in _all(post):
        assert "<@" not in str(content)
        assert "<!" not in str(content).replace("<!date^", "")


def _all(post: Any) -> list[Content]:
    tally = Tally(3, 1)
    return [
        daily.riddle(post, REVEAL, LISBON), daily.revealed(post, tally), daily.reveal_reply(post, tally),
        daily.rewritten(post.riddle.text, "someone"), daily.taken_back(), daily.hidden(post, Visibility.WITHDRAWN),
        reminder.content(post), reporting.told(post.riddle, post.article, post.riddle.text, stands=True),
    ]  # fmt: skip
