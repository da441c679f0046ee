"""The files that set the bot up elsewhere: what can be said of them without Slack, Docker or root."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import riddlewire
from bot import shipped, wording
from riddles.settings import Secrets, Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def test_the_slack_command_line_finds_its_hooks_and_the_one_manifest() -> None:
    hooks = json.loads((ROOT / ".slack" / "hooks.json").read_text(encoding="utf-8"))
    assert hooks["hooks"]["get-hooks"].endswith("-m slack_cli_hooks.hooks.get_hooks")
    assert json.loads((ROOT / ".slack" / "config.json").read_text(encoding="utf-8"))["manifest"]["source"] == "local"
    assert (ROOT / "manifest.json").is_file()


@pytest.mark.parametrize("hook", ["get_hooks", "get_manifest"])
def test_the_hooks_answer(hook: str) -> None:
    pytest.importorskip("slack_cli_hooks", reason="needs the extra slack-cli")
    said = subprocess.run(
        [sys.executable, "-m", f"slack_cli_hooks.hooks.{hook}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(said.stdout)
    assert "start" in told["hooks"] if hook == "get_hooks" else told["display_information"]["name"] == "Riddlewire"


def test_slack_run_starts_the_bot_which_says_what_is_missing(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    environment = {**kept, "RIDDLEWIRE_HOME": str(tmp_path), "RIDDLEWIRE_CONFIG": str(tmp_path / "none.toml")}
    said = subprocess.run(
        [sys.executable, ROOT / "app.py"], env=environment, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert "SLACK_BOT_TOKEN" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_example_of_secrets_names_secrets_that_are_read() -> None:
    names = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} <= set(names)
    assert {name.lower() for name in names} <= set(Secrets.model_fields)


def test_the_image_copies_every_room_and_runs_without_root() -> None:
    told = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    rooms = {
        path.name for path in ROOT.iterdir() if (path / "__init__.py").exists() and path.name not in ("tests", "bench")
    }
    assert rooms == set(re.findall(r"^COPY (\w+) \1$", told, re.MULTILINE))
    assert told.index("USER riddlewire") < told.index("ENTRYPOINT")


def test_proxies_let_one_path_through_and_no_larger_body_than_the_bot_takes() -> None:
    for name in ("nginx.conf", "Caddyfile"):
        told = (DEPLOY / name).read_text(encoding="utf-8")
        assert "/slack/events" in told
        assert "404" in told
        assert re.search(r"256 ?k", told, re.IGNORECASE)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_unit() -> None:
    said = subprocess.run(
        ["systemd-analyze", "verify", str(DEPLOY / "riddlewire.service")], capture_output=True, text=True, check=False
    )
    complaints = [line for line in said.stderr.splitlines() if "riddlewire.service" in line]
    assert all("is not executable" in line for line in complaints), said.stderr


def test_the_sandbox_checklist_has_its_fifteen_steps() -> None:
    told = (ROOT / "docs" / "sandbox-checklist.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d+) \|", told, re.MULTILINE) == [str(number) for number in range(1, 16)]


def test_the_admins_page_has_every_command_and_every_section_of_the_settings() -> None:
    told = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    in_slack = [f"/riddle {name}" for name in (*wording.HELP, *wording.ADMIN_HELP)]
    assert [name for name in in_slack if f"`{name}`" not in told] == []
    server = told.partition("## On the server")[2].partition("## Settings")[0]
    assert [name for name in commands(hidden=False) if not re.search(rf"[`|]{name}[ `,]", server)] == []
    assert [name for name in Settings.model_fields if f"`[{name}]`" not in told] == []


def test_commands_that_the_texts_name_exist() -> None:
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "bot" / "wording").glob("*.py")]
    named = {
        (path.name, name)
        for path in texts if path.name != "log.md"
        for name in re.findall(r"`riddlewire ([a-z-]+)", path.read_text(encoding="utf-8"))
    }  # fmt: skip
    known = commands(hidden=True)
    assert {(place, name) for place, name in named if name not in known} == set()
    assert len(named) > 20


def commands(hidden: bool) -> list[str]:
    """The names of all commands of the program, with or without those that only it calls itself."""
    program = riddlewire.program()
    found = [one for one in program.registered_commands if hidden or not one.hidden]
    names = [one.name or one.callback.__name__.rstrip("_").replace("_", "-") for one in found if one.callback]
    return names + [str(group.name) for group in program.registered_groups]


def test_an_installed_program_finds_what_lies_at_the_root_of_a_checkout(tmp_path: Path) -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["tool"]["setuptools"]["data-files"] == {"share/riddlewire": [shipped.SETTINGS, shipped.MANIFEST]}
    for name in (shipped.SETTINGS, shipped.MANIFEST):
        assert shipped.path_of(name) == ROOT / name
        assert shipped.path_of(name, checkout=tmp_path, installed=tmp_path / "share") == tmp_path / "share" / name
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert "COPY manifest.json riddlewire.toml ./" in image


@pytest.mark.parametrize("page", ["README.md", "docs/admin.md", "docs/deploy.md", "docs/sandbox-checklist.md"])
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    path = ROOT / page
    told = path.read_text(encoding="utf-8")
    links = re.findall(r"(?:\]\(|src=\"|srcset=\")([^)\"\s]+)[)\"]", told)
    local = [link for link in links if "://" not in link]
    files = [link.partition("#")[0] for link in local if not link.startswith("#")]
    assert [file for file in files if not (path.parent / file).exists()] == []
    titles = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", told, re.M)}
    assert [link for link in local if link.startswith("#") and link[1:] not in titles] == []
