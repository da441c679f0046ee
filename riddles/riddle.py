"""A riddle, its contract as plain text, and whether a guess is right.

The contract is what a model writes and what people's rewrites are stored as, so that every base model, the parser
and the training examples speak one format::

    I carve the valley though I hold no knife,
    I bring the fields along my banks their life.
    What moves by day and night, yet keeps its bed?
    Answer: river
    Also: waterway, stream
    Hint: You can cross me, but I never stop for you

One to eight verse lines, one ``Answer``, at most one ``Also``, at most three ``Hint`` lines. Anything else is refused:
model output is hostile input.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA

from riddles.article import words
from riddles.errors import MalformedRiddle

MAX_LINES, MAX_LINE, MAX_ANSWER, MAX_HINTS = 8, 120, 40, 3
_FIELD = re.compile(r"^(Answer|Also|Hint):\s*(.*)$")
_FORBIDDEN = re.compile(
    r"https?://|www\.|[<>`*_{}\[\]|\\]|@\w"
    r"|[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_JOINTS = {"of", "and", "in", "on", "at", "for", "to", "by", "with"}
_SLIP, _WRONG_LETTER = 5, 8  # letters from which a slip, and from which one wrong letter, is forgiven
_ARTICLES = {"a", "an", "the", "it", "its", "s", "is", "some", "my", "your"}


@dataclass(frozen=True)
class Riddle:
    """What a writer wrote: verse ``lines``, the ``answer``, accepted ``aliases``, ``hints`` from vague to near."""

    lines: tuple[str, ...]
    answer: str
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The verse, one line each."""
        return "\n".join(self.lines)


def completion_of(riddle: Riddle) -> str:
    """The riddle in the contract's format: the text a model is trained to write."""
    also = [f"Also: {', '.join(riddle.aliases)}"] if riddle.aliases else []
    hints = [f"Hint: {hint}" for hint in riddle.hints]
    return "\n".join([*riddle.lines, f"Answer: {riddle.answer}", *also, *hints])


def parse(completion: str) -> Riddle:
    """The riddle in a model's text.

    Raises MalformedRiddle with the first broken rule: no verse, no or two answers, text after the fields,
    a line too long, too many lines or hints, links, mentions, markup or control characters.
    """
    lines: list[str] = []
    fields: dict[str, list[str]] = {"Answer": [], "Also": [], "Hint": []}
    for line in filter(None, (raw.strip() for raw in completion.strip().split("\n"))):
        _refuse_hostile(line)
        if found := _FIELD.match(line):
            fields[found[1]].append(found[2].strip())
        elif any(fields.values()):
            raise MalformedRiddle(
                f"The riddle goes on after its fields with {line[:40]!r}; only Hint lines may follow."
            )
        else:
            lines.append(line)
    return _checked(lines, fields)


def is_right(guess: str, riddle: Riddle) -> bool:
    """Whether a guess names the answer: exactly, as an alias, in the plural, or with one small slip of typing."""
    given = _plain(guess)
    return bool(given) and any(_matches(given, _plain(name)) for name in (riddle.answer, *riddle.aliases))


def is_near(guess: str, riddle: Riddle) -> bool:
    """Whether a wrong guess shares a whole word with the answer or an alias ("cup" for "cup final")."""
    given = set(_plain(guess).split()) - _JOINTS
    return not is_right(guess, riddle) and any(
        given & set(_plain(name).split()) for name in (riddle.answer, *riddle.aliases)
    )


def stems(text: str) -> set[str]:
    """The word stems of a text (Snowball, English): "floods", "flooded" and "flooding" are one."""
    return {stem(word) for word in words(text)}


@lru_cache(maxsize=32_768)  # stemming is slow, and texts repeat their words
def stem(word: str) -> str:
    """The stem of one lower-case word. A stemmer keeps its state while it works, so each call has its own: threads."""
    stemmed: str = snowballstemmer.stemmer("english").stemWord(word)
    return stemmed


def gives_answer_away(riddle: Riddle) -> bool:
    """Whether verse or hints contain the answer, an alias, or all words of one in another form."""
    told = stems(f"{riddle.text} {' '.join(riddle.hints)}")
    return any(stems(name) and stems(name) <= told for name in (riddle.answer, *riddle.aliases))


def _refuse_hostile(line: str) -> None:
    if found := _FORBIDDEN.search(line):
        raise MalformedRiddle(
            f"The riddle contains {found[0]!r}; links, mentions, markup and control characters are refused."
        )
    if len(line) > MAX_LINE:
        raise MalformedRiddle(f"The riddle has a line of {len(line)} characters; at most {MAX_LINE} are allowed.")


def _checked(lines: list[str], fields: dict[str, list[str]]) -> Riddle:
    answers = fields["Answer"]
    if not 1 <= len(lines) <= MAX_LINES:
        raise MalformedRiddle(f"The riddle has {len(lines)} verse lines; it needs 1 to {MAX_LINES}.")
    if len(answers) != 1 or not words(answers[0]) or len(answers[0]) > MAX_ANSWER:
        raise MalformedRiddle(
            f"The riddle's answers are {answers!r}; it needs exactly one of at most {MAX_ANSWER} characters."
        )
    if len(fields["Also"]) > 1 or len(fields["Hint"]) > MAX_HINTS:
        raise MalformedRiddle(f"The riddle has more than one Also line or more than {MAX_HINTS} hints.")
    also = fields["Also"][0] if fields["Also"] else ""
    aliases = tuple(filter(None, (alias.strip() for alias in also.split(","))))
    return Riddle(tuple(lines), answers[0], aliases, tuple(filter(None, fields["Hint"])))


def _plain(text: str) -> str:
    return " ".join(word for word in words(text[:200]) if word not in _ARTICLES)


def _stemmed(plain: str) -> list[str]:
    return [stem(word) for word in plain.split()]


def _matches(given: str, name: str) -> bool:
    if given == name or _stemmed(given) == _stemmed(name):
        return True
    if len(name) < _SLIP or given[0] != name[0] or OSA.distance(given, name) > 1:
        return False
    # in a short name one wrong letter is mostly another word: "storm" is not "story"
    return len(given) != len(name) or sorted(given) == sorted(name) or len(name) >= _WRONG_LETTER
