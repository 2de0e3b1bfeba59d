"""Reminders offered from talk: what somebody said they will do on a day, once, alone, with one tap to take or leave it.

The day is read in their own words by the grammar that reads all times, never taken from a model. Each step can be done
again: the proposal and what is told of it have keys, and only then is the commitment marked.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.types import address_of
from bot.days import zone_of
from bot.delivering.heeding import heeded_alone
from bot.delivering.words import words_of
from bot.reminders.same import near_to
from bot.reminders.wording import Wording
from bot.rules import SpaceRules
from bot.when import Once, read, say
from bot.when.stored import restored, stored
from bot.zones import ZONE_DATA
from memory.commitment import Commitment, Shaken
from memory.errors import MemoryFault
from memory.memory import Memory
from memory.reminder import NewReminder, Reminder, Standing
from memory.types import Audience, FactId, PersonId, Sensitivity

log = logging.getLogger(__name__)
LOOK_SECONDS = 30.0
MOST, MOST_A_DAY = 50, 3
SOONEST = timedelta(minutes=30)  # what is due before that, nobody has forgotten yet
LONGEST_QUOTE, LONGEST_TEXT = 300, 300


class Proposals:
    """Offers reminders of commitments, and to stop those whose ground has changed."""

    def __init__(
        self, memory: Memory, rules: SpaceRules, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._commitments, self._reminders, self._outbox = memory.commitments, memory.reminders, memory.outbox
        self._rules, self._tones = rules, memory.tones
        self._clock = clock

    async def run(self) -> None:
        """Look for what was learned, for ever."""
        while True:
            try:
                while await self.once():
                    pass
            except MemoryFault as fault:
                log.info("proposals wait for the database", extra={"kind": type(fault).__name__})
            await asyncio.sleep(LOOK_SECONDS)

    async def once(self) -> int:
        """Weigh some of what is new; how much, 0: nothing left."""
        shaken = await self._commitments.shaken(most=MOST)
        for each in shaken:
            if not await self._tried(self._ask_about(each), each.fact):
                await self._commitments.settle(each)
        new = await self._commitments.unweighed(most=MOST)
        offered: Counter[PersonId] = Counter()
        for commitment in new:
            may = commitment.offered_of_late + offered[commitment.person] < MOST_A_DAY
            done = may and await self._tried(self._offer(commitment), commitment.fact)
            offered[commitment.person] += done
            await self._commitments.weigh(commitment, offered=done)
        return len(shaken) + len(new)

    async def _tried(self, step: Awaitable[bool], fact: FactId) -> bool:
        """What came of it; a fault of our own with somebody's words must not keep all others waiting."""
        try:
            return await step
        except MemoryFault:
            raise
        except Exception:
            log.exception("a commitment was passed over", extra={"fact": fact})
            return False

    async def _offer(self, commitment: Commitment) -> bool:
        """Offer a reminder; whether there was one to offer."""
        once = meant(commitment, self._clock())
        if once is None or not await self._may(commitment) or await self._has(commitment, once):
            return False
        reminder, _ = await self._reminders.add(_proposed(commitment, once))
        wording = await self._wording(commitment.person, commitment.platform, handle=commitment.handle)
        told = words_of(commitment.locale, wording=wording)
        text = told.sentence("proposal", quote=_short(commitment.quote, LONGEST_QUOTE), when=say(once, told.language))
        key = f"proposal:{reminder.id}"
        await self._outbox.notice(commitment.person, commitment.platform, commitment.handle, text, key)
        return True

    async def _wording(self, person: PersonId, platform: str, *, handle: str) -> Wording:
        return await heeded_alone(self._tones, person, platform, handle=handle)

    async def _has(self, commitment: Commitment, once: Once) -> bool:
        """Whether they are reminded of as much then, or were offered it, on another ground."""
        held = await self._reminders.of(commitment.person, Standing.ACTIVE, Standing.PAUSED, Standing.PROPOSED)
        others = (each for each in held if each.fact != commitment.fact or each.fact is None)
        return near_to(others, commitment.text, once, at=self._clock()) is not None

    async def _may(self, commitment: Commitment) -> bool:
        """In company only where managers want it, and nothing delicate."""
        if commitment.place.audience is Audience.DIRECT:
            return True
        if commitment.sensitivity is not Sensitivity.NONE:
            return False
        return (await self._rules.of(address_of(commitment.place.key))).proposes

    async def _ask_about(self, shaken: Shaken) -> bool:
        """Ask whether to stop it; where the same was only said anew for the same time, it rests on that."""
        kept = shaken.reminder
        if _is_same(shaken):
            await self._commitments.settle(shaken, rests_on=True)
            return True
        if kept.standing is not Standing.PROPOSED:
            key = f"shaken:{kept.id}"
            wording = await self._wording(kept.person, kept.platform, handle=kept.handle)
            await self._outbox.notice(kept.person, kept.platform, kept.handle, _question(shaken, wording), key)
        await self._commitments.settle(shaken)
        return True


def meant(commitment: Commitment, now: datetime) -> Once | None:
    """The one time that the person named for it, still to come; None where that is not clear."""
    zone = zone_of(commitment.zone)
    if not isinstance(zone, ZoneInfo):
        return None
    found = _once(commitment.quote, commitment.said_at, zone, commitment.locale)
    return found if found is not None and found.at > now + SOONEST else None


def _once(words: str, said_at: datetime, zone: ZoneInfo, locale: str | None) -> Once | None:
    found = read(words, said_at, zone, languages=() if locale is None else (locale,)).understood
    return found if isinstance(found, Once) else None


def _proposed(commitment: Commitment, once: Once) -> NewReminder:
    return NewReminder(
        person=commitment.person,
        platform=commitment.platform,
        handle=commitment.handle,
        text=commitment.text,
        schedule=stored(once),
        zone=once.zone,
        zone_data=ZONE_DATA,
        due_at=once.at,
        origin=commitment.place,
        language=commitment.locale or "en",
        source=f"fact:{commitment.tenant}:{commitment.fact}",
        standing=Standing.PROPOSED,
        quote=commitment.quote,
        fact=commitment.fact,
    )


def _is_same(shaken: Shaken) -> bool:
    """Whether what took its place says the same time."""
    kept, zone = shaken.reminder, zone_of(shaken.zone)
    if shaken.by is None or shaken.quote is None or shaken.said_at is None or not isinstance(zone, ZoneInfo):
        return False
    found, planned = _once(shaken.quote, shaken.said_at, zone, shaken.locale), _planned(kept)
    return found is not None and planned is not None and found.at == planned.at


def _question(shaken: Shaken, wording: Wording) -> str:
    kept, told = shaken.reminder, words_of(shaken.locale, shaken.reminder.language, wording=wording)
    planned = _planned(kept)
    when = say(planned, told.language) if planned is not None else "…"
    asked = told.sentence("shaken", text=_short(kept.text, LONGEST_TEXT), when=when)
    if shaken.quote is None:
        return asked
    return f"{told.sentence('said', quote=_short(shaken.quote, LONGEST_QUOTE))} {asked}"


def _planned(reminder: Reminder) -> Once | None:
    try:
        schedule = restored(reminder.schedule)
    except ValueError:
        return None
    return schedule if isinstance(schedule, Once) else None


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
