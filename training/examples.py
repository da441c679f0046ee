"""From liked riddles and hand-written pairs to training examples, split by story.

An example keeps the exact prompt and completion of the riddle it comes from. Hand-written (premade) pairs are mixed in
as replay, so that a small taste does not wash away how riddles are made. Whether a story is trained on or held out is
decided by the hash of the story, once and for all: a riddle on a held-out story can never be trained on.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riddles.article import words
from riddles.corpus import bank, stories
from riddles.corpus.stories import Pair
from riddles.embedded import composing
from riddles.errors import TooFewExamples
from riddles.prompt import PromptStyle, article_prompt
from riddles.riddle import completion_of
from training.labels import Label

HELD_OUT_SHARE = 4  # one story in so many is held out
PREMADE_SHARE = 8  # and one premade example in so many
COMPOSED = 160  # premade examples for the embedded model, about as many as there are pairs
_NEARLY_THE_SAME = 0.8  # of the word pairs of two riddles are common
TRAIN, HELD_OUT = "train", "held_out"
LIKED, PREMADE = "liked", "premade"


@dataclass(frozen=True)
class Labelled:
    """A riddle with its label and what it goes back to."""

    riddle_id: int
    story: str  # the article's fingerprint
    prompt: str
    completion: str
    label: Label
    rating_ids: tuple[int, ...]


@dataclass(frozen=True)
class Example:
    """One line of a dataset. ``origin`` is liked or premade, ``split`` train or held_out."""

    prompt: str
    completion: str
    split: str
    origin: str
    story: str
    riddle_id: int | None = None
    rating_ids: tuple[int, ...] = ()
    pair: str = ""


def examples(
    labelled: Sequence[Labelled], premade: Sequence[Example], minimum: int, replay: float, seed: int
) -> list[Example]:
    """Liked riddles, near-duplicates dropped, and ``replay`` premade training examples for each of them.

    Every held-out premade example is kept: the exam's measure of what must not be forgotten. Raises TooFewExamples if
    fewer than ``minimum`` riddles are liked, or none of them is left to train on.
    """
    liked = list(_without_repeats(one for one in labelled if one.label == Label.LIKED))
    if len(liked) < minimum:
        raise TooFewExamples(
            f"Only {len(liked)} riddles are liked by enough people so far; {minimum} are needed, so rate some more."
        )
    chosen = [
        Example(one.prompt, one.completion, split_of(one.story), LIKED, one.story, one.riddle_id, one.rating_ids)
        for one in liked
    ]
    training = sum(one.split == TRAIN for one in chosen)
    if not training:
        raise TooFewExamples(f"All {len(liked)} liked riddles are on held-out stories; rate riddles on other stories.")
    pool = [one for one in premade if one.split == TRAIN]
    mixed = random.Random(seed).sample(pool, min(len(pool), round(training * replay)))
    return chosen + mixed + [one for one in premade if one.split == HELD_OUT]


def premade(style: PromptStyle) -> list[Example]:
    """Riddles by people, as examples in a model's prompt style; about one in eight is held out.

    For models that read articles these are the corpus pairs. The embedded model composes from the clue bank and cannot
    read a pair's article, so for it they are riddles composed from the bank, the same ones every time.
    """
    if style == PromptStyle.ARTICLE:
        return [_of_pair(pair) for pair in stories.pairs()]
    composed = composing.texts(bank.read(), COMPOSED, random.Random(0))
    return [
        Example(text.prompt, text.completion, split_of(text.prompt, PREMADE_SHARE), PREMADE, text.prompt)
        for text in composed
    ]


def held_out_pairs() -> list[Pair]:
    """The corpus pairs that no model is ever trained on."""
    return [pair for pair in stories.pairs() if split_of(pair.article.fingerprint, PREMADE_SHARE) == HELD_OUT]


def split_of(story: str, share: int = HELD_OUT_SHARE) -> str:
    """On which side a story falls: by its hash, so that the answer never changes."""
    return HELD_OUT if int(hashlib.sha256(story.encode()).hexdigest(), 16) % share == 0 else TRAIN


def _of_pair(pair: Pair) -> Example:
    story = pair.article.fingerprint
    return Example(
        article_prompt(pair.article), completion_of(pair.riddle), split_of(story, PREMADE_SHARE), PREMADE, story,
        pair=pair.article.title,
    )  # fmt: skip


def _without_repeats(labelled: Iterable[Labelled]) -> Iterator[Labelled]:
    """Drop riddles that say nearly the same words as an earlier one: one riddle on two days is one example.

    It also keeps a held-out riddle from being trained on under another story.
    """
    kept: list[frozenset[tuple[str, str]]] = []
    for one in labelled:
        told = frozenset(pairwise(("", *words(one.completion))))
        if all(len(told & other) < _NEARLY_THE_SAME * len(told | other) for other in kept):
            kept.append(told)
            yield one
