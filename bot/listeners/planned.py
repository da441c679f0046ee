"""What a deed would do, told before it is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Planned:
    """``said``: the consequence, in mrkdwn. ``argument``: what exactly was told, so that nothing else is confirmed."""

    said: str
    argument: str = ""
