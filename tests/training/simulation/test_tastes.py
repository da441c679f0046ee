import pytest

from riddles.riddle import Riddle
from training.simulation import tastes

COUPLET = ("I carve the valley though I hold no knife,", "I bring the fields along my banks their life.")
UNRHYMED = ("I run all day.", "I never sleep.")
QUESTION = "What moves by day and night, yet keeps its bed?"


def riddle(*lines: str) -> Riddle:
    return Riddle(lines, "river")


@pytest.mark.parametrize(
    ("lines", "pleased"),
    [
        (COUPLET, {"short", "rhyme"}),
        ((*COUPLET, QUESTION), {"question"}),
        ((*COUPLET, *COUPLET), {"rhyme"}),
        ((*COUPLET, *COUPLET, QUESTION), {"long", "question"}),
        ((*COUPLET, *COUPLET, *COUPLET), {"long", "rhyme"}),
        (UNRHYMED, {"short"}),
        ((QUESTION,), {"short", "question"}),
        (("I open in the morning, close at night,", "I count to find out who was in the right."), {"short", "rhyme"}),
        (("I fly without a single wing or feather,", "I weep without an eye in stormy weather."), {"short", "rhyme"}),
    ],
)
def test_each_taste_likes_its_form(lines: tuple[str, ...], pleased: set[str]) -> None:
    assert {name for name, taste in tastes.TASTES.items() if taste(riddle(*lines))} == pleased
