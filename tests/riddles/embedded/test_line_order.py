"""What may follow in a riddle of whole lines, and that nothing malformed can be drawn."""

import random
from collections.abc import Sequence

import pytest

from riddles.embedded.line_order import LineOrder
from riddles.errors import MalformedRiddle
from riddles.riddle import MAX_HINTS, MAX_LINES, parse

NEW_LINE, END = 0, 1
LINES = (
    "I carve the valley though I hold no knife,", "I bring the fields along my banks their life.",
    "What moves by day and night, yet keeps its bed?", "Answer: river", "Answer: rain", "Hint: You can cross me",
    "Hint: I never stop for you", "Hint: Ask in {place}", "Subject: river", "Place: Lisbon",
)  # fmt: skip
PIECES = ("Al", "so", ":", " stream", "H", "int", " Wa", "ter", "An", "sw", "er", ",", ".", " ")
TEXTS = ("\n", "", *LINES, *PIECES)
FIRST, SECOND, QUESTION, RIVER, RAIN, CROSS, STOP, SLOT, SUBJECT, PLACE = (TEXTS.index(line) for line in LINES)


@pytest.fixture(scope="module")
def order() -> LineOrder:
    return LineOrder(TEXTS, NEW_LINE, END)


def text_of(tokens: Sequence[int]) -> str:
    return "".join(TEXTS[token] for token in tokens)


def spelled(*pieces: str) -> list[int]:
    return [TEXTS.index(piece) for piece in pieces]


def written(*lines: int) -> list[int]:
    """The tokens of whole lines, up to where the next begins."""
    return [token for line in lines for token in (line, NEW_LINE)]


def next_lines(order: LineOrder, *lines: int) -> set[int]:
    """The whole lines that may come after these."""
    return set(order.allowed(written(*lines))) & set(range(2, 2 + len(LINES)))


def test_a_riddle_opens_with_verse(order: LineOrder) -> None:
    assert next_lines(order) == {FIRST, SECOND, QUESTION}


def test_after_a_verse_line_comes_verse_or_the_answer(order: LineOrder) -> None:
    assert next_lines(order, SECOND) == {FIRST, SECOND, QUESTION, RIVER, RAIN}


def test_no_answer_interrupts_a_couplet(order: LineOrder) -> None:
    assert next_lines(order, FIRST) == {FIRST, SECOND, QUESTION}


def test_after_the_answer_come_hints_only_and_no_more_than_the_contract_takes(order: LineOrder) -> None:
    assert next_lines(order, SECOND, RIVER) == {CROSS, STOP, SLOT}
    assert order.allowed([*written(SECOND, RIVER, *[CROSS] * (MAX_HINTS - 1)), STOP]) == (END,)


def test_a_verse_of_the_greatest_length_goes_on_with_the_answer_and_leaves_no_couplet_open(order: LineOrder) -> None:
    assert FIRST not in next_lines(order, *[SECOND] * (MAX_LINES - 1))
    assert next_lines(order, *[SECOND] * MAX_LINES) == {RIVER, RAIN}


def test_a_line_that_stands_is_followed_by_a_new_one_or_where_it_may_by_the_end(order: LineOrder) -> None:
    assert order.allowed([SECOND]) == (NEW_LINE,)
    assert order.allowed([*written(SECOND), RIVER]) == (NEW_LINE, END)


def test_nothing_comes_after_the_end(order: LineOrder) -> None:
    assert order.allowed([*written(SECOND), RIVER, END]) == (END,)
    assert order.allowed([*written(SECOND), RIVER, END, END]) == (END,)


def test_a_label_may_be_spelled_where_its_line_may_stand(order: LineOrder) -> None:
    after_answer = written(SECOND, RIVER)
    also = spelled("Al", "so", ":", " stream")
    for end in range(len(also)):
        assert also[end] in order.allowed([*after_answer, *also[:end]])
    assert NEW_LINE in order.allowed([*after_answer, *also])
    again = [*after_answer, *also, NEW_LINE]
    assert spelled("Al")[0] not in order.allowed(again)  # one Also is enough


def test_a_spelled_verse_line_says_what_it_likes_but_no_label_that_is_not_due(order: LineOrder) -> None:
    (colon,) = spelled(":")
    assert colon in order.allowed(spelled("An", "so"))
    assert colon not in order.allowed(spelled("Al", "so"))
    assert colon not in order.allowed(spelled("H", "int"))
    assert colon not in order.allowed(spelled("An", "sw", "er"))
    assert colon in order.allowed([*written(SECOND), *spelled("An", "sw", "er")])


def test_a_spelled_answer_has_a_word_and_is_no_longer_than_the_contract_takes(order: LineOrder) -> None:
    label = [*written(SECOND), *spelled("An", "sw", "er", ":")]
    assert NEW_LINE not in order.allowed(label)
    assert NEW_LINE in order.allowed([*label, *spelled(" stream")])
    long = [*label, *spelled(*[" stream"] * 5)]
    assert spelled(" stream")[0] not in order.allowed(long)
    assert END in order.allowed(long)


@pytest.mark.parametrize("seed", range(300))
def test_whoever_draws_what_is_allowed_writes_a_riddle(order: LineOrder, seed: int) -> None:
    rng = random.Random(seed)
    tokens: list[int] = []
    while END not in tokens:
        tokens.append(rng.choice(list(order.allowed(tokens))))
    riddle = parse(text_of(tokens).replace("{place}", "Lisbon"))
    assert riddle.lines[-1] != LINES[0]  # half a couplet


def test_random_tokens_alone_are_hardly_ever_a_riddle() -> None:
    """What the test above is worth."""

    def is_riddle(rng: random.Random) -> bool:
        try:
            parse(text_of(rng.choices(range(2, len(TEXTS)), k=12)).replace("{place}", "Lisbon"))
        except MalformedRiddle:
            return False
        return True

    assert sum(is_riddle(random.Random(seed)) for seed in range(300)) < 30
