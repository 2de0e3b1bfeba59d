"""A reply that grows by edits, at a rate that people can read and the platform bears.

Words are taken as they come, also while an edit is on its way; each round then brings the messages to what `split`
makes of all the words so far, so that a round that failed is repaired by the next one. That costs splitting the text
again each second. What somebody deleted in the middle is not said again: what was not shown yet goes on below.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.text import closed, parts_of

log = logging.getLogger(__name__)
Post = Callable[[str], Awaitable[str]]
Edit = Callable[[str, str], Awaitable[None]]
FIRST_INTERVAL, LONGEST_INTERVAL, LONGEST_WAIT = 1.0, 15.0, 60.0
CALL_SECONDS = 90.0  # a post or edit that takes longer has failed
TRIES = 6
LONGEST_ANSWER = 100_000  # characters: a model that never ends is not heard any longer


@dataclass(slots=True)
class _Message:
    """A message of ours: what it shows, and how much of the words that is up to its end."""

    id: str
    text: str
    reach: int
    gone: bool = False


class Growing:
    """Posts with `post`, which gives an id, and changes with `edit`; `end` makes the change that is the last one.

    `limit` is in characters; `closes` tells whether code that is still being written is closed in what is shown, which
    each edit then takes back, and `spoilers` whether `||` hides what follows, from its first word on. `RateLimited`
    widens the interval; `Unreachable` is tried again in the next round; after an edit that is `Refused` the rest goes
    into a new message, and a `Refused` post is the end. Where the words need more than `most` messages, those show the
    beginning and `cut` says so; after `longest` characters no more are heard.
    """

    def __init__(
        self,
        post: Post,
        edit: Edit,
        *,
        limit: int,
        most: int | None = None,
        longest: int | None = None,
        end: Edit | None = None,
        closes: bool = True,
        spoilers: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._post = post
        self._edit = edit
        self._end = end or edit
        self._limit = limit
        self._most, self._longest = most, longest
        self.cut = False
        self._closes, self._spoilers = closes, spoilers
        self._interval = FIRST_INTERVAL
        self._clock = clock
        self._due = clock()
        self._words: list[str] = []
        self._base = 0  # where the words of the messages below begin
        self._ids: list[str] = []
        self._messages: list[_Message] = []
        self._news = asyncio.Event()
        self._heard = asyncio.Event()
        self._stopped = False
        self._failures = 0

    async def tell(self, words: AsyncIterator[str]) -> list[str]:
        """Show the words, to the last one; gives the ids of the messages. Cancelled, it leaves what is shown."""
        results = await asyncio.gather(self._hear(words), self._show(), return_exceptions=True)
        for fault in results:
            if fault is not None:
                raise fault
        return list(self._ids)

    @property
    def words(self) -> str:
        """All that was heard."""
        return "".join(self._words)

    async def settle(self) -> None:
        """After `tell` was broken off: show what was heard until then, in one try."""
        await self._bring(self._edit)

    async def _hear(self, words: AsyncIterator[str]) -> None:
        """Take the words as they come; whoever gives them says how long they may take."""
        length = 0
        try:
            async for piece in words:
                if self._stopped:
                    return
                self._words.append(piece)
                self._news.set()
                length += len(piece)
                if self._longest is not None and length >= self._longest:
                    log.info("reply not heard to its end", extra={"characters": length})
                    return
        finally:
            self._heard.set()
            self._news.set()

    async def _show(self) -> None:
        """Bring the messages to the words, again and again, until all are heard and shown."""
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                last = self._heard.is_set()
                if await self._round():
                    if last:
                        return
                    await self._pause()
                else:
                    await asyncio.sleep(max(0.0, self._due - self._clock()))
                    self._news.set()
        finally:
            self._stopped = True

    async def _pause(self) -> None:
        """Wait until the next round is due; the last words need not wait."""
        while not self._heard.is_set() and (rest := self._due - self._clock()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self._heard.wait()

    async def _round(self) -> bool:
        """Bring every message to its part; False where that has to be tried again when it is due."""
        began = self._clock()
        try:
            await self._bring(self._end if self._heard.is_set() else self._edit)
        except RateLimited as fault:
            self._fail(fault)
            self._interval = min(self._interval * 2, LONGEST_INTERVAL)
            self._due = self._clock() + max(self._interval, min(fault.retry_after, LONGEST_WAIT))
            return False
        except (Unreachable, TimeoutError) as fault:
            self._fail(fault)
            self._due = self._clock() + min(self._interval * 2**self._failures, LONGEST_INTERVAL)
            return False
        self._due = began + self._interval
        return True

    def _fail(self, fault: AdapterError | TimeoutError) -> None:
        """Count a failure in a row; one too many is the end."""
        self._failures += 1
        log.info("reply not brought up to date", extra={"fault": type(fault).__name__, "tries": self._failures})
        if self._failures >= TRIES:
            raise fault if isinstance(fault, AdapterError) else Unreachable() from fault

    async def _bring(self, finish: Edit) -> None:
        """Each message to its part of the words, the last one by `finish`."""
        wanted = self._wanted()
        for index, (text, reach) in enumerate(wanted):
            by = finish if index == len(wanted) - 1 else self._edit
            if index == len(self._messages):
                async with asyncio.timeout(CALL_SECONDS):
                    posted = await self._post(text)
                self._failures = 0
                self._ids.append(posted)
                self._messages.append(_Message(posted, text, reach))
            elif not await self._changed(self._messages[index], text, reach, by=by) and self._is_last(index):
                self._base = self._messages[-1].reach
                self._messages.clear()
                return await self._bring(finish)

    def _is_last(self, index: int) -> bool:
        return index == len(self._messages) - 1

    def _wanted(self) -> list[tuple[str, int]]:
        """The text of each message, and where its words end."""
        left = None if self._most is None else self._most - len(self._ids) + len(self._messages)
        # Two parts after the last that is shown decide where that one ends; what follows them changes nothing.
        stop = None if left is None else self._base + (left + 2) * self._limit
        going = not self._heard.is_set() or (stop is not None and stop < len(self.words))
        parts = parts_of(self.words[self._base : stop], self._limit, spoilers=self._spoilers, going=going)
        reaches = accumulate((len(part.own) for part in parts), initial=self._base)
        next(reaches)
        wanted = [(part.text, reach) for part, reach in zip(parts, reaches, strict=True) if part.text.strip()]
        if left is not None and len(wanted) > left:
            self.cut = True
            return wanted[:left]
        if self._closes and wanted and not self._heard.is_set():
            text, reach = wanted[-1]
            # What is still being written is shown as code, or hidden.
            wanted[-1] = (closed(text, self._limit, spoilers=self._spoilers), reach)
        return wanted

    async def _changed(self, message: _Message, text: str, reach: int, *, by: Edit) -> bool:
        """Let a message show that text; False where it is gone. Spaces at the end show nowhere and cost no edit."""
        if message.text.rstrip() != text.rstrip():
            if message.gone:
                return False
            try:
                async with asyncio.timeout(CALL_SECONDS):
                    await by(message.id, text)
                self._failures = 0
            except Refused:
                message.gone = True
                return False
        message.text, message.reach = text, reach
        return True


async def following(text: str, words: AsyncIterator[str]) -> AsyncIterator[str]:
    """What stands before the words, where anything does, and the words as they come."""
    if text:
        yield text
    async for piece in words:
        yield piece


async def all_of(words: AsyncIterator[str]) -> str:
    """The words in one, no more of them than of any answer."""
    heard: list[str] = []
    length = 0
    async for piece in words:
        heard.append(piece)
        length += len(piece)
        if length >= LONGEST_ANSWER:
            log.info("reply not heard to its end", extra={"characters": length})
            break
    return "".join(heard)
