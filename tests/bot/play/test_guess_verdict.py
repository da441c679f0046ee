"""Where a person stands with a riddle."""

from datetime import UTC, datetime

import pytest

from bot import wording
from bot.play import guess_verdict
from bot.play.guess_verdict import State
from riddles.riddle import Riddle
from storage.tables import Guess

CUP = Riddle(("What is won once a year?",), "cup final", ("trophy",))


def made(*texts: str) -> list[Guess]:
    """Guesses; the answer is right, "" gives up."""
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return [
        Guess(post_id=1, person_id=1, attempt=at, text=text, right=text == "cup final", gave_up=not text, at=now)
        for at, text in enumerate(texts, start=1)
    ]


@pytest.mark.parametrize(
    ("texts", "revealed", "state", "attempt", "sentence"),
    [
        ((), False, State.OPEN, 1, ""),
        (("boat",), False, State.OPEN, 2, wording.wrong("boat", near=False)),
        (("cup",), False, State.OPEN, 2, wording.wrong("cup", near=True)),
        (("cup final",), False, State.SOLVED, 1, wording.correct(1)),
        (("boat", "cup final"), True, State.SOLVED, 2, wording.correct(2)),
        (("boat", ""), False, State.GAVE_UP, 2, wording.GAVE_UP),
        (("a1", "b2", "c3"), False, State.USED_UP, 3, wording.used_up("c3")),
        (("a1", "b2", "cup final"), False, State.SOLVED, 3, wording.correct(3)),
        ((), True, State.TOO_LATE, 0, wording.TOO_LATE),
        (("boat",), True, State.TOO_LATE, 1, wording.TOO_LATE),
        (("",), True, State.GAVE_UP, 1, wording.GAVE_UP),
    ],
)
def test_a_person_stands_where_their_guesses_put_them(
    texts: tuple[str, ...], revealed: bool, state: State, attempt: int, sentence: str
) -> None:
    found = guess_verdict.standing(made(*texts), CUP, 3, revealed)
    assert (found.state, found.attempt, found.sentence) == (state, attempt, sentence)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  cup   final ", "cup final"),
        ("cup :trophy:", "cup"),
        (":+1::skin-tone-2: cup", "cup"),
        (":tada:", ""),
        ("at 12:30", "at 12:30"),
    ],
)
def test_emoji_names_are_not_read_as_words(typed: str, read: str) -> None:
    assert guess_verdict.readable(typed) == read


@pytest.mark.parametrize("text", ["", "?!", "🎉", "。"])
def test_a_text_without_letters_is_no_guess(text: str) -> None:
    assert guess_verdict.complaint(text) == wording.NO_WORD


def test_a_guess_of_any_script_is_one_and_a_very_long_one_is_not() -> None:
    assert guess_verdict.complaint("мост") == ""
    assert guess_verdict.complaint("x" * 100) == ""
    assert guess_verdict.complaint("x" * 101) == wording.too_long(101, 100)


def test_the_same_words_are_the_same_guess() -> None:
    assert guess_verdict.tried_already("The BOAT!", made("the boat"))
    assert not guess_verdict.tried_already("boat", made("the boat", ""))
