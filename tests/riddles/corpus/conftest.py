"""A good entry, a good pair and a good exam story; tests spoil one thing at a time."""

from datetime import UTC, datetime

import pytest

from riddles.article import Article
from riddles.corpus.bank import Entry
from riddles.corpus.stories import ExamStory, Pair
from riddles.riddle import Riddle

TEXT = (
    "The old stone bridge at Harrowby reopened on Saturday after two winters of repairs that cost 3 million crowns. "
    "Some 400 people walked across behind a brass band, and a farmer led over the first cart of hay.\n\n"
    '"It creaked more than I do," said the mayor. Masons replaced 212 blocks in the middle arch and found a child\'s '
    "shoe behind one of them, which is now in the library window.\n\n"
    "Buses will follow on Monday. Until the new lamps arrive the town asks walkers to bring a torch after dark, and "
    "fishermen to keep their rods inside the railings while the paint dries."
)


@pytest.fixture
def river() -> Entry:
    """An entry without faults."""
    return Entry(
        subject="river",
        aliases=("waterway", "stream"),
        theme="nature",
        facts=(
            "The river at {place} rose past the old stone marker",
            "Anglers at {place} say the salmon are back after {number} years",
            "Barges sat idle at {place} because the current was too shallow",
            "Engineers will dredge the silted stream on {day}",
        ),
        couplets=(
            ("I run all day and never leave my bed", "My mouth is far away, I have no head"),
            ("I carve the valley though I hold no knife", "I bring the fields along my banks their life"),
            ("I start as drops upon a mountain stone", "I reach the sea and never walk alone"),
            ("Two sides I have that never meet or touch", "I carry boats and do not ask for much"),
        ),
        plain=("Bridges are built so you can ignore me", "I have two banks and not a coin in either"),
        questions=("What moves by day and night, yet keeps its bed?", "Who always leaves the town and still is there?"),
        hints=("You can cross me, but I never stop for you", "I begin in hills and end in salt"),
    )


@pytest.fixture
def bridge() -> Pair:
    """A pair without faults."""
    return Pair(
        article=Article(
            "Old stone bridge reopens after two winters", TEXT, published=datetime(2026, 3, 14, tzinfo=UTC)
        ),
        riddle=Riddle(
            (
                "I stand in water and I never swim,",
                "I hold the town together, rim to rim.",
                "Two winters long they would not let me bear;",
                "In Harrowby the carts are back up there.",
            ),
            "bridge",
            ("viaduct",),
            ("I have a back, and everybody walks on it", "Two banks need me, and neither lends money"),
        ),
        place="Harrowby",
        explanation="The stone bridge at Harrowby reopened after two winters of repairs",
        theme="city",
    )


@pytest.fixture
def asked(bridge: Pair) -> ExamStory:
    """An exam story without faults."""
    return ExamStory(bridge.article, ("bridge", "viaduct"), "Harrowby", named=True)
