"""The pictures of the README and the docs, drawn from a running demo: real riddles, simulated teammates.

    python bench/pictures.py [--folder docs/images] [--retrain]

Everything on them was done in that run by the bot as it is, with one exception: a demo has one day, so the dates of its
ratings are spread over six weeks before the weekly summary is asked for. ``--retrain`` also fine-tunes (minutes).
"""

import re
import threading
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from rich.console import Console
from sqlmodel import select

from bot.day import posting
from bot.demo import demo, demo_settings, once, team
from bot.demo.demo import Play, Venue
from bot.demo.team import Teammate
from bot.demo.transcript import Transcript
from bot.messages import announcements
from storage import posts, working
from storage.tables import Rating

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SIZE, WEEKS = {"width": 1280, "height": 800}, 6
LONG_MS = 900_000


class Artist:
    """A browser, and the folder where its pictures go."""

    def __init__(self, browser: Browser, play: Play, folder: Path) -> None:
        self._browser, self._play, self._folder = browser, play, folder

    def page(self, user: str = demo_settings.YOU, scheme: str = "light") -> Page:
        """A page of somebody."""
        context = self._browser.new_context(viewport=SIZE, color_scheme=scheme, device_scale_factor=1.5)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{self._play.slack.url}#{user}/{demo_settings.CHANNEL}")
        expect(page.locator("#list article").first).to_be_visible()
        return page

    def keep(self, page: Page, name: str) -> None:
        """Take the picture, once nothing moves any more."""
        page.wait_for_timeout(600)
        page.screenshot(path=str(self._folder / f"{name}.png"))
        self._play.said.say(f"{name}.png")


def main(
    folder: Annotated[Path, typer.Option(help="Where the pictures go.")] = Path("docs/images"),
    retrain: Annotated[bool, typer.Option(help="Also fine-tune, for the picture of the verdict.")] = False,
) -> None:
    """Run a demo and draw it."""
    folder.mkdir(parents=True, exist_ok=True)
    said = Transcript(Console(stderr=True))
    with TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        venue = Venue(Path(home) / "demo", 0, Path(home) / "none.toml")
        with demo.running(venue, said) as play:
            draw(Artist(browser, play, folder), play, retrain)
        browser.close()


def draw(artist: Artist, play: Play, retrain: bool) -> None:
    """A riddle's day, in the order of its pictures."""
    mates = [Teammate(play.slack.person(user), number) for number, user in enumerate(team.TEAM)]
    message = once.riddle_message(play.slack.person(team.TEAM[0]), timeout=600)
    page = artist.page()
    artist.keep(page, "channel")
    artist.keep(artist.page(scheme="dark"), "channel-dark")
    button(page, "Guess").click()
    field = page.locator("#modal input.field")
    field.fill("a rainbow")
    field.press("Enter")
    expect(page.locator("#modal")).to_contain_text("Attempt 2")
    page.locator("#modal input.field").fill("perhaps a")
    artist.keep(page, "guess")
    page.locator("#modal input.field").fill(answer(play))
    page.locator("#modal input.field").press("Enter")
    expect(page.locator("#modal")).to_contain_text("Correct")
    for criterion, mark in (("helpful", "5"), ("honest", "4")):
        page.locator(f'#modal input[data-key$="/rate_{criterion}/{mark}"]').check()
    page.locator("#modal .body").evaluate("body => body.scrollTo(0, 120)")
    artist.keep(page, "rate")
    page.locator("#modal").get_by_role("button", name="Close").first.click()
    everybody_rates(mates, message)
    page.get_by_role("navigation").get_by_role("button", name="Riddlewire").click()
    page.wait_for_timeout(800)
    artist.keep(page, "home")
    if retrain:
        verdict(artist, play)
    reveal(artist, play)
    week(artist, play)


def everybody_rates(mates: list[Teammate], message: object) -> None:
    """The simulated teammates guess, agree and rate whatever there is, at the same time."""

    def afternoon(mate: Teammate) -> None:
        mate.guess(message, "a rainbow")  # type: ignore[arg-type]
        mate.agree()
        for _ in mate.rate_all():
            pass
        mate.leave()

    threads = [threading.Thread(target=afternoon, args=(mate,)) for mate in mates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)


def verdict(artist: Artist, play: Play) -> None:
    """A retrain, from the command to what the gate says."""
    play.slack.person(demo_settings.YOU).command("/riddle retrain")
    page = artist.page()
    message = page.locator("#list article").filter(has_text="Retrain #").last
    expect(message).to_contain_text(re.compile("fine-tuning|taking the exam"), timeout=LONG_MS)
    artist.keep(page, "retrain")
    expect(message).to_contain_text(re.compile("Promote|Keep|Not enough evidence"), timeout=LONG_MS)
    message.evaluate("message => message.scrollIntoView({block: 'end'})")
    artist.keep(page, "verdict")


def reveal(artist: Artist, play: Play) -> None:
    """The answer, in its place and in its thread."""
    with play.bot.desk.database.reading() as session:
        (first,) = posts.unrevealed(session, demo_settings.CHANNEL, working.now().date())[:1]
    posting.reveal(play.bot.desk, first.id or 0, working.now())
    page = artist.page()
    page.locator("#list .thread-link").first.click()
    artist.keep(page, "answer")


def week(artist: Artist, play: Play) -> None:
    """The weekly summary with its chart."""
    spread(play)
    now = working.now()
    announcements.request_weekly(play.bot.desk, demo_settings.CHANNEL, now.date(), now)
    page = artist.page()
    summary = page.locator("#list article").filter(has_text="The week to").last
    expect(summary).to_be_visible(timeout=LONG_MS)
    link = summary.locator(".thread-link")
    try:
        link.wait_for(timeout=60_000)
        link.click()
        expect(page.get_by_role("complementary", name="Thread").get_by_role("img").last).to_be_visible()
    except Exception as error:  # without a chart the summary itself is the picture  # noqa: BLE001
        play.said.say(f"There is no chart ({type(error).__name__}).")
    page.set_viewport_size({"width": SIZE["width"], "height": 1000})
    summary.evaluate("summary => summary.scrollIntoView()")
    artist.keep(page, "weekly")


def spread(play: Play) -> None:
    """Date the ratings over the last weeks, the newest riddles last."""
    now = working.now()
    with play.bot.desk.database.writing() as session:
        rows = sorted(session.exec(select(Rating)), key=lambda row: row.riddle_id)
        riddles = sorted({row.riddle_id for row in rows})
        for row in rows:
            back = WEEKS - 1 - riddles.index(row.riddle_id) * WEEKS // len(riddles)
            row.at = now - timedelta(weeks=back, hours=1)
            session.add(row)


def button(page: Page, name: str) -> Locator:
    """A button of the newest message that has it."""
    return page.locator("#list").get_by_role("button", name=name, exact=True).last


def answer(play: Play) -> str:
    """The answer of the riddle that is posted."""
    with play.bot.desk.database.reading() as session:
        (first,) = posts.unrevealed(session, demo_settings.CHANNEL, working.now().date())[:1]
        return posts.told(session, first.id or 0).riddle.answer


if __name__ == "__main__":
    typer.run(main)
