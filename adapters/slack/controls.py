"""Commands, presses, picks and forms that wait for their answer, and pages that may have to be made anew.

Those of the last half hour can be answered where they were used, which is as long as Slack takes answers there.
"""

import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

from adapters.errors import Unclaimed
from adapters.outgoing import Outgoing, Sent
from adapters.port import Handler
from adapters.recent import PASSING, Recent
from adapters.slack.home import Homes, Page
from adapters.slack.live import Live, Tools
from adapters.slack.origin import Origin
from adapters.slack.spots import PLATFORM, Spot
from adapters.slack.wire import Wire
from adapters.types import Command, HomeOpened, direct_with

LIFE_SECONDS = 30 * 60.0
MOST_LOST = 3


class Answers:
    """What can be answered still, by the id of its event. `send` sends a message of its own."""

    def __init__(self, wire: Wire, homes: Homes, *, send: Callable[[Outgoing], Awaitable[Sent]]) -> None:
        self._tools = Tools(wire, homes, send)
        self.homes = homes
        self._live: Recent[str, Live] = Recent(PASSING)

    async def answer(self, outgoing: Outgoing) -> Sent | None:
        """Answers what was used; None where `reply_to` is none of those that can be. Raises `AdapterError`.

        A page for nobody who looks at theirs is not shown.
        """
        live = self._live.get(outgoing.reply_to or "", LIFE_SECONDS)
        if live is None:
            return None if outgoing.home is None else Sent(outgoing.address, "")
        return await live.answer(outgoing)

    async def say(self, origin: Origin, command: Command, *, text: str) -> None:
        """Answers without asking the handler; raises `AdapterError`."""
        said = Outgoing(command.address, text, command.id, private=True, plain=True)
        await Live(origin, command, tools=self._tools).answer(said)

    async def take(
        self, origin: Origin, event: Command | HomeOpened, *, deliver: Handler, filled: bool = False
    ) -> Live:
        """Let the handler answer it, and tell what came of it; `filled`: it is a form that was sent."""
        live = Live(origin, event, tools=self._tools, filled=filled)
        self._live.put(event.id, live)
        with suppress(Unclaimed):
            await deliver(event)
        return live

    async def refresh(self, handle: str, deliver: Handler, *, looked: bool = False) -> bool:
        """Have somebody's page made anew, where it may be open; once more where something changes meanwhile.

        `looked`: they look at it now, whatever it was that they saw before. False where it is not known to be true.
        """
        page = self.homes.open(handle)
        if page is None:
            return True
        page.again, page.looked = True, page.looked or looked
        if page.busy:
            return False
        page.busy = True
        try:
            return await self._rounds(page, deliver)
        finally:
            page.busy = False

    async def _rounds(self, page: Page, deliver: Handler) -> bool:
        """Until nothing happens meanwhile; what another process keeps changing is left to it after a few times."""
        lost = 0
        while lost < MOST_LOST:
            page.again = False
            live = await self.take(_origin(page), _look(page), deliver=deliver)
            if live.stale:
                lost += 1
            elif not page.again:
                return live.shown
        return False


def _look(page: Page) -> HomeOpened:
    """A look at the page, which is a new one where they did look."""
    address, looked = direct_with(PLATFORM, page.author.handle), page.looked
    page.shown, page.looked = () if looked else page.shown, False
    return HomeOpened(uuid.uuid4().hex, address, page.author, datetime.now(UTC), page.showing, again=not looked)


def _origin(page: Page) -> Origin:
    return Origin(Spot(page.team, ""), page.user, showing=page.showing)
