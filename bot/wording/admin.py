"""What admins read: deeds and their consequences, models, figures, stuck messages."""

from collections.abc import Mapping, Sequence

from bot.wording.counting import counted

CONFIRM, NEVER_MIND, NOTHING_DONE = "Confirm", "Never mind", "Nothing was done."
AT_ONCE = "It takes effect at once."
DONE_BEFORE = "That was done already; nothing was done twice."
SURE = {
    "skip": "Skip", "pause": "Pause", "cancel": "Stop the retrain", "promote": "Promote", "rollback": "Roll back",
    "retrain": "Retrain",
}  # fmt: skip
NEXT_RIDDLE_SKIPPED = "An admin skipped it."
ALL_SKIPPED = "No further riddle is planned, so there is none to skip."
PAUSED_BEFORE, NOT_PAUSED = "This channel is paused already.", "This channel is not paused."
PAUSED_NOW = "No daily riddle is posted in this channel until `/riddle resume`. Open riddles go on; answers still come."
RESUMED = "Daily riddles are posted in this channel again."
PAUSED_LINE = "This channel is paused. `/riddle resume` lets daily riddles come again."
FORECAST_COMES = "The data is being counted; what a retrain would do comes by direct message in a moment."
FIGURES_COME = "What people say is being counted; it comes by direct message in a moment."
DRAFT_COMES = "A riddle is being drafted; it comes by direct message as soon as it is ready."
NOTHING_PROMOTABLE = (
    "No adapter waits to be promoted. `/riddle models` lists all; `/riddle promote ID` takes any of them."
)
WHICH_ADAPTER = "Several adapters could be promoted; name one, as `/riddle models` lists them."
NO_CURRENT = "No adapter writes, so there is nothing to go back from: the base model writes alone."
THINGS_CHANGED = "Things have changed since this was asked; look at `/riddle models` and command it again."
REJECTED_NOW = "The adapter is rejected. The current writer stays."
NOT_WAITING = "This adapter is not waiting for a decision any more."
STALE_NOTE = " It learned from somebody who has asked to be forgotten since; retrain to replace it."
NO_ADAPTERS = "There is no adapter yet; the base model writes alone."
NO_SCORECARDS = "No adapter has been examined yet."
NOBODY_RATES, NO_AUDIT = "Nobody has rated anything yet.", "Nothing has been commanded yet."
NONE_STUCK = "No message is stuck."
BY_CLI, AN_ADMIN = "the command line", "an admin"
APPROVE, REJECT = "Approve", "Reject"
APPROVE_SURE = "The adapter writes every riddle from now on. Rolling back is one command."
REJECT_SURE = "The adapter is never promoted. The current writer stays."
POST_NOW, ANOTHER, SKIP_TODAY = "Post now", "Another", "Skip"
POST_NOW_SURE = "It is posted in the channel at once."
SKIP_SURE = "The next daily riddle of this channel does not come."
PREVIEW_GONE = "This riddle may not be posted any more: it was posted, hidden or passed over, or the writer changed."
NONE_LEFT = "No other riddle is ready; one more is being drafted. It comes by direct message."
RESEND, LET_BE = "Send again", "Let it be"
RESEND_SURE = "If Slack has it after all, people see it twice."
HOME_ADMIN, RESUME = "For admins", "Resume"
ROLLBACK_SURE = "The adapter before writes again, or the base model alone if there was none."
PAUSE_SURE = "No daily riddle comes until somebody resumes it."
NOTHING_DRAFTED = "The draft brought no riddle that fits this channel."
RETRAIN_SURE = "The model is trained on the ratings so far. Nothing changes until the gate has decided."
GROUP_UNKNOWN = "The members of the admin group cannot be read"
SETTINGS_TITLE = "Settings in force (secrets are not among them):"
METRICS_TITLE = "The last exam"
PEOPLE_TITLE = "What people say"
MODELS_TITLE = "Adapters, newest first"
RATERS_TITLE, AUDIT_TITLE = "Raters, most ratings first", "The last commands"
FORECAST_TITLE, READY, NOT_READY = "Retrain, dry run", "A retrain could start now.", "A retrain would not start:"
PREVIEW_TITLE = "A draft, as only you see it"

ADMIN_HELP = {
    "post": "post today's riddle now",
    "post again": "post one more riddle today",
    "preview": "see the next riddle before anybody else",
    "skip": "leave out the next riddle of this channel",
    "pause": "stop the daily riddles of this channel",
    "resume": "let daily riddles come in this channel again",
    "retrain": "train the model on the ratings so far",
    "retrain --dry-run": "what a retrain would learn from, how long it would take and cost",
    "cancel": "stop the retrain that is waiting or running",
    "models": "every adapter, with its state and verdict",
    "promote [ID]": "let an adapter write from now on",
    "rollback": "go back to the adapter before",
    "metrics": "every figure of the last exam, and what people say",
    "raters": "how each rater rates",
    "outbox": "messages that are stuck",
    "audit": "the last commands, and who gave them",
    "settings": "the settings in force, without secrets",
}


_STATES = {"current": "writes now", "retired": "wrote before"}
# how kinds of examples are called in a dry run: one of them, and several
EXAMPLES: Mapping[str, tuple[str, str]] = {
    "liked": ("liked riddle", "liked riddles"), "disliked": ("disliked riddle", "disliked riddles"),
    "rewrite": ("rewrite", "rewrites"), "premade": ("riddle of our own", "riddles of our own"),
    "augmented": ("riddle by a stronger writer", "riddles by a stronger writer"),
    "general": ("other task", "other tasks"),
    "duel": ("decided comparison", "decided comparisons"),
    "best_worst": ("pair of a liked and a disliked riddle", "pairs of a liked and a disliked riddle"),
}  # fmt: skip


def no_adapter(name: str) -> str:
    """A promotion of an adapter that there is not."""
    return f"There is no adapter “{name}”. `/riddle models` lists all."


def too_many_words(name: str, extra: str) -> str:
    """A subcommand with words it has no use for."""
    return f"`/riddle {name}` does not know what to do with “{extra}”, so nothing was done."


def will_skip(channel: str, day: str) -> str:
    """Before a skip."""
    return f"The riddle of {day} in {channel} will not come."


def skipped(day: str) -> str:
    """After a skip."""
    return f"The riddle of {day} is skipped. `/riddle post again` still posts one that day."


def will_pause(channel: str) -> str:
    """Before a pause."""
    return f"No daily riddle will come in {channel} until somebody resumes it. Answers and weekly summaries still come."


def will_cancel(run: int, stage: str) -> str:
    """Before a cancel."""
    return f"Retrain #{run} ({stage or 'waiting to start'}) will be stopped. What it has learned is lost."


def will_promote(adapter: str, verdict: str, current: str, stale: bool) -> str:
    """Before a promotion."""
    said = f"the gate said “{verdict}”" if verdict else "the gate has not judged it"
    return f"Adapter {adapter} will write every riddle from now on, instead of {current}; {said}.{STALE_NOTE * stale}"


def will_roll_back(current: str, before: str, stale: bool) -> str:
    """Before a rollback."""
    return f"Instead of adapter {current}, {before} will write from now on.{STALE_NOTE * stale}"


def writer(adapter: str | None) -> str:
    """An adapter, or the base alone."""
    return f"adapter {adapter}" if adapter else "the base model alone"


def writes(adapter: str | None) -> str:
    """Who writes now."""
    said = writer(adapter)
    return f"{said[0].upper()}{said[1:]} writes from now on."


def approved(who: str) -> str:
    """Somebody approved an adapter."""
    return f"Approved by {who}."


def rejected(who: str) -> str:
    """Somebody rejected an adapter."""
    return f"Rejected by {who}. The current writer stays."


def waits_for_decision(adapter: str) -> str:
    """The gate would promote; an admin decides."""
    return f"Adapter {adapter} waits for an admin's decision."


def adapter_line(name: str, state: str, made: str, rows: str, verdict: str) -> str:
    """A line of the models."""
    judged = f"verdict: {verdict}" if verdict else "not judged"
    return f"*{name}* {_STATES.get(state, state)} · made {made} · {rows} · {judged}"


def posted_now(title: str) -> str:
    """A previewed riddle is posted."""
    return f"{title} is being posted."


def stuck(state: str, key: str, channel: str, fault: str) -> str:
    """A message that is stuck."""
    said = "Slack never said whether it has this message" if state == "unknown" else "This message could not be sent"
    return f"*{said}* ({key}, for {channel}).\n{fault}"


def resent(key: str) -> str:
    """A stuck message is sent again."""
    return f"{key} is sent again."


def let_be(key: str) -> str:
    """A stuck message is let be."""
    return f"{key} is let be; it is not sent again."


def more_stuck(count: int) -> str:
    """What the list leaves out."""
    return f"{count} more; `riddlewire outbox list` shows all."


def forecast_data(liked: int, disliked: int, rewritten: int, duels: int, needed: int) -> str:
    """What there is to learn from."""
    return (
        f"Enough people have rated: {liked} riddles are liked, {disliked} disliked, {rewritten} rewritten, and "
        f"{counted(duels, 'comparison')} decided. A retrain needs {needed} liked or rewritten."
    )


def forecast_rows(learned: Sequence[str], kept_back: Sequence[str], mixed_in: str) -> str:
    """The examples by kind: what is learned, what is kept for the exam, how many of our own are mixed in."""
    said = [f"It would learn from {', '.join(learned) or 'nothing yet'}."]
    said += [f"Kept back for the exam: {', '.join(kept_back)}."] if kept_back else []
    return " ".join([*said, f"Mixed in: {mixed_in}."])


def examples(kind: str, count: int) -> str:
    """So many examples of a kind."""
    return counted(count, *EXAMPLES.get(kind, (f"{kind} example", f"{kind} examples")))


def forecast_time(minutes: float | None, basis: str, cost: float | None) -> str:
    """How long it would take and what it would cost."""
    if minutes is None:
        return f"How long it takes is not known: {basis}."
    paid = f", about {cost:.2f} in your currency" if cost is not None else ", no price is set"
    return f"About {counted(minutes, 'minute')}, judged by {basis}{paid}."


def forecast_how(base: str, recipe: str, method: str) -> str:
    """What would be trained, and how."""
    return f"Base model: {base}. Recipe: {recipe}, {method}."


def same_again(share: float, n: int) -> str:
    """How alike a person marks the same verse when it comes again."""
    return f"the same verse again: within one point {share:.0%} of the time (n={n})"


def rater_line(who: str, count: int, means: str, agreement: str, notes: Sequence[str]) -> str:
    """A line of the raters."""
    said = f" ({', '.join(notes)})" if notes else ""
    return f"{who}{said}: {counted(count, 'mark')}, {means}; {agreement}"


def scope_missing(word: str) -> str:
    """The admin group cannot be read."""
    return f"{GROUP_UNKNOWN} ({word}), so only slack.admins counts; add the scope usergroups:read."


def stuck_count(count: int) -> str:
    """How many messages are stuck."""
    return f"{counted(count, 'message')} {'is' if count == 1 else 'are'} stuck: `/riddle outbox`."


def last_verdict(adapter: str, verdict: str) -> str:
    """What the gate said last."""
    return f"The last verdict: {verdict} (adapter {adapter})."
