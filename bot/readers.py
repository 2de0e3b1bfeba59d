"""Asks the platform whether somebody may still read what an answer alone with them could be made of.

Who left a server tells the bot nothing, so what was confirmed some minutes ago is asked for again before it is used in
direct, side by side and within a deadline. What is not confirmed in time is not used for this answer, and not ended.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.errors import AdapterError
from adapters.port import Adapter
from adapters.types import Address, address_of
from memory.types import Account, Membership, PersonId

log = logging.getLogger(__name__)
STALE = timedelta(minutes=10)
SECONDS = 1.5
MOST = 20  # asked at once; who stands in more places is confirmed over several answers
Now = Callable[[], datetime]


class Standing(Protocol):
    """What memory knows of who stands where."""

    async def standing(self, person: PersonId, platform: str) -> tuple[Membership, ...]:
        """Through what the person's accounts may use things in direct."""

    async def confirmed(self, person: PersonId, platform: str, memberships: Sequence[Membership]) -> None:
        """These hold now."""

    async def left_place(self, account: Account, place_key: str) -> None:
        """The account no longer reads the place."""

    async def left_space(self, account: Account, space: str) -> None:
        """The account no longer reads the space."""


class Readers:
    """Confirms what is stale; `ended` is called where somebody lost something."""

    def __init__(self, standing: Standing, ended: Callable[[], None], *, now: Now | None = None) -> None:
        self._standing = standing
        self._ended = ended
        self._now = now or (lambda: datetime.now(UTC))

    async def sure(self, person: PersonId, adapter: Adapter) -> bool:
        """Whether everything through which the person may use things in direct was confirmed of late, or has ended."""
        oldest = self._now() - STALE
        stands = await self._standing.standing(person, adapter.name)
        due = sorted((each for each in stands if each.confirmed_at < oldest), key=lambda each: each.confirmed_at)
        stale = due[:MOST]
        if not stale:
            return True
        found = await asyncio.gather(*(self._reads(each, adapter) for each in stale))
        confirmed = [each for each, reads in zip(stale, found, strict=True) if reads]
        if confirmed:
            await self._standing.confirmed(person, adapter.name, confirmed)
        for each in [each for each, reads in zip(stale, found, strict=True) if reads is False]:
            await self._end(each, adapter.name)
        return None not in found and stale == due

    async def _reads(self, membership: Membership, adapter: Adapter) -> bool | None:
        """What the platform says; None where it does not say it in time."""
        try:
            async with asyncio.timeout(SECONDS):
                return await adapter.reads(membership.handle, _address(membership, adapter.name))
        except (AdapterError, TimeoutError) as fault:
            log.info("reader not confirmed", extra={"kind": type(fault).__name__})
            return None

    async def _end(self, membership: Membership, platform: str) -> None:
        account = Account(platform, membership.handle, "")
        if membership.space is not None:
            await self._standing.left_space(account, membership.space)
        elif membership.place is not None:
            await self._standing.left_place(account, membership.place)
        self._ended()


def _address(membership: Membership, platform: str) -> Address:
    if membership.space is not None:
        return Address(platform, membership.space.partition("/")[2], "")
    return address_of(membership.place or "")
