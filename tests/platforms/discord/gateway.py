"""The gateway: a socket for each shard, with IDENTIFY, RESUME, heartbeats and members on request."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import discord
from aiohttp import WSMsgType, web
from simcord import intents as rules
from simcord.backend import serializers
from simcord.backend.models import Guild

from tests.platforms.discord.line import (
    BEAT,
    BEATEN,
    HELLO,
    IDENTIFY,
    INVALID,
    MEMBERS,
    PRESENCE,
    RESUME,
    VOICE,
    Line,
)
from tests.platforms.discord.log import Identified, Log
from tests.platforms.discord.members import members
from tests.platforms.discord.permitted import hears
from tests.platforms.discord.session import Session
from tests.platforms.discord.world import Payload, Wire, World

UNKNOWN, GARBLED, NOT_IDENTIFIED, WRONG_TOKEN, TWICE = 4001, 4002, 4003, 4004, 4005
WRONG_SHARD, SHARDS_NEEDED, UNKNOWN_INTENTS, NOT_GRANTED = 4010, 4011, 4013, 4014
KNOWN_INTENTS = discord.Intents.all().value


@dataclass(slots=True)
class Granted:
    """What the application may: its token, and the intents that its owner switched on.

    `starts` is how many sessions it may begin until so many seconds are over; with one more its token is worth nothing.
    """

    token: str
    content: bool = True
    members: bool = True
    presences: bool = False
    least_shards: int = 1
    starts: int = 1000
    reset_seconds: float = 14_400.0

    def intents(self) -> discord.Intents:
        """What may be asked of the gateway."""
        granted = discord.Intents.all()
        granted.message_content, granted.members, granted.presences = self.content, self.members, self.presences
        return granted


@dataclass(slots=True)
class Gateway:
    """All sessions and sockets. `answers_beats` False makes connections that are dead without knowing it.

    `apart_seconds` is the least between two starts of sessions: five at Discord, none here unless set; `hasty` counts
    those that came sooner. `unavailable` are guilds that are there and not reached: a new session is told no more.
    """

    world: World
    granted: Granted
    log: Log
    address: Callable[[], str]
    render: Callable[[Payload], str]
    beat_seconds: float = 41.25
    answers_beats: bool = True
    apart_seconds: float = 0.0
    hasty: int = 0
    unavailable: set[int] = field(default_factory=set)
    sessions: dict[str, Session] = field(default_factory=dict)
    lines: set[Line] = field(default_factory=set)
    _started: float = float("-inf")

    def tell(self, name: str, payload: Wire) -> None:
        """Something happened in the world: the bot is told, as far as it may know."""
        if not hears(self.world.backend, name, payload):
            return
        for session in self.sessions.values():
            session.offer(name, payload)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One socket, from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=4096 * 16)
        await socket.prepare(request)
        line = Line(request, socket)
        self.lines.add(line)
        line.say(HELLO, {"heartbeat_interval": int(self.beat_seconds * 1000)})
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(line.write())
            try:
                await self._read(line)
            finally:
                self._hung_up(line)
                writer.cancel()
        return socket

    async def _read(self, line: Line) -> None:
        async for message in line.socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            code = self._receive(line, cast(str | bytes, message.data))
            if code is not None:
                await line.socket.close(code=code, message=b"refused")
                return

    def _receive(self, line: Line, frame: str | bytes) -> int | None:
        """Answer a frame; gives the code to hang up with where it is wrong."""
        try:
            said = cast(Payload, json.loads(frame))
        except ValueError:
            return GARBLED
        op, data = said.get("op"), said.get("d")
        if op not in (BEAT, IDENTIFY, RESUME) and line.session is None:
            return NOT_IDENTIFIED
        match op, data:
            case int(), _ if op == BEAT:
                return self._beat(line)
            case int(), dict() if op == IDENTIFY:
                return self._identify(line, data)
            case int(), dict() if op == RESUME:
                return self._resume(line, data)
            case int(), dict() if op == MEMBERS:
                return self._members(line, data)
            case int(), _ if op in (PRESENCE, VOICE):
                return None
            case _:
                return UNKNOWN

    def _beat(self, line: Line) -> int | None:
        if self.answers_beats:
            line.say(BEATEN)
        return None

    def _identify(self, line: Line, data: Payload) -> int | None:
        refusal = TWICE if line.session is not None else self._refusal(data)
        if refusal is not None:
            return refusal
        if self._too_soon():
            line.say(INVALID, False)
            return None
        self.granted.starts -= 1
        session = Session(data, self.world.backend, log=self.log, render=self.render)
        line.session, session.put = session, line.put
        guilds = [each for each in self._guilds() if session.owns(each.id)]
        session.tell("READY", self._ready(session, [guild.id for guild in guilds]))
        self.sessions[session.id] = session
        for guild in (each for each in guilds if each.id not in self.unavailable):
            session.offer("GUILD_CREATE", cast(Wire, serializers.guild_create_payload(self.world.backend, guild)))
        self.log.news()
        return None

    def _guilds(self) -> list[Guild]:
        return [each for each in self.world.backend.guilds.values() if each.id not in self.world.foreign]

    def _refusal(self, data: Wire) -> int | None:
        value, shard = int(str(data.get("intents", -1))), cast(list[int], data.get("shard") or [0, 1])
        self.log.identified.append(Identified(shard[0], shard[1], value))
        if data.get("token") != self.granted.token or self.granted.starts < 1:
            return WRONG_TOKEN
        if not 0 <= shard[0] < shard[1]:
            return WRONG_SHARD
        if shard[1] < self.granted.least_shards:
            return SHARDS_NEEDED
        if value < 0 or value & ~KNOWN_INTENTS:
            return UNKNOWN_INTENTS
        missing = rules.missing_privileged_intents(discord.Intents._from_value(value), self.granted.intents())
        return NOT_GRANTED if missing else None

    def _too_soon(self) -> bool:
        sooner, self._started = self._started, time.monotonic()
        if self._started - sooner >= self.apart_seconds:
            return False
        self._started = sooner
        self.hasty += 1
        return True

    def _ready(self, session: Session, guilds: list[int]) -> Payload:
        backend = self.world.backend
        return {
            "v": 10,
            "user": dict(serializers.user_payload(backend.bot_user)),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.address(),
            "shard": [session.shard, session.shards],
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
            "application": {"id": str(backend.application_id), "flags": flags(self.granted)},
        }

    def _resume(self, line: Line, data: Wire) -> int | None:
        if data.get("token") != self.granted.token:
            return WRONG_TOKEN
        session = self.sessions.get(str(data.get("session_id")))
        if session is None or not session.resume(int(str(data.get("seq"))), line.put):
            line.say(INVALID, False)
            return None
        line.session = session
        self.log.news()
        return None

    def _members(self, line: Line, data: Wire) -> int | None:
        assert line.session is not None
        for chunk in members(self.world.backend, data):
            line.session.tell("GUILD_MEMBERS_CHUNK", chunk)
        return None

    def _hung_up(self, line: Line) -> None:
        self.lines.discard(line)
        if line.session is not None and line.session.put == line.put:
            line.session.put = None
        self.log.news()


def flags(granted: Granted) -> int:
    """The application's flags: each granted intent has one for bots in few guilds."""
    return discord.ApplicationFlags(
        gateway_message_content_limited=granted.content,
        gateway_guild_members_limited=granted.members,
        gateway_presence_limited=granted.presences,
    ).value
