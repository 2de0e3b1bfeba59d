"""The rules of spaces as memory keeps them, at hand for some seconds: they are asked for with every message.

What is changed here counts here at once, in another process within `TRUSTED_S` seconds.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from adapters.types import Address
from bot.config import LimitSettings
from bot.permissions import Rules, Stored, rules_of
from memory.setting import Setting, SettingChange
from memory.types import PersonId

TRUSTED_S = 15.0
MOST = 5_000


class Keeper(Protocol):
    """Keeps what is set, by the name of a space."""

    async def of(self, space: str) -> tuple[Setting, ...]:
        """All that is set in the space."""

    async def change(self, space: str, setting: Setting, *, by: PersonId, at: datetime) -> bool:
        """Sets it, or unsets it with None; False where it was so."""

    async def changes(self, space: str, *, before: int | None = None, most: int = 50) -> tuple[SettingChange, ...]:
        """Every change, newest first."""


class SpaceRules:
    """Reads and changes the rules of spaces; `limits` hold where nothing is set."""

    def __init__(self, keeper: Keeper, *, limits: LimitSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._keeper = keeper
        self._limits = limits
        self._clock = clock
        self._known: OrderedDict[str, tuple[Stored, float]] = OrderedDict()

    async def of(self, address: Address) -> Rules:
        """What holds where the address is; outside any space nothing is set."""
        if address.space is None:
            return Rules(limits=self._limits)
        return rules_of(await self.stored(space_of(address)), address.channel, address.parent, limits=self._limits)

    async def stored(self, space: str) -> Stored:
        """All that is set in a space."""
        known = self._known.get(space)
        if known is not None and self._clock() - known[1] <= TRUSTED_S:
            return known[0]
        since = self._clock()
        stored = {(each.channel, each.name): each.value for each in await self._keeper.of(space)}
        self._known[space] = (stored, since)
        self._known.move_to_end(space)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return stored

    async def change(self, space: str, setting: Setting, *, by: PersonId, at: datetime) -> bool:
        """Sets something, or unsets it with None; False where it was so."""
        try:
            return await self._keeper.change(space, setting, by=by, at=at)
        finally:
            self._known.pop(space, None)

    async def changes(self, space: str, most: int) -> tuple[SettingChange, ...]:
        """The last changes, newest first."""
        return await self._keeper.changes(space, most=most)


def space_of(address: Address) -> str:
    """Memory's name of the space that the address is in."""
    return f"{address.platform}/{address.space}"
