"""Points and streaks. Pure. The formula is published on App Home: it pays for taking part, never for agreeing."""

from collections.abc import Sequence

from storage.play import Day, Played

GUESSED, SOLVED, RATED, DUELLED, REWROTE = 1, 1, 2, 1, 3  # points for each


def points(played: Played) -> int:
    """What a person has earned. What they said, or what others say, makes no difference."""
    return (
        GUESSED * played.guessed + SOLVED * played.solved + RATED * played.rated
        + DUELLED * played.duelled + REWROTE * played.rewrote
    )  # fmt: skip


def streak(days: Sequence[Day]) -> int:
    """How many riddle days in a row a person has guessed, up to now.

    ``days`` are the dates that had a riddle, newest first; weekends, holidays and skipped days are none. A day whose
    answer is not out yet counts if the person guessed, and breaks nothing if not.
    """
    count = 0
    for position, day in enumerate(days):
        if day.guessed:
            count += 1
        elif position > 0 or day.revealed:
            break
    return count
