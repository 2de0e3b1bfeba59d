"""Who can read what at Discord: public only where it is sure."""

from dataclasses import replace
from typing import Any, cast

import discord
import pytest

from adapters.discord.audience import direct, shut_out, unknown, where
from adapters.types import Audience
from tests.adapters.discord_world import (
    ADULT,
    ALICE,
    CLOSED_CATEGORY,
    CLOSED_THREAD,
    CONNECT,
    FORUM,
    GENERAL,
    HISTORY,
    IN_CLOSED,
    LOUNGE,
    LOUNGE_INSIDE,
    LOUNGE_OPENED,
    LOUNGE_WITHOUT_BOB,
    OPEN_THREAD,
    OPENED_ITSELF,
    ORPHAN,
    POST,
    SECRET,
    SILENCED,
    SILENT,
    SPOKEN,
    TEXT_INSIDE,
    THREAD_IN_SECRET,
    VIEW,
    VOICE,
    WITHOUT_BOB,
    WITHOUT_BOT,
    WITHOUT_MEMBERS,
    World,
    channel,
    rule,
)

PUBLIC, PRIVATE = Audience.PUBLIC, Audience.PRIVATE


@pytest.mark.parametrize(
    ("channel", "audience"),
    [
        (GENERAL, PUBLIC),
        (SECRET, PRIVATE),
        (VOICE, PRIVATE),
        (FORUM, PUBLIC),
        (ADULT, PRIVATE),
        (SILENT, PRIVATE),
        (IN_CLOSED, PRIVATE),
        (OPENED_ITSELF, PUBLIC),
        (ORPHAN, PRIVATE),
        (WITHOUT_MEMBERS, PRIVATE),
        (WITHOUT_BOB, PRIVATE),
        (WITHOUT_BOT, PUBLIC),
        (SILENCED, PUBLIC),
        (OPEN_THREAD, PUBLIC),
        (CLOSED_THREAD, PRIVATE),
        (THREAD_IN_SECRET, PRIVATE),
        (POST, PUBLIC),
        (LOUNGE, PUBLIC),
        (LOUNGE_INSIDE, PRIVATE),
        (LOUNGE_OPENED, PUBLIC),
        (TEXT_INSIDE, PUBLIC),
        (LOUNGE_WITHOUT_BOB, PRIVATE),
    ],
)
async def test_public_is_only_what_every_member_reads(channel: int, audience: Audience) -> None:
    place = where(World().channel(channel))
    assert place is not None
    assert place.audience is audience


@pytest.mark.parametrize("everyone", [0, VIEW, HISTORY, CONNECT, VIEW | CONNECT])
async def test_a_server_that_shows_members_less_has_no_public_channel(everyone: int) -> None:
    world = World(everyone=everyone)
    places = [where(world.channel(number)) for number in (GENERAL, FORUM, OPEN_THREAD, POST)]
    assert [place.audience for place in places if place is not None] == [PRIVATE] * 4


async def test_a_server_that_is_away_is_private() -> None:
    world = World()
    channel = world.channel(GENERAL)
    world.guild().unavailable = True
    place = where(channel)
    assert place is not None
    assert place.audience is PRIVATE


async def test_an_open_thread_is_of_its_channel_and_a_closed_one_stands_alone() -> None:
    world = World()
    opened, closed = where(world.channel(OPEN_THREAD)), where(world.channel(CLOSED_THREAD))
    assert opened is not None and closed is not None
    room = where(world.channel(GENERAL))
    assert room is not None
    assert opened.address.room == room.address.key
    assert opened.address.key.endswith(f"/{GENERAL}/{OPEN_THREAD}")
    assert closed.address.room is None
    assert closed.address.channel == str(CLOSED_THREAD)
    assert closed.address.parent == str(GENERAL)
    assert closed.address == replace(closed.address, parent=""), "it is the same for who does not know it"


async def test_an_open_thread_whose_channel_is_not_known_is_private() -> None:
    world = World()
    thread = world.channel(OPEN_THREAD)
    world.guild()._remove_channel(world.guild()._channels[GENERAL])
    place = where(thread)
    assert place is not None
    assert place.audience is PRIVATE
    assert place.address.channel == str(GENERAL)


async def test_what_holds_no_messages_is_no_place() -> None:
    assert where(World().channel(CLOSED_CATEGORY)) is None
    assert where(None) is None


def test_what_is_known_by_id_alone_is_private_and_two_alone_are_direct() -> None:
    assert unknown(5, 6).audience is PRIVATE
    assert unknown(5, 6).address.space == "6"
    assert unknown(5, None).address.space is None
    assert direct(7).audience is Audience.DIRECT
    assert direct(7).address.key == "discord//@7/"


@pytest.mark.parametrize(
    ("kind", "allowed", "denied", "is_let_in"),
    [
        (0, VIEW, 0, True),
        (0, CONNECT, 0, False),
        (0, VIEW, CONNECT, True),
        (2, VIEW, 0, True),
        (2, CONNECT, 0, True),
        (2, VIEW, CONNECT, False),
        (2, CONNECT, VIEW, False),
        (13, VIEW | CONNECT, 0, True),
        (13, VIEW, CONNECT, False),
    ],
)
async def test_who_is_let_in_by_name_may_also_connect_where_one_speaks(
    kind: int, allowed: int, denied: int, is_let_in: bool
) -> None:
    named, unnamed = ruled(kind, allowed, denied), ruled(kind)
    assert shut_out(named, unnamed) == (frozenset((ALICE,)) if is_let_in else frozenset())
    assert shut_out(unnamed, named) == shut_out(named, named) == frozenset()


@pytest.mark.parametrize(
    ("kind", "before", "after", "is_shut_out"),
    [
        (0, VIEW | CONNECT, VIEW, False),
        (0, VIEW | CONNECT, CONNECT, True),
        (2, VIEW | CONNECT, CONNECT, True),
        (2, VIEW | CONNECT, VIEW, True),
        (13, VIEW, CONNECT, True),
        (13, VIEW, VIEW | CONNECT, False),
        (2, CONNECT, VIEW | CONNECT, False),
    ],
)
async def test_who_may_not_see_or_not_connect_by_name_any_more_is_shut_out(
    kind: int, before: int, after: int, is_shut_out: bool
) -> None:
    assert shut_out(ruled(kind, before), ruled(kind, after)) == (frozenset((ALICE,)) if is_shut_out else frozenset())


def ruled(kind: int, allowed: int = 0, denied: int = 0) -> discord.abc.GuildChannel:
    """A channel with a rule that names Alice."""
    world = World()
    named = {**rule(ALICE, denied, person=True), "allow": str(allowed)}
    data = {**channel(SECRET, "closed", kind, **SPOKEN), "permission_overwrites": [named]}
    made = {0: discord.TextChannel, 2: discord.VoiceChannel, 13: discord.StageChannel}[kind]
    built: discord.abc.GuildChannel = made(state=world.client._connection, guild=world.guild(), data=cast(Any, data))
    return built
