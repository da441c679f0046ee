"""The report: gathered from a real database, and told as page, Markdown and JSON."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlmodel import Session

from evaluation.report.markdown import markdown
from evaluation.report.page import page
from riddles import article, riddle
from riddles.criteria import Criterion
from riddles.settings import Settings
from riddles.writers import Candidate
from storage import adapters, database, drafts, duels, people, posts, ratings
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Adapter, Dataset, Decision, Person, Riddle, Scorecard
from training.figures import reporting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEYS = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


def written(session: Session, story: str, adapter: str, verse: str) -> int:
    row = drafts.remember_article(session, article.Article(story), "", NOW)
    told = riddle.Riddle((verse,), "river")
    kept = drafts.keep(session, row, Candidate("p", "c", told, "", 0.1), ("tuned", "embedded", adapter), 1, (), NOW)
    assert isinstance(kept, Riddle)
    return kept.id or 0


def filled(opened: Database, home: Path) -> None:
    """Two writers on six stories, three raters, a duel each, a run with its losses."""
    folder = home / "adapters" / "1-new"
    folder.mkdir(parents=True)
    facts = {"steps": 20, "train_loss": 1.2, "held_out_losses": [1.4, 1.3], "losses": [[1, 2.0], [20, 1.1]]}
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    with opened.writing() as session:
        session.add(Dataset(
            id="d" * 64, folder="datasets/d", train_rows=3, held_out_rows=1, created_at=NOW,
            card={"rows": 4, "counts": {"train/liked": 3}, "ratings": 9, "riddles": [1, 2, 3]},
        ))  # fmt: skip
        session.flush()
        adapters.register(session, Adapter(
            id="1-new", folder="adapters/1-new", manifest_sha256="0", base="embedded", dataset_id="d" * 64,
            created_at=NOW,
        ))  # fmt: skip
        adapters.promote(session, "1-new", NOW)
        raters = [people.meet(session, KEYS, ("T1", f"U{number}"), NOW).id or 0 for number in range(3)]
        for number in range(6):
            by_base = written(session, f"Story {number} {EVIL}", "", "I am the same old verse")
            by_new = written(session, f"Story {number} {EVIL}", "1-new", f"I am new verse {number}")
            met = duels.create(session, by_base, by_new, duels.CANARY, NOW)
            for place, rater in enumerate(raters):
                ratings.record(session, by_base, rater, Criterion.HELPFUL, 2 + (number + place) % 2, "1.0", NOW)
                ratings.record(session, by_new, rater, Criterion.HELPFUL, 4 + number % 2, "1.0", NOW)
                duels.vote(session, met.id or 0, rater, duels.SECOND if number else duels.TIE, "1.0", NOW)
            duels.close(session, met.id or 0, NOW)
        posts.create(session, "C1", NOW.date(), session.get_one(Riddle, 1), NOW)
        metrics = {"well_formed": {"value": 0.98, "n": 60, "low": 0.91, "high": 1.0}, "bleu": {"unscored": "no pairs"}}
        for adapter, role in ((None, "base"), ("1-new", "candidate")):
            session.add(Scorecard(adapter_id=adapter, role=role, exam="60-abc", metrics=metrics, created_at=NOW))
        session.add(Decision(
            adapter_id="1-new", verdict="promote", primary="proxy", reasons=[f"It is closer {EVIL}."], promoted=True,
            at=NOW,
        ))  # fmt: skip


def gathered(opened: Database, home: Path) -> dict[str, object]:
    with opened.reading() as session:
        found = reporting.report(session, Settings(), home, simulated=False, now=NOW + timedelta(minutes=1))
    told: dict[str, object] = json.loads(json.dumps(found))
    assert told == found
    return told


class Tags(HTMLParser):
    """The page's elements, checked to be balanced."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    return tags


def test_an_empty_database_makes_a_report_that_says_so(opened: Database, tmp_path: Path) -> None:
    found = gathered(opened, tmp_path)
    tags = parsed(page(found))
    assert "svg" not in tags.seen
    for sentence in ("No run has been judged yet.", "Nobody has voted in a duel yet.", "No exam has been taken yet."):
        assert sentence in page(found)
    assert markdown(found).count("Nothing yet.") == 6
    assert "unknown: no riddle was rated by two people" in markdown(found)


def test_everything_a_team_did_is_in_it(opened: Database, tmp_path: Path) -> None:
    filled(opened, tmp_path)
    found = gathered(opened, tmp_path)
    assert found["current"] == "1-new"
    assert [card["adapter"] for card in found["scorecards"]] == ["1-new", "base"]  # type: ignore[attr-defined]
    # each of the three rated the base's one verse again
    assert found["consistency"] == {"unscored": "too few people rated the same words twice (n=3, 5 are needed)"}
    strengths = {one["name"]: one for one in found["duels"]["strengths"]}  # type: ignore[index]
    assert strengths["1-new"]["value"] > 0 > strengths["base"]["value"]
    (pair,) = found["duels"]["pairs"]  # type: ignore[index]
    assert (pair["writer"], pair["duels"], pair["votes"]) == ("1-new", 6, 18)
    assert found["runs"][0]["losses"] == [[1, 2.0], [20, 1.1]]  # type: ignore[index]
    assert found["datasets"][0]["adapters"] == ["1-new"]  # type: ignore[index]
    assert len(found["samples"][0]["riddles"]) == 2  # type: ignore[index]


def test_the_page_stands_alone_and_foreign_text_is_defused(opened: Database, tmp_path: Path) -> None:
    filled(opened, tmp_path)
    text = page(gathered(opened, tmp_path))
    tags = parsed(text)
    assert tags.seen.count("svg") == 5
    assert re.findall('<svg[^>]* aria-label="([^"]*)"', text) == [
        "Mean ratings by week", "Strengths", "Strengths", "Preference in duels",
        "Run None, adapter 1-new: loss in nats a token over 20 steps",
    ]  # fmt: skip
    assert not {"script", "img", "link", "iframe", "a"} & set(tags.seen)
    assert not re.search(r"https?://|url\(|@import", text)
    assert "&lt;script&gt;" in text
    assert "prefers-color-scheme: dark" in text


def test_markdown_keeps_its_tables_whatever_the_text(opened: Database, tmp_path: Path) -> None:
    filled(opened, tmp_path)
    told = gathered(opened, tmp_path)
    told["decisions"][0]["reasons"] = ["a | b\nc <b>"]  # type: ignore[index]
    text = markdown(told)
    assert "a \\| b c &lt;b>" in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1
    assert "0.98 (0.91 to 1.00, n=60)" in text
    assert "Unscored: bleu: no pairs" in text


def test_simulated_peoples_word_counts_only_if_asked(opened: Database, tmp_path: Path) -> None:
    filled(opened, tmp_path)
    with opened.writing() as session:
        for rating in ratings.of_riddle(session, 1):
            session.get_one(Person, rating.person_id).simulated = True
    with opened.reading() as session:
        assert reporting.report(session, Settings(), tmp_path, False, NOW)["duels"]["votes"] == 0
        assert reporting.report(session, Settings(), tmp_path, True, NOW)["duels"]["votes"] == 18
