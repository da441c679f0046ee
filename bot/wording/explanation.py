"""How it works, and what we store."""

from collections.abc import Sequence

STORED = (
    "What you guess, rate, choose and rewrite is stored under a pseudonym. Nothing of it trains the model unless you "
    "tick the box; then what you said before counts, too. Guesses and messages never do. Clear the box, and the next "
    "training leaves out everything of yours. App Home sends you all we hold, or forgets you."
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
