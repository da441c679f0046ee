"""Every sentence the bot says in Slack, in one place. They are not escaped: who puts one into mrkdwn does that."""

from collections.abc import Sequence
from datetime import date

from riddles.criteria import Criterion

# Buttons and titles (Slack allows 24 characters in a modal's title, 75 on a button) ---------------------------

GUESS, HINT, HOW, RATE, SEE_RESULT = "Guess", "Hint", "How it works", "Rate", "See the answer"
SHOW_ANSWER, RATE_ANOTHER, SEND, CLOSE, DONE = "Show me the answer", "Rate another riddle", "Send", "Close", "Done"
YOUR_GUESS, THE_ANSWER, RATE_TITLE, NOTICE_TITLE = "Your guess", "The answer", "Rate a riddle", "Riddlewire"
CONSENT = "My ratings may be used to train our riddle model"
CANT_TELL = "Can't tell"

# The riddle in the channel ------------------------------------------------------------------------------------

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


# Guessing -----------------------------------------------------------------------------------------------------

GUESS_HINT = "A word or a few. Small slips of typing are forgiven; only you see this."
NO_WORD = "Please write a word or a few: there is no letter or digit in that guess."
TOO_LATE = "The answer was shown in the channel before you guessed; here it is."
GAVE_UP = "Here is the answer."


def attempt(number: int, allowed: int) -> str:
    """Which attempt this is."""
    return f"Attempt {number} of {allowed}"


def too_long(length: int, most: int) -> str:
    """A guess of too many characters."""
    return f"Please keep your guess to {most} characters; this one has {length}."


def wrong(guess: str, near: bool) -> str:
    """The private verdict on a wrong guess."""
    return f"“{guess}” is close: part of it is right." if near else f"“{guess}” is not it."


def tried_already(guess: str) -> str:
    """A guess made before costs nothing."""
    return f"You tried “{guess}” already, so it does not count again."


def correct(attempts: int) -> str:
    """Solved."""
    return "Correct, at the first attempt!" if attempts == 1 else f"Correct, at attempt {attempts}!"


def used_up(guess: str) -> str:
    """The last attempt was wrong."""
    return f"“{guess}” is not it, and that was your last attempt."


# Hints --------------------------------------------------------------------------------------------------------

NO_HINTS = "This riddle has no hints."
NO_MORE_HINTS = "That is every hint there is."


def hint(number: int, of: int, text: str) -> str:
    """One hint."""
    return f"Hint {number} of {of}: {text}"


# Rating -------------------------------------------------------------------------------------------------------

RATE_INTRO = "How good is this riddle? Each click is saved at once, and you can change it at any time."
RATE_FIRST = "Please rate this riddle first; another one comes then."
NOTHING_TO_RATE = "No riddle is waiting for your rating. Thank you!"
QUEUE_INTRO = "This riddle was not posted. The answer is shown so that you can judge it."
SCALE_ENDS = {1: "1 – not at all", 5: "5 – fully"}


def criterion(name: Criterion) -> str:
    """The name of a criterion as people read it."""
    return name.value.capitalize()


def waiting(count: int) -> str:
    """How many unposted riddles a person could rate."""
    if not count:
        return "No riddle is waiting for your rating."
    return f"{count} riddle{'s are' if count > 1 else ' is'} waiting for your rating."


def more_waiting(count: int) -> str:
    """The same beneath a riddle that is being rated."""
    return f"{count} more waiting"


# Explanations -------------------------------------------------------------------------------------------------

STORED = (
    "We store your guesses and ratings under a pseudonym. Ratings train the model only if you tick the box; "
    "guesses and messages never do."
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


# Home ---------------------------------------------------------------------------------------------------------

HOME_TODAY, HOME_RATE, HOME_YOU = "Today", "Rate riddles", "Your ratings"
NOTHING_TODAY = "There is no riddle yet today."
YOU_SOLVED = "You solved this one."
YOU_SAW = "You have seen the answer to this one."


def model_line(adapter: str | None, base: str) -> str:
    """Who writes now."""
    if adapter:
        return f"Riddles are written by adapter {adapter} on the base model {base}."
    return f"Riddles are written by the base model {base}; no adapter is promoted yet."


# What went wrong ----------------------------------------------------------------------------------------------

OUR_FAULT = "Something went wrong on our side; it was not saved. Please try again."
SLACK_FAULT = "Slack could not show that just now. Please click again; what you saved is kept."
TOO_SLOW = "That took too long for Slack. Please click again."
UNKNOWN_POST = "This riddle is not in our records any more, so it cannot be opened."
UNKNOWN_BUTTON = "This button comes from another version of Riddlewire. Please use a newer message."

# /riddle ------------------------------------------------------------------------------------------------------

HELP_TITLE = "What you can ask of Riddlewire:"
HELP = {
    "help": "this list",
    "status": "today's riddle, who writes, and whether a retrain is running",
    "hint": "the next hint for today's riddle",
}
ADMIN_HELP = {
    "post": "post today's riddle now",
    "post again": "post one more riddle today",
    "retrain": "train the model on the ratings so far",
    "cancel": "stop the retrain that is waiting or running",
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


def ratings_to_train_on(count: int) -> str:
    """What came in since the last retrain."""
    return f"{count} rating{'' if count == 1 else 's'} since the last retrain can be trained on."


def next_post(when: str) -> str:
    """When the next riddle comes."""
    return f"The next riddle comes {when}."


NO_NEXT_POST = "No further riddle is planned: no working day is set."

# A retrain's message ------------------------------------------------------------------------------------------

RUN_WAITS = "Waiting to start."
RUN_CANCELLED = "Cancelled. The current writer stays."
RUN_STOPPING = "Asked to stop."
RUN_DONE = "Finished."
STAGES = {
    "dataset": "choosing examples",
    "train": "fine-tuning",
    "seal": "sealing the adapter",
    "exam": "taking the exam",
    "gate": "deciding",
}
VERDICTS = {
    "promote": "Promote: the new adapter is better.",
    "keep": "Keep: the current writer stays.",
    "not enough evidence": "Not enough evidence: the current writer stays.",
}


def run_title(job_id: int | None) -> str:
    """The title of a retrain's message."""
    return f"Retrain #{job_id}"


def run_failed(error: str) -> str:
    """A retrain that came to nothing."""
    return f"It did not finish: {error or 'no reason was noted.'} The current writer stays."


def unscored(metrics: Sequence[str]) -> str:
    """Metrics without a figure, each with its reason."""
    return f"Unscored: {'; '.join(metrics)}."


def promoted(adapter: str) -> str:
    """The new adapter is current."""
    return f"Adapter {adapter} writes from now on. `riddlewire rollback` goes back."


def promotable(adapter: str) -> str:
    """The new adapter waits for an admin."""
    return f"Adapter {adapter} waits for an admin: `riddlewire promote {adapter}`."


# The weekly summary -------------------------------------------------------------------------------------------

WEEK_CHANGES, NO_CHANGES = "What changed in the model", "The model did not change."
TOP_RIDDLE = "Riddle of the week"
QUIET_WEEK = "No riddle was posted this week."
NOBODY_RATED = "Nobody has rated a riddle this week."


ALL_WRITTEN_BY_BASE = "The base model writes alone."


def week_title(ending: date) -> str:
    """The title of a weekly summary."""
    return f"The week to {ending.day} {ending:%B %Y}"


def writes_now(adapter: str) -> str:
    """Who writes at the end of the week."""
    return f"Adapter {adapter} writes now."


def week_played(posts: int, guessed: int, right: int) -> str:
    """How the week was played."""
    return f"{posts} riddle{'' if posts == 1 else 's'}, {guessed} guessed at, {right} solved."


def thanks(raters: int) -> str:
    """Thanks to the raters."""
    return f"Thank you to the {raters} people who rated." if raters > 1 else "Thank you to the one person who rated."
