"""One use of a command, a control or a form, from its coming to its last answer.

Whatever is said is for the person alone: where others read it is shown to them only, and what cannot be goes into the
conversation of two. A form is shown within Slack's three seconds; later a button stands in its place.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from adapters.controls import with_opener
from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.outgoing import Outgoing, Sent
from adapters.slack.answer_url import post_answer
from adapters.slack.home import Homes
from adapters.slack.manifest import NAME
from adapters.slack.markup import LONGEST_TEXT, calling
from adapters.slack.origin import Origin, write_origin
from adapters.slack.pieces import Piece
from adapters.slack.posting import FOLDED
from adapters.slack.spots import PLATFORM
from adapters.slack.views import Block, controls_of, modal_of, notice_of
from adapters.slack.wire import Wire
from adapters.types import Audience, Command, HomeOpened, direct_with

log = logging.getLogger(__name__)
TRIGGER_SECONDS, FORM_SECONDS = 2.8, 3.0
FILLED_SECONDS = 2.2  # after 2.5 a form is acknowledged, and closed
SENT_ALONE = "I sent it to you in Messages, where only you and I read."


@dataclass(frozen=True, slots=True)
class Tools:
    """What answers are given with; `send` sends a message of its own."""

    wire: Wire
    homes: Homes
    send: Callable[[Outgoing], Awaitable[Sent]]


class Live:
    """Its steps go one after the other; `filled`: it is a form that was sent and is still open.

    `shown`: the person's page is as it should be; `stale`: it has to be made anew; `wrong`: what is to be said in the
    form.
    """

    def __init__(self, origin: Origin, event: Command | HomeOpened, *, tools: Tools, filled: bool = False) -> None:
        self.shown = self.stale = False
        self.wrong = ""
        self._filled = filled
        self._origin = origin
        self._event = event
        self._tools = tools
        self._since = time.monotonic()
        self._opened = False
        self._lock = asyncio.Lock()

    async def answer(self, outgoing: Outgoing) -> Sent:
        """Give the answer, or one more; raises `AdapterError`."""
        async with self._lock:
            if outgoing.form is not None and isinstance(self._event, Command):
                if await self._show(modal_of(outgoing.form, write_origin(self._origin))):
                    return Sent(outgoing.address, "")
                outgoing = with_opener(outgoing, self._event)
            if outgoing.home is not None:
                return await self._publish(outgoing)
            if self._origin.showing is not None:
                return await self._tell(outgoing)
            return await (self._say_alone(outgoing) if self._alone else self._say_hidden(outgoing))

    @property
    def _alone(self) -> bool:
        """Whether it was used where nobody else reads."""
        return isinstance(self._event, HomeOpened) or self._event.audience is Audience.DIRECT

    async def _publish(self, outgoing: Outgoing) -> Sent:
        """On the person's page; files go into the conversation."""
        page = self._tools.homes.open(self._event.author.handle)
        if outgoing.files:
            await self._send_direct(replace(outgoing, text="", buttons=(), pick=None))
        if page is None or outgoing.home is None:
            return Sent(outgoing.address, "")
        try:
            looked = self._event.showing if isinstance(self._event, HomeOpened) else None
            self.shown = await self._tools.homes.publish(page, outgoing.home, looked=looked)
            self.stale = not self.shown
        except Refused:  # as where the Home tab is switched off
            if isinstance(self._event, HomeOpened):
                raise
            return await self._tell(outgoing)
        return Sent(outgoing.address, "")

    async def _tell(self, outgoing: Outgoing) -> Sent:
        """Over the person's page, without changing it, or in the form; where that is too late, in the conversation."""
        simple = not outgoing.buttons and outgoing.pick is None
        if simple and self._filled and not self._late(FILLED_SECONDS):
            self.wrong = outgoing.text
            return Sent(outgoing.address, "")
        if simple and await self._show(notice_of(NAME, outgoing.text)):
            return Sent(outgoing.address, "")
        return await self._send_direct(outgoing)

    async def _say_alone(self, outgoing: Outgoing) -> Sent:
        """In the conversation of two: over the message with the control, or as a message of its own."""
        if outgoing.replace and self._origin.message and self._fits(outgoing):
            said = {"channel": self._origin.spot.channel, "ts": self._origin.message, **self._said(outgoing)}
            try:
                await self._tools.wire.insist(self._origin.spot.team, "chat.update", said)
            except Refused:
                log.info("message not replaced", extra={"event": self._event.id})
            else:
                return Sent(outgoing.address, self._origin.message)
        return await self._tools.send(replace(outgoing, replace=False, home=None))

    async def _say_hidden(self, outgoing: Outgoing) -> Sent:
        """For the person's eyes alone, in the channel where they asked; what cannot be there goes to them in direct."""
        in_place = outgoing.replace and self._origin.hidden
        # At the address for answers Slack takes a thread only for what all may read.
        in_thread = bool(self._origin.spot.thread and self._origin.message) and not in_place
        if self._fits(outgoing) and not in_thread and await self._posted(outgoing, in_place=in_place):
            return Sent(outgoing.address, "")
        sent = await self._tools.send(replace(outgoing, private=True, replace=False))
        if sent.address != outgoing.address and not self._fits(outgoing):
            await self._posted(Outgoing(outgoing.address, SENT_ALONE, plain=True))
        return sent

    async def _posted(self, outgoing: Outgoing, *, in_place: bool = False) -> bool:
        """Say it at the address that came for it; False where that is spent."""
        if not self._origin.url:
            return False
        way = {"response_type": "ephemeral", "replace_original": in_place, **FOLDED}
        try:
            await post_answer(self._origin.url, {**self._said(outgoing), **way}, api=self._tools.wire.api)
        except Refused:
            log.info("address for answers is spent", extra={"event": self._event.id})
            return False
        return True

    async def _send_direct(self, outgoing: Outgoing) -> Sent:
        """To the person in direct; what they do not take is dropped."""
        place = direct_with(PLATFORM, self._event.author.handle)
        bare = replace(outgoing, address=place, reply_to=None, replace=False, form=None, home=None)
        try:
            return await self._tools.send(bare)
        except AdapterError as fault:
            log.warning("answer dropped", extra={"event": self._event.id, "kind": type(fault).__name__})
            return Sent(outgoing.address, "")

    async def _show(self, view: Block) -> bool:
        """Open a form or a notice; False where it is too late for that."""
        if self._late(TRIGGER_SECONDS) or self._filled or self._opened or not self._origin.trigger:
            return False
        self._opened = True
        sent = {"trigger_id": self._origin.trigger, "view": view}
        try:
            await self._tools.wire.ask(self._origin.spot.team, "views.open", sent, seconds=FORM_SECONDS)
        except (Refused, Unreachable, RateLimited) as fault:
            log.info("form not opened", extra={"event": self._event.id, "kind": type(fault).__name__})
            return False
        return True

    def _late(self, seconds: float) -> bool:
        return time.monotonic() - self._since > seconds

    def _fits(self, outgoing: Outgoing) -> bool:
        """Whether it can be one message that is hidden, or changed: files cannot."""
        return not outgoing.files and len(outgoing.text) <= LONGEST_TEXT

    def _said(self, outgoing: Outgoing) -> Mapping[str, object]:
        """Text and controls as Slack takes them."""
        text = outgoing.text if outgoing.plain else calling(outgoing.text)
        return Piece(text, outgoing.plain, tuple(controls_of(outgoing, whose=self._origin.user))).said()
