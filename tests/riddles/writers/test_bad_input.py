"""Bad stories and obedient models: the riddle's contract holds, or nothing is posted."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from riddles import judging, selection, settings
from riddles.article import Article
from riddles.embedded.picker import Picker
from riddles.embedded.reader import Reader
from riddles.errors import MalformedRiddle, RiddlewireError
from riddles.feeds import folder
from riddles.language_model import LanguageModel
from riddles.prompt import PromptStyle
from riddles.riddle import MAX_ANSWER, MAX_HINTS, MAX_LINE, MAX_LINES, completion_of, gives_answer_away, parse
from riddles.screen_aids import NO_AIDS
from riddles.settings import Service
from riddles.writers import Candidate, Writer
from riddles.writers.examples import Examples
from riddles.writers.few_shot import FewShotWriter
from riddles.writers.instruct import InstructWriter
from riddles.writers.reading import read
from riddles.writers.service import ServiceWriter
from riddles.writers.tuned import TunedWriter
from tests.conftest import few_subjects
from tests.riddles.writers.bad_stories import SENTENCE, STORIES, is_clean
from tests.riddles.writers.served_model import ServedModel

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def assert_contract_or_nothing(candidate: Candidate, article: Article) -> None:
    riddle = candidate.riddle
    if riddle is None:
        assert candidate.fault
        return
    if judging.reasons(candidate, article, (), NO_AIDS):
        return
    assert parse(completion_of(riddle)) == riddle
    assert 1 <= len(riddle.lines) <= MAX_LINES
    assert len(riddle.hints) <= MAX_HINTS
    assert len(riddle.answer) <= MAX_ANSWER
    assert not gives_answer_away(riddle)
    for line in (*riddle.lines, *riddle.hints, riddle.answer, *riddle.aliases):
        assert is_clean(line)
        assert len(line) <= MAX_LINE


@pytest.mark.model
@pytest.mark.parametrize("kind", STORIES)
def test_every_writer_keeps_the_contract_or_says_what_it_broke(
    chatty: LanguageModel, loaded: LanguageModel, serve: Callable[..., ServedModel], kind: str
) -> None:
    reader, server = Reader(Picker(few_subjects()), "by its words only"), serve()
    served = Service(
        base_url=server.url, model=server.model_name, prompt=PromptStyle.SUBJECT, endpoint="completions", new_tokens=80
    )
    writers: list[Writer] = [
        TunedWriter(loaded, reader), TunedWriter(chatty, None), InstructWriter(chatty),
        FewShotWriter(chatty, None, Examples(()), 2), ServiceWriter(served, SecretStr(""), reader),
    ]  # fmt: skip
    for writer in writers:
        try:
            candidates = writer.write(STORIES[kind], 2, seed=1)
        except RiddlewireError as error:
            assert str(error).endswith(".")  # noqa: PT017  # either way is right
            continue
        assert len(candidates) == 2
        for candidate in candidates:
            assert_contract_or_nothing(candidate, STORIES[kind])


HOSTILE = st.sampled_from(
    ["<!channel>", "https://evil.example/x", "evil.example", "@here", "*bold*", "`code`", "\u202e", "\x00", "\u200b",
     "<script>", "&lt;", "[x](y)", "Answer: bridge", "Answer:", "Hint: it is a bridge", "Also: a, b", "bridge",
     "12,000", "Paris", "I carry carts and never tire", "What am I?", "\n", "\r", "\u2028", "…", "ﬁn", "Ｆｕｌｌ"]
)  # fmt: skip
PIECES = st.lists(st.one_of(HOSTILE, st.text(max_size=20)), max_size=12)


@given(PIECES, st.sampled_from(["\n", " "]))
def test_whatever_a_story_makes_a_model_say_what_passes_is_a_clean_riddle(pieces: list[str], joint: str) -> None:
    completion = joint.join(pieces)
    candidate = read(Candidate("prompt", completion, None, "", 0.0))

    assert_contract_or_nothing(candidate, Article("The bridge reopens", SENTENCE))


@given(st.text(max_size=400))
def test_any_text_is_a_riddle_or_a_broken_rule_and_nothing_else(text: str) -> None:
    try:
        riddle = parse(text)
    except MalformedRiddle as fault:
        assert str(fault).endswith(".")  # noqa: PT017  # either way is right
    else:
        assert parse(completion_of(riddle)) == riddle


@pytest.mark.parametrize(
    ("kind", "why"),
    [("nothing", "words"), ("a headline", "words"), ("German", "not in English"), ("Chinese", "not in English")],
)
def test_stories_that_cannot_make_a_riddle_are_not_even_tried(kind: str, why: str) -> None:
    chosen = selection.select([STORIES[kind]], (), NOW, settings.News())

    assert chosen.fit == ()
    assert why in chosen.refused[0][1]


@pytest.mark.parametrize("kind", ["HTML", "control characters", "a forged riddle"])
def test_a_storys_file_is_read_as_plain_text(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "story.txt"
    path.write_text(f"{STORIES[kind].title}\n\n{STORIES[kind].text}", encoding="utf-8")

    article = folder.article_in(path)

    for text in (article.title, article.text):
        assert "\n" not in text
        assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in text)
