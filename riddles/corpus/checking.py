"""The linter of our corpus: reads every file and lists every fault (``riddlewire corpus check``).

Not covered: whether a line is true, funny, or rhymes to the ear. That takes a person.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from riddles.corpus import alike, bank, entry_checks, stories, story_checks
from riddles.corpus.bank import Entry
from riddles.corpus.fault import Fault
from riddles.corpus.stories import ExamStory, Pair
from riddles.errors import CorpusError
from riddles.riddle import stems

CORPUS = Path(__file__).parent
SUBJECTS, PAIRS, EXAM = 400, 150, 60  # the fewest of a whole corpus
Read = TypeVar("Read")


@dataclass(frozen=True)
class Corpus:
    """A corpus as read, with the faults that kept parts of it from being read."""

    bank: Mapping[str, Entry]
    pairs: Sequence[Pair]
    exam: Sequence[ExamStory]
    unreadable: tuple[Fault, ...] = ()


def read(folder: Path = CORPUS) -> Corpus:
    """The corpus in a folder. A part that breaks the format is left empty and becomes a fault."""
    unreadable: list[Fault] = []

    def tried(part: str, reader: Callable[[Path], Read], empty: Read) -> Read:
        try:
            return reader(folder / part)
        except CorpusError as error:
            unreadable.append(
                Fault(part, "", str(error).rstrip("."), "until then nothing else in this part is checked")
            )
            return empty

    entries: dict[str, Entry] = tried("clues", bank.read, {})
    pairs: tuple[Pair, ...] = tried("pairs", stories.pairs, ())
    exam: tuple[ExamStory, ...] = tried("exam", stories.exam, ())
    return Corpus(entries, pairs, exam, tuple(unreadable))


def check(corpus: Corpus) -> list[Fault]:
    """Every fault of the corpus, advice last."""
    found = [
        *corpus.unreadable,
        *(fault for entry in corpus.bank.values() for fault in entry_checks.faults(entry)),
        *(fault for pair in corpus.pairs for fault in story_checks.pair_faults(pair)),
        *(fault for story in corpus.exam for fault in story_checks.exam_faults(story)),
        *story_checks.crowded(corpus.pairs),
        *_repeated_lines(corpus),
        *_exam_sentences_elsewhere(corpus),
        *_shared_names(corpus.bank),
        *_exam_beyond_bank(corpus),
        *_too_few(corpus),
    ]
    return sorted(found, key=lambda fault: fault.advice)


def _repeated_lines(corpus: Corpus) -> Iterator[Fault]:
    """Lines of verse and hints that stand twice, or nearly so, anywhere in bank and pairs."""
    lines = [(f"clues/{entry.theme}.txt", entry.subject, line)
             for entry in corpus.bank.values() for line in entry_checks.told(entry)]  # fmt: skip
    lines += [(f"pairs/{pair.theme}.txt", pair.article.title, line)
              for pair in corpus.pairs for line in (*pair.riddle.lines, *pair.riddle.hints)]  # fmt: skip
    for first, second in alike.repeats([line for _, _, line in lines]):
        file, subject, line = lines[second]
        yield Fault(file, subject, f"{lines[first][1]!r} has nearly the same line", "write a new one", line)


def _exam_sentences_elsewhere(corpus: Corpus) -> Iterator[Fault]:
    """Exam sentences that training could have seen: the exam would measure memory."""
    seen = [fact for entry in corpus.bank.values() for fact in entry.facts]
    seen += [sentence for pair in corpus.pairs for sentence in story_checks.sentences(pair.article)]
    asked = [(story, sentence) for story in corpus.exam for sentence in story_checks.sentences(story.article)]
    for first, second in alike.repeats([*seen, *(sentence for _, sentence in asked)]):
        if first < len(seen) <= second:
            story, sentence = asked[second - len(seen)]
            file = f"exam/{story.theme}.txt"
            yield Fault(file, story.article.title, f"training reads {seen[first]!r}", "reword the fact", sentence)


def _shared_names(entries: Mapping[str, Entry]) -> Iterator[Fault]:
    owners: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.values():
        for name in {" ".join(sorted(stems(name))) for name in (entry.subject, *entry.aliases)}:
            owners[name].append(entry)
    for name, (first, *others) in owners.items():
        for other in others:
            what = f"shares the name {name!r} with {first.subject!r}"
            yield Fault(f"clues/{other.theme}.txt", other.subject, what, "fair if both answers are", advice=True)


def _exam_beyond_bank(corpus: Corpus) -> Iterator[Fault]:
    known = {name for entry in corpus.bank.values() for name in (entry.subject, *entry.aliases)}
    for story in corpus.exam:
        if not known & set(story.subjects):
            what = f"the bank has no {story.subjects[0]!r}"
            yield Fault(f"exam/{story.theme}.txt", story.article.title, what, "write its entry", advice=True)


def _too_few(corpus: Corpus) -> Iterator[Fault]:
    for part, count, fewest in (
        ("clues", len(corpus.bank), SUBJECTS),
        ("pairs", len(corpus.pairs), PAIRS),
        ("exam", len(corpus.exam), EXAM),
    ):
        if count < fewest:
            yield Fault(part, "", f"holds {count}", f"a whole corpus has at least {fewest}")
