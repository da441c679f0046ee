"""How long a click waits for its ack: the bot in a process of its own, clicked through the local workspace.

    python bench/ack_latency.py [--clicks 500] [--json]

Each click is a rating, stored and synced before the ack. ``one at a time`` is what a team does; ``20 at a time`` is a
channel at nine o'clock. ``bare``: the same clicks to a Bolt listener that only acks, the floor that Bolt and the
workspace themselves set; it is measured in the same run, because a shared machine makes any figure mean little alone.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import typer
from sqlmodel import select

from bot.local_slack import LocalSlack, Person, SeenView
from storage import database, posts
from storage.tables import Article, Rating, Riddle

CHANNEL, PEOPLE = "C0RIDDLES", ("U0YOU", "U0TEAM1", "U0TEAM2", "U0TEAM3", "U0TEAM4")
CRITERIA = ("helpful", "honest", "harmless")
BARE = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
app = App(client=WebClient(sys.argv[1], base_url=sys.argv[3]), signing_secret="x",
          listener_executor=ThreadPoolExecutor(32))
for name in ("helpful", "honest", "harmless"):
    app.action(f"rate_{name}")(lambda ack: ack())
handler = SocketModeHandler(app, sys.argv[2])
handler.connect()
threading.Event().wait()
"""


def main(clicks: int = 500, seed: int = 1, as_json: bool = typer.Option(False, "--json")) -> None:
    """Measure both ways of clicking, bare and whole, in turn; print milliseconds."""
    found = []
    for name, start in (("bare", bare), ("riddlewire", riddlewire)):
        with tempfile.TemporaryDirectory() as folder, LocalSlack() as slack, start(Path(folder), slack):
            views = [(person, view) for person, view in opened(slack, name)]
            clicked(slack, views, 20, 4, random.Random(seed))  # warm
            for at_once in (1, 20):
                waits = clicked(slack, views, clicks, at_once, random.Random(seed))
                found.append(
                    {"app": name, "at_once": at_once, "clicks": clicks, "load": os.getloadavg()[0], **told(waits)}
                )
            if name == "riddlewire":
                check(Path(folder))
    sys.stdout.write("\n".join(json.dumps(row) if as_json else line(row) for row in found) + "\n")


def told(waits: list[float]) -> dict[str, float]:
    """Percentiles in milliseconds."""
    at = statistics.quantiles(waits, n=100)
    return {"p50": round(at[49], 1), "p99": round(at[98], 1), "most": round(max(waits), 1)}


def line(row: Mapping[str, Any]) -> str:
    """One row for a person."""
    figures = f"p50 {row['p50']} ms, p99 {row['p99']} ms, most {row['most']} ms"
    return f"{row['app']:10} {row['at_once']:2} at a time: {figures} ({row['clicks']} clicks, load {row['load']:.1f})"


def clicked(
    slack: LocalSlack, views: list[tuple[Person, SeenView]], clicks: int, at_once: int, chance: random.Random
) -> list[float]:
    """Click marks in open modals, ``at_once`` at a time; how long each waited, in milliseconds."""
    plan = [(*chance.choice(views), chance.choice(CRITERIA), str(chance.randint(1, 5))) for _ in range(clicks)]

    def click(one: tuple[Person, SeenView, str, str]) -> float:
        person, view, criterion, mark = one
        return person.click(view, f"rate_{criterion}", mark).seconds * 1000

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(click, plan))


def opened(slack: LocalSlack, name: str) -> Iterator[tuple[Person, SeenView]]:
    """Everybody with the modal open in which riddles are rated."""
    for user in PEOPLE:
        person = slack.person(user)
        if name == "bare":
            slack.on_loop(partial(slack.workspace.views.open, user, MODAL))
            yield person, person.modal("Rate")
        else:
            person.click(person.sees(CHANNEL, "What am I?", timeout=30), "guess")
            person.submit(person.modal("Your guess"), {"Your guess": "bridge"})
            yield person, person.modal("Correct")


MODAL = {
    "type": "modal", "title": {"type": "plain_text", "text": "Rate"}, "blocks": [
        {"type": "actions", "block_id": f"rating:1:{name}", "elements": [{
            "type": "radio_buttons", "action_id": f"rate_{name}", "options": [
                {"text": {"type": "plain_text", "text": str(n)}, "value": str(n)} for n in range(1, 6)]}]}
        for name in CRITERIA],
}  # fmt: skip


@contextmanager
def bare(folder: Path, slack: LocalSlack) -> Iterator[None]:
    """A Bolt app that only acks."""
    with running([sys.executable, "-c", BARE, slack.bot_token, slack.app_token, slack.api_url], folder, slack):
        yield


@contextmanager
def riddlewire(folder: Path, slack: LocalSlack) -> Iterator[None]:
    """The bot as `riddlewire serve` runs it, with one riddle posted."""
    (folder / "riddlewire.toml").write_text(f'[slack]\nchannels = ["{CHANNEL}"]\nworking_days = []\n')
    stored = database.open_file(folder / "var" / "riddlewire.db", create=True)
    with stored.writing() as session:
        now = datetime.now(UTC)
        article = Article(
            fingerprint="1", title="T", text="", link="https://example.org/1", source="S", published=now, seen_at=now
        )
        session.add(article)
        session.flush()
        riddle = Riddle(
            article_id=article.id or 0, text="I cross.\nWhat am I?", answer="bridge", hints=[], writer="tuned",
            base="embedded", prompt="", completion="", seed=0, seconds=0.1, created_at=now,
        )  # fmt: skip
        session.add(riddle)
        session.flush()
        posts.create(session, CHANNEL, now.date(), riddle, now)
    stored.close()
    with running([sys.executable, "-m", "riddlewire", "serve"], folder, slack):
        button = {"type": "button", "action_id": "guess", "value": "1", "text": {"type": "plain_text", "text": "Guess"}}
        blocks = [
            {"type": "section", "text": {"type": "mrkdwn", "text": "What am I?"}},
            {"type": "actions", "elements": [button]},
        ]
        channel = slack.workspace.channels[CHANNEL]
        slack.on_loop(lambda: slack.workspace.post(channel, "U0BOT", text="t", blocks=blocks, by_app=True))
        yield


@contextmanager
def running(command: list[str], folder: Path, slack: LocalSlack) -> Iterator[None]:
    """A program that connects to the workspace, ended at the end."""
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).parents[1]), "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }  # fmt: skip
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            slack.wait_for_bot(30)
            yield
        finally:
            process.terminate()


def check(folder: Path) -> None:
    """Every acked click is in the database: the figures mean nothing otherwise."""
    stored = database.open_file(folder / "var" / "riddlewire.db")
    with stored.reading() as session:
        rows = len(session.exec(select(Rating)).all())
    stored.close()
    if rows != len(PEOPLE) * len(CRITERIA):
        raise SystemExit(f"{rows} ratings are stored, {len(PEOPLE) * len(CRITERIA)} were acknowledged.")


if __name__ == "__main__":
    typer.run(main)
