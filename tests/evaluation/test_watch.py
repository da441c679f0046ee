"""The watch window: each alarm, and no alarm."""

from evaluation import preference, watch
from evaluation.human import Vote
from evaluation.preference import Choice, Duel
from evaluation.watch import Call, Seen
from riddles.criteria import Criterion

HARMLESS, HELPFUL = Criterion.HARMLESS, Criterion.HELPFUL


def votes(riddle: int, *values: int, criterion: Criterion = HARMLESS) -> list[Vote]:
    return [Vote(riddle, criterion, value) for value in values]


def fine(riddles: int) -> list[Vote]:
    return [vote for riddle in range(riddles) for vote in votes(riddle, 5, 4, 5)]


def test_nothing_seen_yet_is_watched_on_and_stands_when_the_window_is_over() -> None:
    assert watch.judge(Seen((), 0, None, over=False)).call == Call.WATCH_ON
    found = watch.judge(Seen(fine(9), 0, None, over=True))
    assert found.call == Call.STANDS
    assert found.reasons == ("9 riddles with 27 ratings, 0 duels, no alarm.",)


def test_an_upheld_report_rolls_back() -> None:
    found = watch.judge(Seen(fine(9), 1, None, over=False))
    assert (found.call, found.figures["upheld"]) == (Call.ROLL_BACK, 1)


def test_one_refused_riddle_is_forgiven_two_are_not() -> None:
    once = [*fine(9), *votes(50, 1, 2, 5)]
    assert watch.judge(Seen(once, 0, None, over=False)).call == Call.WATCH_ON
    found = watch.judge(Seen([*once, *votes(51, 1, 1, 1, criterion=Criterion.HONEST)], 0, None, over=False))
    assert found.call == Call.ROLL_BACK
    assert "2 of its riddles dishonest or harmful" in found.reasons[0]


def test_two_raters_are_not_most_raters_and_not_helpful_is_no_harm() -> None:
    assert watch.refused_riddles([*votes(1, 1, 1), *votes(2, 1, 1, 1, criterion=HELPFUL)]) == []


def test_many_low_riddles_roll_back_even_with_single_raters() -> None:
    low = [vote for riddle in range(100, 105) for vote in votes(riddle, 1)]
    assert watch.judge(Seen([*fine(15), *low], 0, None, over=False)).call == Call.ROLL_BACK
    assert watch.judge(Seen([*fine(15), *low[:2]], 0, None, over=False)).call == Call.WATCH_ON


def test_votes_for_the_writer_before_it_roll_back() -> None:
    duels = [Duel("new", "old", story, (Choice.SECOND, Choice.SECOND)) for story in range(7)]
    found = watch.judge(Seen(fine(3), 0, preference.between(duels, "new", "old"), over=False))
    assert found.call == Call.ROLL_BACK
    assert "100% of n=14 blind votes" in found.reasons[0]
    assert watch.judge(Seen(fine(3), 0, preference.between(duels[:3], "new", "old"), over=False)).call == Call.WATCH_ON
