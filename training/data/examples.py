"""From people's opinions and hand-written pairs to training examples, split by story.

An example keeps the exact prompt and completion of the riddle it comes from. Three kinds are made:

- **demonstrations** (SFT): liked riddles, people's rewrites, and what is mixed in as replay, so that a small taste does
  not wash away how riddles are made or what else a base can do: hand-written (premade) pairs, riddles by a stronger
  writer (augmented) and general tasks, where the settings allow those (``training.data.mixing``);
- **disliked** riddles, which with the liked ones are the labelled examples of KTO;
- **preferences** (DPO): of two riddles on one story the one that won their duel, or the best liked one over the worst
  disliked one.

Near-duplicates are dropped. Whether a story is trained on or held out is decided by the hash of the story, once and for
all: a riddle on a held-out story can never be trained on.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riddles.article import words
from riddles.corpus import bank, stories
from riddles.corpus.stories import Pair
from riddles.embedded import composing
from riddles.errors import TooFewExamples
from riddles.prompt import PromptStyle, article_prompt
from riddles.riddle import completion_of
from training.data.labels import Label

HELD_OUT_SHARE = 4  # one story in so many is held out
PREMADE_SHARE = 8  # and one premade example in so many
COMPOSED = 160  # premade examples for the embedded model, about as many as there are pairs
FEWEST_OF_A_CLASS = 8  # labelled examples below which KTO learns a constant
_NEARLY_THE_SAME = 0.8  # of the word pairs of two riddles are common
TRAIN, HELD_OUT = "train", "held_out"
LIKED, DISLIKED, REWRITE, PREMADE = "liked", "disliked", "rewrite", "premade"
AUGMENTED, GENERAL = "augmented", "general"
DUEL, BEST_WORST = "duel", "best_worst"


@dataclass(frozen=True)
class Labelled:
    """A riddle with its label and what it goes back to. ``value``: how helpful people find it, 1 to 5."""

    riddle_id: int
    story: str  # the article's fingerprint
    prompt: str
    completion: str
    label: Label
    rating_ids: tuple[int, ...]
    value: float = 3.0


@dataclass(frozen=True)
class Won:
    """A decided duel: the riddle that won and the one that lost, as (riddle, prompt, completion), and the votes."""

    story: str
    winner: tuple[int, str, str]
    loser: tuple[int, str, str]
    vote_ids: tuple[int, ...]


@dataclass(frozen=True)
class Demonstration:
    """A person's rewrite of a riddle, in the riddle contract."""

    rewrite_id: int
    riddle_id: int
    story: str
    prompt: str
    completion: str


@dataclass(frozen=True)
class Evidence:
    """Everything people said that teaches something."""

    labelled: Sequence[Labelled] = ()
    duels: Sequence[Won] = ()
    rewrites: Sequence[Demonstration] = ()


@dataclass(frozen=True)
class Example:
    """One line of a dataset that shows one riddle, or one general task. ``origin``: liked, disliked, rewrite, premade,
    augmented, general; ``split``: train, held_out. ``pair`` says where a row nobody rated comes from.
    """

    prompt: str
    completion: str
    split: str
    origin: str
    story: str
    riddle_id: int | None = None
    rating_ids: tuple[int, ...] = ()
    pair: str = ""
    rewrite_id: int | None = None


@dataclass(frozen=True)
class Preference:
    """One line of a dataset that prefers one riddle to another on the same story. ``origin``: duel, best_worst."""

    prompt: str
    chosen: str
    rejected: str
    split: str
    origin: str
    story: str
    riddle_ids: tuple[int, int]
    rating_ids: tuple[int, ...] = ()
    vote_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class HeldOutRiddle:
    """A riddle, and whether people liked it."""

    prompt: str
    completion: str
    story: str
    liked: bool


@dataclass(frozen=True)
class Replay:
    """What is mixed in: each kind of examples with how many for each demonstration by people, and the seed they are
    drawn by.
    """

    premade: Sequence[Example]
    share: float
    seed: int
    augmented: Sequence[Example] = ()
    augmented_share: float = 0.0
    general: Sequence[Example] = ()
    general_share: float = 0.0

    @property
    def kinds(self) -> tuple[tuple[Sequence[Example], float], ...]:
        """Each kind with its share."""
        return (
            (self.premade, self.share), (self.augmented, self.augmented_share), (self.general, self.general_share),
        )  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What a dataset holds."""

    examples: Sequence[Example]  # demonstrations: people's first, then what is mixed in
    disliked: Sequence[Example] = ()
    preferences: Sequence[Preference] = ()


def held_out_riddles(chosen: Chosen) -> list[HeldOutRiddle]:
    """What people said of riddles on stories that nobody is trained on: each riddle once, labels before duels."""
    rated = [one for one in (*chosen.examples, *chosen.disliked) if one.origin in (LIKED, DISLIKED)]
    found = {
        one.riddle_id: HeldOutRiddle(one.prompt, one.completion, one.story, one.origin == LIKED)
        for one in rated if one.split == HELD_OUT
    }  # fmt: skip
    for two in chosen.preferences:
        if two.split == HELD_OUT and two.origin == DUEL:
            for riddle_id, completion, liked in zip(
                two.riddle_ids, (two.chosen, two.rejected), (True, False), strict=True
            ):
                found.setdefault(riddle_id, HeldOutRiddle(two.prompt, completion, two.story, liked))
    return list(found.values())


def choose(evidence: Evidence, replay: Replay, minimum: int) -> Chosen:
    """The examples of a dataset.

    Raises TooFewExamples as ``examples`` does, and where people like everything: nothing says what they like better.
    """
    kept = list(_without_repeats(evidence.labelled))
    liked = [one for one in kept if one.label == Label.LIKED]
    disliked = [_example(one, DISLIKED) for one in kept if one.label == Label.DISLIKED]
    shown = examples(liked, replay, minimum, rewrites=evidence.rewrites)
    compared = [*_duels(evidence.duels), *_best_and_worst(evidence.labelled)]
    if not (disliked or compared or evidence.rewrites):
        raise TooFewExamples(
            f"All {len(liked)} riddles that enough people rated are liked and none is disliked, so nothing says what "
            "people like better; rate lower what you like less, or compare riddles in pairs."
        )
    return Chosen(shown, disliked, compared)


def examples(
    labelled: Sequence[Labelled], replay: Replay, minimum: int, rewrites: Sequence[Demonstration] = ()
) -> list[Example]:
    """Liked riddles and rewrites, near-duplicates dropped, and what ``replay`` mixes in for each of them.

    Every held-out example of what is mixed in is kept: the exam's measure of what must not be forgotten. Raises
    TooFewExamples if fewer than ``minimum`` are liked or rewritten, or none of them is left to train on.
    """
    liked = list(_without_repeats(one for one in labelled if one.label == Label.LIKED))
    if len(liked) + len(rewrites) < minimum:
        also = f" and {len(rewrites)} rewritten" if rewrites else ""
        raise TooFewExamples(
            f"Only {len(liked)} riddles are liked by enough people so far{also}; {minimum} are needed, "
            "so rate some more (one counts as soon as training.minimum_raters people like it)."
        )
    chosen = [_example(one, LIKED) for one in liked] + [_rewritten(one) for one in rewrites]
    training = sum(one.split == TRAIN for one in chosen)
    if not training:
        raise TooFewExamples(f"All {len(chosen)} liked riddles are on held-out stories; rate riddles on other stories.")
    rng = random.Random(replay.seed)
    drawn = [one for pool, share in replay.kinds for one in _drawn(pool, round(training * share), rng)]
    return chosen + drawn + [one for pool, _share in replay.kinds for one in pool if one.split == HELD_OUT]


def _drawn(pool: Sequence[Example], count: int, rng: random.Random) -> list[Example]:
    """At most ``count`` of those that may be trained on."""
    there = [one for one in pool if one.split == TRAIN]
    return rng.sample(there, min(len(there), count))


def balance(liked: Sequence[Example], disliked: Sequence[Example]) -> dict[str, int]:
    """How many labelled training examples there are of each class."""
    counted = Counter(one.origin for one in (*liked, *disliked) if one.split == TRAIN)
    return {LIKED: counted[LIKED], DISLIKED: counted[DISLIKED]}


def refused_for_labels(counts: Mapping[str, int]) -> str:
    """Why labelled examples (see ``balance``) cannot be learned from; empty if they can."""
    few = [name for name in (LIKED, DISLIKED) if counts.get(name, 0) < FEWEST_OF_A_CLASS]
    if not few:
        return ""
    told = " and ".join(f"{counts.get(name, 0)} {name}" for name in few)
    return (
        f"Learning from labels needs {FEWEST_OF_A_CLASS} riddles of each class, there are only {told} to train on; "
        "from one class alone a model learns to say always the same."
    )


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


def _example(one: Labelled, origin: str) -> Example:
    return Example(one.prompt, one.completion, split_of(one.story), origin, one.story, one.riddle_id, one.rating_ids)


def _rewritten(one: Demonstration) -> Example:
    return Example(
        one.prompt, one.completion, split_of(one.story), REWRITE, one.story, one.riddle_id, rewrite_id=one.rewrite_id
    )


def _of_pair(pair: Pair) -> Example:
    story = pair.article.fingerprint
    return Example(
        article_prompt(pair.article), completion_of(pair.riddle), split_of(story, PREMADE_SHARE), PREMADE, story,
        pair=pair.article.title,
    )  # fmt: skip


def _duels(duels: Sequence[Won]) -> Iterator[Preference]:
    """Decided duels of riddles that answered the same prompt: otherwise the prompt, not the riddle, may have won."""
    for duel in duels:
        (won, prompt, chosen), (lost, other_prompt, rejected) = duel.winner, duel.loser
        if prompt == other_prompt and chosen != rejected:
            yield Preference(
                prompt, chosen, rejected, split_of(duel.story), DUEL, duel.story, (won, lost), vote_ids=duel.vote_ids
            )


def _best_and_worst(labelled: Sequence[Labelled]) -> Iterator[Preference]:
    """For each prompt with liked and disliked riddles, the best of the ones over the worst of the others."""
    by_prompt: dict[tuple[str, str], list[Labelled]] = {}
    for one in labelled:
        by_prompt.setdefault((one.story, one.prompt), []).append(one)
    for (story, prompt), told in by_prompt.items():
        liked = [one for one in told if one.label == Label.LIKED]
        disliked = [one for one in told if one.label == Label.DISLIKED]
        if not liked or not disliked:
            continue
        best = max(liked, key=lambda one: (one.value, -one.riddle_id))
        worst = min(disliked, key=lambda one: (one.value, one.riddle_id))
        if best.completion != worst.completion:
            yield Preference(
                prompt, best.completion, worst.completion, split_of(story), BEST_WORST, story,
                (best.riddle_id, worst.riddle_id), (*best.rating_ids, *worst.rating_ids),
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
