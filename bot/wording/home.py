"""App Home."""

HOME_TODAY, HOME_RATE, HOME_YOU = "Today", "Rate riddles", "Your ratings"
NOTHING_TODAY = "There is no riddle yet today."
YOU_SOLVED = "You solved this one."
YOU_SAW = "You have seen the answer to this one."


def model_line(adapter: str | None, base: str) -> str:
    """Who writes now."""
    if adapter:
        return f"Riddles are written by adapter {adapter} on the base model {base}."
    return f"Riddles are written by the base model {base}; no adapter is promoted yet."
