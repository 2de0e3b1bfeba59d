"""Shows that an answer is coming, with Slack's button to stop it, until the answer is there.

All of it is told to Slack beside the answers: nobody waits for it, and where it fails nothing else does. A session
stays in progress from the first look at a question to the last word of its answer, though these are two things to us,
since the button is shown for as long. Where Slack has no sessions, the older line that says so is shown.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from adapters.errors import Refused
from adapters.recent import PASSING, Recent
from adapters.slack.askers import Asker, Askers
from adapters.slack.background import Background, surely
from adapters.slack.faults import is_everywhere
from adapters.slack.prompts import prompts_in
from adapters.slack.spots import Spot, Where
from adapters.slack.stopping import stopped_of
from adapters.slack.wire import Wire
from adapters.types import Address, Author, Stopped

log = logging.getLogger(__name__)
PROCESSING, ACTIVE = "processing", "active"
THINKING = "is thinking…"
PAUSE_SECONDS = 0.5  # between the end of one thing and the beginning of the next in the same answer
LATER_SECONDS = 5.0  # where too much waits to be told
AGAIN_SECONDS = 90.0  # Slack takes the older line away after two minutes
CLOSE_SECONDS, REFUSED_SECONDS, OFFERED_SECONDS = 2.0, 600.0, 3600.0
MOST_TEAMS = 5_000


@dataclass(slots=True)
class _Session:
    """A thread in which answers are prepared, `held` of them; `shown` is what Slack was told last.

    `again` is when it is said once more, called off as soon as it is over: it would keep the thread until then.
    """

    asker: Asker
    held: int = 0
    shown: str = ACTIVE
    busy: bool = False
    again: asyncio.TimerHandle | None = None

    @property
    def wanted(self) -> str:
        """What is so."""
        return PROCESSING if self.held else ACTIVE

    def rest(self) -> None:
        """Say nothing once more."""
        if self.again is not None:
            self.again.cancel()


class Status:
    """What people see of the bot at work; Slack is told of it while `beside` runs."""

    def __init__(self, wire: Wire, askers: Askers) -> None:
        self._wire = wire
        self._askers = askers
        self._background = Background()
        self._sessions: dict[Spot, _Session] = {}
        self._without: Recent[str, bool] = Recent(MOST_TEAMS)
        self._titled: Recent[Spot, bool] = Recent(PASSING)
        self._offered: Recent[Spot, bool] = Recent(PASSING)

    async def beside(self, main: Awaitable[None]) -> None:
        """Run `main`, and tell Slack beside it what is to be told; raises what `main` raises."""
        await self._background.beside(main, self._close)

    @asynccontextmanager
    async def typing(self, address: Address) -> AsyncIterator[None]:
        """Show that an answer is being prepared, for the time of the block."""
        with self.working(self._askers.here(address)):
            yield

    @contextmanager
    def working(self, asker: Asker | None) -> Iterator[None]:
        """The same in the thread of who asked; nothing is shown outside threads."""
        if asker is None or asker.spot.thread is None:
            yield
            return
        session = self._sessions.setdefault(asker.spot, _Session(asker))
        session.held += 1
        self._look(session)
        try:
            yield
        finally:
            session.held -= 1
            if not session.held:
                asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._look, session)

    def settled(self, spot: Spot) -> None:
        """Slack was told with the last words that the answer is there."""
        session = self._sessions.get(spot)
        if session is not None and not session.busy:
            session.shown = ACTIVE
            if session.held > 1:
                self._look(session)

    def stopped(self, event: Mapping[str, object], where: Where, author: Author) -> Stopped:
        """Somebody pressed the button in the thread of `where`: what that stops."""
        stop = stopped_of(event, where, author=author, asked=self._askers.asked_at(where.spot))
        self._askers.stop(stop.message_ids)
        if where.spot not in self._sessions:  # what was at work there is no more, and its sign is still shown
            left = Asker("", author.handle, where.spot, where.address.key)
            self._background.put(partial(self._tell, left, ACTIVE))
        return stop

    def greet(self, spot: Spot, author: Author) -> None:
        """Somebody opened the Messages tab: offer what may be asked, in their language where there are words."""
        prompts = prompts_in(author.locale)
        if prompts and self._offered.get(spot, OFFERED_SECONDS) is None:
            self._offered.put(spot, True)
            sent = {"channel_id": spot.channel, "prompts": prompts}
            self._background.put(partial(self._ask, spot, "assistant.threads.setSuggestedPrompts", sent))

    def _look(self, session: _Session) -> None:
        """Let Slack be told where it shows something else than is so."""
        if session.busy:
            return
        if session.shown != session.wanted:
            session.busy = self._background.put(partial(self._bring, session))
            if not session.busy and not session.held:  # a sign that stays is worse than one that comes late
                asyncio.get_running_loop().call_later(LATER_SECONDS, self._look, session)
        elif not session.held and self._sessions.get(session.asker.spot) is session:
            session.rest()
            del self._sessions[session.asker.spot]

    def _again(self, session: _Session) -> None:
        """It takes long: say so once more."""
        if session.held and not session.busy and self._sessions.get(session.asker.spot) is session:
            session.shown = ""
            self._look(session)

    async def _bring(self, session: _Session) -> None:
        wanted = session.wanted
        try:
            if wanted != session.shown:
                await self._tell(session.asker, wanted)
        finally:
            session.shown, session.busy = wanted, False
            if wanted == PROCESSING:
                session.rest()
                session.again = asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._again, session)
            if session.held:
                self._look(session)
            else:  # perhaps only between two things
                asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._look, session)

    async def _tell(self, asker: Asker, status: str) -> None:
        """By a session, or by the older line where there are none."""
        spot = asker.spot
        # Its end is told again where it was not heard.
        ask = self._wire.insist if status == ACTIVE else self._wire.ask
        place = {"channel_id": spot.channel, "thread_ts": spot.thread}
        if self._without.get(spot.team, REFUSED_SECONDS) is None:
            title = {"title": asker.title or None, "initiator_user_id": asker.user}
            try:
                await ask(spot.team, "agents.sessions.setStatus", {**place, "status": status, **title})
                return
            except Refused as fault:
                log.info("no session to be had", extra={"team": spot.team, "channel": spot.channel})
                if is_everywhere(fault):  # else it may be only that the question was deleted
                    self._without.put(spot.team, True)
        line = THINKING if status == PROCESSING else ""
        await ask(spot.team, "assistant.threads.setStatus", {**place, "status": line})
        if asker.title and self._titled.get(spot) is None:
            self._titled.put(spot, True)
            await self._ask(spot, "assistant.threads.setTitle", {**place, "title": asker.title})

    async def _ask(self, spot: Spot, method: str, sent: Mapping[str, object]) -> None:
        await self._wire.ask(spot.team, method, sent)

    async def _close(self) -> None:
        """Nothing is answered any more, so nothing is shown as being so."""
        left = [each.asker for each in self._sessions.values() if each.busy or each.shown != ACTIVE]
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(*(surely(self._tell(each, ACTIVE)) for each in left))
