"""Every sentence the bot says in Slack, by topic. They are not escaped: who puts one into mrkdwn does that."""

from bot.wording.admin import *  # noqa: F403  # one name for all topics: wording.X
from bot.wording.command import *  # noqa: F403
from bot.wording.counting import *  # noqa: F403
from bot.wording.daily import *  # noqa: F403
from bot.wording.duel import *  # noqa: F403
from bot.wording.explanation import *  # noqa: F403
from bot.wording.faults import *  # noqa: F403
from bot.wording.guessing import *  # noqa: F403
from bot.wording.home import *  # noqa: F403
from bot.wording.metrics import *  # noqa: F403
from bot.wording.privacy import *  # noqa: F403
from bot.wording.rating import *  # noqa: F403
from bot.wording.reminder import *  # noqa: F403
from bot.wording.reporting import *  # noqa: F403
from bot.wording.rewriting import *  # noqa: F403
from bot.wording.run import *  # noqa: F403
from bot.wording.titles import *  # noqa: F403
from bot.wording.watch import *  # noqa: F403
from bot.wording.weekly import *  # noqa: F403
