"""Duels: which of two riddles is better."""

DUEL_TITLE = "Which is better?"
DUEL_INTRO = "Two riddles on one story. Who wrote which is not told, and everybody sees them in an order of their own."
A_BETTER, B_BETTER, TIE, BOTH_BAD = "A is better", "B is better", "A tie", "Both are bad"
ANOTHER_DUEL = "Another one"
DUEL_UNDONE = "Taken back. Choose again, if you like."
NO_DUEL = "There is nothing to compare just now. Thank you!"
DUEL_WAITS = "Two riddles on one story want to know which of them is better."
NO_DUEL_WAITS = "There is nothing to compare just now."
_CHOSEN = {"a": "A is better", "b": "B is better", "tie": "it is a tie", "both_bad": "both are bad"}


def chosen(place: str) -> str:
    """What the person chose: a, b, tie or both_bad."""
    return f"Saved. You say: {_CHOSEN[place]}."
