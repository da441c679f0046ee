"""The demo's simulated teammates, at the real listeners."""

from bot.demo.team import Teammate
from storage import duels, tables
from tests.bot.listeners.stage import Stage


def test_a_teammate_rates_and_compares_by_taste(stage: Stage) -> None:
    likes_one, likes_both = stage.duel(ending="Has one\nHas three lines"), stage.duel()
    mate = Teammate(stage.person("U0TEAM1"), 1)
    mate.guess(stage.post("river"), "a rainbow")
    mate.agree()
    assert len(list(mate.rate_all())) == 5
    assert len(list(mate.compare_all())) == 2
    mate.leave()
    chosen = {vote.duel_id: vote.choice for vote in stage.rows(tables.DuelVote)}
    assert chosen == {likes_one.id: duels.FIRST, likes_both.id: duels.TIE}
    assert all(person.simulated for person in stage.rows(tables.Person))


def test_a_teammate_with_nothing_to_compare_goes_on(stage: Stage) -> None:
    mate = Teammate(stage.person("U0TEAM1"), 1)
    mate.guess(stage.post("lake"), "a rainbow")
    assert list(mate.compare_all()) == []
    mate.leave()
