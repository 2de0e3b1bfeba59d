"""Once a day and person, wishes are made of what they signalled about answers, and told to them with how to undo it.

What is decided is `memory.preference.refined`; this only looks, writes and tells. The wish and that it was made are one
transaction, and it is told from that row, once, whoever dies in between.
"""

import asyncio
import logging
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Protocol

from bot.learning_tone.preferring import ways_of
from bot.quiet import Quiet
from bot.tone.said import said
from bot.tone.sample import words_for
from memory.errors import MemoryFault
from memory.preference import Preference, Refined, Refinement, RefinementId, evidence_of, refined
from memory.tone.wished import Dial, WishRow
from memory.types import PersonId

log = logging.getLogger(__name__)
LOOK_SECONDS, RETRY_SECONDS, MEASURE_SECONDS = 300.0, 60.0, 30.0
LONGEST_REASON = 200


class Preferences(Protocol):
    """Signals, and what is made of them, as `memory.preferences`."""

    async def measure_next(self) -> int:
        """Measures some answers."""

    async def of(self, person: PersonId, *, now: datetime) -> tuple[Preference, ...]:
        """Somebody's signals."""

    async def due(self) -> PersonId | None:
        """Whose are to be looked at."""

    async def looked_at(self, person: PersonId, *, at: datetime) -> None:
        """They were, as they stood then."""

    async def refine(self, person: PersonId, refinement: Refinement, *, at: datetime) -> RefinementId | None:
        """Makes a wish."""


class Telling(Protocol):
    """What was made and is to be told, as `memory.preferences`."""

    async def untold(self) -> Sequence[tuple[Refined, str, str, str | None]]:
        """What was not told yet, with platform, handle and locale."""

    async def told(self, refinement: Refined) -> None:
        """It will be."""


class Wishes(Protocol):
    """What people wish, as `memory.tones`."""

    async def wished(self, person: PersonId) -> Sequence[WishRow]:
        """All of it, with what was taken back."""

    def doubt(self, person: PersonId) -> None:
        """It was changed elsewhere."""


class Notices(Protocol):
    """Sends to people, as `memory.outbox`."""

    async def notice(self, person: PersonId, platform: str, handle: str, text: str, key: str) -> bool:
        """Keeps a text to be sent, once for its key."""


class Refining:
    """Makes and tells wishes."""

    def __init__(
        self, preferences: Preferences, wishes: Wishes, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._preferences, self._wishes, self._clock = preferences, wishes, clock

    async def once(self) -> bool:
        """Look at one person's signals; False: nobody's are due."""
        person = await self._preferences.due()
        if person is None:
            return False
        now = self._clock()
        evidence = evidence_of(await self._preferences.of(person, now=now), named)
        for each in refined(evidence, await self._wishes.wished(person)):
            made = await self._preferences.refine(person, each, at=now)
            self._wishes.doubt(person)
            log.info("wish made of signals", extra={"refinement": made, "dial": str(each.dial)})
        await self._preferences.looked_at(person, at=now)
        return True

    async def measure(self) -> int:
        """Measure some of the answers that signals are about."""
        return await self._preferences.measure_next()


async def tell(telling: Telling, notices: Notices) -> int:
    """Have people told what was made of their signals; how many were."""
    untold = await telling.untold()
    for each, platform, handle, locale in untold:
        key = f"refined:{each.id}:{each.dial}"
        await notices.notice(each.person, platform, handle, told_of(each, locale), key)
        await telling.told(each)
    return len(untold)


async def keep_refining(refining: Refining, telling: Telling, notices: Notices, *, quiet: Quiet) -> None:
    """Measure, make and tell, a little at a time and never during a reply, for ever."""
    while True:
        try:
            await quiet.settled()
            while await refining.measure() or await refining.once():
                await quiet.settled()
            await tell(telling, notices)
        except MemoryFault as fault:
            log.info("refining waits for the database", extra={"kind": type(fault).__name__})
            await asyncio.sleep(RETRY_SECONDS)
        await asyncio.sleep(LOOK_SECONDS)


def named(reason: str) -> Mapping[Dial, int]:
    """The dials that somebody's reason names; none where it is about something else."""
    return ways_of(said(reason)) if len(reason) <= LONGEST_REASON else {}


def told_of(refinement: Refined, locale: str | None) -> str:
    """What its person is told, in their language."""
    what = words_for(locale).dial(refinement.dial, refinement.value)
    return _sentence(locale).format(what=what, answers=refinement.answers, days=refinement.days)


def _sentence(locale: str | None) -> str:
    known = _sentences()
    return known.get((locale or "en").partition("-")[0].casefold(), known["en"])


@cache
def _sentences() -> Mapping[str, str]:
    text = (resources.files("bot.learning_tone") / "told.toml").read_text("utf-8")
    return {language: str(sentence) for language, sentence in tomllib.loads(text).items()}
