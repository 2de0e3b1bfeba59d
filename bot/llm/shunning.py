"""Keeps a model from words: which tokens are barred so that it cannot say them.

Servers bar tokens, not words (`logit_bias`), so only a word that is a token of its own is kept away: behind a space, or
at the beginning of a line with a capital. Without a space and small it is left alone, as it is a part of other words.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.errors import ModelError
from bot.llm.connection import Connection
from bot.llm.tokenizer import tokens_in

LOOK_SECONDS = 1.0  # an answer waits for it, once
REST_SECONDS = 600.0  # after a look that failed
AT_ONCE = 8


class Shunning:
    """What is known of the tokens of endpoints' models."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[Connection, dict[str, int | None]] = {}  # None: a word that takes several
        self._resting: dict[Connection, float] = {}

    def forget(self, connection: Connection) -> None:
        """Its server may come back with another model."""
        self._known.pop(connection, None)

    async def barred(self, connection: Connection, words: Sequence[str]) -> tuple[int, ...]:
        """The tokens by which the endpoint's model would say the words, given in small letters.

        None where its server does not tell; each word is asked for once. Raises nothing.
        """
        if not words or connection.quirk.tokenizer is None:
            return ()
        known = self._known.setdefault(connection, {})
        spelt = [each for word in words for each in (f" {word}", f" {word.capitalize()}", word.capitalize())]
        if self._clock() >= self._resting.get(connection, 0.0):
            await self._learn(connection, known, [each for each in spelt if each not in known])
        return tuple(dict.fromkeys(token for each in spelt if (token := known.get(each)) is not None))

    async def _learn(self, connection: Connection, known: dict[str, int | None], words: Sequence[str]) -> None:
        """Look up the tokens of the words, as many as there is time for; the rest another time."""
        turn, before = asyncio.Semaphore(AT_ONCE), len(known)

        async def look(word: str) -> None:
            async with turn:
                tokens = await tokens_in(connection, word)
            known[word] = tokens[0] if tokens is not None and len(tokens) == 1 else None

        with suppress(ModelError, TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await asyncio.gather(*map(look, words))
        if words and len(known) == before:
            self._resting[connection] = self._clock() + REST_SECONDS
