"""Reminders by direct message."""

REMINDER = "Today's riddle waits for your guess."
REMINDER_WHY = "You get this because you asked for reminders on App Home."
SNOOZE, NO_REMINDERS, WAKE = "Snooze for a week", "No more reminders", "End the snooze"
REMINDERS_ENDED = "You will get no more reminders. App Home turns them on again."


def snoozed(until: str) -> str:
    """A snooze has begun."""
    return f"No reminder before {until}."
