"""The ids of everything that can be clicked or submitted, defined once. Old messages hold them: never change one."""

from riddles.criteria import Criterion

COMMAND = "/riddle"

GUESS = "guess"  # value: post id
HINT = "hint"  # value: post id
HOW = "how_it_works"
RATE = "rate"  # value: post id
SHOW_ANSWER = "show_answer"  # value: post id
RATE_WAITING = "rate_waiting"  # opens the first unposted riddle to rate
RATE_ANOTHER = "rate_another"  # value: id of the riddle on show
CONSENT = "consent"
RATINGS: dict[Criterion, str] = {criterion: f"rate_{criterion}" for criterion in Criterion}

GUESS_VIEW = "guess_view"  # private_metadata: post id
GUESS_INPUT = "guess_text"  # action id of the input; its block id changes with every attempt

CANT_TELL = "cant_tell"  # value of that choice; the others are the digits
AGREED = "agreed"  # value of the consent box


def rating_block(riddle_id: int, criterion: Criterion) -> str:
    """The block id of a rating: which riddle and which criterion. ``bot.payloads`` reads it back."""
    return f"rating:{riddle_id}:{criterion}"


def guess_block(attempt: int) -> str:
    """The block id of the guess input: a new one for each attempt, so that Slack empties the field."""
    return f"guess:{attempt}"
