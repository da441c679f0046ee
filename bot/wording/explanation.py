"""How it works, and what we store."""

from collections.abc import Sequence

STORED = (
    "We store what you guess, rate, choose and rewrite under a pseudonym. It trains the model only if you tick the "
    "box, and then also what you said before; guesses and messages never do. Clear the box, and the next training "
    "leaves it all out. App Home sends you everything we hold, or forgets you."
)


def how_it_works(guesses: int) -> Sequence[str]:
    """Paragraphs of the explanation."""
    return (
        "Each working day our own language model reads the news and turns one story into a riddle.",
        f"Press Guess to try: you have {guesses} attempts, and only you see them. Hints go from vague to near. "
        "The answer and its story are shown in the channel later in the day.",
        "Then say how good the riddle was. Ratings are what the model learns from, if you allow it.",
        "The riddle is written by a machine. It may be wrong or clumsy: low ratings help as much as high ones.",
        STORED,
    )
