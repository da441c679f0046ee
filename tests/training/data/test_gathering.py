"""From rows of a database to evidence: ratings, duels and rewrites of people who agreed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from riddles.article import Article
from riddles.criteria import Criterion
from riddles.errors import TooFewExamples
from riddles.riddle import Riddle, completion_of
from riddles.writers import Candidate
from storage import database, drafts, people, ratings, tables
from storage.database import Database
from storage.people import Pseudonyms
from training.data import gathering
from training.data.consensus import Consensus
from training.data.gathering import Gathered
from training.data.labels import Label

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KEY = Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    made = database.open_file(tmp_path / "riddlewire.db", create=True)
    yield made
    made.close()


def person(session: Session, user: str, consent: bool = True, simulated: bool = False) -> int:
    found = people.meet(session, KEY, ("T1", user), NOW, simulated)
    people.consent(session, found, consent, NOW)
    return found.id or 0


HINTS = ("In {place}", "It mentions {number}", "The headline: {headline}")


def riddle(session: Session, number: int, story: int | None = None, hidden: bool = False) -> int:
    told = Riddle((f"Line one of {number}", f"Line two of {number}"), "river", (), HINTS)
    article = drafts.remember_article(session, Article(f"Story {story if story is not None else number}"), "", NOW)
    candidate = Candidate(f"prompt {article.id}", completion_of(told), told, "", 0.1)
    row = drafts.keep(session, article, candidate, ("tuned", "embedded", ""), 1, (), NOW)
    assert isinstance(row, tables.Riddle)
    row.hidden = hidden
    session.add(row)
    return row.id or 0


def rate(session: Session, riddle_id: int, persons: list[int], value: int) -> None:
    for one in persons:
        ratings.record(session, riddle_id, one, Criterion.HELPFUL, value, "1.0", NOW)


def duel(session: Session, first: int, second: int, votes: dict[int, str | None], purpose: str = "teaching") -> None:
    article = session.get_one(tables.Riddle, first).article_id
    row = tables.Duel(article_id=article, first_id=first, second_id=second, purpose=purpose, created_at=NOW)
    session.add(row)
    session.flush()
    assert row.id is not None
    for voter, choice in votes.items():
        session.add(tables.DuelVote(
            duel_id=row.id, person_id=voter, choice=choice, swapped=False, action_ts="1.0", at=NOW
        ))  # fmt: skip


def rewrite(session: Session, riddle_id: int, author: int, text: str, screened_out: tuple[str, ...] = ()) -> None:
    session.add(
        tables.Rewrite(riddle_id=riddle_id, person_id=author, text=text, screened_out=list(screened_out), at=NOW)
    )


def gathered(opened: Database, simulated: bool = False) -> Gathered:
    with opened.reading() as session:
        return gathering.gather(session, "embedded", 3, simulated)


def test_a_label_goes_back_to_the_ratings_that_made_it(opened: Database) -> None:
    with opened.writing() as session:
        team = [person(session, f"U{n}") for n in range(3)]
        rate(session, riddle(session, 1), team, 5)
    (only,) = gathered(opened).evidence.labelled
    assert (only.label, only.value, only.rating_ids) == (Label.LIKED, 5.0, (1, 2, 3))


def test_a_duel_goes_back_to_its_votes_and_names_the_winner(opened: Database) -> None:
    with opened.writing() as session:
        team = [person(session, f"U{n}") for n in range(4)]
        one, other = riddle(session, 1, story=1), riddle(session, 2, story=1)
        duel(session, one, other, dict(zip(team, ("second", "second", "second", None), strict=True)))
    (won,) = gathered(opened).evidence.duels
    assert (won.winner[0], won.loser[0], won.vote_ids) == (other, one, (1, 2, 3))


def test_votes_that_judge_an_adapter_are_not_trained_on(opened: Database) -> None:
    with opened.writing() as session:
        team = [person(session, f"U{n}") for n in range(3)]
        one, other = riddle(session, 1, story=1), riddle(session, 2, story=1)
        duel(session, one, other, dict.fromkeys(team, "first"), purpose="canary")
    assert gathered(opened).evidence.duels == []


def test_what_people_say_without_consent_or_of_hidden_riddles_teaches_nothing(opened: Database) -> None:
    with opened.writing() as session:
        shy = [person(session, f"U{n}", consent=False) for n in range(3)]
        open_ = [person(session, f"V{n}") for n in range(3)]
        hidden, shown, other = riddle(session, 1, hidden=True), riddle(session, 2, story=2), riddle(session, 3, story=2)
        rate(session, hidden, open_, 5)
        rate(session, shown, shy, 5)
        duel(session, shown, other, dict.fromkeys(shy, "first"))
        rewrite(session, shown, shy[0], "A better line\nAnd its rhyme, so fine")
        rewrite(session, hidden, open_[0], "A better line\nAnd its rhyme, so fine")
    found = gathered(opened).evidence
    assert (found.labelled, found.duels, found.rewrites) == ([], [], [])


def test_simulated_people_count_only_where_they_are_asked_for(opened: Database) -> None:
    with opened.writing() as session:
        team = [person(session, f"U{n}", simulated=True) for n in range(3)]
        one, other = riddle(session, 1, story=1), riddle(session, 2, story=1)
        rate(session, one, team, 5)
        duel(session, one, other, dict.fromkeys(team, "first"))
        rewrite(session, one, team[0], "A better line\nAnd its rhyme, so fine")
    for simulated in (False, True):
        found = gathered(opened, simulated).evidence
        assert len(found.labelled) == len(found.duels) == len(found.rewrites) == simulated


def test_a_rewritten_verse_keeps_the_models_answer_and_hints_slots_and_all(opened: Database) -> None:
    with opened.writing() as session:
        author = person(session, "U1")
        rewrite(session, riddle(session, 1), author, "A better line\n\n  And its rhyme, so fine \n")
        rewrite(session, riddle(session, 2), author, "A whole riddle\nAnswer: stream\nHint: wet")
        rewrite(session, riddle(session, 3), author, "See https://example.com")
        rewrite(session, riddle(session, 4), author, "Refused at the door", ("harm: no",))
    found = gathered(opened).evidence.rewrites
    assert [one.completion for one in found] == [
        "\n".join(["A better line", "And its rhyme, so fine", "Answer: river", *(f"Hint: {hint}" for hint in HINTS)]),
        "A whole riddle\nAnswer: stream\nHint: wet",
    ]


def test_a_spammer_neither_makes_nor_vetoes_a_label(opened: Database) -> None:
    with opened.writing() as session:
        team = [person(session, f"U{n}") for n in range(4)]
        spammer = person(session, "USPAM")
        for number in range(8):
            made = riddle(session, number)
            rate(session, made, team, 5 if number % 2 else 1)
            for criterion in Criterion:
                ratings.record(session, made, spammer, criterion, 1, "1.0", NOW)
    found = gathered(opened)
    assert found.consensus.quarantined == 1
    assert [one.label for one in found.evidence.labelled] == [Label.DISLIKED, Label.LIKED] * 4
    assert all(len(one.rating_ids) == 4 for one in found.evidence.labelled)


def test_a_team_that_contradicts_itself_is_told_so() -> None:
    with pytest.raises(TooFewExamples, match="4 of 12 people clearly contradict the others"):
        gathering.refuse_discord(Consensus({}, 12, 4))
    gathering.refuse_discord(Consensus({}, 12, 2))
