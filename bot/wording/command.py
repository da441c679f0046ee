"""What ``/riddle`` answers."""

from bot.wording.counting import counted
from bot.wording.daily import ANSWER_IS_OUT, solved

HELP_TITLE, ADMIN_HELP_TITLE = "What you can ask of Riddlewire:", "As an admin, also:"
HELP = {
    "help": "this list",
    "status": "today's riddle, who writes, and whether a retrain is running",
    "hint": "the next hint for today's riddle",
}
ADMINS_ONLY = "Only an admin of Riddlewire may do that. `/riddle help` lists what you can do."
NO_CHANNEL = "No channel is set up for riddles yet: list one in the settings under slack.channels."
POST_COMES = "A riddle is on its way."
POST_IS_COMING = "A riddle is being written already; it comes as soon as it is ready."
POSTED_ALREADY = "Today's riddle is posted already. `/riddle post again` posts one more."
RETRAIN_REQUESTED = "The retrain is requested. Its progress is shown in the channel."
TRAINING_IS_OFF = (
    "Ratings from this workspace are not trained on, because the setting training.enabled_on_slack is off. "
    "Ask the workspace owner first, then switch it on."
)
NOTHING_RUNS = "No retrain is waiting or running."
RETRAIN_WAITS = "A retrain is waiting to start."
CANCELLED = "The waiting retrain is cancelled."
CANCEL_ASKED = "The retrain is asked to stop; that may take a moment."


def unknown_command(words: str) -> str:
    """A subcommand we do not know."""
    return f"There is no `/riddle {words}`."


def skipped_today(reason: str) -> str:
    """Today's riddle was skipped."""
    return f"Today's riddle was skipped: {reason or 'no reason was noted'} `/riddle post again` tries once more."


def retrain_runs(stage: str, progress: float) -> str:
    """A retrain under way."""
    return f"A retrain is running: {stage or 'starting'}, {progress:.0%}."


def status_today(title: str, guessed: int, right: int, revealed: bool) -> str:
    """How today's post stands."""
    answer = ANSWER_IS_OUT if revealed else "The answer is not out yet."
    return f"{title} is posted. {solved(guessed, right)}. {answer}"


def ratings_to_train_on(count: int, people: int, trained: bool) -> str:
    """What came in, since the last retrain if there was one (``trained``), from people who agreed."""
    if not count:
        return f"No rating {'since the last retrain ' if trained else ''}can be trained on yet."
    since = ", since the last retrain" if trained else ""
    whose = "1 person" if people == 1 else f"{people} people"
    return f"{counted(count, 'rating')} of {whose} can be trained on{since}."


def next_post(when: str) -> str:
    """When the next riddle comes."""
    return f"The next riddle comes {when}."


NO_NEXT_POST = "No further riddle is planned: no working day is set."
