from datetime import UTC, datetime

from riddles.article import Article
from riddles.corpus import stories
from riddles.corpus.stories import Pair
from riddles.riddle import Riddle
from riddles.writers.examples import Examples

STORY = Article("The old bridge at Harrowby reopens", "The bridge was closed for two winters. It carries 240 carts.")
CHOIR = ("Choir wins a prize", "Forty singers sang in the town hall.", "choir")
CROSSING = ("Engineers inspect a crossing", "The bridge over the Avel carries carts and walkers again.", "crossing")
LAKE = ("Rain fills the lake", "The lake is full after two wet winters.", "lake")


def pair(title: str, text: str, answer: str) -> Pair:
    article = Article(title, text, published=datetime(2026, 3, 1, tzinfo=UTC))
    return Pair(article, Riddle(("I am what I am,",), answer), "", "")


def test_the_nearest_examples_share_the_storys_words() -> None:
    pairs = [pair(*CHOIR), pair(*LAKE), pair(*CROSSING)]

    assert [one.riddle.answer for one in Examples(pairs).nearest(STORY, 2)] == ["crossing", "lake"]
    assert len(Examples(pairs).nearest(STORY, 9)) == 3
    assert Examples(pairs).nearest(STORY, 0) == []


def test_a_pair_on_the_very_story_is_never_its_own_example() -> None:
    known = stories.pairs()[0]

    nearest = Examples(stories.pairs()).nearest(known.article, 5)

    assert len(nearest) == 5
    assert known not in nearest


def test_a_story_without_a_known_word_still_gets_examples() -> None:
    assert len(Examples([pair(*CHOIR), pair(*LAKE)]).nearest(Article("Zzz"), 2)) == 2
