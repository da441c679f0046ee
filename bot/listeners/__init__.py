"""What the bot reacts to: one table of ids and functions."""

from slack_bolt import App

from bot.blocks import ids
from bot.collaborators import Collaborators
from bot.listeners import (
    asking,
    command,
    deeds,
    duelling,
    guessing,
    home,
    home_deeds,
    previewing,
    privacy,
    rating,
    reporting,
    rewriting,
    settings,
    stuck,
    verdicts,
)
from bot.listeners.doorway import Listener, guarded

ACTIONS: dict[str, Listener] = {
    ids.GUESS: guessing.opened,
    ids.RATE: guessing.opened,
    ids.SHOW_ANSWER: guessing.answer_wanted,
    ids.HINT: asking.hint,
    ids.HOW: asking.explained,
    ids.CONSENT: settings.consent_changed,
    ids.LEADERBOARD: settings.leaderboard_changed,
    ids.REMINDERS: settings.reminders_changed,
    ids.SNOOZE: settings.snoozed,
    ids.WAKE: settings.woken,
    ids.NO_REMINDERS: settings.reminders_ended,
    ids.EXPORT: privacy.export_wanted,
    ids.FORGET: privacy.forget_wanted,
    ids.MORE: reporting.opened,
    ids.REPORT_UPHOLD: reporting.decided,
    ids.REPORT_DISMISS: reporting.decided,
    ids.REWRITE: rewriting.opened,
    ids.DUEL: duelling.opened,
    ids.DUEL_NEXT: duelling.another_wanted,
    ids.DUEL_UNDO: duelling.undone,
    **dict.fromkeys(ids.DUEL_CHOICES.values(), duelling.chosen),
    ids.THUMB: rating.thumb_given,
    ids.THUMB_BACK: rating.thumb_taken_back,
    ids.OTHERS: rating.others_wanted,
    ids.RATE_WAITING: rating.queue_opened,
    ids.RATE_ANOTHER: rating.another_wanted,
    **dict.fromkeys(ids.RATINGS.values(), rating.given),
    ids.CONFIRM: deeds.confirmed,
    ids.NEVER_MIND: deeds.never_mind,
    ids.APPROVE: verdicts.decided,
    ids.REJECT: verdicts.decided,
    **dict.fromkeys((ids.PREVIEW_POST, ids.PREVIEW_ANOTHER, ids.PREVIEW_SKIP), previewing.decided),
    **dict.fromkeys((ids.RESEND, ids.LET_BE), stuck.decided),
    **dict.fromkeys(ids.HOME_DEEDS.values(), home_deeds.done),
}
VIEWS: dict[str, Listener] = {
    ids.GUESS_VIEW: guessing.submitted,
    ids.REPORT_VIEW: reporting.submitted,
    ids.REWRITE_VIEW: rewriting.submitted,
}
COMMANDS: dict[str, Listener] = {ids.COMMAND: command.riddle}
EVENTS: dict[str, Listener] = {"app_home_opened": home.opened}


def register(app: App, collaborators: Collaborators) -> None:
    """Tell Bolt of every listener, each behind its doorway."""
    for action_id, listener in ACTIONS.items():
        app.action(action_id)(guarded(listener, collaborators))
    for callback_id, listener in VIEWS.items():
        app.view(callback_id)(guarded(listener, collaborators))
    for name, listener in COMMANDS.items():
        app.command(name)(guarded(listener, collaborators))
    for event, listener in EVENTS.items():
        app.event(event)(guarded(listener, collaborators))
