"""The Bolt app. Who starts it, by Socket Mode or HTTP, is ``bot/serve.py``."""

import logging
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import listeners
from bot.collaborators import Collaborators

_THREADS = 32  # Bolt's own pool has 5: as many slow listeners would keep a click from its ack


def build(bot_token: str, signing_secret: str, api_url: str, collaborators: Collaborators) -> App:
    """The app with every listener, ready to be connected; building it calls nobody.

    ``api_url`` is Slack's or the local workspace's Web API. The token is not verified here: ``doctor`` and ``serve``
    do that, and no click waits for it. SDK retries are off, so that nothing is sent twice behind our back. Shut
    ``app.listener_runner.listener_executor`` down when the bot stops.
    """
    app = App(
        client=WebClient(base_url=api_url, retry_handlers=[]),
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=bot_token
        ),
        signing_secret=signing_secret,
        logger=_quiet_logger(),
        listener_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="listener"),
    )
    app.client.token = bot_token  # only now: Bolt warns of a token beside ``authorize``
    listeners.register(app, collaborators)
    return app


def _quiet_logger() -> logging.Logger:
    """Bolt's logger, never below WARNING: at INFO it writes whole request bodies, of strangers too."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(max(logging.WARNING, logger.level))
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
    return logger
