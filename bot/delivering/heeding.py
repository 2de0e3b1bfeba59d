"""How something due is put for its person where it is going to be read; plainly where that cannot be found out.

The place tells how much of somebody's tone may show: what they are like alone with the bot shows nowhere else.
"""

import asyncio
import logging

from adapters.types import Address, direct_with
from adapters.types import Audience as Heard
from bot.bridge import to_audience, to_place
from bot.delivering.message import is_alone
from bot.reminders.wording import PLAIN, Tones, Wording, wording_of
from memory.errors import MemoryFault
from memory.reminder import Due
from memory.types import Audience, PersonId, Place, Viewer

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 1.0  # nothing comes late for the sake of its tone


async def wording_for(tones: Tones | None, due: Due, place: Address) -> Wording:
    """How its person is to be spoken to there."""
    return await heeded(tones, due.person, _place(due, place))


async def heeded(tones: Tones | None, person: PersonId, place: Place) -> Wording:
    """The same for whoever is spoken to at a place."""
    if tones is None:
        return PLAIN
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return wording_of(await tones.of(Viewer(person, place)))
    except (MemoryFault, TimeoutError) as fault:
        log.info("tone not known", extra={"person": person, "kind": type(fault).__name__})
        return PLAIN


async def heeded_alone(tones: Tones | None, person: PersonId, platform: str, *, handle: str) -> Wording:
    """The same for whoever is told something in direct."""
    return await heeded(tones, person, to_place(direct_with(platform, handle), Heard.DIRECT))


def _place(due: Due, address: Address) -> Place:
    """The place with those who read it, as far as that is known: else as if all could."""
    audience = Audience.PUBLIC if due.reminder is None else due.reminder.origin_audience
    if is_alone(address):
        audience = Audience.DIRECT
    return to_place(address, next(each for each in Heard if to_audience(each) is audience))
