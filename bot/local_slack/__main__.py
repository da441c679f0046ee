"""Run the workspace by itself: `python -m bot.local_slack [--port N] [--manifest FILE]`."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from bot.local_slack import LocalSlack, ManifestError, PortTaken

DEFAULT_PORT = 3999


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted. Exit code 0, or 1 with one sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        slack = LocalSlack(options.manifest, port=options.port).start()
    except (PortTaken, ManifestError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(_greeting(slack))
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sys.stdout.write("Stopped.\n")
    finally:
        slack.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.local_slack",
        description="A Slack-compatible workspace on this machine. A simulator, not Slack.",
        epilog="example: python -m bot.local_slack --port 0",
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port on 127.0.0.1; 0 takes any free one")
    parser.add_argument("--manifest", type=Path, help="app manifest; default: manifest.json")
    return parser


def _greeting(slack: LocalSlack) -> str:
    return "\n".join(
        (
            f"Local workspace (a simulator, not Slack): {slack.url}",
            "Start the app with:",
            f"  export SLACK_API_URL={slack.api_url}",
            f"  export SLACK_BOT_TOKEN={slack.bot_token}",
            f"  export SLACK_APP_TOKEN={slack.app_token}",
            f"  export SLACK_SIGNING_SECRET={slack.signing_secret}",
            "Stop with Ctrl-C.",
            "",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
