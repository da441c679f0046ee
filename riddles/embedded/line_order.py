"""Which tokens may come next in a riddle, for a model whose tokens are whole lines.

Decoding under a grammar (Willard and Louf 2023), the grammar being the contract of ``riddles.riddle``: one to eight
verse lines of which none breaks off at a comma, one answer, at most one ``Also`` line, at most three hints, the end. It
says nothing of which line of a kind follows: subject, jokes and rhymes stay the model's own work. Lines that are
spelled in pieces, as people's rewrites are, may say anything that their place allows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from riddles.riddle import MAX_ANSWER, MAX_HINTS, MAX_LINE, MAX_LINES

_ANSWER, _ALSO, _HINT = "Answer:", "Also:", "Hint:"
_MOST_SPELLED = {_ANSWER: len(_ANSWER) + MAX_ANSWER}
_LABEL = re.compile(r"Answer:|Also:|Hint:")
_MARKS_ONLY = re.compile(r"(?:Answer:|Also:|Hint:)?\W{4}")  # so many marks without a word are none of ours
_NEVER = ("Subject: ", "Place: ", "Number: ")  # lines of a prompt
_SPACE, _NEW_LINE = "\u0120", "\u010a"  # as byte-level BPE writes them

Pack = Callable[[Sequence[int]], Any]


@dataclass(frozen=True)
class _Place:
    """How far a riddle has got: its finished lines, counted by kind."""

    verse: int = 0
    is_open: bool = False  # its last verse line ends in a comma
    answered: bool = False
    also: bool = False
    hints: int = 0

    @property
    def may_end(self) -> bool:
        return self.answered

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of which one may begin the next line; a verse line has none and is not told here."""
        if not self.answered:
            return (_ANSWER,) if self.verse and (not self.is_open or not self.takes_verse) else ()
        if self.hints == MAX_HINTS:
            return ()
        return (_HINT,) if self.also or self.hints else (_ALSO, _HINT)

    @property
    def takes_verse(self) -> bool:
        return not self.answered and self.verse < MAX_LINES

    def after(self, line: str) -> "_Place":
        """The place after one more line."""
        if line.startswith(_ANSWER):
            return replace(self, answered=True)
        if line.startswith(_ALSO):
            return replace(self, also=True)
        if line.startswith(_HINT):
            return replace(self, hints=self.hints + 1)
        return replace(self, verse=self.verse + 1, is_open=line.endswith(","))

    def takes(self, line: str) -> bool:
        """Whether a whole line may stand here."""
        if label := _label_of(line):
            return label in self.labels
        return self.takes_verse and not (line.endswith(",") and self.verse + 1 == MAX_LINES)

    def takes_beginning(self, text: str) -> bool:
        """Whether a line that is being spelled may begin with this text."""
        if text.startswith(" ") or _MARKS_ONLY.match(text):
            return False
        if any(label.startswith(text) or text.startswith(label) for label in self.labels):
            return len(text) <= _MOST_SPELLED.get(_label_of(text), MAX_LINE)
        return self.takes_verse and len(text) <= MAX_LINE and not _label_of(text)

    def takes_end(self, text: str) -> bool:
        """Whether a line that has been spelled or written so far may stand as it is."""
        label = _label_of(text)
        said = bool(re.search(r"\w", text.removeprefix(label)))
        return said and (label in self.labels if label else self.takes_verse)


class LineOrder:
    """The tokens that may come next, for one tokenizer."""

    def __init__(self, texts: Sequence[str], new_line: int, end: int, pack: Pack = tuple) -> None:
        """``texts``: what each token stands for, by its number. ``pack`` turns many numbers into a fast sequence."""
        self._texts = texts
        self._new_line, self._end, self._pack = new_line, end, pack
        usable = [(token, text) for token, text in enumerate(texts) if token not in (new_line, end) and text]
        self._lines = {token: text for token, text in usable if _is_line(text) and not text.startswith(_NEVER)}
        self._pieces = {token: text for token, text in usable if not _is_line(text)}
        self._openings = lru_cache(maxsize=None)(self._openings_at)
        self._spellings = lru_cache(maxsize=1024)(self._spellings_at)

    @classmethod
    def of(cls, tokenizer: Any) -> "LineOrder | None":
        """That of a tokenizer; None for one whose tokens are no whole lines."""
        special = set(tokenizer.all_special_ids)
        names = tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
        texts = ["" if token in special else name.replace(_SPACE, " ").replace(_NEW_LINE, "\n")
                 for token, name in enumerate(names)]  # fmt: skip
        if "\n" not in texts or not any(text.startswith(f"{_ANSWER} ") for text in texts):
            return None
        import torch  # of a riddle's time thirteen thousand numbers cost a fifth as a tuple, a fiftieth as a tensor

        return cls(texts, texts.index("\n"), tokenizer.eos_token_id, torch.tensor)

    def allowed(self, written: Sequence[int]) -> Sequence[int]:
        """The tokens that may follow those written so far, the prompt's left out. Never empty.

        After the end, where a batch waits for its longest riddle, only the end.
        """
        if self._end in written:
            return (self._end,)
        place, line = self._read(written)
        if not line:
            return self._openings(place)
        text = "".join(self._texts[token] for token in line)
        ends = self._ends(place, text)
        if line[0] in self._lines:
            return ends
        return (*self._spellings(place, text), *ends)

    def _read(self, written: Sequence[int]) -> tuple[_Place, list[int]]:
        """The place after the finished lines, and the tokens of the line that is being written."""
        place, line = _Place(), list[int]()
        for token in written:
            if token == self._new_line:
                place = place.after("".join(self._texts[one] for one in line))
                line = []
            else:
                line.append(token)
        return place, line

    def _ends(self, place: _Place, text: str) -> tuple[int, ...]:
        """What may follow a line if that is finished: a new line, the end, or nothing if it cannot be."""
        if not place.takes_end(text):
            return ()
        then = place.after(text)
        goes_on = bool(then.labels) or then.takes_verse
        return (*((self._new_line,) if goes_on else ()), *((self._end,) if then.may_end else ()))

    def _openings_at(self, place: _Place) -> Sequence[int]:
        """The tokens that may open a line at this place."""
        lines = tuple(token for token, text in self._lines.items() if place.takes(text))
        packed: Sequence[int] = self._pack((*lines, *self._spellings(place, "")))
        return packed

    def _spellings_at(self, place: _Place, text: str) -> tuple[int, ...]:
        """The pieces that may go on a spelled line."""
        return tuple(token for token, piece in self._pieces.items() if place.takes_beginning(text + piece))


def _label_of(line: str) -> str:
    """The label that a line begins with, or nothing."""
    found = _LABEL.match(line)
    return found[0] if found else ""


def _is_line(text: str) -> bool:
    """Whether a token is a whole line: pieces are learned inside words, so that no space stands within them."""
    return " " in text.lstrip(" ")
