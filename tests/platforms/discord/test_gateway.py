"""The gateway refuses what Discord refuses, with its codes; spoken to without any library."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import aiohttp
import discord as library
import pytest

from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.world import Payload

INTENTS = library.Intents(guilds=True).value


@asynccontextmanager
async def _connected(discord: DiscordStandIn) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A socket that was greeted."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(discord.gateway_url + "?v=10&encoding=json") as socket,
    ):
        greeting = cast(Payload, await socket.receive_json(timeout=5))
        assert greeting["op"] == 10
        yield socket


def _identify(token: str, intents: int = INTENTS, shard: tuple[int, int] = (0, 1)) -> Payload:
    return {"op": 2, "d": {"token": token, "intents": intents, "shard": list(shard), "properties": {}}}


async def _told(socket: aiohttp.ClientWebSocketResponse) -> Payload:
    return cast(Payload, await socket.receive_json(timeout=5))


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("no json", 4002),
        (json.dumps({"op": 8, "d": {}}), 4003),
        (json.dumps({"op": 77}), 4003),
        (json.dumps(_identify("wrong")), 4004),
    ],
)
async def test_a_frame_that_is_wrong(discord: DiscordStandIn, frame: str, code: int) -> None:
    async with _connected(discord) as socket:
        await socket.send_str(frame)
        await socket.receive(timeout=5)
        assert socket.close_code == code


@pytest.mark.parametrize(
    ("intents", "shard", "code"),
    [
        (INTENTS, (1, 1), 4010),
        (INTENTS, (0, 1), 4011),
        (1 << 40, (0, 2), 4013),
        (INTENTS | library.Intents(presences=True).value, (0, 2), 4014),
    ],
)
async def test_a_session_that_is_refused(
    discord: DiscordStandIn, intents: int, shard: tuple[int, int], code: int
) -> None:
    discord.granted.least_shards = 2
    async with _connected(discord) as socket:
        await socket.send_json(_identify(discord.token, intents, shard))
        await socket.receive(timeout=5)
        assert socket.close_code == code
    assert [each.shard for each in discord.log.identified] == [shard[0]]


@pytest.mark.parametrize(("frame", "code"), [({"op": 77}, 4001), ({"op": 2, "d": {}}, 4005)])
async def test_a_frame_that_is_wrong_in_a_session(discord: DiscordStandIn, frame: Payload, code: int) -> None:
    async with _connected(discord) as socket:
        await socket.send_json(_identify(discord.token))
        ready = await _told(socket)
        assert ready["t"] == "READY"
        await socket.send_json(frame)
        await socket.receive(timeout=5)
        assert socket.close_code == code


async def test_a_session_from_beginning_to_resuming(discord: DiscordStandIn) -> None:
    home = discord.guild()
    async with _connected(discord) as socket:
        await socket.send_json(_identify(discord.token))
        ready, arrived = await _told(socket), await _told(socket)
        assert (arrived["t"], cast(Payload, arrived["d"])["id"]) == ("GUILD_CREATE", str(home.id))
        await socket.send_json({"op": 1, "d": 2})
        assert (await _told(socket))["op"] == 11
        session = str(cast(Payload, ready["d"])["session_id"])
    again = {"op": 6, "d": {"token": discord.token, "session_id": session, "seq": 1}}
    async with _connected(discord) as socket:
        await socket.send_json(again)
        assert [(await _told(socket))["t"] for _ in range(2)] == ["GUILD_CREATE", "RESUMED"]
    async with _connected(discord) as socket:
        await socket.send_json({"op": 6, "d": {"token": discord.token, "session_id": "unknown", "seq": 1}})
        assert (await _told(socket))["op"] == 9
    async with _connected(discord) as socket:
        await socket.send_json({"op": 6, "d": {"token": "wrong", "session_id": session, "seq": 1}})
        await socket.receive(timeout=5)
        assert socket.close_code == 4004
