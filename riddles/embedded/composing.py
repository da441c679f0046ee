"""The clue bank and the hand-written pairs, composed into what the embedded writer is trained on.

A composed riddle takes whole couplets, plain lines and a closing question of one subject in one of several forms, so
that the writer learns forms people's ratings can choose between (short or long, with or without a question). Its last
hint may tell the story's place or number, copied from the prompt: the writer learns to weave in this article.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from riddles.corpus.bank import Entry
from riddles.corpus.stories import Pair
from riddles.prompt import Gist, subject_prompt
from riddles.riddle import Riddle, completion_of

PAIR_SHARE = 0.06  # of the training texts are whole pairs
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


def compose(entry: Entry, gist: Gist, rng: random.Random) -> Riddle:
    """One riddle on a subject, from its lines, in a form drawn at random. The gist is only used for the last hint."""
    form: Form = rng.choice(_FORMS)
    hints = list(entry.hints[:1] + entry.hints[-1:])
    told = [hint.format(place=gist.place) for hint in _PLACE_HINTS if gist.place]
    told += [hint.format(number=gist.number) for hint in _NUMBER_HINTS if gist.number]
    if told:
        hints.append(rng.choice(told))
    return Riddle(tuple(form(entry, rng)), entry.subject, entry.aliases, tuple(hints))


def texts(bank: Mapping[str, Entry], pairs: Sequence[Pair], count: int, rng: random.Random) -> list[Text]:
    """``count`` training texts, every subject equally often, with a share of whole hand-written pairs."""
    subjects = list(bank.values())
    made = []
    for number in range(count):
        if pairs and rng.random() < PAIR_SHARE:
            made.append(text_of_pair(rng.choice(pairs)))
            continue
        if number % len(subjects) == 0:
            rng.shuffle(subjects)
        entry = subjects[number % len(subjects)]
        gist = _some_gist(entry.subject, rng)
        made.append(Text(subject_prompt(gist), completion_of(compose(entry, gist, rng))))
    return made


def text_of_pair(pair: Pair) -> Text:
    """A hand-written pair in the embedded writer's words."""
    gist = Gist(pair.riddle.answer, pair.place)
    return Text(subject_prompt(gist), completion_of(pair.riddle))


def _some_gist(subject: str, rng: random.Random) -> Gist:
    place = rng.choice(("", _some_place(rng), _some_place(rng)))
    number = rng.choice(("", f"{_some_count(rng)} {rng.choice(_THINGS)}"))
    return Gist(subject, place, number)


def _some_place(rng: random.Random) -> str:
    if rng.random() < 0.25:
        return rng.choice(_REAL)
    made = "".join(rng.choices(_SYLLABLES, k=rng.choice((1, 1, 2)))) + rng.choice(_ENDINGS)
    before = rng.choice(("", "", "", "", "Port ", "San ", "New ", "Saint ", "Cape ", "Upper "))
    return before + made.capitalize()


def _some_count(rng: random.Random) -> str:
    small = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return rng.choice((rng.choice(small), str(rng.randint(2, 999)), f"{rng.randint(1000, 99999):,}"))


Form = Callable[[Entry, random.Random], list[str]]


def _couplets(entry: Entry, rng: random.Random, count: int) -> list[str]:
    chosen = rng.sample(entry.couplets, min(count, len(entry.couplets)))
    return [line for first, second in chosen for line in (f"{first},", f"{second}.")]


def _question(entry: Entry, rng: random.Random) -> list[str]:
    return [rng.choice(entry.questions)] if entry.questions else []


def _plain(entry: Entry, rng: random.Random, count: int) -> list[str]:
    return [f"{line}." for line in rng.sample(entry.plain, min(count, len(entry.plain)))]


def _couplet(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 1)


def _couplet_and_question(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 1) + _question(entry, rng)


def _quatrain(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 2)


def _quatrain_and_question(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 2) + _question(entry, rng)


def _six_lines(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 3)


def _plain_then_couplet(entry: Entry, rng: random.Random) -> list[str]:
    return _plain(entry, rng, 1) + _couplets(entry, rng, 1)


def _plain_and_question(entry: Entry, rng: random.Random) -> list[str]:
    return (_plain(entry, rng, 2) or _couplets(entry, rng, 1)) + _question(entry, rng)


_FORMS: tuple[Form, ...] = (
    _couplet, _couplet_and_question, _quatrain, _quatrain, _quatrain_and_question, _six_lines,
    _plain_then_couplet, _plain_and_question,
)  # fmt: skip
