"""The clue bank and the hand-written pairs, composed into what the embedded writer is trained on.

The prompt offers some of the bank's lines on the subject in a random order; the completion is a riddle composed from
them in one of several forms. So the writer learns to choose, order and shape, which is what people's ratings can move
(short or long, with or without a question), and not to recite: a line added to the bank can be used the same day. Its
last hint may tell the story's place or number, so that a riddle belongs to its article.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from riddles.corpus.bank import Entry
from riddles.corpus.stories import Pair
from riddles.prompt import Gist, subject_prompt
from riddles.riddle import Riddle, completion_of

PAIR_SHARE = 0.08  # of the training texts are whole pairs
HINT_SHARE = 0.7  # of the offered hints are used
NO_PLACE_SHARE = 0.3  # of the prompts tell no place
Item = TypeVar("Item")
_PLACE_HINTS = (
    "Today's story finds me in {place}",
    "Look for me in the news from {place}",
    "They are talking about me in {place}",
    "Ask anyone in {place} this week",
    "{place} is where I made the news",
    "The trail starts in {place}",
)
_NUMBER_HINTS = (
    "The story about me mentions {number}",
    "My story has {number} in it",
    "Remember {number}: they belong to my story",
    "Somewhere in the story you will meet {number}",
)
_SYLLABLES = (
    "al an ar bar bel ber bor bran bri cal cam car cor dal dan del den der dor dun el en far fen fin ford gar "
    "glen gor hal ham har hel hol il kel ken kes kir lan lar len lin lo lor mar mel mer mil mor nar nor oak or "
    "os pen per por ram ran ros sal san sel sha sol stan stor tan tar tel thor tor ul val van ver vil wal wen "
    "wes wick win wor yar zan"
).split()
_ENDINGS = ("ton ford by ham stad mouth burg ville field wick bridge holm dale more port mont ia land").split()
_REAL = (
    "London, Paris, Berlin, Tokyo, Lisbon, Madrid, Rome, Oslo, Dublin, Vienna, Sydney, Toronto, Chicago, New "
    "York, Brussels, Geneva, Beijing, Delhi, Nairobi, Cairo, Lagos, Moscow, Warsaw, Prague, Athens, Texas, "
    "California, Florida, Scotland, Wales, Kenya, Japan, France, Germany, India, China, Canada, Brazil, Mexico, "
    "Australia, South Africa, Washington, Hong Kong, Seoul, Manchester, Los Angeles"
).split(", ")  # fmt: skip
_THINGS = (
    "years weeks months visitors boats farmers tonnes homes trees workers countries students tickets metres "
    "engineers villages schools litres passengers votes islands bells goals books streets patients species "
    "windows volunteers"
).split()


@dataclass(frozen=True)
class Text:
    """One training text: the prompt is read, the completion is learned."""

    prompt: str
    completion: str


@dataclass(frozen=True)
class Offer:
    """Some of the bank's lines on one subject, ready to be used: couplets, plain lines, closing questions, hints."""

    couplets: tuple[tuple[str, str], ...]
    plain: tuple[str, ...]
    questions: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line of verse on offer, couplets first."""
        return (*(line for couplet in self.couplets for line in couplet), *self.plain, *self.questions)


def offer(entry: Entry, rng: random.Random) -> Offer:
    """At most four couplets, two plain lines, two questions and three hints of an entry, in random order."""
    return Offer(
        couplets=tuple((f"{first},", f"{second}.") for first, second in _some(entry.couplets, 4, rng)),
        plain=tuple(f"{line}." for line in _some(entry.plain, 2, rng)),
        questions=tuple(_some(entry.questions, 2, rng)),
        hints=entry.hints[:3],
    )


def compose(offered: Offer, gist: Gist, rng: random.Random) -> Riddle:
    """A riddle from what is offered, in a form drawn at random; its last hint may tell the gist's place or number."""
    form: Form = rng.choice(_FORMS)
    hints = [hint for hint in offered.hints if rng.random() < HINT_SHARE] or list(offered.hints[-1:])
    told = [hint.format(place=gist.place) for hint in _PLACE_HINTS if gist.place]
    told += [hint.format(number=gist.number) for hint in _NUMBER_HINTS if gist.number]
    if told:
        hints = [*hints[:2], rng.choice(told)]
    return Riddle(tuple(form(offered, rng)), gist.subject, (), tuple(hints))


def texts(bank: Mapping[str, Entry], pairs: Sequence[Pair], count: int, rng: random.Random) -> list[Text]:
    """``count`` training texts, every subject equally often, with a share of whole hand-written pairs."""
    subjects = list(bank.values())
    made = []
    for number in range(count):
        if pairs and rng.random() < PAIR_SHARE:
            made.append(text_of_pair(rng.choice(pairs), bank, rng))
            continue
        if number % len(subjects) == 0:
            rng.shuffle(subjects)
        entry = subjects[number % len(subjects)]
        offered = offer(entry, rng)
        gist = gist_of(entry.subject, offered, _some_place(rng), _some_number(rng))
        made.append(Text(subject_prompt(gist), completion_of(compose(offered, gist, rng))))
    return made


def gist_of(subject: str, offered: Offer, place: str, number: str) -> Gist:
    """The gist that says what is offered."""
    return Gist(subject, place, number, offered.lines, offered.hints)


def text_of_pair(pair: Pair, bank: Mapping[str, Entry], rng: random.Random) -> Text:
    """A hand-written pair in the embedded writer's words: its own lines are offered among the bank's."""
    riddle = replace(pair.riddle, aliases=())
    known = bank.get(riddle.answer)
    others = offer(known, rng) if known else Offer((), (), (), ())
    units: list[tuple[str, ...]] = [*others.couplets, riddle.lines, *((line,) for line in others.questions)]
    rng.shuffle(units)
    clues = tuple(line for unit in units for line in unit)
    hints = tuple(_some((*riddle.hints, *others.hints[:1]), 3, rng))
    gist = Gist(riddle.answer, pair.place, "", clues, hints)
    return Text(subject_prompt(gist), completion_of(riddle))


def _some(lines: Sequence[Item], count: int, rng: random.Random) -> list[Item]:
    return rng.sample(lines, min(count, len(lines)))


def _some_place(rng: random.Random) -> str:
    luck = rng.random()
    if luck < NO_PLACE_SHARE:
        return ""
    if luck < NO_PLACE_SHARE + 0.2:
        return rng.choice(_REAL)
    made = "".join(rng.choices(_SYLLABLES, k=rng.choice((1, 1, 2)))) + rng.choice(_ENDINGS)
    before = rng.choice(("", "", "", "", "Port ", "San ", "New ", "Saint ", "Cape ", "Upper "))
    return before + made.capitalize()


def _some_number(rng: random.Random) -> str:
    small = "two three four five six seven eight nine ten eleven twelve".split()
    count = rng.choice((rng.choice(small), str(rng.randint(2, 999)), f"{rng.randint(1000, 99999):,}"))
    return rng.choice(("", f"{count} {rng.choice(_THINGS)}"))


Form = Callable[[Offer, random.Random], list[str]]


def _couplets(offered: Offer, rng: random.Random, count: int) -> list[str]:
    return [line for couplet in _some(offered.couplets, count, rng) for line in couplet]


def _couplet(offered: Offer, rng: random.Random) -> list[str]:
    return _couplets(offered, rng, 1)


def _couplet_and_question(offered: Offer, rng: random.Random) -> list[str]:
    return _couplets(offered, rng, 1) + _some(offered.questions, 1, rng)


def _quatrain(offered: Offer, rng: random.Random) -> list[str]:
    return _couplets(offered, rng, 2)


def _quatrain_and_question(offered: Offer, rng: random.Random) -> list[str]:
    return _couplets(offered, rng, 2) + _some(offered.questions, 1, rng)


def _six_lines(offered: Offer, rng: random.Random) -> list[str]:
    return _couplets(offered, rng, 3)


def _plain_then_couplet(offered: Offer, rng: random.Random) -> list[str]:
    return _some(offered.plain, 1, rng) + _couplets(offered, rng, 1)


def _plain_and_question(offered: Offer, rng: random.Random) -> list[str]:
    return _some(offered.plain, 2, rng) + _some(offered.questions, 1, rng)


_FORMS: tuple[Form, ...] = (
    _couplet, _couplet_and_question, _quatrain, _quatrain, _quatrain_and_question, _six_lines,
    _plain_then_couplet, _plain_and_question,
)  # fmt: skip
