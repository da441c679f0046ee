"""A dataset in the formats other tools read. Every file says its split; nothing that names a person is written.

- ``trl``: prompt and completion (SFT), with ``label`` (KTO), chosen and rejected (DPO), as TRL's dataset formats.
- ``openai``: chat messages for supervised fine-tuning, input and two outputs for preference fine-tuning.
- ``argilla``: records with fields, metadata and suggestions, for ``rg.Dataset.records.log``.
- ``csv``: one flat table, for a spreadsheet; cells that a spreadsheet would take for a formula are quoted.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from training.data.examples import DISLIKED, HELD_OUT, LIKED, TRAIN, Chosen, Example, Preference

Files = Mapping[str, str]  # name to content
_COLUMNS = (
    "split", "kind", "origin", "prompt", "completion", "rejected", "story", "riddle", "rejected_riddle", "ratings",
    "votes",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(chosen: Chosen, form: str) -> Files:
    """The files of a dataset in one of ``FORMATS``, by name. Files without rows are left out."""
    return {name: content for name, content in FORMATS[form](chosen).items() if content}


def _trl(chosen: Chosen) -> Files:
    files: dict[str, str] = {}
    for split in (TRAIN, HELD_OUT):
        shown = [one for one in chosen.examples if one.split == split]
        rated = [one for one in (*chosen.examples, *chosen.disliked) if one.split == split and _is_rated(one)]
        compared = [two for two in chosen.preferences if two.split == split]
        files[f"sft.{split}.jsonl"] = _lines({"prompt": one.prompt, "completion": one.completion} for one in shown)
        files[f"kto.{split}.jsonl"] = _lines(
            {"prompt": one.prompt, "completion": one.completion, "label": one.origin == LIKED} for one in rated
        )
        files[f"dpo.{split}.jsonl"] = _lines(
            {"prompt": two.prompt, "chosen": two.chosen, "rejected": two.rejected} for two in compared
        )
    return files


def _openai(chosen: Chosen) -> Files:
    files: dict[str, str] = {}
    for split in (TRAIN, HELD_OUT):
        files[f"supervised.{split}.jsonl"] = _lines(
            {"messages": [_said("user", one.prompt), _said("assistant", one.completion)]}
            for one in chosen.examples
            if one.split == split
        )
        files[f"preference.{split}.jsonl"] = _lines(
            {
                "input": {"messages": [_said("user", two.prompt)]},
                "preferred_output": [_said("assistant", two.chosen)],
                "non_preferred_output": [_said("assistant", two.rejected)],
            }
            for two in chosen.preferences
            if two.split == split
        )
    return files


def _argilla(chosen: Chosen) -> Files:
    riddles = (
        {
            "id": f"riddle-{number}",
            "fields": {"prompt": one.prompt, "riddle": one.completion},
            "metadata": {"split": one.split, "origin": one.origin, "ratings": len(one.rating_ids)},
            "suggestions": [_suggested("liked", one.origin == LIKED)] if _is_rated(one) else [],
        }
        for number, one in enumerate((*chosen.examples, *chosen.disliked))
    )
    preferences = (
        {
            "id": f"preference-{number}",
            "fields": {"prompt": two.prompt, "first": two.chosen, "second": two.rejected},
            "metadata": {"split": two.split, "origin": two.origin, "votes": len(two.vote_ids)},
            "suggestions": [{"question_name": "better", "value": "first", "agent": "riddlewire"}],
        }
        for number, two in enumerate(chosen.preferences)
    )
    return {"riddles.jsonl": _lines(riddles), "preferences.jsonl": _lines(preferences)}


def _csv(chosen: Chosen) -> Files:
    told = io.StringIO()
    table = csv.DictWriter(told, _COLUMNS)
    table.writeheader()
    for one in (*chosen.examples, *chosen.disliked):
        table.writerow(_row(one))
    for two in chosen.preferences:
        table.writerow(_compared(two))
    return {"dataset.csv": told.getvalue()}


FORMATS: Mapping[str, Callable[[Chosen], Files]] = {"trl": _trl, "openai": _openai, "argilla": _argilla, "csv": _csv}


def _is_rated(one: Example) -> bool:
    return one.origin in (LIKED, DISLIKED)


def _row(one: Example) -> dict[str, Any]:
    return {
        "split": one.split, "kind": "riddle", "origin": one.origin, "prompt": _cell(one.prompt),
        "completion": _cell(one.completion), "story": _cell(one.story), "riddle": one.riddle_id,
        "ratings": " ".join(map(str, one.rating_ids)),
    }  # fmt: skip


def _compared(two: Preference) -> dict[str, Any]:
    better, worse = two.riddle_ids
    return {
        "split": two.split, "kind": "preference", "origin": two.origin, "prompt": _cell(two.prompt),
        "completion": _cell(two.chosen), "rejected": _cell(two.rejected), "story": _cell(two.story), "riddle": better,
        "rejected_riddle": worse, "ratings": " ".join(map(str, two.rating_ids)),
        "votes": " ".join(map(str, two.vote_ids)),
    }  # fmt: skip


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _said(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def _suggested(question: str, yes: bool) -> dict[str, str]:
    return {"question_name": question, "value": "yes" if yes else "no", "agent": "riddlewire"}


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
