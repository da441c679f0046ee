"""Which riddles meet in a teaching duel."""

from pathlib import Path

from bot.day import matching
from storage import duels
from tests.bot.listeners.stage import NOW, desk_in, draft


def test_the_best_meets_the_one_that_is_least_like_it_and_only_once(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with desk.database.writing() as session:
        best = draft(session, "river", 1, NOW, text="I run to the sea")
        draft(session, "river", 2, NOW, text="I run to the shore", article_id=best.article_id)
        other = draft(session, "river", 3, NOW, text="My bed is never made", article_id=best.article_id)
        draft(session, "lake", 4, NOW)
    for _ in range(2):
        matching.match(desk, NOW)
    with desk.database.reading() as session:
        (duel,) = duels.open_duels(session)
    assert (duel.first_id, duel.second_id, duel.purpose) == (best.id, other.id, duels.TEACHING)
    desk.database.close()


def test_likeness_is_the_share_of_common_words() -> None:
    assert matching.likeness("a river runs", "A river, runs!") == 1.0
    assert matching.likeness("a river", "the sea") == 0.0
    assert matching.likeness("", "") == 1.0
