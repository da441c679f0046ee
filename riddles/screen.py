"""Whether a riddle may be posted: the last look at what a model wrote, before people see it.

Every reason starts with its class and a colon, so that reasons can be counted: ``leak`` (the answer is given away),
``unfaithful`` (a number or name the story does not have), ``unsolvable`` (its clues fit other answers better),
``harm``, ``toxic``, ``private`` (a person nobody elected or paid to see), ``repeat``, ``language``, ``form``. What our
own clue bank says of the answer needs no proof by the story and is known to be harmless. Some of this takes aids that
are not always at hand (``screen_aids``); without them it is not looked for. Not covered: clues that are false
without a number or name, and a name that stands first in its line.
"""

import re
from collections.abc import Iterator, Sequence

from riddles import figures, harm, persons, selection
from riddles.article import Article, words
from riddles.corpus import bank
from riddles.riddle import MAX_LINE, Riddle, gives_answer_away, stems
from riddles.screen_aids import NO_AIDS, Aids

ANSWERS_REMEMBERED, LINES_REMEMBERED = 10, 30  # earlier riddles whose answers and lines are not used again
_FEWEST_WORDS = 3
_MOST_ANSWER_WORDS = 5
_LONG_ANSWER = 5  # letters from which an answer inside a longer word gives it away ("flood" in "floodlight")
_ANSWER = re.compile(r"[^\W\d_][\w'’.&-]*(?: [\w'’.&-]+)*")
_MARKUP = re.compile(r"https?:|www\.|[<>`*_{}\[\]|\\]|@\w|\b[a-z0-9-]{2,}\.(?!\d)[a-z]{2,}\b|&\w+;", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_CAPITALISED = re.compile(r"(?<![\w'’])[^\W\d_a-zß-ÿ][\w'’-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…]|--|[–—])[\s\"“”‘’'(]*$|[\"“‘(]$")
_NO_NAMES = frozenset({"i", "o", "oh", "ok", "tv", "i'm", "i've", "i'll", "i'd"})
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DEMONYMS = ("n", "ian", "an", "ean", "ese", "ish", "ic", "er", "i")
_ROOT_ENDS = ("", "a", "ia", "e", "y", "o", "land", "any", "n")
_SHORTEST_ROOT = 4


def screen(riddle: Riddle, article: Article, earlier: Sequence[Riddle], aids: Aids = NO_AIDS) -> list[str]:
    """Why the riddle may not be posted, all reasons; an empty list lets it pass.

    ``earlier`` are the riddles already posted, newest first.
    """
    return [
        *_leaks(riddle),
        *_unfaithful(riddle, article),
        *_unsolvable(riddle, aids),
        *_harmful(riddle, aids),
        *_toxic(riddle, aids),
        *_private(riddle, article),
        *_repeats(riddle, earlier),
        *_other_language(riddle),
        *_malformed(riddle),
    ]


def _told(riddle: Riddle) -> tuple[str, ...]:
    return (*riddle.lines, *riddle.hints)


def _vouched(riddle: Riddle) -> tuple[str, ...]:
    """What the clue bank tells about the answer."""
    entry = bank.read().get(riddle.answer.lower())
    if not entry:
        return ()
    couplets = (line for couplet in entry.couplets for line in couplet)
    return (entry.subject, *entry.aliases, *couplets, *entry.plain, *entry.questions, *entry.hints)


def _leaks(riddle: Riddle) -> Iterator[str]:
    if gives_answer_away(riddle):
        yield f"leak: verse or hints say the answer {riddle.answer!r} or an alias of it"
        return
    answers = [word for name in (riddle.answer, *riddle.aliases) if len(words(name)) == 1 for word in words(name)]
    for word in words(" ".join(_told(riddle))):
        for answer in answers:
            if len(answer) >= _LONG_ANSWER and word.startswith(answer):
                yield f"leak: {word!r} holds the answer {answer!r}"
                return


def _unfaithful(riddle: Riddle, article: Article) -> Iterator[str]:
    story = f"{article.title} {article.text} {article.source} {_date_words(article)} {' '.join(_vouched(riddle))}"
    known = figures.in_story(story)
    for line in _told(riddle):
        for figure in figures.in_verse(line):
            if not figures.is_told(figure, known):
                yield f"unfaithful: the story has no {figure.told}"
    names = set(words(story))
    for line in _told(riddle):
        for name in _names(line):
            if not all(_is_known(word, names) for word in words(name.removesuffix("'s"))):
                yield f"unfaithful: the story does not name {name}"


def _date_words(article: Article) -> str:
    return article.published.strftime("%A %B %d %Y") if article.published else ""


def _names(line: str) -> Iterator[str]:
    """Capitalised words of a line that are names: not the first word of a sentence, unless a weekday, and not "I"."""
    straight = line.replace("’", "'")
    for found in _CAPITALISED.finditer(straight):
        name = found[0].rstrip("'-")
        plain = name.lower()
        starts = bool(_SENTENCE_START.search(straight[: found.start()])) or not straight[: found.start()].strip()
        if starts and plain not in _DAYS:
            continue
        if plain in _NO_NAMES or len(plain) == 1:
            continue
        yield name


def _is_known(word: str, names: set[str]) -> bool:
    """Whether the story has the word, or the country of an adjective ("Canadian" for Canada)."""
    if word in names or word.removesuffix("s") in names or f"{word}s" in names:
        return True
    for ending in _DEMONYMS:
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORTEST_ROOT and any(f"{root}{end}" in names for end in _ROOT_ENDS):
            return True
    return False


def _unsolvable(riddle: Riddle, aids: Aids) -> Iterator[str]:
    vouched = {_plain(line) for line in _vouched(riddle)}
    for line in _told(riddle):
        subjects = bank.subjects_of(line)
        if subjects and _plain(line) not in vouched:
            yield f"unsolvable: {line!r} is our clue for {subjects[0]!r}, not for {riddle.answer!r}"
            return
    if aids.solver is None or all(_plain(line) in vouched for line in riddle.lines):
        return
    ahead = aids.solver.share_ahead(riddle)
    if ahead > aids.solver.most_ahead:
        yield f"unsolvable: the clues fit {ahead:.0%} of other answers better than {riddle.answer!r}"


def _harmful(riddle: Riddle, aids: Aids) -> Iterator[str]:
    # line by line: hints at harm in two different lines are two figures of speech
    for line in _unvouched(riddle):
        if reason := harm.harm_in(line):
            yield f"harm: {line!r} {reason}"
    for line in (*_told(riddle), riddle.answer, *riddle.aliases):
        if refused := harm.refused_in(line, aids.refused_words):
            yield f"harm: {line!r} contains the refused words {refused!r}"


def _toxic(riddle: Riddle, aids: Aids) -> Iterator[str]:
    if aids.toxicity is None:
        return
    lines = _unvouched(riddle)
    for line, chance in zip(lines, aids.toxicity(lines), strict=True):
        if chance >= aids.most_toxic:
            yield f"toxic: {line!r} is offensive to the classifier ({chance:.2f})"


def _private(riddle: Riddle, article: Article) -> Iterator[str]:
    told = set(words(" ".join((*_told(riddle), riddle.answer, *riddle.aliases))))
    for person in persons.private(article):
        if told & set(words(person)[-1:]):
            yield f"private: {person} is no public person in the story"


def _unvouched(riddle: Riddle) -> list[str]:
    """What a model made up: lines, answer and aliases that our bank does not tell of this answer."""
    vouched = {_plain(line) for line in _vouched(riddle)}
    return [line for line in (*_told(riddle), riddle.answer, *riddle.aliases) if _plain(line) not in vouched]


def _repeats(riddle: Riddle, earlier: Sequence[Riddle]) -> Iterator[str]:
    if any(stems(riddle.answer) == stems(other.answer) for other in earlier[:ANSWERS_REMEMBERED]):
        yield f"repeat: {riddle.answer!r} was the answer of one of the last {ANSWERS_REMEMBERED} riddles"
    used = {_plain(line) for other in earlier[:LINES_REMEMBERED] for line in _told(other)}
    own: set[str] = set()
    for line in _told(riddle):
        plain = _plain(line)
        if plain in used:
            yield f"repeat: {line!r} was in one of the last {LINES_REMEMBERED} riddles"
        if plain in own:
            yield f"repeat: {line!r} stands in the riddle twice"
        own.add(plain)


def _plain(line: str) -> str:
    return " ".join(words(line))


def _other_language(riddle: Riddle) -> Iterator[str]:
    if not selection.speaks_english(" ".join(_told(riddle))):
        yield "language: the riddle is not in English"


def _malformed(riddle: Riddle) -> Iterator[str]:
    for line in (*_told(riddle), riddle.answer, *riddle.aliases):
        if found := _MARKUP.search(line) or _UNSEEN.search(line):
            yield f"form: {found[0]!r} looks like a link, markup or a control character"
        if len(line) > MAX_LINE:
            yield f"form: a line has {len(line)} characters; at most {MAX_LINE} are allowed"
    for line in riddle.lines:
        if len(words(line)) < _FEWEST_WORDS:
            yield f"form: the line {line!r} has fewer than {_FEWEST_WORDS} words"
    answer = riddle.answer.strip()
    letters = sum(char.isalpha() for char in answer)
    if not _ANSWER.fullmatch(answer) or letters < 2 or len(answer.split()) > _MOST_ANSWER_WORDS:
        yield f"form: the answer {answer[:40]!r} is not a word or a short name"
