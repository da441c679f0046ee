"""Posts, guesses, ratings and drafts: what happens to one riddle between its draft and its ratings."""

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from sqlmodel import Session

from riddles import article, riddle
from riddles.criteria import Criterion
from riddles.errors import SlackError, StorageError
from riddles.writers import Candidate
from storage import drafts, guesses, people, posts, ratings
from storage.database import Database
from storage.people import Pseudonyms
from storage.tables import Person, Post, Rejection, Riddle

TODAY = date(2026, 11, 20)
AUTHOR = ("tuned", "embedded", "")


def drafted(session: Session, now: datetime, title: str, screened_out: tuple[str, ...] = ()) -> Riddle:
    row = drafts.remember_article(session, article.Article(title, "A story.", f"https://example.com/{title}"), "", now)
    verse = riddle.Riddle((f"I am the line about {title}",), "river", ("stream",), ("wet",))
    kept = drafts.keep(session, row, Candidate("prompt", "completion", verse, "", 0.1), AUTHOR, 1, screened_out, now)
    assert isinstance(kept, Riddle)
    return kept


def person(session: Session, now: datetime, user: str) -> int:
    met = people.meet(session, Pseudonyms(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="), ("T1", user), now)
    assert met.id is not None
    return met.id


def posted(session: Session, now: datetime, title: str = "one") -> Post:
    return posts.create(session, "C1", TODAY, drafted(session, now, title), now)


def test_a_candidate_that_broke_the_contract_is_counted_but_never_ready(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        row = drafts.remember_article(session, article.Article("one"), "", now)
        kept = drafts.keep(session, row, Candidate("p", "nonsense", None, "no answer", 0.1), AUTHOR, 1, (), now)
        assert isinstance(kept, Rejection)
        assert kept.reason == "no answer"
        assert drafts.ready(session, "C1", now, None) == []


def test_only_riddles_that_passed_the_screen_on_stories_new_to_the_channel_are_ready(
    opened: Database, now: datetime
) -> None:
    with opened.writing() as session:
        drafted(session, now, "screened", ("leak: names the answer",))
        posts.create(session, "C1", TODAY, drafted(session, now, "posted"), now)
        drafted(session, now - timedelta(days=2), "old")
        good = drafted(session, now, "good")
        assert [row.id for row in drafts.ready(session, "C1", now - timedelta(days=1), None)] == [good.id]
        assert len(drafts.ready(session, "C2", now - timedelta(days=1), None)) == 2
        assert drafts.ready(session, "C1", now, "1-abc") == []


def test_a_second_post_on_a_date_is_the_next_edition_and_numbers_count_the_channel(
    opened: Database, now: datetime
) -> None:
    with opened.writing() as session:
        first, second = posted(session, now, "one"), posted(session, now, "two")
        assert (first.edition, second.edition) == (1, 2)
        assert posts.told(session, second.id or 0).number == 2


def test_a_post_of_another_database_is_refused(opened: Database) -> None:
    with pytest.raises(StorageError, match="no post 7"), opened.reading() as session:
        posts.told(session, 7)


def test_the_tally_counts_people_not_attempts(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        post_id = posted(session, now).id or 0
        one, two = person(session, now, "U1"), person(session, now, "U2")
        guesses.record(session, post_id, one, "lake", False, now)
        guesses.record(session, post_id, one, "river", True, now)
        guesses.give_up(session, post_id, two, now)
        assert posts.tally(session, post_id) == posts.Tally(guessed=2, solved=1)


def test_giving_up_after_the_end_adds_nothing(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        post_id, one = posted(session, now).id or 0, person(session, now, "U1")
        guesses.record(session, post_id, one, "river", True, now)
        guesses.give_up(session, post_id, one, now)
        assert [guess.right for guess in guesses.of(session, post_id, one)] == [True]


def test_the_last_click_wins_in_whatever_order_the_clicks_arrive(opened: Database, now: datetime) -> None:
    clicks = [("100.000001", 1), ("100.000002", 5), ("99.900000", 3)]
    for number, order in enumerate(permutations(clicks)):
        with opened.writing() as session:
            riddle_id = drafted(session, now, f"story {number}").id or 0
            who = person(session, now, "U1")
            for ts, value in order:
                ratings.record(session, riddle_id, who, Criterion.HELPFUL, value, ts, now)
            assert ratings.of_person(session, riddle_id, who) == {Criterion.HELPFUL: 5}


def test_cannot_tell_is_stored_as_such_and_a_value_off_the_scale_is_refused(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        riddle_id, who = drafted(session, now, "one").id or 0, person(session, now, "U1")
        ratings.record(session, riddle_id, who, Criterion.HONEST, None, "1.0", now)
        assert ratings.of_person(session, riddle_id, who) == {Criterion.HONEST: None}
        with pytest.raises(SlackError, match="off the scale"):
            ratings.record(session, riddle_id, who, Criterion.HONEST, 6, "2.0", now)


def test_only_ratings_of_people_who_agreed_are_taken_for_training(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        riddle_id = drafted(session, now, "one").id or 0
        one, two = person(session, now, "U1"), person(session, now, "U2")
        for who in (one, two):
            ratings.record(session, riddle_id, who, Criterion.HELPFUL, 5, "1.0", now)
        assert ratings.consented(session) == []
        people.consent(session, ratings_person(session, one), True, now)
        assert [rating.person_id for rating, _ in ratings.consented(session)] == [one]


def ratings_person(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id)
    assert found is not None
    return found


def test_the_riddle_others_began_to_rate_is_offered_first_and_never_twice(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        begun, fresh = drafted(session, now, "begun"), drafted(session, now, "fresh")
        one, two = person(session, now, "U1"), person(session, now, "U2")
        ratings.record(session, begun.id or 0, one, Criterion.HELPFUL, 4, "1.0", now)
        first = drafts.to_rate(session, two, now)
        assert first is not None
        assert first.id == begun.id
        ratings.record(session, begun.id or 0, two, Criterion.HELPFUL, 4, "1.0", now)
        second = drafts.to_rate(session, two, now)
        assert second is not None
        assert second.id == fresh.id
        assert drafts.waiting_to_rate(session, two, now) == 1


def test_a_posted_riddle_is_not_in_the_queue(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        posted(session, now)
        assert drafts.to_rate(session, person(session, now, "U1"), now) is None
