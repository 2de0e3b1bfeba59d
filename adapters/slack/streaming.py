"""A reply that grows as Slack itself shows it: words are added to a stream, and nothing is written anew.

Where Slack has no stream for it, or ends it in the middle as it does after a while, the same message grows by edits.
So does what holds a link: of a stream, Slack takes no word that links shall not unfold, and an edit unfolds none.
Whether words arrived whose answer was lost is not known; then the message is written anew as well. Of what is far too
long the beginning stands there, and all of it is in a file.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.growing import LONGEST_ANSWER, Growing, following
from adapters.outgoing import File, Outgoing, Sent
from adapters.recent import Recent
from adapters.remainder import under
from adapters.slack.askers import Asker
from adapters.slack.faults import is_everywhere, is_of_recipient
from adapters.slack.files import upload
from adapters.slack.markup import LONGEST_TEXT, calling_as_told, holds_link
from adapters.slack.payloads import text_in
from adapters.slack.pieces import MOST_PARTS, Piece, called
from adapters.slack.posting import Posting
from adapters.slack.sending import Sending
from adapters.slack.spots import Spot
from adapters.slack.status import ACTIVE, Status
from adapters.slack.views import Block, controls_of

log = logging.getLogger(__name__)
BREAK_SECONDS = 3.0  # less than an adapter waits for what it broke off
REFUSED_SECONDS, MOST_REFUSING = 600.0, 5_000
STOPPED = "\n\n_(stopped)_"


class Streaming:
    """Sends replies that grow; remembers for a while for whom Slack has no streams, and where."""

    def __init__(self, sending: Sending, status: Status) -> None:
        self._sending = sending
        self._status = status
        self._without: Recent[tuple[str, str], bool] = Recent(MOST_REFUSING)

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send the words as they arrive; what only one person may read is sent when it is whole."""
        if outgoing.private:
            return await self._sending.whole(outgoing, words)
        if await self._sending.is_kept_back(outgoing):
            return await self._sending.send(outgoing)
        spot, asker = await self._sending.spot_of(outgoing), self._sending.asker_of(outgoing)
        whom = (spot.team, asker.user if asker is not None and spot.thread is not None else "")
        native = whom[1] != "" and self._without.get(whom, REFUSED_SECONDS) is None
        controls = tuple(controls_of(outgoing, whose=asker.user if asker else ""))
        pen = Pen(self._sending, spot, asker=asker, native=native)
        end = None if controls else pen.end
        bounded = partial(Growing, limit=LONGEST_TEXT, most=MOST_PARTS, longest=LONGEST_ANSWER)
        growing = bounded(pen.post, pen.edit, end=end, closes=not native)
        with self._status.working(asker):
            ids = await self._told(growing, pen, calling_as_told(following(outgoing.text, words), called(outgoing)))
            await pen.finish(controls)
            if growing.cut:
                ids += await under(growing.words, partial(self._file, spot))
            if pen.settled:
                self._status.settled(spot)
        if pen.refused:
            self._without.put(whom, True)
        return Sent(outgoing.address, ids[0], tuple(ids[1:]))

    async def _file(self, spot: Spot, text: str, files: Sequence[File]) -> str:
        if files:  # the words go with them, so that they do not tell of a file that is not there
            return await upload(self._sending.wire, spot, files, text)
        return await self._sending.post(spot, Piece(text))

    async def _told(self, growing: Growing, pen: "Pen", words: AsyncIterator[str]) -> list[str]:
        """Show all words; broken off, show those that were said, since they count as said."""
        whole = False
        try:
            ids = await growing.tell(words)
            whole = True
        finally:
            if not whole:
                with suppress(AdapterError, TimeoutError):
                    async with asyncio.timeout(BREAK_SECONDS):
                        await growing.settle()
                        await pen.break_off()
        if not ids:
            raise Refused("There is nothing to send.")
        return ids


@dataclass(slots=True)
class _Shown:
    """The last message: what it shows for sure, or `unsure`, and whether words can be added to it."""

    ts: str
    text: str
    live: bool
    unsure: bool = False

    def grows_to(self, text: str) -> bool:
        """Whether adding words to it is enough to show the text."""
        return self.live and not self.unsure and text.startswith(self.text) and not holds_link(text)


class Pen:
    """Writes one reply at a spot, message after message; `native`: by Slack's streams.

    `refused` tells that Slack has no streams for who asked, `settled` that the session was told of the end.
    """

    def __init__(self, sending: Sending, spot: Spot, *, asker: Asker | None, native: bool) -> None:
        self._sending = sending
        self._spot = spot
        self._asker = asker
        self._native = native
        self._last: _Shown | None = None
        self._posting: Posting | None = None
        self.refused = self.settled = False

    async def post(self, text: str) -> str:
        """Begin a message; gives its ts."""
        if self._last is not None and self._last.live:
            await self._stop(self._last)
        native, self._native = self._native, False  # where no answer comes, one may have begun: there is no second one
        ts = await self._start(text) if native else None
        self._native = ts is not None
        posted = ts or await self._posted(text)
        self._last = _Shown(posted, text, live=ts is not None)
        return posted

    async def _posted(self, text: str) -> str:
        """Post it once: it is tried again by whoever asks for it, with the words of then, and is the same message."""
        self._posting = self._posting or Posting(self._sending.wire, self._spot)
        posted, self._posting = await self._posting.once(Piece(text)), None
        return posted

    async def edit(self, ts: str, text: str) -> None:
        """Let a message show the text: by adding to it where that is enough, else by writing it anew."""
        last = self._last
        if last is None or last.ts != ts:
            await self._sending.edit(self._spot, ts, Piece(text))
        elif not await self._added(last, text):
            await self._rewrite(last, text)

    async def end(self, ts: str, text: str) -> None:
        """The same with the last words, which end the stream as they come: that saves a call."""
        last = self._last
        if last is None or last.ts != ts or not last.grows_to(text) or not await self._ended(last, text):
            await self.edit(ts, text)

    async def finish(self, controls: tuple[Block, ...]) -> None:
        """All words are shown; that what ends them could not be, costs a log line."""
        last = self._last
        if last is None or self.settled:
            return
        try:
            if last.live and await self._stop(last, blocks=list(controls) or None, session=ACTIVE):
                self.settled = True
            elif controls:
                await self._rewrite(last, last.text, controls)
        except AdapterError as fault:
            log.warning("answer not finished", extra={"ts": last.ts, "kind": type(fault).__name__})

    async def break_off(self) -> None:
        """No more words will come; the person is told so where they asked for it."""
        last = self._last
        if last is None:
            return
        stopped = self._asker is not None and self._sending.askers.is_stopped(self._asker.id)
        if stopped and len(last.text) + len(STOPPED) <= LONGEST_TEXT:
            await self._rewrite(last, last.text.rstrip() + STOPPED)
        elif last.live:
            await self._stop(last)

    async def _start(self, text: str) -> str | None:
        """Begin a stream with the first words; None where Slack has none here, or it would show them otherwise."""
        if holds_link(text) or self._asker is None:
            return None
        sent = {
            **{"channel": self._spot.channel, "thread_ts": self._spot.thread, "markdown_text": text},
            **{"recipient_team_id": self._asker.team, "recipient_user_id": self._asker.user},
        }
        try:
            return text_in(await self._sending.wire.ask(self._spot.team, "chat.startStream", sent), "ts") or None
        except RateLimited:
            self._native = True
            raise
        except Refused as fault:
            self.refused = is_everywhere(fault) or is_of_recipient(fault)
            return None

    async def _added(self, last: _Shown, text: str) -> bool:
        """Whether it was enough to add to the stream."""
        if not last.grows_to(text):
            return False
        sent = {"channel": self._spot.channel, "ts": last.ts, "markdown_text": text[len(last.text) :]}
        last.unsure = True
        try:
            await self._sending.wire.ask(self._spot.team, "chat.appendStream", sent)
        except RateLimited:
            last.unsure = False
            raise
        except Refused:  # Slack has ended it
            last.live = last.unsure = False
            return False
        last.text, last.unsure = text, False
        return True

    async def _ended(self, last: _Shown, text: str) -> bool:
        """Whether the stream ended with its last words, tried once: what goes on longer, words must not wait for.

        Where no answer came they are added, which a stream that has ended refuses.
        """
        try:
            self.settled = await self._stop(last, words=text[len(last.text) :], session=ACTIVE)
        except (Unreachable, RateLimited):
            last.live = True
        if self.settled:
            last.text = text
        return self.settled

    async def _rewrite(self, last: _Shown, text: str, controls: tuple[Block, ...] = ()) -> None:
        if last.live:
            await self._stop(last)
        await self._sending.edit(self._spot, last.ts, Piece(text, controls=controls))
        last.text, last.unsure = text, False

    async def _stop(
        self, last: _Shown, *, words: str | None = None, blocks: list[Block] | None = None, session: str | None = None
    ) -> bool:
        """End the stream; False where Slack had ended it already."""
        place = {"channel": self._spot.channel, "ts": last.ts}
        sent = {**place, "markdown_text": words, "blocks": blocks, "session_status": session}
        try:
            ask = self._sending.wire.insist if words is None else self._sending.wire.ask
            await ask(self._spot.team, "chat.stopStream", sent)
        except Refused:
            return False
        finally:
            last.live = False
        return True
