"""What the linter demands of pairs and exam stories; the rules of README.md in this folder, as code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from riddles import harm, screen
from riddles.article import Article, words
from riddles.corpus import verse
from riddles.corpus.fault import Fault
from riddles.corpus.stories import ExamStory, Pair
from riddles.riddle import Riddle, stems

WORDS = (80, 250)
LINES, HINTS = (2, 6), 2
METRE = (5, 12)  # syllables of a riddle's line; wider than in the bank, for songs and questions
MOST_OF_ONE_ANSWER = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SHORTEST = 6  # words: shorter sentences ("Nobody was hurt") may recur


def pair_faults(pair: Pair) -> Iterator[Fault]:
    """Everything wrong with one pair: its article, its riddle, and what the riddle says of the article."""
    for what, remedy, line in (*_article(pair.article, pair.place), *_riddle(pair), *_explanation(pair)):
        yield Fault(f"pairs/{pair.theme}.txt", pair.article.title, what, remedy, line)


def exam_faults(story: ExamStory) -> Iterator[Fault]:
    """Everything wrong with one exam story."""
    for what, remedy, line in (*_article(story.article, story.place), *_subject(story)):
        yield Fault(f"exam/{story.theme}.txt", story.article.title, what, remedy, line)


def sentences(article: Article) -> list[str]:
    """The article's title and sentences that are long enough to be somebody's own."""
    told = [article.title, *_SENTENCE.split(" ".join(article.text.split()))]
    return [sentence for sentence in told if len(words(sentence)) >= _SHORTEST]


Found = Iterator[tuple[str, str, str]]


def _article(article: Article, place: str) -> Found:
    count = len(words(article.text))
    if not WORDS[0] <= count <= WORDS[1]:
        yield f"the article has {count} words", f"make it {WORDS[0]} to {WORDS[1]}", ""
    if not place or place not in f"{article.title} {article.text}":
        yield f"the place {place!r} is not in the article", "name the place where the story happens", ""
    reason = harm.unfit(article)
    if reason and not reason.startswith("hints"):  # hints are for strangers' news: a tennis court and a judge are two
        yield f"the article {reason}", "tell a harmless story", ""
    if not f"{article.title}{article.text}".isascii():
        yield "the article is not plain ASCII", "use plain letters, quotes and hyphens", ""


def _riddle(pair: Pair) -> Found:
    riddle = pair.riddle
    if not LINES[0] <= len(riddle.lines) <= LINES[1]:
        yield f"the riddle has {len(riddle.lines)} lines", f"make it {LINES[0]} to {LINES[1]}", ""
    if len(riddle.hints) != HINTS:
        yield f"the riddle has {len(riddle.hints)} hints", "give a vague and a near one", ""
    for reason in screen.screen(riddle, pair.article, ()):
        yield f"the riddle would not be posted ({reason})", "mend the line", ""
    for line in riddle.lines:
        counted = verse.syllables(line)
        if not any(char.isdigit() for char in line) and not (counted.most >= METRE[0] and counted.fewest <= METRE[1]):
            yield f"a line has {counted.fewest} to {counted.most} syllables", f"make it {METRE[0]} to {METRE[1]}", line


def _explanation(pair: Pair) -> Found:
    if not pair.explanation:
        yield "the riddle has no explanation", "say in one sentence what the story says", ""
        return
    as_verse = Riddle((pair.explanation,), pair.riddle.answer)
    told = replace(pair.article, title=f"{pair.article.title} {pair.place}")
    for reason in screen.screen(as_verse, told, ()):
        if reason.startswith("unfaithful"):
            yield f"the explanation is {reason}", "tell only what the article says", pair.explanation


def _subject(story: ExamStory) -> Found:
    best, *others = story.subjects
    if not others:
        yield "no other answer is accepted", "list other fair answers under accept:", ""
    lead = f"{story.article.title} {' '.join(words(story.article.text)[:60])}"
    if story.named and not stems(best) <= stems(lead):
        yield f"a named story does not say {best!r} in title or lead", "say it, or move the story to oblique.txt", ""
    if not story.named and stems(best) <= stems(f"{story.article.title} {story.article.text}"):
        yield f"an oblique story says {best!r}", "describe it without the word", ""


def crowded(pairs: Sequence[Pair]) -> Iterator[Fault]:
    """Answers told by too many pairs: the writer would learn them by heart."""
    for pair in pairs:
        same = [other for other in pairs if other.riddle.answer == pair.riddle.answer]
        if same[0] is pair and len(same) > MOST_OF_ONE_ANSWER:
            yield Fault(
                f"pairs/{pair.theme}.txt",
                pair.article.title,
                f"{len(same)} pairs have the answer {pair.riddle.answer!r}",
                f"keep {MOST_OF_ONE_ANSWER} and give the others another subject",
            )
