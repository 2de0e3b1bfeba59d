"""What a server's own things are called: by its cache alone, and never what is another server's."""

from typing import cast

import discord

from adapters.discord.directory import Names
from adapters.discord.people import People
from adapters.discord.wire import Wire
from adapters.outgoing import Source
from adapters.types import Address
from tests.adapters.discord_world import (
    ALICE,
    BOB,
    GENERAL,
    GUILD,
    MANAGERS_ROLE,
    MEMBERS_ROLE,
    OPEN_THREAD,
    World,
    role,
    user,
)

HOME, ABROAD = Address("discord", str(GUILD), str(GENERAL)), Address("discord", "999", "1")


async def names() -> tuple[Names, People, World]:
    world, wire = World(), Wire()
    wire.client = world.client
    people = People(wire)
    return Names(wire, people), people, world


async def test_channels_and_roles_of_the_server_have_names_and_no_others_are_there() -> None:
    directory, _, _ = await names()
    ids = [str(GENERAL), str(OPEN_THREAD), "12345", "", "-1", "general", "²"]
    assert directory.called(HOME, Source.CHANNELS, ids=ids) == {str(GENERAL): "#general"}
    ids = [str(MANAGERS_ROLE), str(MEMBERS_ROLE), str(GUILD), str(GENERAL)]
    assert directory.called(HOME, Source.ROLES, ids=ids) == {
        str(MANAGERS_ROLE): "@Managers",
        str(MEMBERS_ROLE): "@Members",
    }
    assert directory.called(ABROAD, Source.CHANNELS, ids=[str(GENERAL)]) == {}
    assert directory.called(Address("discord", None, "@1"), Source.CHANNELS, ids=[str(GENERAL)]) == {}


async def test_people_are_called_as_they_were_met() -> None:
    directory, people, world = await names()
    people.met(discord.User(state=world.client._connection, data=cast("discord.types.user.User", user(BOB, "Bob"))))
    assert directory.called(HOME, Source.PEOPLE, ids=[str(ALICE), str(BOB)]) == {str(BOB): "@Bob"}


async def test_a_name_is_one_line_that_turns_nothing_round() -> None:
    directory, _, world = await names()
    added = role(555, "Kind\n\u202epeople", 0)
    world.client._connection.parsers["GUILD_ROLE_CREATE"]({"guild_id": str(GUILD), "role": added})
    assert directory.called(HOME, Source.ROLES, ids=["555"]) == {"555": "@Kind people"}


async def test_without_a_connection_nothing_is_there() -> None:
    wire = Wire()
    assert Names(wire, People(wire)).called(HOME, Source.ROLES, ids=[str(MANAGERS_ROLE)]) == {}
