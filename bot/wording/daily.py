"""The riddle in the channel, and its answer."""

WRITTEN_BY_MODEL = "AI-written, may be wrong"
ANSWER_IS_OUT = "The answer is out."
UNDER_REVIEW = "This riddle is hidden: somebody reported a problem, and an admin will look at it."
WITHDRAWN = "This riddle was withdrawn by an admin."
LIKED, DISLIKED = "Good riddle", "Bad riddle"
VERSION_TAKEN_BACK = "A rewritten version stood here; its author has taken it back."


def headline(number: int, edition: int) -> str:
    """The title of a post."""
    return f"{'Daily riddle' if edition == 1 else 'Extra riddle'} #{number}"


def solved(guessed: int, right: int) -> str:
    """How people fared with a post."""
    if not guessed:
        return "Nobody has guessed"
    return f"{right} of {guessed} solved it" if right else f"Nobody solved it ({guessed} tried)"


def rewritten_by(name: str) -> str:
    """Who wrote the version that follows. ``name`` is a mention."""
    return f"Rewritten by {name}:"
