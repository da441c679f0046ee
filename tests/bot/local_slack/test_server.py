"""Who may talk to the server, how it starts and stops, and what it says when it cannot."""

from __future__ import annotations

import gc
import http.client
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.local_slack import LocalSlack, ManifestError, NotPossible, PortTaken, manifest
from tests.bot.local_slack.conftest import ROOT_MANIFEST

ROOT = Path(__file__).resolve().parents[3]


def get(slack: LocalSlack, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", slack.server.guard.port, timeout=5)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=names)
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def key_of(slack: LocalSlack) -> str:
    found = re.search(r'name="page-key" content="([^"]+)"', get(slack, "/")[2])
    assert found
    return found.group(1)


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def test_the_page_has_a_strict_policy_and_only_its_own_files(slack: LocalSlack) -> None:
    status, headers, text = get(slack, "/")
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"(src|href)=\"(?!/page/|#)", text)
    for name in re.findall(r'"(/page/[^"]+)"', text):
        assert get(slack, name)[0] == 200


@pytest.mark.parametrize(
    "path", ["/page/../browser.py", "/page/%2e%2e%2fbrowser.py", "/page/index.md", "/page/none.js"]
)
def test_other_files_are_not_served(slack: LocalSlack, path: str) -> None:
    assert get(slack, path)[0] == 404


def test_no_script_of_the_page_writes_markup() -> None:
    for script in (ROOT / "bot/local_slack/page").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert word not in text, (script.name, word)


@pytest.mark.parametrize("path", ["/", "/api/api.test", "/live", "/files/F0", "/page/main.js"])
def test_foreign_hosts_and_origins_are_refused_everywhere(slack: LocalSlack, path: str) -> None:
    assert get(slack, path, Host="evil.example")[0] == 403
    assert get(slack, path, Origin="https://evil.example")[0] == 403
    assert get(slack, path, Origin="null")[0] == 403


def test_the_live_socket_needs_this_starts_key(slack: LocalSlack) -> None:
    assert get(slack, "/live?key=wrong", **UPGRADE)[0] == 403
    assert get(slack, f"/live?key={key_of(slack)}", Origin="https://evil.example", **UPGRADE)[0] == 403


def test_a_socket_mode_ticket_opens_once_even_without_a_port_in_the_host(slack: LocalSlack) -> None:
    ticket = slack.on_loop(slack.sockets.ticket)
    assert get(slack, "/link?ticket=wrong", Host="localhost", **UPGRADE)[0] == 404
    path = f"/link?ticket={ticket}"
    with socket.create_connection(("127.0.0.1", slack.server.guard.port), timeout=5) as raw:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in UPGRADE.items()]
        raw.sendall("\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode())
        assert b"101" in raw.recv(200)
    assert get(slack, path, Host="localhost", **UPGRADE)[0] == 404


def test_uploaded_files_need_the_pages_key_and_are_never_pages(slack: LocalSlack) -> None:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    made = client.files_upload_v2(channel="C0RIDDLES", content="<script>alert(1)</script>", filename="a.html")
    path = f"/files/{made['file']['id']}"
    assert get(slack, path)[0] == 404
    status, headers, _ = get(slack, f"{path}?key={key_of(slack)}")
    assert (status, headers["content-type"]) == (200, "application/octet-stream")
    assert headers["content-disposition"] == "attachment"


def test_it_listens_on_loopback_only(slack: LocalSlack) -> None:
    assert slack.url.startswith("http://127.0.0.1:")
    outside = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        outside.connect(("192.0.2.1", 9))
        address = outside.getsockname()[0]
    except OSError:
        pytest.skip("this machine has no other address")
    finally:
        outside.close()
    if address.startswith("127."):
        pytest.skip("this machine has no other address")
    with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        socket.create_connection((address, slack.server.guard.port), timeout=2)


def test_it_stops_at_once_and_leaves_no_thread(slack: LocalSlack) -> None:
    second = LocalSlack(ROOT_MANIFEST).start()
    began = time.monotonic()
    second.stop()
    second.stop()
    assert time.monotonic() - began < 1
    assert sum(thread.name == "local-slack" for thread in threading.enumerate()) == 1
    with pytest.raises(RuntimeError, match="not running"):
        _ = second.url


def test_a_taken_port_is_one_clear_sentence(slack: LocalSlack) -> None:
    port = slack.server.guard.port
    with pytest.raises(PortTaken, match=f"Port {port} on 127.0.0.1 is in use. Choose another"):
        LocalSlack(ROOT_MANIFEST, port=port).start()
    run = subprocess.run(
        [sys.executable, "-m", "bot.local_slack", "--port", str(port)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
    assert f"Port {port}" in run.stderr


def test_the_command_line_prints_address_and_tokens() -> None:
    command = [sys.executable, "-m", "bot.local_slack", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        text = "".join(process.stdout.readline() for _ in range(7))
        process.terminate()
        process.communicate(timeout=10)
    assert re.search(r"a simulator, not Slack\): http://127\.0\.0\.1:\d+/\n", text)
    for name in ("SLACK_API_URL=http", "SLACK_BOT_TOKEN=xoxb-", "SLACK_APP_TOKEN=xapp-", "SLACK_SIGNING_SECRET="):
        assert f"export {name}" in text


def test_the_root_manifest_asks_for_three_scopes_and_one_command() -> None:
    found = manifest.load()
    assert found.scopes == ("chat:write", "commands", "files:write")
    assert [command.name for command in found.commands] == ["/riddle"]
    assert found.events == {"app_home_opened"}
    assert (found.home_tab, found.socket_mode, found.interactivity) == (True, True, True)


def test_a_broken_manifest_is_one_clear_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "manifest.json"
    with pytest.raises(ManifestError, match="No such file"):
        manifest.load(broken)
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(ManifestError, match="is not JSON"):
        manifest.load(broken)
    broken.write_text("{}", encoding="utf-8")
    with pytest.raises(ManifestError, match=r"display_information\.name"):
        manifest.load(broken)


def test_tokens_may_be_given_and_a_read_only_app_takes_no_messages() -> None:
    with LocalSlack(ROOT_MANIFEST, bot_token="xoxb-mine", app_token="xapp-mine", signing_secret="s") as slack:
        client = WebClient("xoxb-mine", base_url=slack.api_url)
        place = client.chat_postMessage(channel="U0YOU", text="hello")["channel"]
        with pytest.raises(NotPossible, match="turned off"):
            slack.person("U0YOU").write("hi", place)
        slack.archive("riddles")
        with pytest.raises(NotPossible, match="archived"):
            slack.person("U0YOU").write("hi")


@pytest.mark.filterwarnings("error")
def test_who_asks_a_stopped_workspace_is_refused_and_nothing_is_left_behind() -> None:
    with LocalSlack() as slack:
        person = slack.person("U0YOU")
    with pytest.raises(RuntimeError):
        person.ephemerals()
    gc.collect()
