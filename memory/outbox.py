"""The door to what is to be sent, reachable as `memory.outbox`: for whoever delivers, on behalf of nobody.

`following` is when the reminder is due after the later of now and the due time, by its schedule as it came with the
claim; None: never again. A settling says False where the claim was lost: somebody else has it, or it was taken back.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from memory.keepable import keepable
from memory.redact import redact
from memory.reminder import Due, Follower, Reminder, ReminderId, Replanned, SendId, Way
from memory.store import listening, outbox, travellers
from memory.store.database import Database
from memory.types import PersonId

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=90)
OVERDUE = timedelta(minutes=15)
LONGEST = 2_000  # characters of a notice


class Outbox:
    """What is due is claimed, sent and settled; what was claimed by somebody who died is claimed again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def next_due(self, platforms: Sequence[str]) -> datetime | None:
        """When something is ready next, which may be past; None: nothing is to come."""
        return await outbox.next_due(self._database, platforms)

    async def claim(self, platforms: Sequence[str], *, most: int, lease: timedelta = LEASE) -> tuple[Due, ...]:
        """Gives the caller at most `most` of what is ready, the longest ready first, until the lease is over."""
        return await outbox.claim(self._database, platforms, most=most, lease=lease)

    async def waiting(
        self, person: PersonId, place_key: str, *, most: int = 100, lease: timedelta = LEASE
    ) -> tuple[Due, ...]:
        """Gives the caller at most `most` of what waits for the person to talk, to be told in that place."""
        return await outbox.waiting(self._database, person, place=place_key, most=most, lease=lease)

    async def shown(self, person: PersonId, send: SendId) -> Due | None:
        """What was sent or is to be sent to that person, to be shown to them alone; None: there is no such thing."""
        return await outbox.shown(self._database, person, send)

    async def sent(
        self,
        due: Due,
        message_id: str,
        place_key: str,
        *,
        following: datetime | None,
        again_at: datetime | None = None,
    ) -> bool:
        """It was sent as that message in that place; it comes once more at `again_at` unless they answer."""
        note = (place_key, message_id, None)
        return await outbox.settle(self._database, due, "sent", note=note, times=(following, again_at))

    async def retry(self, due: Due, at: datetime, fault: str | None, *, following: datetime | None) -> bool:
        """It is tried again then; `fault` names the class of what went wrong, None: nothing was tried."""
        return await outbox.delay(self._database, due, due.way, why=(at, fault), following=following)

    async def divert(self, due: Due, way: Way, *, following: datetime | None) -> bool:
        """It goes another way from now on. What waits for talk takes the place of what did of the same reminder."""
        return await outbox.delay(self._database, due, way, why=(None, None), following=following)

    async def drop(self, due: Due, *, following: datetime | None) -> bool:
        """It is of no use any more, or was answered."""
        return await outbox.settle(self._database, due, "dropped", times=(following, None))

    async def dead(self, due: Due, fault: str, *, following: datetime | None) -> bool:
        """Nobody could be reached; it is kept as a dead letter."""
        return await outbox.settle(self._database, due, "dead", note=(None, None, fault), times=(following, None))

    async def notice(self, person: PersonId, platform: str, handle: str, text: str, key: str) -> bool:
        """Keeps a text to be sent there in direct, once for that key; False: it was kept, or nobody is there."""
        said = (redact(keepable(text)).text[:LONGEST], key)
        return await outbox.notice(self._database, person, account=(platform, handle), said=said)

    async def called(self, person: PersonId) -> tuple[str, str | None]:
        """The name that the person goes by, and their locale; ('', None) where there is nobody."""
        return await outbox.called(self._database, person)

    async def dead_count(self) -> int:
        """How much could not be brought to anybody."""
        return await outbox.dead_count(self._database)

    async def overdue(self, longer: timedelta = OVERDUE) -> tuple[tuple[str, int], ...]:
        """The platforms at which something was ready longer ago than that and nobody claimed it, and how much."""
        return await outbox.overdue(self._database, longer)

    async def stale(self, zone_data: str, *, most: int = 100) -> tuple[Reminder, ...]:
        """Reminders that go on or are held up, whose times were computed with older zone data than that."""
        return await outbox.stale(self._database, zone_data, most=most)

    async def drifted(self, unknown: Collection[str] = (), *, most: int = 100) -> tuple[tuple[Reminder, str], ...]:
        """Floating reminders whose person is in another zone now, and which; but for zones that are `unknown`."""
        return await travellers.drifted(self._database, unknown=unknown, most=most)

    async def followers(self, reminder: Reminder) -> tuple[Follower, ...]:
        """Who joined it."""
        return await travellers.followers(self._database, reminder)

    async def moved(self, replanned: Sequence[Replanned], zone_data: str) -> tuple[ReminderId, ...]:
        """Times of one person's reminders were computed anew with that zone data, and are put down all at once.

        What was due already stays; their person is told, and who still follows them. Which of them have changed since
        they were read: where there are any, nothing is done and nobody is told.
        """
        return await travellers.moved(self._database, replanned, zone_data=zone_data)

    async def listen(self, platforms: Sequence[str], woken: Callable[[], None]) -> None:
        """Calls `woken` when something is ready earlier than known, and after each time that it could not hear.

        For ever; behind a pooler that cannot carry it, it returns at once.
        """
        await listening.listen(self._database, platforms, woken)

    async def prune(self, *, most: int, older: timedelta = KEPT) -> int:
        """Drops a slice of what was over longer than `older` ago; how much, 0: nothing left."""
        return await outbox.prune(self._database, older=older, most=most)
