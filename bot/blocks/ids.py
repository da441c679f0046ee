"""The ids of everything that can be clicked or submitted, defined once. Old messages hold them: never change one."""

from riddles.criteria import Criterion

COMMAND = "/riddle"

GUESS = "guess"  # value: post id
HINT = "hint"  # value: post id
HOW = "how_it_works"
RATE = "rate"  # value: post id
SHOW_ANSWER = "show_answer"  # value: post id
RATE_WAITING = "rate_waiting"  # opens the first unposted riddle to rate
RATE_ANOTHER = "rate_another"  # value: id of the riddle on show
CONSENT = "consent"
OTHERS = "others"  # value: riddle id
THUMB = "thumb"  # value: up or down, a colon, post id
THUMB_BACK = "thumb_back"  # value: riddle id
MORE = "more"  # value of the choice: report, a colon, post id
REPORT_UPHOLD, REPORT_DISMISS = "report_uphold", "report_dismiss"  # value: riddle id
REWRITE = "rewrite"  # value: riddle id
DUEL = "duel"  # opens the next duel
DUEL_NEXT = "duel_next"  # the next duel in the place of this one
DUEL_CHOICES = {"a": "duel_a", "b": "duel_b", "tie": "duel_tie", "both_bad": "duel_both_bad"}  # value: duel id
DUEL_UNDO = "duel_undo"  # value: duel id
LEADERBOARD, REMINDERS = "leaderboard", "reminders"
SNOOZE, WAKE, NO_REMINDERS = "snooze", "wake", "no_reminders"
EXPORT, FORGET = "export", "forget"
CONFIRM, NEVER_MIND = "deed_confirm", "deed_never_mind"  # value: see payloads.deed
HOME_DEEDS = {  # buttons of App Home for admins; value: an adapter id, or nothing
    "retrain": "home_retrain", "promote": "home_promote", "rollback": "home_rollback", "pause": "home_pause",
    "resume": "home_resume",
}  # fmt: skip
APPROVE, REJECT = "adapter_approve", "adapter_reject"  # value: job id
PREVIEW_POST, PREVIEW_ANOTHER, PREVIEW_SKIP = "preview_post", "preview_another", "preview_skip"  # riddle id:channel
RESEND, LET_BE = "outbox_resend", "outbox_let_be"  # value: message id
RATINGS: dict[Criterion, str] = {criterion: f"rate_{criterion}" for criterion in Criterion}

GUESS_VIEW = "guess_view"  # private_metadata: post id
REPORT_VIEW = "report_view"  # private_metadata: post id
REPORT_REASON, REPORT_MORE = "report_reason", "report_more"
REWRITE_VIEW = "rewrite_view"  # private_metadata: riddle id
REWRITE_TEXT, REWRITE_CREDIT = "rewrite_text", "rewrite_credit"
GUESS_INPUT = "guess_text"  # action id of the input; its block id changes with every attempt

CANT_TELL = "cant_tell"  # value of that choice; the others are the digits
AGREED = "agreed"  # value of every box that says yes


def rating_block(riddle_id: int, criterion: Criterion) -> str:
    """The block id of a rating: which riddle and which criterion. ``bot.payloads`` reads it back."""
    return f"rating:{riddle_id}:{criterion}"


def guess_block(attempt: int) -> str:
    """The block id of the guess input: a new one for each attempt, so that Slack empties the field."""
    return f"guess:{attempt}"
