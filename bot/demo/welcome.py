"""The first message in the demo's channel: what this is, and what to try."""

from bot.blocks import kit
from storage.outbox import Content

_LINES = (
    "This is a simulator of Slack on your machine. A riddle about the news is being written; it comes in a moment.",
    "*Try this:*",
    "• *Guess* the riddle, then rate it: helpful, honest, harmless.",
    "• *Rate another riddle*, *Compare two riddles*, *Rewrite it*: the more you say, the more there is to learn.",
    "• `/riddle retrain` trains the model on the team's ratings. Watch its progress here.",
    "• `/riddle promote` lets the new adapter write, whatever the verdict was; `/riddle rollback` goes back.",
    "• `/riddle post again` posts one more riddle, by whoever writes now.",
    "• `/riddle status` and `/riddle help` tell the rest. The answer is shown here after a quarter of an hour.",
)
_TEAM = "Teammates A to D are simulated. They rate on their own, and like riddles of one kind best. Which one?"


def content() -> Content:
    """The message."""
    blocks = [kit.header("Welcome to Riddlewire"), kit.section("\n".join(_LINES)), kit.context(_TEAM)]
    return Content("Welcome to Riddlewire", blocks)
