import json
import logging
from pathlib import Path

import pytest

from bot import logs


def test_records_are_ascii_on_one_line_without_secrets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logs.kept(tmp_path):
        logging.getLogger("bot.x").warning("naïve\nforged line %s", "xoxb-123-abc")
    (line,) = (tmp_path / logs.NAME).read_text(encoding="ascii").splitlines()
    assert json.loads(line)["said"] == "naïve\nforged line [redacted]"
    shown = capsys.readouterr().err
    assert shown.isascii()
    assert shown.strip().endswith(r"WARNING bot.x: na\xefve\nforged line [redacted]")


def test_a_traceback_is_kept_without_its_secrets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logs.kept(tmp_path):
        try:
            raise ValueError("bad token xapp-1-secret")
        except ValueError:
            logging.getLogger("bot.x").exception("It failed.")
    assert "ValueError: bad token [redacted]" in json.loads((tmp_path / logs.NAME).read_text())["traceback"]
    shown = capsys.readouterr().err
    assert "xapp-1" not in shown
    assert "    ValueError: bad token [redacted]" in shown


def test_what_bolt_says_of_requests_is_not_logged(tmp_path: Path) -> None:
    with logs.kept(tmp_path):
        logging.getLogger("slack_bolt.App").warning("Unhandled request ({'text': 'private'})")
    assert not (tmp_path / logs.NAME).exists()


def test_nothing_is_written_after_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logs.kept(tmp_path, quiet=True):
        logging.getLogger("bot.x").info("during")
    logging.getLogger("bot.x").info("after")
    assert "after" not in (tmp_path / logs.NAME).read_text()
    assert capsys.readouterr().err == ""
