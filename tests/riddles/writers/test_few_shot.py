import pytest

from riddles.article import Article
from riddles.corpus import bank, stories
from riddles.corpus.stories import Pair
from riddles.embedded.reader import Reader, load
from riddles.language_model import LanguageModel
from riddles.riddle import Riddle
from riddles.writers.examples import Examples
from riddles.writers.few_shot import FewShotWriter

pytestmark = pytest.mark.model
STORY = Article("The old bridge at Harrowby reopens", "The bridge was closed for two winters. It carries 240 carts.")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load(use_hub=False)


def known_pairs() -> list[Pair]:
    """Pairs in lines that the tiny model has words for."""
    entries = list(bank.read().values())[:4]
    return [
        Pair(
            Article(f"News of the {entry.subject}", entry.facts[0]),
            Riddle(tuple(f"{line}." for line in entry.plain[:2]), entry.subject, entry.aliases, entry.hints[:1]),
            "", "",
        )
        for entry in entries
    ]  # fmt: skip


def test_a_model_of_the_subject_style_sees_examples_and_question_in_that_style(
    loaded: LanguageModel, reader: Reader
) -> None:
    pairs = known_pairs()

    candidates = FewShotWriter(loaded, reader, Examples(pairs), 1).write(STORY, 3, seed=1)

    prompt = candidates[0].prompt
    assert (len(candidates), candidates[0].dropped, candidates[0].unread) == (3, 0, 0)
    assert prompt.count("Subject:") == 2
    assert "Also:" not in prompt
    assert prompt.count("\n\nSubject: ") == 1
    assert prompt.endswith("Riddle:\n")
    assert all("Subject:" not in candidate.completion for candidate in candidates)
    assert all((candidate.riddle is None) == bool(candidate.fault) for candidate in candidates)


def test_the_nearest_example_stands_next_to_the_question(loaded: LanguageModel, reader: Reader) -> None:
    pairs = known_pairs()
    story = Article("Something else", pairs[2].article.text)

    (candidate,) = FewShotWriter(loaded, reader, Examples(pairs), 2).write(story, 1, seed=1)

    last_example = candidate.prompt.split("\n\n")[-2]
    assert last_example.startswith(f"Subject: {pairs[2].riddle.answer}\n")


def test_the_same_seed_writes_the_same_riddles(loaded: LanguageModel, reader: Reader) -> None:
    writer = FewShotWriter(loaded, reader, Examples(known_pairs()), 2)

    first, again, other = ([one.completion for one in writer.write(STORY, 3, seed)] for seed in (5, 5, 6))

    assert first == again != other


def test_a_model_that_reads_articles_is_shown_whole_examples_and_the_whole_story(chatty: LanguageModel) -> None:
    (candidate,) = FewShotWriter(chatty, None, Examples(stories.pairs()), 1).write(STORY, 1, seed=1)

    assert candidate.prompt.startswith("Write a short riddle about the subject of each news story")
    assert candidate.prompt.count("\nStory: ") == 2
    assert candidate.prompt.count("\nAnswer: ") == 1
    assert candidate.prompt.endswith(f"Story: {STORY.title}\n{STORY.text}\n\nRiddle:\n")
    assert candidate.usage is not None
    assert candidate.usage.prompt_tokens == chatty.token_count(candidate.prompt)


def test_examples_give_way_to_a_long_story_and_only_then_is_the_story_cut(chatty: LanguageModel) -> None:
    writer = FewShotWriter(chatty, None, Examples(stories.pairs()), 16)
    room = chatty.prompt_room(160)

    (whole,) = writer.write(STORY, 1, seed=1)
    (cut,) = writer.write(Article("A long story", "word and word " * 500), 1, seed=1)

    assert 0 < whole.dropped < 16
    assert whole.unread == 0
    assert (cut.dropped, cut.unread > 1000) == (16, True)
    assert room is not None
    assert all(chatty.token_count(one.prompt) <= room for one in (whole, cut))
