"""The clue bank, composed into what the embedded writer is trained on.

A composed riddle takes whole couplets, plain lines and a closing question of one subject in one of several forms, so
that the writer learns forms people's ratings can choose between (short or long, with or without a question), and no
two lines that tell one joke. Its last hint has a slot for the story's place, number or headline, filled in after
writing: so a riddle belongs to its article, and the writer never misspells a name.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from riddles.corpus import alike
from riddles.corpus.bank import Entry
from riddles.prompt import Gist, gist_prompt
from riddles.riddle import Riddle, completion_of

NO_PLACE_SHARE = 0.3  # of the prompts tell no place
Item = TypeVar("Item")
_TRIES = 30  # riddles drawn until one tells no joke twice
_PLACE_HINTS = (
    "Today's story finds me in {place}",
    "Look for me in the news from {place}",
    "They are talking about me in {place}",
    "Ask anyone in {place} this week",
    "{place} is where I made the news",
    "The trail starts in {place}",
    "If you had been in {place}, you would know",
    "{place} has the answer already",
    "My story has {place} on its dateline",
)
_NUMBER_HINTS = (
    "The story about me mentions {number}",
    "My story has {number} in it",
    "Remember {number}: they belong to my story",
    "Somewhere in the story you will meet {number}",
    "Today I come with {number}",
    "Look for a story with {number}",
)
_HEADLINE_HINTS = (
    "The headline: {headline}",
    "You may have read: {headline}",
    "Above my story stands: {headline}",
    "The front page says: {headline}",
    "Today's headline about me: {headline}",
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
class Line:
    """A line that people wrote, with its subject, the unit it belongs to (its couplet, or itself) and its role."""

    text: str
    subject: str
    unit: str
    role: str


def compose(entry: Entry, gist: Gist, rng: random.Random) -> Riddle:
    """A riddle from an entry's lines, in a form drawn at random.

    Its last hint has a slot for the place or number if the gist has one, or for the headline, which every story has.
    """
    drawn = (_drawn(entry, gist, rng) for _ in range(_TRIES))
    first = next(drawn)
    return first if not _tells_twice(first) else next((riddle for riddle in drawn if not _tells_twice(riddle)), first)


def _drawn(entry: Entry, gist: Gist, rng: random.Random) -> Riddle:
    form: Form = rng.choice(_FORMS)
    hints = sorted(_some(entry.hints, 2, rng), key=entry.hints.index)
    told = [hints for hints, known in
            ((_PLACE_HINTS, gist.place), (_NUMBER_HINTS, gist.number), (_HEADLINE_HINTS, True)) if known]  # fmt: skip
    hints.append(rng.choice(rng.choice(told)))
    return Riddle(tuple(form(entry, rng)), entry.subject, (), tuple(hints))


def _tells_twice(riddle: Riddle) -> bool:
    """Whether two of its lines, other than the two of a couplet, tell one joke."""
    told = (*riddle.lines, *riddle.hints)
    return any(
        alike.same_thought(one, other)
        for at, one in enumerate(told)
        for other in told[at + (2 if one.endswith(",") else 1) :]
    )


def texts(bank: Mapping[str, Entry], count: int, rng: random.Random) -> list[Text]:
    """``count`` training texts, every subject equally often."""
    subjects = list(bank.values())
    made = []
    for number in range(count):
        if number % len(subjects) == 0:
            rng.shuffle(subjects)
        entry = subjects[number % len(subjects)]
        gist = Gist(entry.subject, _some_place(rng), _some_number(rng))
        made.append(Text(gist_prompt(gist), completion_of(compose(entry, gist, rng))))
    return made


def whole_lines(bank: Mapping[str, Entry]) -> list[Line]:
    """Every line a composed text can hold, each once: the tokenizer makes each one token."""
    found = {hint: Line(f"Hint: {hint}", "", "", "slot") for hint in _PLACE_HINTS + _NUMBER_HINTS + _HEADLINE_HINTS}
    lines = {line.text: line for line in (Line("Riddle:", "", "", "start"), *found.values())}
    for entry in bank.values():
        for line in _lines_of(entry):
            lines.setdefault(line.text, line)
    return list(lines.values())


def _lines_of(entry: Entry) -> Iterator[Line]:
    subject = entry.subject
    yield Line(f"Subject: {subject}", subject, "", "subject")
    yield Line(f"Answer: {subject}", subject, "", "answer")
    for couplet in entry.couplets:
        first, second = _punctuated(couplet)
        yield Line(first, subject, couplet[0], "first")
        yield Line(second, subject, couplet[0], "second")
    yield from (Line(f"{line}.", subject, line, "plain") for line in entry.plain)
    yield from (Line(line, subject, line, "question") for line in entry.questions)
    for rank, hint in enumerate(entry.hints):
        yield Line(f"Hint: {hint}", subject, hint, f"hint {rank}")


def _punctuated(couplet: tuple[str, str]) -> list[str]:
    return [f"{couplet[0]},", f"{couplet[1]}."]


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


Form = Callable[[Entry, random.Random], list[str]]


def _couplets(entry: Entry, rng: random.Random, count: int) -> list[str]:
    return [line for couplet in _some(entry.couplets, count, rng) for line in _punctuated(couplet)]


def _plain(entry: Entry, rng: random.Random, count: int) -> list[str]:
    return [f"{line}." for line in _some(entry.plain, count, rng)]


def _couplet(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 1)


def _couplet_and_question(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 1) + _some(entry.questions, 1, rng)


def _quatrain(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 2)


def _quatrain_and_question(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 2) + _some(entry.questions, 1, rng)


def _six_lines(entry: Entry, rng: random.Random) -> list[str]:
    return _couplets(entry, rng, 3)


def _plain_then_couplet(entry: Entry, rng: random.Random) -> list[str]:
    return _plain(entry, rng, 1) + _couplets(entry, rng, 1)


def _plain_and_question(entry: Entry, rng: random.Random) -> list[str]:
    return _plain(entry, rng, 2) + _some(entry.questions, 1, rng)


_FORMS: tuple[Form, ...] = (
    _couplet, _couplet_and_question, _quatrain, _quatrain, _quatrain_and_question, _six_lines,
    _plain_then_couplet, _plain_and_question,
)  # fmt: skip
