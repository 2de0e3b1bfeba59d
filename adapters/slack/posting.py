"""One message that is to stand there once, however often it has to be tried.

Slack knows no key by which a post that is tried again is the same one, and its answer may be lost though the message
stands there. So each has a mark that only apps see, and is looked for by it before it is posted again. Where Slack does
not let us look, it is posted once more and no further: twice there is better than never.
"""

import asyncio
import logging
from datetime import UTC, datetime
from uuid import uuid4

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.slack import wire as calls
from adapters.slack.finding import find_post, mark_of
from adapters.slack.payloads import text_in
from adapters.slack.pieces import Piece
from adapters.slack.spots import Spot
from adapters.slack.wire import LONGEST_WAIT, Wire

log = logging.getLogger(__name__)
FOLDED = {"unfurl_links": False, "unfurl_media": False}
MOST_POSTS, MOST_UNSEEN = 3, 2  # what was just posted may not be found yet; the second where nothing can be looked for


class Posting:
    """A message at `spot`."""

    def __init__(self, wire: Wire, spot: Spot) -> None:
        self._wire = wire
        self._spot = spot
        self._key = uuid4().hex
        self._since = datetime.now(UTC)
        self._posts = 0  # of which it is not known that they came to nothing
        self._first: Piece | None = None
        self._ts = ""

    async def surely(self, piece: Piece) -> str:
        """Post it, and try again where Slack could not be reached or asked for a short pause; gives its ts."""
        for pause in calls.RETRY_PAUSES:
            try:
                return await self.once(piece)
            except Unreachable:
                log.info("message tried again", extra={"channel": self._spot.channel, "pause_s": pause})
            except RateLimited as limited:
                if limited.retry_after > LONGEST_WAIT:
                    raise
                pause = limited.retry_after
            await asyncio.sleep(pause)
        return await self.once(piece)

    async def once(self, piece: Piece) -> str:
        """Try once; gives its ts. After an `AdapterError` it may be tried again, also with more words."""
        if self._posts:
            self._ts = self._ts or await self._found()
        if self._ts:
            if piece != self._first:
                await edit(self._wire, self._spot, self._ts, piece)
            return self._ts
        self._first = self._first if self._posts else piece
        self._posts += 1
        try:
            return await post(self._wire, self._spot, piece, key=self._key)
        except (Refused, RateLimited):
            self._posts -= 1
            raise

    async def _found(self) -> str:
        """Where it stands, '' where it may be posted again; raises `Unreachable` where that is not known."""
        try:
            found, most = await find_post(self._wire, self._spot, key=self._key, since=self._since), MOST_POSTS
        except Unreachable:
            raise
        except AdapterError as fault:
            log.info("message not looked for", extra={"channel": self._spot.channel, "kind": type(fault).__name__})
            found, most = None, MOST_UNSEEN
        if found is None and self._posts >= most:
            raise Unreachable
        return found or ""


async def post(wire: Wire, spot: Spot, piece: Piece, *, key: str) -> str:
    """Post a message with that key, once; gives its ts."""
    place = {"channel": spot.channel, "thread_ts": spot.thread}
    sent = {**place, **piece.said(), **FOLDED, "metadata": mark_of(key)}
    return text_in(await wire.ask(spot.team, "chat.postMessage", sent), "ts")


async def edit(wire: Wire, spot: Spot, ts: str, piece: Piece) -> None:
    """Change a message of ours: its words and its controls."""
    await wire.ask(spot.team, "chat.update", {"channel": spot.channel, "ts": ts, **piece.said()})
