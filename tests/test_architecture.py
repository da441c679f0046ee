"""The laws of the tree: which room may import which, and which files may import which library."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS: dict[str, set[str]] = {
    "riddles": set(),
    "storage": {"riddles"},
    "evaluation": {"riddles"},
    "training": {"riddles", "storage", "evaluation"},
    "bot": {"riddles", "storage"},
}
DOORS: dict[str, tuple[str, ...]] = {
    "slack_bolt": ("bot/",),
    "slack_sdk": ("bot/",),
    "websocket": ("bot/doors/socket_client.py",),
    "aiohttp": ("bot/local_slack/",),
    "apscheduler": ("bot/day/schedule.py",),
    "sqlmodel": ("storage/", "bot/", "training/"),  # outside storage only as the type of a session, see below
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "cryptography": ("storage/people.py",),
    "feedparser": ("riddles/feeds/",),
    "httpx": ("riddles/feeds/",),
    "trl": ("training/",),
    "datasets": ("training/", "evaluation/"),
    "evaluate": ("evaluation/",),
    "rouge_score": ("evaluation/metrics/",),
    "sacrebleu": ("evaluation/metrics/",),
    "profanity_check": ("riddles/toxicity.py",),
    "scipy": ("evaluation/",),
    "krippendorff": ("evaluation/agreement.py",),
    "peft": ("riddles/language_model.py", "training/"),
    "transformers": (
        "riddles/language_model.py",
        "riddles/sentence_encoder.py",
        "riddles/embedded/inheriting.py",
        "riddles/embedded/training.py",
        "training/",
    ),
    "torch": ("riddles/", "training/", "evaluation/"),
    "tokenizers": ("riddles/embedded/training.py",),
    "openai": ("riddles/model_service.py",),
    "matplotlib": ("training/figures/weekly_chart.py",),
    "lm_eval": ("evaluation/benchmarks/harness.py",),
}
HEAVY = {
    "torch", "transformers", "peft", "trl", "datasets", "evaluate", "accelerate", "rouge_score", "lm_eval",
    "matplotlib",
}  # fmt: skip
DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "services", "tools"}


def product_files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path, inside_functions: bool = True) -> Iterator[str]:
    """Absolute names of imported modules; without ``inside_functions`` only what importing the file runs."""
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield _imported_from(node, path)
        enters = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and not inside_functions
        if not enters:
            todo.extend(ast.iter_child_nodes(node))


def _imported_from(node: ast.ImportFrom, path: Path) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
    return ".".join((*package, node.module or ""))


def _is_metric(path: Path) -> bool:
    return path.parent == ROOT / "evaluation" / "metrics" and path.name != "__init__.py"


@pytest.mark.parametrize("path", product_files(), ids=name_of)
def test_a_room_imports_only_the_rooms_below_it(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    foreign = {name.split(".")[0] for name in imports(path)} & set(ROOMS) - {room}
    assert foreign <= ROOMS[room]


@pytest.mark.parametrize("path", product_files(), ids=name_of)
def test_a_foreign_library_enters_by_its_door(path: Path) -> None:
    for library in {name.split(".")[0] for name in imports(path)} & set(DOORS):
        assert name_of(path).startswith(DOORS[library]), f"{library} is imported in {name_of(path)}"


# a metric module is a subclass of evaluate's: it loads that library, so nobody imports one at the top of a file
@pytest.mark.parametrize("path", [path for path in product_files() if not _is_metric(path)], ids=name_of)
def test_importing_a_file_loads_no_model_library(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path, inside_functions=False)} & HEAVY


@pytest.mark.parametrize("path", [path for path in product_files() if not _is_metric(path)], ids=name_of)
def test_a_metric_module_is_imported_only_when_it_is_taken(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evaluation.metrics"):
            assert node.module == "evaluation.metrics"
            assert {alias.name for alias in node.names} <= {"METRICS", "taken"}


@pytest.mark.parametrize("path", product_files(), ids=name_of)
def test_no_file_is_named_like_a_drawer(path: Path) -> None:
    assert path.stem not in DRAWERS
    assert path.parent.name not in DRAWERS


def test_the_local_workspace_imports_nothing_of_ours() -> None:
    for path in (ROOT / "bot" / "local_slack").rglob("*.py"):
        ours = {name for name in imports(path) if name.split(".")[0] in ROOMS}
        assert all(name.startswith("bot.local_slack") for name in ours), name_of(path)


def test_outside_storage_sqlmodel_is_only_the_type_of_a_session() -> None:
    for path in product_files():
        if path.relative_to(ROOT).parts[0] == "storage":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlmodel":
                assert {alias.name for alias in node.names} == {"Session"}, name_of(path)


def test_there_is_one_slack_manifest() -> None:
    tracked = [path for path in ROOT.rglob("manifest.json") if not {".venv", "var", "build"} & set(path.parts)]
    assert [name_of(path) for path in tracked if path.parent == ROOT] == ["manifest.json"]
    assert not [name_of(path) for path in tracked if path.parent != ROOT and "adapters" not in path.parts]
