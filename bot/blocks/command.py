"""Answers to ``/riddle``, as mrkdwn."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import wording
from bot.blocks import kit


def unknown(words: str) -> str:
    """One line on a subcommand we do not know; its words are a person's."""
    return wording.unknown_command(kit.one_line(words.replace("`", "'"), 60))


def help_for(is_admin: bool) -> str:
    """The subcommands this person may use."""
    listed = [wording.HELP_TITLE, *_listed(wording.HELP)]
    return "\n".join([*listed, *([wording.ADMIN_HELP_TITLE, *_listed(wording.ADMIN_HELP)] if is_admin else [])])


def _listed(deeds: Mapping[str, str]) -> list[str]:
    return [f"• `/riddle {name}` – {what}" for name, what in deeds.items()]


def moment(when: datetime, zone: ZoneInfo) -> str:
    """A moment, shown in the reader's own zone."""
    local = when.astimezone(zone)
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} at {{time}}|{local:%d %B %H:%M}>"
