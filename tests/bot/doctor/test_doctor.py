import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.command_line import set_up
from bot.doctor import doctor, slack_answers
from bot.doctor.doctor import Finding, Level
from bot.local_slack import LocalSlack, manifest
from riddles import sealed_folder
from riddles.settings import Secrets
from storage import adapters, database, outbox
from storage.outbox import Content
from storage.tables import Adapter
from tests.bot.rig import FRIDAY, ROOT


class Patient:
    """A data folder and settings file of a working installation, until a test spoils something."""

    def __init__(self, folder: Path, slack: LocalSlack) -> None:
        self.home, self.settings, self.env = folder / "var", folder / "riddlewire.toml", folder / ".env"
        self.model = folder / "model"
        self.model.mkdir()
        for name in ("config.json", "tokenizer_config.json", "model.safetensors"):
            (self.model / name).write_text("{}")
        set_up.make(self.home, self.settings)
        self.configure(channels='["C0RIDDLES"]')
        self.env.write_text(
            f"SLACK_BOT_TOKEN={slack.bot_token}\nSLACK_APP_TOKEN={slack.app_token}\nSLACK_API_URL={slack.api_url}\n"
        )

    def configure(self, channels: str, base: str = "") -> None:
        self.settings.write_text(
            f'[news]\nfolder = "news"\n[model]\nbase = "{base or self.model}"\n'
            f'[slack]\nadmins = ["U0YOU"]\nchannels = {channels}\n'
        )

    def findings(self, about: str) -> list[Finding]:
        return [found for found in doctor.examine(self.home, self.settings, {}) if found.about == about]

    def fault(self, about: str) -> str:
        (found,) = [one for one in self.findings(about) if one.level != Level.OK]
        return found.said


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(ROOT / "manifest.json") as running:
        yield running


@pytest.fixture
def patient(tmp_path: Path, slack: LocalSlack) -> Patient:
    return Patient(tmp_path, slack)


def test_a_sound_installation_has_no_fault_and_nothing_is_posted(patient: Patient, slack: LocalSlack) -> None:
    found = list(doctor.examine(patient.home, patient.settings, {}))
    assert [one for one in found if one.level == Level.FAULT] == []
    about = {one.about for one in found}
    assert {"settings", "tokens", "slack", "scopes", "socket mode", "channel", "disk", "database", "adapter", "model",
            "gpu"} == about  # fmt: skip
    assert slack.history.entries("post") == []


def test_settings_that_cannot_be_read_end_the_examination(patient: Patient) -> None:
    patient.settings.write_text("[slak]\n")
    (only,) = doctor.examine(patient.home, patient.settings, {})
    assert (only.level, "unknown setting 'slak'" in only.said) == (Level.FAULT, True)


def test_missing_tokens_are_each_named(patient: Patient) -> None:
    patient.env.write_text("")
    assert [found.said.split()[0] for found in patient.findings("tokens")] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


def test_a_token_slack_does_not_know_is_a_fault(patient: Patient, slack: LocalSlack) -> None:
    patient.env.write_text(f"SLACK_BOT_TOKEN=xoxb-old\nSLACK_APP_TOKEN=xapp-1\nSLACK_API_URL={slack.api_url}\n")
    assert "current bot token" in patient.fault("slack")


def test_an_app_token_slack_does_not_know_is_a_fault(patient: Patient, slack: LocalSlack) -> None:
    patient.env.write_text(
        f"SLACK_BOT_TOKEN={slack.bot_token}\nSLACK_APP_TOKEN=xapp-old\nSLACK_API_URL={slack.api_url}\n"
    )
    assert "SLACK_APP_TOKEN" in patient.fault("socket mode")


def test_an_unreachable_slack_is_a_fault(patient: Patient) -> None:
    patient.env.write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\nSLACK_API_URL=http://127.0.0.1:9/api/\n")
    assert "check the network" in patient.fault("slack")


def test_missing_scopes_are_named() -> None:
    narrow = json.loads((ROOT / "manifest.json").read_text())
    narrow["oauth_config"]["scopes"]["bot"] = ["chat:write", "commands"]
    with LocalSlack(manifest.parse(narrow)) as slack:
        secrets = Secrets(slack_bot_token=SecretStr(slack.bot_token), slack_api_url=slack.api_url)
        faults = [fault for about, fault, _ in slack_answers.examine((), secrets) if about == "scopes"]
    assert faults == ["The token lacks the scopes files:write; install the app again from manifest.json."]


@pytest.mark.parametrize(
    ("channel", "remedy"), [("C0GENERAL", "/invite @riddlewire"), ("C0NOWHERE", "correct the id under slack.channels")]
)
def test_a_channel_that_would_not_take_a_post_is_a_fault(patient: Patient, channel: str, remedy: str) -> None:
    patient.configure(f'["C0RIDDLES", "{channel}"]')
    assert remedy in patient.fault("channel")


def test_no_channel_at_all_is_a_fault(patient: Patient) -> None:
    patient.configure("[]")
    assert "list channel ids" in patient.fault("channels")


def test_a_missing_database_is_a_fault_and_is_not_made(patient: Patient) -> None:
    shutil.rmtree(patient.home)
    assert "riddlewire init" in patient.fault("database")
    assert not patient.home.exists()


def test_a_damaged_database_is_a_fault_and_is_left_as_it_is(patient: Patient) -> None:
    path = patient.home / "riddlewire.db"
    damaged = path.read_bytes()[:4096] + b"garbage" * 3000
    path.write_bytes(damaged)
    assert "restore a backup" in patient.fault("database")
    assert path.read_bytes() == damaged


def test_messages_an_admin_should_look_at_are_listed(patient: Patient) -> None:
    opened = database.open_file(patient.home / "riddlewire.db")
    with opened.writing() as session:
        message = outbox.put(session, "post:7", "C0RIDDLES", Content("x", []), FRIDAY)
        outbox.unknown(session, message, "The connection broke.")
    opened.close()
    assert patient.fault("outbox") == "Message post:7 for C0RIDDLES is stuck: The connection broke."


def test_an_adapter_that_changed_since_it_was_sealed_is_a_fault(patient: Patient) -> None:
    folder = patient.home / "adapters" / "1-abc"
    folder.mkdir(parents=True)
    (folder / "weights.safetensors").write_bytes(b"\0" * 64)
    seal = sealed_folder.seal(folder, {})
    opened = database.open_file(patient.home / "riddlewire.db")
    with opened.writing() as session:
        adapters.register(session, Adapter(id="1-abc", folder="adapters/1-abc", manifest_sha256=seal,
                                           base=str(patient.model), created_at=FRIDAY))  # fmt: skip
        adapters.promote(session, "1-abc", FRIDAY)
    opened.close()
    assert [found.level for found in patient.findings("adapter")] == [Level.OK]
    (folder / "weights.safetensors").write_bytes(b"\0" * 63 + b"\1")
    assert "changed since it was sealed" in patient.fault("adapter")


@pytest.mark.parametrize(
    ("base", "said"), [("./nowhere", "no folder here"), ("owner/name", "model.use_hub is off"), ("EMPTY", "lacks")]
)
def test_a_base_that_is_no_model_is_said_with_the_remedy(patient: Patient, base: str, said: str) -> None:
    if base == "EMPTY":
        shutil.rmtree(patient.model)
        patient.model.mkdir()
    patient.configure('["C0RIDDLES"]', base="" if base == "EMPTY" else base)
    assert said in patient.fault("model")
