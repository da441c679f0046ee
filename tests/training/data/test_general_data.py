"""General tasks from a team's own files: read, split, mixed in, and what a base still knows of them."""

import json
from pathlib import Path

import pytest

from evaluation import general
from riddles.errors import SettingsError
from riddles.settings import Model, Settings, Training
from training.data import augmented, general_data, mixing
from training.data.examples import GENERAL, HELD_OUT, TRAIN
from training.tuning.recipe import Recipe


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def test_tasks_are_read_in_the_columns_people_publish_them_in(tmp_path: Path) -> None:
    path = write(
        tmp_path / "tasks.jsonl",
        {"instruction": "Add.", "input": "1 and 2", "output": "3"},
        {"instruction": "Say hello.", "input": "", "output": "Hello"},
        {"instruction": "Who?", "context": "Ann ran.", "response": "Ann", "category": "closed_qa"},
        {"prompt": "Say it twice.", "completion": "it, it"},
        {"question": "What is wet?", "answer": "Water"},
        {"question": "What is wet?", "answer": "Water"},
        {"prompt": "Too long.", "completion": "x" * 9999},
    )
    made = general_data.examples(path)
    assert {(one.prompt, one.completion) for one in made} == {
        ("Add.\n\n1 and 2\n\nAnswer:\n", "3"), ("Say hello.\n\nAnswer:\n", "Hello"),
        ("Who?\n\nAnn ran.\n\nAnswer:\n", "Ann"), ("Say it twice.\n\nAnswer:\n", "it, it"),
        ("What is wet?\n\nAnswer:\n", "Water"),
    }  # fmt: skip
    assert {one.origin for one in made} == {GENERAL}
    assert {one.pair for one in made} == {f"tasks.jsonl, line {number}" for number in (1, 2, 3, 4, 6)}


def test_about_one_task_in_eight_is_held_out_and_no_more_than_are_measured(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", *({"prompt": f"Task {n}", "completion": str(n)} for n in range(800)))
    write(tmp_path / "b.jsonl", {"prompt": "One more", "completion": "1"})
    made = general_data.examples(tmp_path)
    held_out = [one for one in made if one.split == HELD_OUT]
    assert len(held_out) == general_data.MEASURED
    assert 650 < sum(one.split == TRAIN for one in made) < 750
    assert general_data.examples(tmp_path) == made


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((), "has no general tasks; put .jsonl files into it"),
        (("{broken",), "tasks.jsonl, line 1 is not JSON"),
        (({"text": "no task"},), "line 1 is no task: it needs one of instruction, prompt, question"),
        ((["a", "list"],), "line 1 is no task"),
        (({"prompt": "p", "completion": 5},), "line 1 is no task"),
    ],
)
def test_what_is_no_task_is_named(tmp_path: Path, rows: tuple[object, ...], told: str) -> None:
    write(tmp_path / "tasks.jsonl", *rows)
    with pytest.raises(SettingsError, match=told):
        general_data.examples(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone.jsonl cannot be read .* correct training.general_data"):
        general_data.examples(tmp_path / "gone.jsonl")


def test_only_what_the_settings_allow_is_mixed_in(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    path = write(tmp_path / "tasks.jsonl", {"prompt": "p", "completion": "c"})
    told = ("T", "t", "", "", "I run.\nAnswer: x", "I run.", "x", "w", "b", "l", 0.1, 1, "")
    rows = [augmented.Augmented(f"{number}", *told[1:]) for number in range(8)]
    augmented.keep(tmp_path, rows)
    plan = Recipe(augmented=0.5, general=0.125)

    def mixed(**allowed: object) -> tuple[int, float, int, float]:
        settings = Settings(model=Model(base=str(base)), training=Training.model_validate(allowed))
        found = mixing.replay(tmp_path, settings, plan)
        assert found.premade
        return len(found.augmented), found.augmented_share, len(found.general), found.general_share

    assert mixed() == (0, 0.5, 0, 0.125)
    assert mixed(general_data=str(path))[2:] == (1, 0.125)
    assert 0 < mixed(augmented=True)[0] <= 8
    allowed = Training(augmented=True, general_data=str(path))
    embedded = mixing.replay(tmp_path, Settings(training=allowed), plan)
    assert embedded.premade
    assert embedded.kinds[1:] == (((), 0.0), ((), 0.0))


def test_our_own_bundle_is_short_tasks_each_once() -> None:
    assert len(general.BUNDLE) == len({prompt for prompt, _answer in general.BUNDLE}) == general_data.MEASURED
    assert all(prompt.endswith("\n\nAnswer:\n") and 0 < len(answer) < 60 for prompt, answer in general.BUNDLE)
