"""One reply while it is spoken: the model's words through the review, and what has been shown of them so far.

The first word is awaited before anything is shown, so that a model that fails at once leaves nothing on the screen.
"""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable

from bot.errors import ModelError, ModelSaidNothing
from bot.llm.types import Completed
from bot.tone.tuning import Filter


class Speech:
    """The words of one answer; `shown` is exactly what the person has seen.

    `sign` stands in front and says whose words they are. `afterword` is what we add of our own when all was said, for
    what was shown; '' for nothing.
    """

    def __init__(
        self,
        pieces: AsyncGenerator[str | Completed, None],
        review: Filter,
        *,
        sign: str = "",
        afterword: Callable[[str], str] = lambda shown: "",
    ) -> None:
        self.shown = ""
        self.completed: Completed | None = None
        self.fault: ModelError | None = None
        self.first_word_ms: float | None = None
        self._pieces = pieces
        self._review = review
        self._sign = sign
        self._afterword = afterword
        self._waiting = ""
        self._started = time.perf_counter()

    async def begin(self) -> None:
        """Wait for the first words; raises `ModelError` when none come."""
        self._waiting = await self._next()
        if not self._waiting.strip():
            raise self.fault or ModelSaidNothing()
        self.first_word_ms = (time.perf_counter() - self._started) * 1000

    async def words(self) -> AsyncIterator[str]:
        """What may be shown, as it comes; ends early, with `fault` set, when the model breaks off."""
        piece = self._sign + self._waiting
        while piece:
            yield piece
            self.shown += piece
            piece = await self._next()
        if self.fault is None and (last := self._afterword(self.shown)):
            yield last
            self.shown += last

    async def _next(self) -> str:
        """The next words that may be shown; nothing at the end."""
        while self.completed is None and self.fault is None and not self._review.stopped:
            try:
                piece = await anext(self._pieces)
            except StopAsyncIteration:
                break
            except ModelError as fault:
                self.fault = fault
                break
            if isinstance(piece, Completed):
                self.completed = piece
            elif words := self._review.feed(piece):
                return words
        return self._review.finish()
