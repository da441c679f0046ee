"""Every sentence the bot says in Slack, in one place. Plain text: whoever puts one into mrkdwn escapes what it quotes."""

from collections.abc import Sequence

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
        return "Nobody has guessed."
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
    return f"Riddles are written by adapter {adapter} on {base}." if adapter else f"Riddles are written by {base} alone."


# What went wrong ----------------------------------------------------------------------------------------------

OUR_FAULT = "Something went wrong on our side; it was not saved. Please try again."
SLACK_FAULT = "Slack could not show that just now. Please click again; what you saved is kept."
TOO_SLOW = "That took too long for Slack. Please click again."
UNKNOWN_POST = "This riddle is not in our records any more, so it cannot be opened."
UNKNOWN_BUTTON = "This button comes from another version of Riddlewire. Please use a newer message."
