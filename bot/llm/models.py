"""Several endpoints as one model: the first that is well answers, the next when it fails.

A call is repeated only while nobody has seen a word of it. All endpoints share one connection pool. The price of
failing over is that two endpoints may be two different models; the answer says which one spoke.
"""

import asyncio
import ssl
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Any, Self

import numpy as np
import openai
from numpy.typing import NDArray

from bot.errors import ConfigError, ContextTooLong, ModelCutOff, ModelTooSlow
from bot.llm import embedding, structured
from bot.llm.connection import Connection
from bot.llm.failover import Failover, Sleep
from bot.llm.gauge import Gauge
from bot.llm.probe import probe
from bot.llm.tokenizer import Counts
from bot.llm.tokens import tokens_of
from bot.llm.types import Abilities, Ask, Completed, Deadlines, Endpoint, ModelMessage, Tool

PATIENCE = Deadlines()
_MOSTLY_WORDS = 4  # times what the tools take


class Models:
    """The model port. Every method raises `ModelError`s; the constructor raises `ConfigError` for a bad address."""

    def __init__(
        self,
        endpoints: Sequence[Endpoint],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        if not endpoints:
            raise ConfigError("No language model is set. Set at least one endpoint.")
        # A proxy for the world is no way to one's own machine, and a redirect must not carry words to another host.
        direct = {f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")}
        self._http = openai.DefaultAsyncHttpxClient(mounts=direct, follow_redirects=False, verify=_trust(endpoints))
        self._failover = Failover([Connection(endpoint, self._http, clock=clock) for endpoint in endpoints], sleep)
        self._sleep = sleep
        self._counts = Counts()
        self._gauges: defaultdict[str, Gauge] = defaultdict(Gauge)
        self._told_limit: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection pool."""
        await self._http.aclose()

    async def probe(self, *, seconds: float = 5.0) -> tuple[Abilities, ...]:
        """What each endpoint is and can do, in order; a dead one is told as such and raises nothing.

        `seconds` is the patience for each of up to three steps; all endpoints are asked side by side.
        """
        probes = (probe(connection, seconds=seconds) for connection in self._failover.connections)
        return tuple(await asyncio.gather(*probes))

    @property
    def abilities(self) -> tuple[Abilities, ...]:
        """What the last probe found; empty before it."""
        return tuple(one.abilities for one in self._failover.connections if one.abilities)

    @property
    def context_length(self) -> int | None:
        """Tokens that prompt and answer may have together: the smallest known among the endpoints in use."""
        told = [one.abilities.context_length for one in self._failover.active() if one.abilities]
        return min(filter(None, [*told, self._told_limit]), default=None)

    async def stream(
        self,
        messages: Sequence[ModelMessage],
        *,
        max_tokens: int,
        temperature: float = 0.7,
        deadline: Deadlines | float = PATIENCE,
        tools: Sequence[Tool] = (),
        shunned: Sequence[str] = (),
    ) -> AsyncGenerator[str | Completed, None]:
        """Words as they come, without those that are `shunned` where the server can do that, then one `Completed`.

        Close it (`contextlib.aclosing`) when leaving early: that ends the request, and the server stops. After the
        first word every failure but `ModelRefused` is a `ModelCutOff` with the words so far, its cause beneath.
        """
        ask = Ask(tuple(messages), max_tokens, temperature, _deadlines(deadline), tuple(tools), shunned=tuple(shunned))
        async with aclosing(self._answer(ask, repeat_words=False)) as pieces:
            async for piece in pieces:
                yield piece

    async def complete(
        self,
        messages: Sequence[ModelMessage],
        *,
        max_tokens: int,
        temperature: float = 0.7,
        deadline: Deadlines | float = PATIENCE,
        tools: Sequence[Tool] = (),
    ) -> Completed:
        """The whole answer at once; an answer that breaks off is asked for again."""
        return await self._whole(Ask(tuple(messages), max_tokens, temperature, _deadlines(deadline), tuple(tools)))

    async def structured(
        self,
        messages: Sequence[ModelMessage],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        deadline: Deadlines | float = PATIENCE,
        validate: Callable[[object], object] | None = None,
    ) -> dict[str, object]:
        """A JSON object of that schema. `validate` raises `ValueError`, whose text the model gets back once."""
        ask = Ask(tuple(messages), max_tokens, 0.0, _deadlines(deadline), schema=schema)
        try:
            async with asyncio.timeout(ask.deadlines.total):
                return await structured.ask_object(ask, self._whole, ask_plainer=self._ask_plainer, validate=validate)
        except TimeoutError as error:
            raise ModelTooSlow from error

    async def embed(
        self, texts: Sequence[str], *, model: str | None = None, seconds: float = 30.0
    ) -> NDArray[np.float32]:
        """One float32 row per text, not normalised. Only the first endpoint is asked: another is another model.

        `seconds` is for each batch of 64.
        """
        asking = embedding.Asking(self._failover.connections[0], model, seconds, self._sleep)
        return await asking.embed(texts)

    def count(self, text: str) -> int:
        """About how many tokens `text` takes, corrected by what answers have told; asks nobody."""
        return self._gauges[self._failover.active()[0].name].count(text)

    async def count_tokens(self, messages: Sequence[ModelMessage], *, beyond: int = 0) -> int:
        """Tokens of a conversation: by the server's tokenizer where it has one, else as `count` does.

        The server is asked only where they may be more than `beyond`.
        """
        connection = self._failover.active()[0]
        gauge = self._gauges[connection.name]
        estimate = gauge.count_messages(messages)
        if estimate * gauge.doubt < beyond:
            return estimate
        told = await self._counts.count(connection, tuple(messages))
        if told is None:
            return estimate
        gauge.learn(messages, told)
        return told

    async def _answer(self, ask: Ask, *, repeat_words: bool) -> AsyncGenerator[str | Completed, None]:
        try:
            async with aclosing(self._failover.answer(ask, repeat_words=repeat_words)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Completed):
                        self._learn(ask, piece)
                    yield piece
        except ContextTooLong as error:
            self._told_limit = error.limit or self._told_limit
            raise

    def _learn(self, ask: Ask, answer: Completed) -> None:
        """Schemas add tokens of their own; so do tools, which are counted out of prompts that are mostly words."""
        tools = tokens_of(ask.tools)
        if answer.prompt_tokens and ask.schema is None and answer.prompt_tokens >= tools * _MOSTLY_WORDS:
            self._gauges[answer.endpoint].learn(ask.messages, answer.prompt_tokens - tools)

    async def _whole(self, ask: Ask) -> Completed:
        async with aclosing(self._answer(ask, repeat_words=True)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Completed):
                    return piece
        raise ModelCutOff

    def _ask_plainer(self, endpoint: str) -> bool:
        """Ask that endpoint for JSON in a plainer way from now on; False where there is none."""
        return any(one.ask_plainer() for one in self._failover.connections if one.name == endpoint)


def _trust(endpoints: Sequence[Endpoint]) -> ssl.SSLContext | bool:
    """The default trust; where no endpoint uses TLS one that trusts nobody, as loading certificates takes 0.1 s."""
    plain = all(endpoint.url.startswith("http://") for endpoint in endpoints)
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else True


def _deadlines(given: Deadlines | float) -> Deadlines:
    return given if isinstance(given, Deadlines) else Deadlines(total=given, first=given)
