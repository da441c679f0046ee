"""Answers to ``/riddle``, as mrkdwn."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import wording
from bot.blocks import kit


def unknown(words: str) -> str:
    """One line on a subcommand we do not know; its words are a person's."""
    return wording.unknown_command(kit.one_line(words.replace("`", "'"), 60))


def help_for(is_admin: bool) -> str:
    """The subcommands this person may use."""
    listed = {**wording.HELP, **(wording.ADMIN_HELP if is_admin else {})}
    return "\n".join([wording.HELP_TITLE, *(f"• `/riddle {name}` – {what}" for name, what in listed.items())])


def moment(when: datetime, zone: ZoneInfo) -> str:
    """A moment, shown in the reader's own zone."""
    local = when.astimezone(zone)
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} at {{time}}|{local:%d %B %H:%M}>"
