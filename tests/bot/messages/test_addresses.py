"""Whom a message is for, resolved when it is sent."""

from pathlib import Path

import pytest

from bot.messages import addresses
from bot.messages.addresses import Addresses
from riddles.errors import SlackError
from storage import people
from tests.bot.listeners.stage import CHANNEL, NOW, TEAM, YOU, desk_in


def test_people_and_admins_are_found_and_channels_left_alone(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with desk.database.writing() as session:
        person = people.meet(session, desk.pseudonyms, (TEAM, "U0TEAM1"), NOW)
    book = Addresses(desk.database, desk.pseudonyms, desk.settings)
    assert book.channel(CHANNEL) == CHANNEL
    assert book.channel(addresses.person(person.id)) == "U0TEAM1"
    assert book.channel(addresses.admin(0)) == YOU
    for nobody in (addresses.person(99), addresses.admin(7)):
        with pytest.raises(SlackError, match="nobody"):
            book.channel(nobody)
    desk.database.close()


def test_names_are_filled_in_and_of_the_forgotten_left_open(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with desk.database.writing() as session:
        person = people.meet(session, desk.pseudonyms, (TEAM, "U0TEAM1"), NOW)
    book = Addresses(desk.database, desk.pseudonyms, desk.settings)
    told = {"text": f"by {addresses.mention(person.id)} and {addresses.mention(99)}", "blocks": [{"a": "“quoted”"}]}
    assert book.named(told) == {"text": "by <@U0TEAM1> and someone", "blocks": [{"a": "“quoted”"}]}
    assert book.named({"text": "by nobody", "blocks": []}) == {"text": "by nobody", "blocks": []}
    desk.database.close()
