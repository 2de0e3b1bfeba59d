"""Who can read a place now: asked over sockets, and kept for some seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.discord.adapter import Discord
from adapters.discord.readers import KEPT_SECONDS, Readers
from adapters.discord.settings import Settings
from adapters.discord.wire import Wire
from adapters.errors import Refused, Unreachable
from adapters.types import Address, Event, direct_with
from tests.adapters.discord_gateway import SECONDS, Gateway, gateway
from tests.adapters.discord_world import (
    ALICE,
    CLOSED_THREAD,
    GENERAL,
    GUILD,
    MANAGERS_ROLE,
    OPEN_THREAD,
    SECRET,
    THREAD_IN_SECRET,
    VOICE,
    Payload,
    channel,
    guild,
    member,
    user,
)

MEMBER = f"/guilds/{GUILD}/members/{ALICE}"
OTHER = 555
SPACE = Address("discord", str(GUILD), "")
GONE: tuple[int, Payload] = (404, {"code": 10007, "message": "Unknown Member"})


def alice(*roles: int) -> tuple[int, Payload]:
    """Discord's answer: she is a member with these roles."""
    return 200, {**member(*roles), "user": user(ALICE, "Alice")}


def at(number: int, thread: int | None = None) -> Address:
    """A place of the server."""
    return Address("discord", str(GUILD), str(number), None if thread is None else str(thread))


@asynccontextmanager
async def asking() -> AsyncIterator[tuple[Gateway, Discord]]:
    """A connected adapter whose server is in its cache."""

    async def handler(event: Event) -> None:
        return

    async with gateway() as server:
        adapter = Discord("token", Settings(api=server.api))
        running = asyncio.ensure_future(adapter.run(handler))
        await server.ready()
        async with asyncio.timeout(SECONDS):
            while adapter._wire.client is None or adapter._wire.client.get_guild(GUILD) is None:
                await asyncio.sleep(0.01)
        try:
            yield server, adapter
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


@pytest.mark.parametrize(
    ("place", "reads"),
    [
        (SPACE, True),
        (at(GENERAL), True),
        (at(GENERAL, OPEN_THREAD), True),
        (at(SECRET), False),
        (at(SECRET, THREAD_IN_SECRET), False),
        (at(VOICE), False),
    ],
)
async def test_a_member_reads_what_their_permissions_allow(place: Address, reads: bool) -> None:
    async with asking() as (server, adapter):
        server.statuses[MEMBER] = [alice()]
        assert await adapter.reads(str(ALICE), place) is reads


async def test_who_is_no_member_reads_nothing() -> None:
    async with asking() as (server, adapter):
        server.statuses[MEMBER] = [GONE, GONE]
        assert not await adapter.reads(str(ALICE), SPACE)
        assert not await adapter.reads(str(ALICE), at(GENERAL))


@pytest.mark.parametrize("inside", [True, False])
async def test_a_closed_thread_is_read_by_those_in_it(inside: bool) -> None:
    path = f"/channels/{CLOSED_THREAD}/thread-members/{ALICE}"
    async with asking() as (server, adapter):
        there: Payload = {"id": str(CLOSED_THREAD), "user_id": str(ALICE), "flags": 0,
                          "join_timestamp": "2026-01-01T00:00:00+00:00"}  # fmt: skip
        server.statuses[MEMBER] = [alice()]
        server.statuses[path] = [(200, there) if inside else (404, {"code": 10007, "message": "Unknown Member"})]
        assert await adapter.reads(str(ALICE), at(CLOSED_THREAD)) is inside


async def test_a_server_of_another_process_is_asked_for() -> None:
    place = Address("discord", str(OTHER), str(GENERAL))
    async with asking() as (server, adapter):
        other = guild() | {"id": str(OTHER), "roles": [{**role, "id": str(OTHER)} for role in _roles()[:1]]}
        server.statuses[f"/guilds/{OTHER}"] = [(200, other)] * 2
        server.statuses[f"/guilds/{OTHER}/members/{ALICE}"] = [alice(MANAGERS_ROLE)] * 2
        server.statuses[f"/channels/{GENERAL}"] = [(200, {**channel(GENERAL, "general"), "guild_id": str(OTHER)})]
        assert await adapter.reads(str(ALICE), place)
        server.statuses[f"/channels/{GENERAL + 50}"] = [(404, {"code": 10003, "message": "Unknown Channel"})]
        assert not await adapter.reads(str(ALICE), Address("discord", str(OTHER), str(GENERAL + 50)))


@pytest.mark.parametrize(
    "answer",
    [(403, {"code": 50001, "message": "Missing Access"}), (404, {"code": 10004, "message": "Unknown Guild"})],
)
@pytest.mark.parametrize("channel", ["", str(GENERAL)])
async def test_of_a_server_that_the_bot_is_not_in_nobody_is_said_to_read_nothing(
    answer: tuple[int, Payload], channel: str
) -> None:
    async with asking() as (server, adapter):
        server.statuses[f"/guilds/{OTHER}"] = [answer] * 2
        for _ in range(2):
            with pytest.raises(Refused):
                await adapter.reads(str(ALICE), Address("discord", str(OTHER), channel))


async def test_what_could_not_be_asked_is_no_answer() -> None:
    async with asking() as (server, adapter):
        server.statuses[MEMBER] = [(503, {})]
        with pytest.raises(Unreachable):
            await adapter.reads(str(ALICE), SPACE)


async def test_an_answer_that_is_none_is_no_answer() -> None:
    async with asking() as (server, adapter):
        server.statuses[MEMBER] = [(200, {"nothing": "of use"})]
        with pytest.raises(Unreachable):
            await adapter.reads(str(ALICE), SPACE)


async def test_direct_is_read_by_its_person_alone() -> None:
    readers = Readers(Wire())
    assert await readers.reads(str(ALICE), direct_with("discord", str(ALICE)))
    assert not await readers.reads("2", direct_with("discord", str(ALICE)))
    assert not await readers.reads(str(ALICE), Address("discord", None, "77"))


async def test_an_answer_is_kept_for_some_seconds() -> None:
    now = [100.0]
    async with asking() as (server, adapter):
        readers = Readers(adapter._wire, lambda: now[0])
        server.statuses[MEMBER] = [alice(), GONE]
        assert await readers.reads(str(ALICE), SPACE)
        now[0] += KEPT_SECONDS - 1
        assert await readers.reads(str(ALICE), SPACE)
        assert len([each for each in server.requests if each.path == MEMBER]) == 1
        now[0] += 2
        assert not await readers.reads(str(ALICE), SPACE)


def _roles() -> list[Payload]:
    roles = guild()["roles"]
    assert isinstance(roles, list)
    return roles
