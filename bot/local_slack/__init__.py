"""A Slack-compatible workspace on this machine: Web API, Socket Mode, HTTP mode and a page.

It is the newcomer's first run, the end-to-end tests' server and the fault-injection rig. It imports
nothing else of this repository. It is a simulator, not Slack: what it accepts was read in Slack's
documentation and never tried against slack.com. See README.md beside this file.
"""

from bot.local_slack.interactions import NotPossible, Outcome
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.manifest import Manifest, ManifestError
from bot.local_slack.person import AppFailed, NotSeen, Person
from bot.local_slack.seen import SeenMessage, SeenView
from bot.local_slack.server import PortTaken

__all__ = [
    "AppFailed",
    "LocalSlack",
    "Manifest",
    "ManifestError",
    "NotPossible",
    "NotSeen",
    "Outcome",
    "Person",
    "PortTaken",
    "SeenMessage",
    "SeenView",
]
