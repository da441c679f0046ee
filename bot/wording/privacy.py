"""What we hold about a person, and letting it go."""

from collections.abc import Mapping, Sequence

EXPORT, FORGET = "Send me my data", "Forget me"
EXPORT_TITLE, FORGOTTEN_TITLE = "Your data", "You are forgotten"
EXPORT_COMES = "Everything we hold about you comes to you as a file, in a direct message from Riddlewire."
EXPORT_MESSAGE = "Everything Riddlewire holds about you is in the file that follows."
EXPORT_FILE_TITLE = "What Riddlewire holds about you"
EXPORT_FAILED = "Slack did not take the file, so here is what we hold, as far as it fits:"
NOTHING_HELD = "We hold nothing about you."
FORGET_SURE = (
    "Your guesses, ratings, choices, rewrites, reports, points and settings are deleted for good. "
    "This cannot be undone."
)
FORGET_YES = "Forget me"
HOME_FORGOTTEN = "Everything we held about you is deleted. You can play on at any time, as somebody new."
_NOUNS = {
    "guess": ("guess", "guesses"), "rating": ("rating", "ratings"), "thumb": ("thumb", "thumbs"),
    "duel_vote": ("choice", "choices"), "rewrite": ("rewrite", "rewrites"), "report": ("report", "reports"),
}  # fmt: skip


def held(counts: Mapping[str, int]) -> str:
    """How much there is, by table."""
    said = [f"{counts[name]} {nouns[counts[name] != 1]}" for name, nouns in _NOUNS.items() if counts.get(name)]
    return ", ".join(said) or "nothing but that we met you"


def forgotten(counts: Mapping[str, int]) -> str:
    """What was deleted."""
    return f"Deleted: {held(counts)}."


def stale(datasets: Sequence[str], adapters: Sequence[str]) -> str:
    """What was made from it and is marked."""
    if not datasets:
        return "No training has used anything you said."
    made = f"Datasets made with it: {', '.join(name[:12] for name in datasets)}."
    if not adapters:
        return f"{made} They are marked as stale and not used again."
    return (
        f"{made} Adapters trained on it: {', '.join(adapters)}. They are marked as stale; the next training leaves "
        "out everything of yours and replaces them."
    )
