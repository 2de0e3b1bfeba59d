"""Keeps due times true where the rules of clocks change, and where somebody travels who wants their hour to go along.

What is found changed stands in the database, one person after another, so that whoever dies in the middle leaves the
rest for the next one. Nothing that was to come is lost by it: what would have come between is due at once. Whoever is
affected is told, once for all of theirs that were found together; who joined one, once for each: what was said openly
and when, never what moved it, since that may tell where its person is.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.delivering.followed import FOLLOWED, line_of, told_of
from bot.delivering.heeding import heeded_alone
from bot.delivering.words import words_of
from bot.reminders.rezoning import Moved, followed, rezoned
from bot.reminders.wording import PLAIN, Tones, Wording
from bot.when.stored import stored
from bot.zones import ZONE_DATA
from memory.errors import MemoryFault
from memory.reminder import Follower, Reminder, ReminderId, Replanned, Standing, Timing
from memory.types import PersonId

log = logging.getLogger(__name__)
LOOK_SECONDS = 60.0
MOST, MOST_TOLD = 100, 8
CLOCKS, MOVED = "clocks", "moved"  # sentences that tell why, to others only that


class Timed(Protocol):
    """Where reminders are due, as `memory.outbox` is."""

    async def stale(self, zone_data: str, *, most: int) -> tuple[Reminder, ...]:
        """Those computed with other zone data."""

    async def drifted(self, unknown: Collection[str], *, most: int) -> tuple[tuple[Reminder, str], ...]:
        """Those of people who are in another zone now, and which."""

    async def followers(self, reminder: Reminder) -> tuple[Follower, ...]:
        """Who joined it."""

    async def moved(self, replanned: Sequence[Replanned], zone_data: str) -> tuple[ReminderId, ...]:
        """Puts down new times of one person's and what is told of them; those that changed, where nothing is done."""


class ZoneChanges:
    """Recomputes what was computed with other zone data or in another zone."""

    def __init__(
        self,
        outbox: Timed,
        *,
        zone_data: str = ZONE_DATA,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        tones: Tones | None = None,
    ) -> None:
        self._outbox, self._tones = outbox, tones
        self._zone_data = zone_data
        self._clock = clock
        self._unknown: set[str] = set()

    async def run(self) -> None:
        """Look for both, for ever."""
        while True:
            try:
                while await self.once():
                    pass
            except MemoryFault as fault:
                log.info("zone changes wait for the database", extra={"kind": type(fault).__name__})
            await asyncio.sleep(LOOK_SECONDS)

    async def once(self) -> int:
        """Recompute some of what is due to be; how many, 0: nothing left."""
        now = self._clock()
        found = await self._outbox.stale(self._zone_data, most=MOST)
        stale = [_calmly(each, each.zone, partial(rezoned, each, now)) for each in found]
        done = await self._put(stale, CLOCKS)
        travelled = await self._outbox.drifted(tuple(self._unknown), most=MOST)
        known = [(each, zone) for each, zone in travelled if self._knows(zone)]
        moved = [_calmly(each, zone, partial(followed, each, zone, now)) for each, zone in known]
        return done + await self._put(moved, MOVED)

    def _knows(self, zone: str) -> bool:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            self._unknown.add(zone)
            return False
        return True

    async def _put(self, moved: Sequence[Moved], why: str) -> int:
        """Write them down, those of each person together; how many."""
        groups = groupby(sorted(moved, key=_whose), key=_whose)
        return sum([await self._put_together(list(group), why) for _, group in groups])

    async def _put_together(self, moved: Sequence[Moved], why: str) -> int:
        """All of one person with what they are told, or none: whoever dies in the middle would tell them again.

        What its person changed meanwhile is left, and they are told of the others.
        """
        theirs = sorted(moved, key=lambda each: not each.is_felt)
        while theirs:
            changed = await self._outbox.moved([each async for each in self._told(theirs, why)], self._zone_data)
            if not changed:
                break
            theirs = [each for each in theirs if each.reminder.id not in changed]
        return len(theirs)

    async def _told(self, theirs: Sequence[Moved], why: str) -> AsyncIterator[Replanned]:
        """Their person is told with the first of those that are felt, which stand first."""
        for each in theirs:
            notices = await self._to_followers(each) if each.is_felt else {}
            if each.is_felt and each is theirs[0]:
                notices[each.reminder.person] = await self._notice(theirs, why)
            yield Replanned(each.reminder, self._timing(each), notices)

    async def _notice(self, theirs: Sequence[Moved], why: str) -> str:
        first = theirs[0].reminder
        wording = await heeded_alone(self._tones, first.person, first.platform, handle=first.handle)
        return notice_of(theirs, why, wording)

    async def _to_followers(self, moved: Moved) -> dict[PersonId, str]:
        if not moved.reminder.followers:
            return {}
        told = {}
        for each in await self._outbox.followers(moved.reminder):
            wording = await heeded_alone(self._tones, each.person, each.platform, handle=each.handle)
            told[each.person] = told_of(each, moved.reminder, FOLLOWED, moved.due, wording)
        return told

    def _timing(self, moved: Moved) -> Timing | None:
        """As it stays, where it cannot be read; a fault of one must not stop the others. None: it is over."""
        kept, due = moved.reminder, moved.due
        if kept.standing is not Standing.ACTIVE and due is None:
            due = self._clock()  # nothing is planned of what is held up
        if moved.schedule is None:
            log.error("a schedule cannot be read", extra={"reminder": kept.id})
        text = kept.schedule if moved.schedule is None else stored(moved.schedule)
        return None if due is None else Timing(text, moved.zone, self._zone_data, due)


def _calmly(reminder: Reminder, zone: str, compute: Callable[[], Moved]) -> Moved:
    """As computed; one whose times cannot be stays as it is, so that it does not stop the others."""
    try:
        return compute()
    except Exception:
        log.exception("times cannot be computed", extra={"reminder": reminder.id})
        return Moved(reminder, None, zone, reminder.next_due)


def notice_of(moved: Sequence[Moved], why: str, wording: Wording = PLAIN) -> str:
    """What somebody is told of all of theirs that come at another moment now."""
    felt = [each for each in moved if each.is_felt]
    words = words_of(felt[0].reminder.language, wording=wording)
    lines = [line_of(each.reminder.text, each.due, each.zone, words.language) for each in felt[:MOST_TOLD]]
    lines += ["…"] * (len(felt) > MOST_TOLD)
    zones = dict.fromkeys(each.zone for each in felt)
    return words.sentence(why, zone=", ".join(zones), list="\n".join(lines))


def _whose(moved: Moved) -> int:
    return moved.reminder.person
