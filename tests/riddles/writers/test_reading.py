import pytest

from riddles.prompt import Gist
from riddles.writers import Candidate
from riddles.writers.reading import read

PLAIN = "I span the river, yet I never swim,\nMy back bears carts.\nAnswer: bridge\nHint: Look for me in Harrowby"


def wrote(completion: str) -> Candidate:
    return Candidate("prompt", completion, None, "", 0.1)


@pytest.mark.parametrize(
    "completion",
    [
        PLAIN,
        f"Riddle:\n{PLAIN}",
        f"Here is a short riddle about the story:\n\n{PLAIN}",
        f"<think>A bridge.\nAnswer: dam</think>\n{PLAIN}",
        f"```\n{PLAIN}\n```",
        PLAIN.replace("Answer:", "**Answer:**").replace("Hint:", "**Hint 1:**"),
        PLAIN.replace("Answer: ", "\nANSWER: "),
        f"### {PLAIN}",
        f"{PLAIN}\n\nI hope you like it!",
        f"{PLAIN}\n\n{PLAIN}\n",
    ],
)
def test_what_an_untaught_model_wraps_around_a_riddle_is_taken_off(completion: str) -> None:
    candidate = read(wrote(completion))

    assert candidate.riddle is not None, candidate.fault
    assert candidate.riddle.lines == ("I span the river, yet I never swim,", "My back bears carts.")
    assert (candidate.riddle.answer, candidate.riddle.hints) == ("bridge", ("Look for me in Harrowby",))
    assert candidate.completion == completion


@pytest.mark.parametrize(
    "completion",
    [
        "",
        "I cannot write about that.",
        "<think>endless",
        PLAIN.replace("Answer: bridge", "Answer: bridge\nAnswer: dam"),
        PLAIN + " <!channel>",
        PLAIN.replace("Answer: bridge", "See https://example.com\nAnswer: bridge"),
        f"{PLAIN}\nand one more line",
    ],
)
def test_what_is_no_riddle_stays_none_and_says_why(completion: str) -> None:
    candidate = read(wrote(completion))

    assert candidate.riddle is None
    assert candidate.fault


def test_slots_are_filled_from_the_gist_and_the_completion_stays_as_it_was_written() -> None:
    raw = wrote(PLAIN.replace("Harrowby", "{place}"))

    candidate = read(raw, Gist("bridge", "Oakham"))

    assert candidate.riddle is not None
    assert candidate.riddle.hints == ("Look for me in Oakham",)
    assert candidate.completion == raw.completion
    unfilled = read(raw, Gist("bridge")).riddle
    assert unfilled is not None
    assert unfilled.hints == ()
