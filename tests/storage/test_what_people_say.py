"""Thumbs, rewrites, reports, and what is counted of them."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from riddles.criteria import Criterion
from riddles.errors import StorageError
from riddles.riddle import completion_of
from storage import duels, guesses, people, play, posts, ratings, reports, rewrites, thumbs
from storage.database import Database
from storage.play import Day, Played
from storage.reports import Visibility
from storage.tables import Person, Report
from tests.storage.test_posts_and_opinions import TODAY, drafted, person


def riddle_id(session: Session, now: datetime, title: str = "one") -> int:
    made = drafted(session, now, title).id
    assert made is not None
    return made


def test_the_last_thumb_wins_and_can_be_taken_back(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        riddle, ann, bob = riddle_id(session, now), person(session, now, "U1"), person(session, now, "U2")
        thumbs.record(session, riddle, ann, True, "2.0", now)
        assert thumbs.record(session, riddle, ann, False, "1.0", now).up is True
        thumbs.record(session, riddle, bob, False, "3.0", now)
        assert thumbs.of_others(session, riddle, ann) == (0, 1)
        assert thumbs.of_others(session, riddle, bob) == (1, 0)
        thumbs.record(session, riddle, bob, None, "4.0", now)
        assert thumbs.of_others(session, riddle, ann) == (0, 0)


def test_a_person_has_one_version_of_a_riddle(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        riddle, ann = riddle_id(session, now), person(session, now, "U1")
        first = rewrites.record(session, riddle, ann, ("I flow\nWho am I?", True), (), now)
        again = rewrites.record(session, riddle, ann, ("I run\nWho am I?", False), ("harm: no",), now)
        assert first.id == again.id
        assert (again.text, again.credited, again.screened_out) == ("I run\nWho am I?", False, ["harm: no"])


def test_only_versions_that_passed_and_want_it_are_credited(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        riddle = riddle_id(session, now)
        for user, named, reasons in (("U1", True, ()), ("U2", False, ()), ("U3", True, ("harm: no",))):
            rewrites.record(session, riddle, person(session, now, user), (user, named), reasons, now)
        assert [version.text for version, _author in rewrites.credited(session, riddle)] == ["U1"]


def test_a_version_takes_the_place_of_the_verse_only(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        better = rewrites.whole("  I  flow \n\nWho am I?", drafted(session, now, "one"))
    assert completion_of(better) == "I flow\nWho am I?\nAnswer: river\nAlso: stream\nHint: wet"


def test_a_report_hides_the_riddle_until_an_admin_decides(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        made = drafted(session, now, "one")
        assert made.id is not None
        ann, bob, admin = (person(session, now, user) for user in ("U1", "U2", "U3"))
        assert reports.file(session, made.id, ann, "It is wrong.", now)
        assert not reports.file(session, made.id, ann, "It is still wrong.", now)
        assert reports.visibility(session, made) is Visibility.UNDER_REVIEW
        assert reports.decide(session, made.id, admin, False, now)
        assert reports.visibility(session, made) is Visibility.SHOWN
        assert not reports.decide(session, made.id, admin, True, now)
        assert reports.file(session, made.id, bob, "I think so too.", now)
        assert reports.visibility(session, made) is Visibility.SHOWN  # an admin has looked already
        assert [row.upheld for row in session.exec(select(Report))] == [False, None]


def test_an_upheld_report_withdraws_the_riddle_for_good(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        made = drafted(session, now, "one")
        assert made.id is not None
        reports.file(session, made.id, person(session, now, "U1"), "It hurts.", now)
        assert reports.decide(session, made.id, None, True, now)
        assert reports.visibility(session, made) is Visibility.WITHDRAWN
        assert reports.decide(session, made.id, None, False, now)  # an admin may think again
        assert reports.visibility(session, made) is Visibility.SHOWN
        with pytest.raises(StorageError, match="no riddle 99"):
            reports.decide(session, 99, None, True, now)


def test_what_a_person_did_is_counted_once_each(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        ann, bob = person(session, now, "U1"), person(session, now, "U2")
        one, two = drafted(session, now, "one"), drafted(session, now, "one")
        post = posts.create(session, "C1", TODAY, one, now)
        looked = posts.create(session, "C1", TODAY - timedelta(days=1), drafted(session, now, "two"), now)
        assert post.id and looked.id and one.id and two.id  # noqa: PT018  # stored rows have ids
        guesses.record(session, post.id, ann, "boat", False, now)
        guesses.record(session, post.id, ann, "river", True, now)
        guesses.give_up(session, looked.id, ann, now)
        for criterion in Criterion:
            ratings.record(session, one.id, ann, criterion, None, "1.0", now)
        duel = duels.create(session, one.id, two.id, duels.TEACHING, now)
        assert duel.id is not None
        duels.vote(session, duel.id, ann, duels.TIE, "1.0", now)
        rewrites.record(session, one.id, ann, ("better", False), (), now)
        rewrites.record(session, two.id, ann, ("worse", False), ("leak: no",), now)
        assert play.played(session, ann) == Played(1, 1, 1, 1, 1)
        assert play.played(session, ann, now + timedelta(days=1)) == Played(0, 0, 0, 0, 0)
        assert play.played(session, bob) == Played(0, 0, 0, 0, 0)
        assert play.days(session, ann) == [Day(TODAY, True, False), Day(TODAY - timedelta(days=1), False, False)]
        assert [(one.number, len(one.guesses), len(one.values)) for one in play.history(session, ann)] == [
            (2, 1, 0),
            (1, 2, 3),
        ]
        assert play.history(session, bob) == []


def test_the_last_click_on_a_setting_wins_whatever_arrives_last(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        who = session.get(Person, person(session, now, "U1"))
        assert who is not None
        people.consent(session, who, True, now, "10.5")
        people.consent(session, who, False, now, "9.5")
        assert who.consented_at == now
        people.lead(session, who, True, "11.0")
        people.lead(session, who, False, "10.9")
        assert [one.id for one in people.leaders(session)] == [who.id]
        people.consent(session, who, False, now, "11.0")
        assert who.consented_at is None


def test_reminders_go_to_who_asked_and_does_not_snooze(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        who = session.get(Person, person(session, now, "U1"))
        assert who is not None
        assert people.reminded(session, TODAY) == []
        people.remind(session, who, True, "1.0")
        people.snooze(session, who, TODAY + timedelta(days=7), "2.0")
        people.snooze(session, who, TODAY, "1.5")
        assert people.reminded(session, TODAY + timedelta(days=6)) == []
        assert people.reminded(session, TODAY + timedelta(days=7)) == [who]
        people.remind(session, who, True, "3.0")
        assert people.reminded(session, TODAY) == [who]
        people.remind(session, who, False, "4.0")
        assert people.reminded(session, TODAY + timedelta(days=7)) == []
