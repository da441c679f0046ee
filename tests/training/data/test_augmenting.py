"""Self-instruct: what a stronger writer's riddles must pass to be kept, and what is known of each that is."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from evaluation import exam
from evaluation.metrics import rouge
from riddles.article import Article
from riddles.errors import SettingsError, StoryTooLong, TrainingError
from riddles.riddle import Riddle, completion_of
from riddles.screen_aids import NO_AIDS
from riddles.writers import Candidate
from training.command_line import dataset
from training.data import augmented
from training.data.augmented import Augmented
from training.data.augmenting import Augmenting, Outcome, Plan
from training.data.examples import AUGMENTED, HELD_OUT, TRAIN, split_of

NOW = datetime(2026, 11, 20, tzinfo=UTC)
VERSES = (
    ("I lie across the water, bank to bank,", "and no one that I carry pays me thanks."),
    ("My back is trodden on by every wheel,", "and yet I stand on legs of stone and steel."),
)


def story(number: int, side: str = TRAIN, text: str = "The old bridge opens again after a long repair.") -> Article:
    """The first story from ``number`` on that falls on a side."""
    told = (Article(f"Council opens crossing {n}", text, f"https://news.example/{n}") for n in range(number, 999))
    return next(one for one in told if split_of(one.fingerprint) == side)


class Stronger:
    """Writes the same riddles for every story, and remembers what it was asked."""

    name, base, adapter = "instruct", "strong/model", ""

    def __init__(self, *verses: tuple[str, ...]) -> None:
        self.verses = verses
        self.asked: list[tuple[str, int, int]] = []

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        self.asked.append((article.title, count, seed))
        if "endless" in article.title:
            raise StoryTooLong("Not even the headline fits.")
        riddles = [Riddle(lines, "bridge", (), ("It crosses",)) for lines in self.verses]
        told = [Candidate("p", completion_of(one), one, "", 0.1) for one in riddles]
        return [*told, Candidate("p", "mumble", None, "The riddle has no answer.", 0.1)]


def outcomes(writer: Stronger, articles: Sequence[Article], verses: Sequence[str] = ()) -> list[Outcome]:
    plan = Plan(writer, NO_AIDS, 2, 40, "Apache-2.0")
    return list(Augmenting(plan, list(verses), rouge.most_alike, lambda: NOW).outcomes(articles))


def test_a_new_riddle_that_passes_the_screen_is_kept_with_its_origin() -> None:
    one, mumbled = outcomes(Stronger(VERSES[0]), [story(1)], ["Something else entirely."])
    kept = one.kept
    assert kept is not None
    assert (kept.writer, kept.base, kept.licence, kept.answer) == ("instruct", "strong/model", "Apache-2.0", "bridge")
    assert (kept.article.fingerprint, kept.seed, kept.at) == (story(1).fingerprint, 40, NOW.isoformat())
    assert kept.completion.endswith("Answer: bridge\nHint: It crosses")
    assert kept.alike < 0.3
    assert mumbled.kept is None
    assert mumbled.reasons == ("malformed: The riddle has no answer.",)


def test_what_the_screen_refuses_is_not_kept() -> None:
    one, _mumbled = outcomes(Stronger(("I am a bridge as all can see,", "and you may walk on top of me.")), [story(1)])
    assert one.kept is None
    assert one.reasons[0].startswith("leak: ")


def test_a_riddle_like_one_there_is_is_not_new_nor_is_one_like_what_was_just_kept() -> None:
    known = "\n".join(VERSES[0])
    told = outcomes(Stronger(VERSES[0], VERSES[1]), [story(1), story(200)], [known])
    classes = [one.reasons[0].partition(":")[0] if one.reasons else "kept" for one in told]
    assert classes == ["not new", "kept", "malformed", "not new", "not new", "malformed"]
    assert "ROUGE-L 1.00 with a riddle there is, 0.7 is the limit" in told[0].reasons[0]


def test_stories_that_are_held_out_examined_harmful_or_too_long_are_not_learned_from() -> None:
    writer = Stronger(VERSES[0])
    examined = next(one.article for one in exam.exam().stories if split_of(one.article.fingerprint) == TRAIN)
    endless = next(
        one for n in range(99) if split_of((one := Article(f"An endless headline {n}")).fingerprint) == TRAIN
    )
    harmful = story(1, text="Two people were killed in a crash on the bridge.")
    told = outcomes(writer, [story(1, HELD_OUT), examined, harmful, endless])
    assert all(one.kept is None and one.reasons[0].startswith("unfit: ") for one in told)
    said = [one.reasons[0] for one in told]
    assert "is held out" in said[0]
    assert "is one of the exam's" in said[1]
    assert "death" in said[2]
    assert "Not even the headline fits" in said[3]
    assert [title for title, *_ in writer.asked] == [endless.title]


def test_kept_riddles_are_read_again_and_become_examples_of_their_own_origin(tmp_path: Path) -> None:
    kept = [one.kept for one in outcomes(Stronger(*VERSES), [story(1)]) if one.kept]
    augmented.keep(tmp_path, kept[:1])
    augmented.keep(tmp_path, kept[1:])
    assert augmented.read(tmp_path) == kept
    made = augmented.examples(tmp_path)
    assert [(one.origin, one.split, one.story) for one in made] == [(AUGMENTED, TRAIN, story(1).fingerprint)] * 2
    assert made[0].prompt.endswith("Riddle:\n")
    assert story(1).title in made[0].prompt
    assert made[0].pair == f"{kept[0].id} by instruct: {story(1).title}"
    assert len({one.id for one in kept}) == 2


def test_a_line_somebody_deleted_is_gone_and_a_broken_one_is_named(tmp_path: Path) -> None:
    assert augmented.read(tmp_path) == []
    path = tmp_path / augmented.FILE
    path.write_text('{"title": "only a title"}\n')
    with pytest.raises(TrainingError, match=r"line 1, is broken .* repair or delete that line"):
        augmented.read(tmp_path)
    path.write_text("\n")
    assert augmented.examples(tmp_path) == []


def test_a_riddle_on_a_story_that_is_held_out_is_never_trained_on(tmp_path: Path) -> None:
    out = story(1, HELD_OUT)
    row = Augmented(out.title, out.text, out.link, "", "I run.\nAnswer: x", "I run.", "x", "w", "b", "l", 0.1, 1, "")
    augmented.keep(tmp_path, [row])
    assert augmented.examples(tmp_path) == []


# The command ------------------------------------------------------------------------------------------------


def run(home: Path, config: Path, *arguments: str) -> Result:
    app = typer.Typer()
    dataset.register(app)
    environment = {"RIDDLEWIRE_HOME": str(home), "RIDDLEWIRE_CONFIG": str(config), "COLUMNS": "200"}
    return CliRunner().invoke(app, ["dataset", "augment", *arguments], env=environment)


@pytest.mark.model
def test_the_command_keeps_what_a_local_model_wrote_once_and_says_what_became_of_it(tmp_path: Path) -> None:
    """The embedded model by examples: it writes lines of the bank about the subjects it is shown."""
    stories, home, config = tmp_path / "stories", tmp_path / "var", tmp_path / "riddlewire.toml"
    stories.mkdir()
    for number in range(1, 4):
        (stories / f"{number}.txt").write_text(
            f"River town {number} waits for its ferry\nThe ferry on the river stopped when the water was low this "
            f"summer. The town of Dassel number {number} waits on the bank for the next boat to cross."
        )
    given = ("--articles", str(stories), "--writer", "few_shot", "--licence", "ours")
    told = [json.loads(line) for line in run(home, config, *given, "--json").stdout.splitlines()]
    kept = [one for one in told if one["kept"]]
    assert kept
    assert [one["kept"] for one in kept] == [one.id for one in augmented.read(home)]
    assert all(one["alike"] < 0.7 and one["licence"] == "ours" and one["writer"] == "few_shot" for one in kept)
    assert all(one["reasons"] for one in told if not one["kept"])
    again = run(home, config, *given)
    assert f"Kept 0 riddles in {home}" in again.stderr
    assert "ROUGE-L 1.00 with a riddle there is" in again.stderr


def test_wrong_usage_and_a_missing_folder_are_one_sentence_each(tmp_path: Path) -> None:
    config = tmp_path / "riddlewire.toml"
    given = ("--articles", str(tmp_path / "gone"), "--licence", "ours")
    refused = run(tmp_path, config, *given, "--writer", "tuned")
    assert refused.exit_code == 2
    assert "'tuned' is no stronger writer; choose from few_shot, instruct, service" in refused.stderr
    missing = run(tmp_path, config, *given, "--writer", "few_shot")
    assert isinstance(missing.exception, SettingsError)
    assert "gone; give --articles a folder of stories" in str(missing.exception)
    assert run(tmp_path, config, "--articles", str(tmp_path), "--writer", "service", "--licence", " ").exit_code == 2
