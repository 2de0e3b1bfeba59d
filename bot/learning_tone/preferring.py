"""What people say and do right after an answer is kept as a signal about it, once they have been answered.

Never on the way to an answer, and only where a message says something of the kind: all others cost a look at their
words.
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from typing import Protocol, TypeVar

from bot.learning_tone.corrections import corrects, put_otherwise
from bot.tone.said import Said, said
from memory.errors import MemoryFault
from memory.preference import Signal
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial
from memory.types import Noted, Spot, Viewer

log = logging.getLogger(__name__)
Result = TypeVar("Result")
SECONDS = 5.0  # the database is waited for, for what can be done without


class Preferences(Protocol):
    """Keeps signals about answers, as `memory.preferences` does."""

    async def said(
        self, viewer: Viewer, spot: Spot, signal: Signal, *, ways: Mapping[Dial, int], beside: tuple[bool, int | None]
    ) -> bool:
        """What was said in a line about the answer before it."""

    async def again(self, viewer: Viewer, asked: Spot, *, group: int | None) -> bool:
        """That a line was answered again."""

    async def edited(self, viewer: Viewer, message_id: str) -> bool:
        """That a question was put otherwise."""

    async def words(self, viewer: Viewer, message_id: str) -> str | None:
        """What a message says as it is kept."""


class Tones(Protocol):
    """Knows who writes alike, as `memory.tones` does."""

    async def of(self, viewer: Viewer) -> Addressee:
        """How the viewer is to be answered."""


class Preferring:
    """Keeps signals."""

    def __init__(self, preferences: Preferences, tones: Tones) -> None:
        self._preferences = preferences
        self._tones = tones

    async def heard(self, viewer: Viewer, noted: Noted) -> None:
        """Keep what the message says about the answer before it; it is answered itself by now."""
        wish = said(noted.text)
        ways = ways_of(wish)
        if ways or wish.again:
            signal = Signal.WISH
        elif corrects(noted.text):
            signal = Signal.CORRECTION
        else:
            return
        await _tried(self._said(viewer, noted.spot, signal, ways=ways, instead=wish.again))

    async def again(self, viewer: Viewer, asked: Spot) -> None:
        """Keep that the line was answered again on their wish."""
        await _tried(self._again(viewer, asked))

    async def before(self, viewer: Viewer, message_id: str) -> str | None:
        """What a message says that is about to read otherwise."""
        return await _tried(self._preferences.words(viewer, message_id))

    async def edited(self, viewer: Viewer, message_id: str, *, before: str | None, now: str) -> None:
        """Keep that the question was put otherwise, where it was."""
        if before is not None and put_otherwise(before, now):
            await _tried(self._preferences.edited(viewer, message_id))

    async def _said(
        self, viewer: Viewer, spot: Spot, signal: Signal, *, ways: Mapping[Dial, int], instead: bool
    ) -> bool:
        group = (await self._tones.of(viewer)).group if instead else None
        return await self._preferences.said(viewer, spot, signal, ways=ways, beside=(instead, group))

    async def _again(self, viewer: Viewer, asked: Spot) -> bool:
        return await self._preferences.again(viewer, asked, group=(await self._tones.of(viewer)).group)


async def _tried(step: Awaitable[Result]) -> Result | None:
    """What came of it; a signal that cannot be kept now is done without, rather than what it came with."""
    try:
        async with asyncio.timeout(SECONDS):
            return await step
    except (MemoryFault, TimeoutError) as fault:
        log.info("a signal was not kept", extra={"kind": type(fault).__name__})
        return None


def ways_of(wish: Said) -> Mapping[Dial, int]:
    """The dials that a wish turns, each 1 or -1; what it takes back says nothing of them."""
    return {each.dial: 1 if each.value > 0 else -1 for each in wish.turns if each.value}
