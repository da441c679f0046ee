"""Reads an article for the embedded writer: picks its subject, place and number, and knows the subject's aliases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from riddles import sentence_encoder
from riddles.article import Article, words
from riddles.corpus import bank as clue_bank
from riddles.corpus.bank import Entry
from riddles.embedded import gist
from riddles.embedded.meaning import EncodedMeaning, Encoder
from riddles.embedded.picker import Picker
from riddles.errors import ModelNotFound
from riddles.prompt import Gist
from riddles.riddle import Riddle, stems

_LONG_NAME = 5  # letters from which a name inside a longer word gives it away, as in the screen


class Reader:
    """Turns articles into gists. ``how`` says which picker is at work, for the log."""

    def __init__(self, picker: Picker, how: str) -> None:
        self._picker = picker
        self._gists: dict[str, Gist] = {}  # an exam asks for the same stories several times
        self.how = how

    def gist(self, article: Article) -> Gist:
        """The article's most likely subject, with its place, a number and its headline where they can be told."""
        if article.fingerprint not in self._gists:
            (subject, _score), *_ = self._picker.ranking(article)
            names = (subject, *self._picker.bank[subject].aliases)
            self._gists[article.fingerprint] = Gist(
                subject,
                _unless_it_says(names, gist.place_of(article)),
                _unless_it_says(names, gist.number_of(article)),
                gist.headline_of(article, names),
            )
        return self._gists[article.fingerprint]

    def anew(self) -> "Reader":
        """The same reader without what it remembers: where writers are timed, each pays for its own reading."""
        return Reader(self._picker, self.how)

    def completed(self, riddle: Riddle) -> Riddle:
        """The riddle with every alias the bank accepts for its answer: a right guess must not depend on the model."""
        entry: Entry | None = self._picker.bank.get(riddle.answer.lower())
        if entry is None:
            return riddle
        return replace(riddle, aliases=tuple(dict.fromkeys((*entry.aliases, *riddle.aliases))))


def _unless_it_says(names: Sequence[str], told: str) -> str:
    """A place or number for a hint, or nothing where it would give the answer away ("Castlebury", "40 trees")."""
    long_names = tuple(name.lower() for name in names if len(name) >= _LONG_NAME)
    inside = bool(long_names) and any(word.startswith(long_names) for word in words(told))
    return "" if inside or any(stems(name) & stems(told) for name in names) else told


def load(
    use_hub: bool,
    bank: Mapping[str, Entry] | None = None,
    load_encoder: Callable[[bool], Encoder] = sentence_encoder.load,
) -> Reader:
    """A reader with the sentence encoder, or the lexical picker where no encoder is at hand."""
    entries = clue_bank.read() if bank is None else bank
    try:
        meaning = EncodedMeaning(load_encoder(use_hub), entries)
    except ModelNotFound as reason:
        return Reader(Picker(entries), f"by its words only ({reason})")
    return Reader(Picker(entries, meaning), "by meaning and words")
