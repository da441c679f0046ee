"""Duels: two riddles on one article, blind, in an order of each person's own."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from riddles.errors import SlackError, StorageError
from storage import duels, guesses, people, posts
from storage.database import Database
from storage.tables import Duel, DuelVote, Person, Riddle
from tests.storage.test_posts_and_opinions import TODAY, drafted, person


def pair(session: Session, now: datetime, title: str = "one", purpose: str = duels.TEACHING) -> Duel:
    one, two = drafted(session, now, title), drafted(session, now, title)
    assert one.id is not None
    assert two.id is not None
    return duels.create(session, one.id, two.id, purpose, now)


def cast(session: Session, duel: Duel, person_id: int, choice: str | None, now: datetime, ts: str = "1.0") -> DuelVote:
    assert duel.id is not None
    return duels.vote(session, duel.id, person_id, choice, ts, now)


def test_two_riddles_meet_once_in_whichever_order(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        duel = pair(session, now)
        again = duels.create(session, duel.second_id, duel.first_id, duels.CANARY, now)
        assert (again.id, again.purpose) == (duel.id, duels.TEACHING)


def test_what_cannot_be_compared_makes_no_duel(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        one, other = drafted(session, now, "one").id, drafted(session, now, "two").id
        refused = drafted(session, now, "one", ("leak: it says the answer",)).id
        assert one
        assert other
        assert refused
        for first, second, purpose in ((one, one, "teaching"), (one, other, "teaching"), (one, 999, "canary")):
            with pytest.raises(StorageError, match="two different riddles"):
                duels.create(session, first, second, purpose, now)
        with pytest.raises(StorageError, match="passed the screen"):
            duels.create(session, one, refused, "teaching", now)
        with pytest.raises(StorageError, match="cannot be for 'fun'"):
            duels.create(session, one, one, "fun", now)
        with pytest.raises(StorageError, match="no duel 77"):
            duels.get(session, 77)


def test_the_order_is_drawn_once_for_each_person(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        duel, ann, bob = pair(session, now), person(session, now, "U1"), person(session, now, "U2")
        assert duel.id is not None
        assert duels.shown_to(session, duel.id, ann, now, lambda: True).swapped
        assert not duels.shown_to(session, duel.id, bob, now, lambda: False).swapped
        assert duels.shown_to(session, duel.id, ann, now, lambda: False).swapped
        assert not duels.shown_to(session, duel.id, bob, now, lambda: True).swapped


def test_both_orders_are_drawn(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        duel = pair(session, now)
        assert duel.id is not None
        people_ids = [person(session, now, f"U{number}") for number in range(40)]
        drawn = {duels.shown_to(session, duel.id, who, now).swapped for who in people_ids}
        assert drawn == {True, False}  # alike for forty people once in half a million million times


def test_the_last_word_wins_and_may_be_to_take_it_back(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        duel, ann = pair(session, now), person(session, now, "U1")
        cast(session, duel, ann, duels.TIE, now, "10.5")
        assert cast(session, duel, ann, duels.FIRST, now, "9.5").choice == duels.TIE
        assert cast(session, duel, ann, duels.SECOND, now, "11").choice == duels.SECOND
        assert [one.count(duels.SECOND) for one in duels.voted(session)] == [1]
        cast(session, duel, ann, None, now, "12")
        assert duels.voted(session) == []
        assert [one.id for one in duels.waiting(session, ann, now)] == [duel.id]
        with pytest.raises(SlackError, match="no choice 'third'"):
            cast(session, duel, ann, "third", now)


def test_a_closed_duel_takes_no_vote_and_keeps_its_votes(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        duel, ann, bob = pair(session, now), person(session, now, "U1"), person(session, now, "U2")
        cast(session, duel, ann, duels.BOTH_BAD, now)
        assert duel.id is not None
        for later in (now, now + timedelta(hours=1)):
            duels.close(session, duel.id, later)
        assert duel.closed_at == now
        with pytest.raises(SlackError, match="closed"):
            cast(session, duel, bob, duels.TIE, now)
        assert duels.next_for(session, bob, now) is None
        assert duels.open_duels(session) == []
        assert [one.count(duels.BOTH_BAD) for one in duels.voted(session)] == [1]


def test_a_canary_is_offered_first_then_what_others_began(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        ann, bob = person(session, now, "U1"), person(session, now, "U2")
        begun, newest = pair(session, now, "begun"), pair(session, now, "newest")
        canary = pair(session, now, "canary", duels.CANARY)
        cast(session, begun, bob, duels.TIE, now)
        assert [duel.id for duel in duels.waiting(session, ann, now)] == [canary.id, begun.id, newest.id]
        assert [duel.id for duel in duels.open_duels(session, duels.CANARY)] == [canary.id]
        assert duels.next_for(session, ann, now + timedelta(days=20)) is None


def test_a_duel_gives_no_answer_away_that_may_still_be_guessed(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        ann, bob, duel = person(session, now, "U1"), person(session, now, "U2"), pair(session, now)
        riddle = session.get(Riddle, duel.first_id)
        assert riddle is not None
        post = posts.create(session, "C1", TODAY, riddle, now)
        assert post.id is not None
        guesses.give_up(session, post.id, bob, now)
        assert [duels.next_for(session, who, now) for who in (ann, bob)] == [None, duel]
        posts.reveal(session, post, now)
        session.flush()
        assert duels.next_for(session, ann, now) == duel


def test_hidden_riddles_are_neither_offered_nor_counted(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        duel, ann = pair(session, now), person(session, now, "U1")
        cast(session, duel, ann, duels.FIRST, now)
        riddle = session.get(Riddle, duel.second_id)
        assert riddle is not None
        riddle.hidden = True
        session.flush()
        assert duels.voted(session) == []
        assert duels.next_for(session, person(session, now, "U2"), now) is None


def test_votes_tell_who_agreed_to_training_and_which_adapters_met(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        duel, ann, bob = pair(session, now, "x", duels.CANARY), person(session, now, "U1"), person(session, now, "U2")
        pair(session, now, "y")
        for row in (ann, bob):
            cast(session, duel, row, duels.FIRST, now)
        met = session.get(Person, ann)
        assert met is not None
        people.consent(session, met, True, now)
        found = duels.voted(session, duels.CANARY)
        assert [[ballot.consented for ballot in one.ballots] for one in found] == [[True, False]]
        assert duels.voted(session, duels.TEACHING) == []
        assert duels.voted(session, adapter_id="3-abc") == []


def test_riddles_of_one_writer_on_one_story_wait_to_meet(opened: Database, now: datetime) -> None:
    with opened.writing() as session:
        drafted(session, now, "single")
        drafted(session, now, "screened")
        drafted(session, now, "screened", ("harm: it hurts",))
        best, second = drafted(session, now, "two"), drafted(session, now, "two")
        pair(session, now, "met")
        assert [[one.id for one in group] for group in duels.pairless(session, now)] == [[best.id, second.id]]
        assert duels.pairless(session, now + timedelta(days=1)) == []
