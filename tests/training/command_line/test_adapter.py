"""What can be done with adapters from the command line, on a tiny real model with two sealed adapters."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fsspec
import pytest
import typer
from typer.testing import CliRunner, Result

from riddles import language_model, sealed_folder
from riddles.errors import AdapterRefused, SettingsError, TrainingError
from riddles.prompt import Gist, PromptStyle, subject_prompt
from riddles.settings import Model
from storage import adapters, audit, database, jobs, tables
from storage.database import Database
from storage.tables import AdapterState
from tests.conftest import few_subjects
from training.adapters import adapter_folder
from training.adapters.clearing import unneeded
from training.command_line import adapter, commands

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SMALLEST_DIFFERENCE = 0.01  # of a logit, so that a merge that forgot the adapter is seen


@dataclass(frozen=True)
class Shelf:
    """A data folder with a database; its base is the tiny model."""

    home: Path
    opened: Database
    base: Model

    def run(self, *arguments: str, use_hub: bool = False) -> Result:
        path = self.home.parent / "riddlewire.toml"
        path.write_text(f'[model]\nbase = "{self.base.base}"\nuse_hub = {str(use_hub).lower()}\n')
        app = typer.Typer()
        adapter.register(app)
        commands.register(app)
        environment = {"RIDDLEWIRE_HOME": str(self.home), "RIDDLEWIRE_CONFIG": str(path), "COLUMNS": "200"}
        return CliRunner().invoke(app, list(arguments), env=environment)

    def sealed(self, job_id: int, source: Path, state: AdapterState = AdapterState.CANDIDATE) -> str:
        """Seal a copy of an adapter's files and register it; its id."""
        staged = adapter_folder.staging(self.home, job_id)
        shutil.copytree(source, staged, dirs_exist_ok=True)
        made = adapter_folder.seal(staged, job_id, "rank = 4\n", {"base": self.base.base, "job": job_id})
        promoted = NOW + timedelta(days=job_id) if state in (AdapterState.CURRENT, AdapterState.RETIRED) else None
        with self.opened.writing() as session:
            adapters.register(session, tables.Adapter(
                id=made.id, folder=made.folder.relative_to(self.home).as_posix(), base=self.base.base, state=state,
                manifest_sha256=made.manifest_sha256, created_at=NOW + timedelta(days=job_id), promoted_at=promoted,
            ))  # fmt: skip
        return made.id

    def folder(self, adapter: str) -> Path:
        return self.home / "adapters" / adapter

    def state(self, adapter: str) -> str:
        with self.opened.reading() as session:
            return adapters.get(session, adapter).state.value


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened = database.open_file(tmp_path / "var" / database.FILE, create=True)
    yield Shelf(tmp_path / "var", opened, Model())
    opened.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """An adapter's files as small as they can be: no model is needed where only bytes count."""
    import torch
    from safetensors.torch import save_file

    folder = tmp_path / "files"
    folder.mkdir()
    save_file({"lora_A": torch.ones(2, 2)}, folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").write_text("{}")
    return folder


def trained_files(base: Model, folder: Path) -> Path:
    """A LoRA adapter of the tiny model whose weights are far from nothing."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(3)
    adapted = get_peft_model(
        language_model.load(base).model, LoraConfig(r=4, lora_alpha=8, target_modules="all-linear")
    )
    for name, weight in adapted.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.05)
    adapted.save_pretrained(str(folder))
    return folder


def logits(model: language_model.LanguageModel) -> Any:
    import torch

    prompt = subject_prompt(Gist(next(iter(few_subjects()))))
    with torch.inference_mode():
        return model.model(**model.tokenizer(prompt, return_tensors="pt")).logits


@pytest.mark.model
@pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning")  # peft still uses the old name
def test_a_merged_model_writes_what_base_and_adapter_write(shelf: Shelf, tmp_path: Path, tiny_model: Model) -> None:
    shelf = Shelf(shelf.home, shelf.opened, tiny_model)
    name = shelf.sealed(1, trained_files(tiny_model, tmp_path / "trained"))
    made = shelf.run("adapter", "merge", name, str(tmp_path / "new" / "merged"), "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["folder"] == str(tmp_path / "new" / "merged")

    merged = language_model.load(Model(base=str(tmp_path / "new" / "merged")))
    apart = language_model.load(tiny_model)
    without = logits(apart)
    with shelf.opened.reading() as session:
        row = adapters.get(session, name)
    apart.add_adapter(name, shelf.folder(name), row.manifest_sha256)
    apart.use(name)
    assert float((logits(apart) - without).abs().max()) > SMALLEST_DIFFERENCE
    assert float((logits(apart) - logits(merged)).abs().max()) < 1e-4
    assert merged.style == PromptStyle.SUBJECT
    again = shelf.run("adapter", "merge", name, str(tmp_path / "new" / "merged"))
    assert isinstance(again.exception, TrainingError)
    assert "exists already" in str(again.exception)


def test_only_an_adapter_of_the_base_is_merged(shelf: Shelf, files: Path, tmp_path: Path) -> None:
    name = shelf.sealed(1, files)
    other = Shelf(shelf.home, shelf.opened, Model(base="owner/other"))
    refused = other.run("adapter", "merge", name, str(tmp_path / "merged"))
    assert isinstance(refused.exception, AdapterRefused)
    assert not (tmp_path / "merged").exists()


def test_a_flipped_bit_is_found_and_the_other_adapter_is_well(shelf: Shelf, files: Path) -> None:
    damaged, well = shelf.sealed(1, files), shelf.sealed(2, files)
    assert shelf.run("adapter", "verify").exit_code == 0
    weights = shelf.folder(damaged) / "adapter_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)

    found = shelf.run("adapter", "verify", "--json")
    assert found.exit_code == 1
    faults = json.loads(found.stdout)
    assert faults[well] == ""
    assert "adapter_model.safetensors" in faults[damaged]
    assert shelf.run("adapter", "verify", well).exit_code == 0
    refused = shelf.run("promote", damaged)
    assert isinstance(refused.exception, AdapterRefused)
    assert shelf.state(damaged) == "candidate"


def test_a_pushed_adapter_is_whole_where_it_arrives(shelf: Shelf, files: Path, tmp_path: Path) -> None:
    name = shelf.sealed(1, files)
    address = (tmp_path / "elsewhere" / name).as_uri()
    pushed = shelf.run("adapter", "push", name, address)
    assert pushed.exit_code == 0, pushed.output
    with shelf.opened.reading() as session:
        row = adapters.get(session, name)
        assert audit.latest(session)[0].command == f"push {name}"
    assert sealed_folder.verify(tmp_path / "elsewhere" / name, row.manifest_sha256)["job"] == 1

    again = shelf.run("adapter", "push", name, address)
    assert isinstance(again.exception, TrainingError)
    assert "already" in str(again.exception)


def test_an_adapter_goes_to_any_address_that_fsspec_knows(shelf: Shelf, files: Path) -> None:
    name = shelf.sealed(1, files)
    assert shelf.run("adapter", "push", name, f"memory://models/{name}").exit_code == 0
    memory = fsspec.filesystem("memory")
    assert memory.cat_file(f"/models/{name}/adapter_config.json") == b"{}"
    memory.rm("/models", recursive=True)


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("team/riddles", "The hub may not be used"),
        ("nowhere", "no owner/name of the hub"),
        ("nosuch://bucket/x", "Protocol not known"),
    ],
)
def test_a_place_that_may_not_be_used_is_refused_in_a_sentence(
    shelf: Shelf, files: Path, target: str, fault: str
) -> None:
    refused = shelf.run("adapter", "push", shelf.sealed(1, files), target)
    assert isinstance(refused.exception, SettingsError | TrainingError)
    assert fault in str(refused.exception)


def test_an_adapter_of_withdrawn_ratings_goes_nowhere(shelf: Shelf, files: Path, tmp_path: Path) -> None:
    name = shelf.sealed(1, files)
    with shelf.opened.writing() as session:
        adapters.get(session, name).stale_since = NOW
    refused = shelf.run("adapter", "push", name, (tmp_path / "elsewhere").as_uri())
    assert isinstance(refused.exception, AdapterRefused)
    assert not (tmp_path / "elsewhere").exists()


def test_a_rollback_moves_one_pointer_back_and_refuses_what_is_not_whole(shelf: Shelf, files: Path) -> None:
    first, second = shelf.sealed(1, files, AdapterState.RETIRED), shelf.sealed(2, files, AdapterState.CURRENT)
    assert shelf.run("rollback").stdout == f"{first} writes from now on.\n"
    assert (shelf.state(first), shelf.state(second)) == ("current", "retired")
    assert shelf.run("promote", second).exit_code == 0
    shutil.rmtree(shelf.folder(first))
    refused = shelf.run("rollback")
    assert isinstance(refused.exception, AdapterRefused)
    assert (shelf.state(first), shelf.state(second)) == ("retired", "current")


def test_nothing_that_is_referred_to_is_cleared_away(shelf: Shelf, files: Path) -> None:
    states = {
        number: shelf.sealed(number, files, state)
        for number, state in enumerate([AdapterState.RETIRED] * 3 + [AdapterState.REJECTED, AdapterState.CANDIDATE], 1)
    } | {6: shelf.sealed(6, files, AdapterState.CURRENT)}
    with shelf.opened.writing() as session:
        lately = jobs.request(session, "a", "train", NOW).id  # it waits: it may have left something to go on with
    (shelf.home / "runs" / str(lately)).mkdir(parents=True)
    (shelf.home / "runs" / "77").mkdir()
    (shelf.home / "adapters" / ".staging-77").mkdir()
    (shelf.home / "datasets" / "abc").mkdir(parents=True)

    told = json.loads(shelf.run("adapter", "gc", "--keep", "2", "--dry-run", "--json").stdout)
    gone = {"adapters/" + states[1], "adapters/" + states[4], "adapters/.staging-77", "runs/77"}
    assert {row["folder"] for row in told["folders"]} == gone
    assert all((shelf.home / name).is_dir() for name in gone)

    assert shelf.run("adapter", "gc", "--keep", "2").exit_code == 0
    assert not [name for name in gone if (shelf.home / name).exists()]
    assert {path.name for path in (shelf.home / "adapters").iterdir()} == {states[n] for n in (2, 3, 5, 6)}
    assert (shelf.home / "runs" / str(lately)).is_dir()
    assert (shelf.home / "datasets" / "abc").is_dir()
    assert json.loads(shelf.run("adapter", "gc", "--keep", "2", "--json").stdout) == {"removed": True, "folders": []}


def test_a_retired_adapter_of_withdrawn_ratings_is_not_kept_for_a_rollback() -> None:
    row = tables.Adapter(
        id="1-a", folder="a", manifest_sha256="0", base="embedded", created_at=NOW, promoted_at=NOW,
        state=AdapterState.RETIRED, stale_since=NOW,
    )  # fmt: skip
    assert [(one.id, why) for one, why in unneeded([row], 3)] == [
        ("1-a", "retired, and trained on what someone withdrew")
    ]


@pytest.mark.parametrize("name", ["merge", "verify", "push", "gc"])
def test_every_command_shows_an_example(shelf: Shelf, name: str) -> None:
    shown = shelf.run("adapter", name, "--help")
    assert f"Example: riddlewire adapter {name}" in shown.stdout
