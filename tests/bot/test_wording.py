"""Wording by topic."""

import ast
from collections import Counter
from pathlib import Path

from bot import wording


def test_no_two_topics_say_something_under_one_name() -> None:
    names: Counter[str] = Counter()
    for path in Path(wording.__file__).parent.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                names[node.name] += 1
            for target in getattr(node, "targets", []):
                names.update(part.id for part in ast.walk(target) if isinstance(part, ast.Name))
    assert [name for name, count in names.items() if count > 1 and not name.startswith("_")] == []
    assert names["GUESS"] == 1


def test_every_topic_is_in_the_one_name() -> None:
    folder = Path(wording.__file__).parent
    topics = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    listed = (folder / "__init__.py").read_text(encoding="utf-8")
    assert {topic for topic in topics if f"from bot.wording.{topic} import *" in listed} == topics
