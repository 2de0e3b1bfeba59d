"""What Discord knows: simcord's model of it, with a clock that follows real time and lists that do not grow.

simcord normally hooks itself into a bot in the same process. Here only its model and its people are used, and the bot
is at the other end of a socket. Its modules are internal to it, so its version is pinned.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import SupportsIndex, TypeVar

import discord
from simcord._clock import Clock
from simcord.backend.models import Message
from simcord.env import Env

from tests.platforms.discord.invited import Permitting

T = TypeVar("T")
Payload = dict[str, object]
Wire = Mapping[str, object]
KEPT_MESSAGES = 500
MOST_NUMBERS = 50_000
RECENT = 60_000


class RunningClock(Clock):
    """Real time, as far ahead as it was put."""

    def now(self) -> datetime:
        """The time at which everything happens that happens now."""
        return datetime.now(UTC) + timedelta(seconds=self.elapsed)


class Unkept(list[T]):
    """A list that stays empty: what simcord would keep of every request and event."""

    def append(self, item: T, /) -> None:
        """Keep nothing."""

    def insert(self, index: SupportsIndex, item: T, /) -> None:
        """Keep nothing."""

    def extend(self, items: Iterable[T], /) -> None:
        """Keep nothing."""


class World(Env):
    """simcord's world without a bot inside; nobody waits in it for what a bot does.

    `foreign`: guilds that the bot is not in, and whether each stands for a group; `locales` by person.
    """

    def __init__(self) -> None:
        super().__init__(discord.Client(intents=discord.Intents.all()))
        self.backend = Permitting(clock=RunningClock())
        self.backend.transcript = Unkept()
        self.backend.http_requests = Unkept()
        self._message_states.add(self.bot._connection)
        self.foreign: dict[int, bool] = {}
        self.locales: dict[int, str] = {}

    async def _settle_internal(
        self,
        *,
        timeout: float | None = None,
        idle: float = 0.05,
        dispatch: str | None = None,
        _deadline: float | None = None,
    ) -> None:
        await asyncio.sleep(0)

    def _begin_operation(self, label: str) -> None:
        """People act side by side here."""

    def _end_operation(self) -> None:
        """See `_begin_operation`."""

    def _mark_mutation(self) -> None:
        """See `_begin_operation`."""

    def message(self, number: int) -> Message | None:
        """A message by its id alone; None where it is gone."""
        return next((kept[number] for kept in self.backend.messages.values() if number in kept), None)

    def forget_old(self, channel: int) -> None:
        """Keep the newest messages of a channel only, so that a long run does not fill the memory."""
        kept = self.backend.messages.get(channel, {})
        while len(kept) > KEPT_MESSAGES:
            del kept[next(iter(kept))]
        if len(self.backend._sequences) > MOST_NUMBERS:
            self._forget_numbers()

    def _forget_numbers(self) -> None:
        """Ids that were given out matter to simcord while the clock is near them."""
        oldest = (self.backend.snowflake() >> 22) - RECENT
        self.backend._sequences = {at: each for at, each in self.backend._sequences.items() if at >= oldest}
        self.backend._reserved_ids = {each for each in self.backend._reserved_ids if each >> 22 >= oldest}
