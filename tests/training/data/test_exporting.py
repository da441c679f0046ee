"""The formats other tools read, row by row."""

import csv
import io
import json

import pytest

from training.data import exporting
from training.data.examples import DISLIKED, DUEL, HELD_OUT, LIKED, PREMADE, TRAIN, Chosen, Example, Preference

CHOSEN = Chosen(
    [
        Example("p1", "c1\nAnswer: a", TRAIN, LIKED, "s1", 1, (5, 6)),
        Example("=SUM(A1)", "c2", HELD_OUT, PREMADE, "s2", pair="A title"),
    ],
    [Example("p1", "worse", TRAIN, DISLIKED, "s1", 2, (8,))],
    [Preference("p1", "c1", "worse", TRAIN, DUEL, "s1", (1, 2), vote_ids=(3, 4))],
)


def rows(content: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in content.split("\n")[:-1]]


def test_trl_gets_a_file_for_each_method_and_split() -> None:
    files = exporting.export(CHOSEN, "trl")
    assert set(files) == {"sft.train.jsonl", "sft.held_out.jsonl", "kto.train.jsonl", "dpo.train.jsonl"}
    assert rows(files["sft.train.jsonl"]) == [{"prompt": "p1", "completion": "c1\nAnswer: a"}]
    assert [row["label"] for row in rows(files["kto.train.jsonl"])] == [True, False]
    assert rows(files["dpo.train.jsonl"]) == [{"prompt": "p1", "chosen": "c1", "rejected": "worse"}]


def test_openai_gets_messages_and_two_outputs() -> None:
    files = exporting.export(CHOSEN, "openai")
    (shown,) = rows(files["supervised.train.jsonl"])
    assert shown == {"messages": [{"role": "user", "content": "p1"}, {"role": "assistant", "content": "c1\nAnswer: a"}]}
    (compared,) = rows(files["preference.train.jsonl"])
    assert compared["preferred_output"] == [{"role": "assistant", "content": "c1"}]
    assert compared["non_preferred_output"] == [{"role": "assistant", "content": "worse"}]


def test_argilla_gets_records_with_fields_metadata_and_suggestions() -> None:
    files = exporting.export(CHOSEN, "argilla")
    liked, premade, disliked = rows(files["riddles.jsonl"])
    assert [one["suggestions"] for one in (liked, disliked)] == [
        [{"question_name": "liked", "value": value, "agent": "riddlewire"}] for value in ("yes", "no")
    ]
    assert (premade["suggestions"], premade["metadata"]) == (
        [], {"split": "held_out", "origin": "premade", "ratings": 0},
    )  # fmt: skip
    (compared,) = rows(files["preferences.jsonl"])
    assert compared["fields"] == {"prompt": "p1", "first": "c1", "second": "worse"}


def test_a_spreadsheet_gets_one_table_and_no_formula() -> None:
    (content,) = exporting.export(CHOSEN, "csv").values()
    table = list(csv.DictReader(io.StringIO(content)))
    assert [(row["kind"], row["origin"], row["ratings"], row["votes"]) for row in table] == [
        ("riddle", "liked", "5 6", ""), ("riddle", "premade", "", ""), ("riddle", "disliked", "8", ""),
        ("preference", "duel", "", "3 4"),
    ]  # fmt: skip
    assert table[0]["completion"] == "c1\nAnswer: a"
    assert table[1]["prompt"] == "'=SUM(A1)"


@pytest.mark.parametrize("form", exporting.FORMATS)
def test_an_empty_dataset_makes_no_empty_jsonl_files(form: str) -> None:
    assert not [name for name in exporting.export(Chosen([]), form) if name.endswith(".jsonl")]
