import pytest
from hypothesis import given
from hypothesis import strategies as st

from riddles.errors import MalformedRiddle
from riddles.riddle import Riddle, completion_of, gives_answer_away, is_near, is_right, parse

TEXT = """I carve the valley though I hold no knife,
I bring the fields along my banks their life.
Answer: river
Also: waterway, stream
Hint: You can cross me, but I never stop for you
Hint: I end at the sea"""
RIVER = Riddle(
    ("I carve the valley though I hold no knife,", "I bring the fields along my banks their life."),
    "river",
    ("waterway", "stream"),
    ("You can cross me, but I never stop for you", "I end at the sea"),
)


def named(answer: str, *aliases: str) -> Riddle:
    return Riddle(("A line of verse",), answer, aliases)


def test_a_completion_is_parsed_into_its_parts_and_written_back_as_it_was() -> None:
    assert parse(TEXT) == RIVER
    assert completion_of(RIVER) == TEXT


_plain_words = st.lists(st.sampled_from("moon tide bell otter seven who runs, but?".split()), min_size=1, max_size=6)
_lines = _plain_words.map(" ".join)


@given(
    st.lists(_lines, min_size=1, max_size=8),
    _lines.map(lambda line: line[:40].strip().replace(",", "")),
    st.lists(st.sampled_from(["orb", "lamp", "night light"]), max_size=3),
    st.lists(_lines, max_size=3),
)
def test_writing_and_parsing_are_inverse(lines: list[str], answer: str, aliases: list[str], hints: list[str]) -> None:
    riddle = Riddle(tuple(lines), answer, tuple(aliases), tuple(hints))

    assert parse(completion_of(riddle)) == riddle


@given(st.text(max_size=400))
def test_any_text_is_a_riddle_or_refused(text: str) -> None:
    try:
        riddle = parse(f"{text}\nAnswer: river")
    except MalformedRiddle:
        return
    assert 1 <= len(riddle.lines) <= 8
    assert riddle.answer == "river"
    assert parse(completion_of(riddle)) == riddle


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "0 verse lines"),
        ("Answer: river", "0 verse lines"),
        ("A line of verse", "exactly one"),
        ("A line\nAnswer: a\nAnswer: b", "exactly one"),
        ("A line\nAnswer: ?!", "exactly one"),
        ("A line\nAnswer: " + "a" * 41, "exactly one"),
        ("A line\nAnswer: river\nAnd it goes on", "goes on"),
        ("A line\nAnswer: river\nAlso: a\nAlso: b", "Also"),
        ("A line\nAnswer: river\n" + "Hint: so\n" * 4, "hints"),
        ("A line\n" * 9 + "Answer: river", "9 verse lines"),
        ("A" * 121 + "\nAnswer: river", "121 characters"),
        ("See https://evil.example\nAnswer: river", "https://"),
        ("Ask @channel\nAnswer: river", "@c"),
        ("<!channel> wakes\nAnswer: river", "<"),
        ("A *bold* line\nAnswer: river", r"\*"),
        ("A line\nAnswer: ri\u200bver", "u200b"),
        ("A line\u2028Answer: sea\nAnswer: river", "u2028"),
        ("A li\u00adne\nAnswer: river", "xad"),
        ("A li\x85ne\nAnswer: river", "x85"),
        ("A line\u061c\nAnswer: river", "u061c"),
    ],
)
def test_what_breaks_the_contract_is_refused_by_name(text: str, fault: str) -> None:
    with pytest.raises(MalformedRiddle, match=fault):
        parse(text)


@pytest.mark.parametrize(
    "guess", ["river", "The River!", "a rivers", "it's a river", "RIVER", "stream", "rivver", "rievr"]
)
def test_the_answer_an_alias_a_plural_or_a_slip_is_right(guess: str) -> None:
    assert is_right(guess, RIVER)


@pytest.mark.parametrize("guess", ["", "the", "driver", "rover", "sea", "riverbank", "?"])
def test_another_word_is_wrong(guess: str) -> None:
    assert not is_right(guess, RIVER)


@pytest.mark.parametrize(
    ("guess", "answer"),
    [("light", "night"), ("story", "storm"), ("coal", "goal"), ("plane", "plant"), ("tower", "towel")],
)
def test_one_wrong_letter_in_a_short_answer_is_another_word(guess: str, answer: str) -> None:
    assert not is_right(guess, named(answer))


def test_one_wrong_letter_in_a_long_answer_is_a_slip() -> None:
    assert is_right("telescape", named("telescope"))


def test_a_guess_that_shares_a_word_is_near_but_small_words_do_not_count() -> None:
    assert is_near("cup", named("cup final"))
    assert not is_near("cup final", named("cup final"))
    assert not is_near("out of order", named("state of emergency"))
    assert not is_near("", named("cup final"))


def test_the_answer_is_given_away_in_verse_or_hint_in_any_form() -> None:
    assert gives_answer_away(Riddle(("The rivers run",), "river"))
    assert gives_answer_away(Riddle(("It runs",), "river", (), ("a mighty river",)))
    assert gives_answer_away(Riddle(("A final for a cup",), "cup final"))
    assert gives_answer_away(Riddle(("A stream runs",), "river", ("stream",)))
    assert not gives_answer_away(Riddle(("A cup of tea",), "cup final"))
    assert not gives_answer_away(RIVER)
