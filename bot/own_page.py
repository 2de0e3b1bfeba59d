"""Somebody's own page with the bot: what is remembered of them, how they want to be answered, what is kept and why.

It is what the commands say, below one another, and made anew after each change that is made on it. Its lists have
numbers of their own: what a page shows changes nothing about what `/forget 2` means elsewhere.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from adapters.outgoing import Button, Home, Section
from bot.browsing import BACK, Browsing, is_listing
from bot.delivering.heeding import heeded
from bot.listing import Listings
from bot.manner import Manner
from bot.order import Order
from bot.privacy import Privacy
from bot.reminders.lists import Showing, summary
from bot.reminders.wording import tongue
from bot.reply import Reply
from bot.tone_command import ToneCommand
from bot.wishing import Wishing
from memory.errors import NotVisible
from memory.memory import Memory
from memory.reminder import Standing
from memory.types import Viewer

LONGEST_SHOWING = 300  # of what a page remembers of itself
SEARCH = Button("Search", "memory", "search")
REMEMBERED, MANNER, PRIVACY = "What I remember about you", "How I answer you", "What I keep, and why"
REMINDERS = "Your reminders"
SENT = "I sent it to you in our conversation."
WELCOME = Section(
    "You just talk to me: in Messages, or where you mention me. What you tell me I remember, and here you will see it,"
    " put it right, and have it forgotten. So far I remember nothing of you.",
    REMEMBERED,
)


class OwnPage:
    """Makes the pages. `exports` is as in `Privacy`."""

    def __init__(self, memory: Memory, wishing: Wishing, *, exports: Path) -> None:
        self._memory = memory
        self._wishing = wishing
        self._exports = exports

    async def shown(self, order: Order, showing: str) -> Home:
        """The page as it is now, `showing` what it showed before; who was just forgotten has that of a stranger."""
        at = datetime.now(UTC)
        try:
            reply = await Browsing(self._memory, Listings(), _unchanged).obey(replace(order, argument=showing))
            return Home(await self._around(order, showing, listed=reply), at, _kept(showing))
        except NotVisible:
            return Home((WELCOME,), at)

    async def after(self, order: Order, reply: Reply, *, name: str, showing: str) -> Home:
        """The page after a command that was given on it: what was answered, above what holds now."""
        at = datetime.now(UTC)
        if name == "memory" and is_listing(order.argument):
            parts = await self._around(order, order.argument, listed=reply)
            return Home(parts, at, _kept(order.argument))
        page = await self.shown(order, showing)
        said = f"{reply.text} {SENT}" if reply.files else reply.text
        sections = tuple(_led_back(each) for each in page.sections) if BACK in reply.buttons else page.sections
        return replace(page, sections=(Section(said, "", reply.buttons, reply.pick), *sections))

    async def _around(self, order: Order, showing: str, *, listed: Reply) -> tuple[Section, ...]:
        """What stands on the page around a list."""
        self._memory.choices.doubt(order.viewer.person)
        self._memory.tones.doubt(order.viewer.person)
        manner = Manner(self._memory, listings=Listings(), changed=_unchanged)
        privacy = Privacy(self._memory, exports=self._exports, changed=_unchanged)
        bare = replace(order, argument="")
        return (
            _section(REMEMBERED, replace(listed, buttons=(*listed.buttons, SEARCH, *_back(showing)))),
            _section(REMINDERS, await self._reminders(order)),
            _section(MANNER, await ToneCommand(self._wishing, manner).section(bare)),
            _section(PRIVACY, await privacy.obey(bare)),
        )

    async def _reminders(self, order: Order) -> Reply:
        """What the person is reminded of next, and what waits for their word."""
        person, held = order.viewer.person, self._memory.reminders
        going = await held.of(person, Standing.ACTIVE, Standing.PAUSED)
        wording = await heeded(self._memory.tones, person, order.viewer.place)
        showing = Showing(order.at, controls=True, language=tongue(order.locale, wording))
        proposed = await held.of(person, Standing.PROPOSED)
        return summary(going, showing, showing.more(proposed=bool(proposed)))


def _section(title: str, reply: Reply) -> Section:
    return Section(reply.text, title, reply.buttons, reply.pick)


def _kept(showing: str) -> str:
    """What comes back of it; too long a search is shown once."""
    return showing if len(showing) <= LONGEST_SHOWING else ""


def _back(showing: str) -> tuple[Button, ...]:
    """What leads from a part of what is remembered to all of it."""
    words = showing.split()
    return () if not words or (words[0] == "page" and len(words) == 2) else (BACK,)


def _led_back(section: Section) -> Section:
    """The section without what stands above it already."""
    return replace(section, buttons=tuple(each for each in section.buttons if each != BACK))


def _unchanged(viewer: Viewer) -> None:
    """Looking changes nothing."""
