"""The riddle in the channel, and its answer."""

WRITTEN_BY_MODEL = "written by our model, it may be wrong"
ANSWER_IS_OUT = "The answer is out."


def headline(number: int, edition: int) -> str:
    """The title of a post."""
    return f"{'Daily riddle' if edition == 1 else 'Extra riddle'} #{number}"


def solved(guessed: int, right: int) -> str:
    """How people fared with a post."""
    if not guessed:
        return "Nobody has guessed"
    return f"{right} of {guessed} solved it" if right else f"Nobody solved it ({guessed} tried)"
