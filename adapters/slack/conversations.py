"""What conversations are, as Slack said it last: asked for once, and again after a while or when it may have changed.

Slack tells of a change to one process of the bot only, so who reads a channel is believed for ten minutes at most.
That it was shared with another workspace, or is private now, stands in every message, and is believed at once; where
it does not, as with mentions and commands, an open channel is looked at again after a minute.
"""

import asyncio
import logging
import time
from dataclasses import dataclass, field, replace

from adapters.errors import AdapterError
from adapters.recent import Clock, Recent
from adapters.slack.guests import Guests
from adapters.slack.payloads import inner
from adapters.slack.rooms import CHANNEL, GROUP, IM, MPIM, Room, room_of
from adapters.slack.wire import Wire

log = logging.getLogger(__name__)
REMEMBERED = 20_000
INSIDE_SECONDS, OUTSIDE_SECONDS, UNKNOWN_SECONDS = 600.0, 3600.0, 30.0
OPEN_SECONDS = 60.0  # for which a channel is believed to be open where what is told of it does not say so
ASK_SECONDS, WAIT_SECONDS = 5.0, 12.0
UNKNOWN = Room("")


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation. `inside`: for sure, all its readers may read every public channel of its workspace."""

    room: Room = UNKNOWN
    inside: bool = False

    @property
    def open(self) -> bool:
        """Whether every member of the workspace and nobody else may read it, for sure."""
        return self.inside and self.room.open


@dataclass(slots=True)
class _Kept:
    """What is known until then; one asks, the others wait for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    known: Known = field(default_factory=Known)
    until: float = 0.0
    looked_at: float = 0.0


class Conversations:
    """Knows conversations by team and id; the least recent are let go."""

    def __init__(self, wire: Wire, guests: Guests, *, clock: Clock = time.monotonic, size: int = REMEMBERED) -> None:
        self._wire = wire
        self._guests = guests
        self._clock = clock
        self._kept: Recent[tuple[str, str], _Kept] = Recent(size)

    async def known(self, team: str, channel: str, *, kind: str | None = None, shared: bool = False) -> Known:
        """What it is; never raises. `kind` and `shared` as the event has them, which count where they are stricter."""
        kept = self._kept.get((team, channel))
        if kind == MPIM or (shared and kind != IM):
            if kept is not None and kept.known.inside:
                self.forget(team, channel)
            name = "" if kept is None else kept.known.room.name
            return Known(Room(kind or "", name))
        if kept is not None and kept.known.open and kind not in (None, CHANNEL):
            self.forget(team, channel)
        found = await self._found(team, channel)
        if found.open and kind is None:
            return await self._still_open(team, channel)
        if found.open and kind not in (None, CHANNEL):
            return replace(found, room=replace(found.room, kind=kind or ""))
        return found

    def forget(self, team: str, channel: str) -> None:
        """It may have changed; what is being asked at this moment counts no more."""
        self._kept.drop((team, channel))

    def forget_all(self, team: str) -> None:
        """Of all that are inside a workspace the readers may have changed."""
        for (of, channel), kept in self._kept.items():
            if of == team and (kept.known.inside or kept.lock.locked()):
                self.forget(team, channel)

    async def look(self, team: str, channel: str) -> Room:
        """What it is at this moment; raises `AdapterError`."""
        bot = await self._wire.bot(team)
        answer = await self._wire.ask(team, "conversations.info", {"channel": channel}, seconds=ASK_SECONDS)
        return room_of(inner(answer, "channel"), team, bot.enterprise)

    async def _still_open(self, team: str, channel: str) -> Known:
        """What was open, as it is now; private within its space where that cannot be learnt."""
        kept = self._kept.get((team, channel))
        if kept is None:
            return await self._found(team, channel)
        try:
            async with asyncio.timeout(WAIT_SECONDS), kept.lock:
                if self._clock() - kept.looked_at < OPEN_SECONDS:
                    return kept.known
                room = await self.look(team, channel)
        except (AdapterError, TimeoutError) as fault:
            told = {"kind": type(fault).__name__, "why": str(fault)}
            log.info("channel not seen to be open", extra={"channel": channel, **told})
            return replace(kept.known, room=replace(kept.known.room, kind=GROUP))
        if room.open:
            kept.looked_at = self._clock()
            return kept.known
        self.forget(team, channel)
        return await self._found(team, channel)

    async def _found(self, team: str, channel: str) -> Known:
        key = (team, channel)
        kept = self._kept.get(key)
        if kept is None:
            kept = _Kept()
            self._kept.put(key, kept)
        try:
            async with asyncio.timeout(WAIT_SECONDS), kept.lock:
                if self._clock() >= kept.until:
                    await self._ask(team, channel, kept)
        except TimeoutError:
            return Known()
        return kept.known if self._kept.get(key) is kept else Known()

    async def _ask(self, team: str, channel: str, kept: _Kept) -> None:
        kept.known, seconds = Known(), UNKNOWN_SECONDS
        try:
            room = await self.look(team, channel)
        except AdapterError as fault:
            told = {"kind": type(fault).__name__, "why": str(fault)}
            log.info("conversation not known", extra={"channel": channel, **told})
        else:
            within = room.kind in (CHANNEL, GROUP) and not room.shared
            absent = await self._guests.absent(team, channel) if within else False
            kept.known = Known(room, within and absent is True)
            seconds = UNKNOWN_SECONDS if absent is None else INSIDE_SECONDS if within else OUTSIDE_SECONDS
        kept.looked_at = self._clock()
        kept.until = kept.looked_at + seconds
