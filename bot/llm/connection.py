"""One endpoint: sends requests, times every wait, and turns whatever comes back into words or one of our errors.

The library's client is used for what it is good at (addresses, keys, server-sent events) and told not to retry; its
typed results are not used, because they believe the server. Leaving the generator closes the HTTP connection, which
makes servers stop generating.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, TypeVar

import openai

from bot.errors import ModelError, ModelNotFound, ModelRejected
from bot.llm import address
from bot.llm.breaker import Breaker
from bot.llm.dialect import corrected, plainer
from bot.llm.faults import FOREIGN, complaint, fault
from bot.llm.listing import absent, chatting, entries
from bot.llm.quirks import UNKNOWN, Quirk
from bot.llm.reader import Reader
from bot.llm.streaming import Stream, chunks, next_delta
from bot.llm.types import Abilities, Ask, Completed, Endpoint
from bot.llm.wire import Dialect, request

CONNECT_SECONDS = 5.0
_QUICK_SECONDS = 5.0
_CORRECTIONS = 6
_T = TypeVar("_T")
_THINKERS = re.compile(r"deepseek-r1|qwq|magistral|thinking|reasoner", re.IGNORECASE)


class Connection:
    """An endpoint with what is known about it. Every method raises `ModelError`s only."""

    def __init__(self, endpoint: Endpoint, http: openai.DefaultAsyncHttpxClient, *, clock: Callable[[], float]) -> None:
        self.name = endpoint.name or address.place(endpoint.url)
        self.host = address.host(endpoint.url)
        self.breaker = Breaker(clock)
        self.quirk: Quirk = UNKNOWN
        self.abilities: Abilities | None = None
        self.model = endpoint.model
        self.vision = endpoint.vision
        self._root = address.root_url(endpoint.url)
        self._clock = clock
        self._dialect = Dialect()
        self._thinks: bool | None = None
        self._client = openai.AsyncOpenAI(
            base_url=address.base_url(endpoint.url),
            api_key=endpoint.key or "none",
            organization="",
            project="",
            max_retries=0,
            timeout=openai.Timeout(None, connect=CONNECT_SECONDS),
            http_client=http,
        )

    def learn(self, quirk: Quirk, abilities: Abilities) -> None:
        """Take over what a probe found."""
        if quirk is not self.quirk:
            self._dialect = Dialect(max_tokens=quirk.max_tokens, usage=quirk.usage, progress=quirk.progress)
        self.quirk, self.abilities = quirk, abilities
        self.model = self.model or abilities.model

    def ask_plainer(self) -> bool:
        """Ask for JSON in a plainer way from now on; False where there is none."""
        changed = plainer(self._dialect)
        self._dialect = changed or self._dialect
        return changed is not None

    async def answer(
        self, ask: Ask, until: float, *, barred: Sequence[int] = ()
    ) -> AsyncGenerator[str | Completed, None]:
        """Words as they come, no `barred` tokens, then one `Completed`. `until` is in the event loop's time."""
        reader = Reader(self._clock(), opened=self._expects_thoughts())
        by = min(until, _now() + ask.deadlines.first)
        async with await self._open(ask, by, barred) as stream, aclosing(chunks(stream)) as source:
            while (delta := await next_delta(source, by)) is not None:
                by = min(until, _now() + ask.deadlines.between)
                if words := reader.take(delta, self._clock()):
                    yield words
        if words := reader.finish(self._clock()):
            yield words
        self._thinks = reader.stray or (self._expects_thoughts() and reader.thought)
        yield reader.completed(self._clock(), endpoint=self.name)

    async def get(self, path: str, *, native: bool = False, seconds: float = _QUICK_SECONDS) -> Any:
        """The decoded JSON at a path of the API, or of the server itself."""
        return await self._call(path, None, native=native, seconds=seconds)

    async def post(self, path: str, body: object, *, native: bool = False, seconds: float = _QUICK_SECONDS) -> Any:
        """What a POST answers, decoded."""
        return await self._call(path, body, native=native, seconds=seconds)

    async def named_model(self) -> str:
        """The model to ask: the configured one, else the first that the server lists and that can chat."""
        if self.model is None:
            listed = await self.listed()
            self.model = chatting(listed)
        if self.model is None:
            raise absent(None, ())
        return self.model

    async def listed(self) -> tuple[str, ...]:
        """The ids in /v1/models. Raises `NotAnEndpoint` where that is no list of models."""
        return tuple(entry["id"] for entry in entries(await self.get("/models")))

    async def _open(self, ask: Ask, by: float, barred: Sequence[int]) -> Stream:
        """The stream of an answer; a complaint that teaches something is answered with a better request."""
        model = await self.named_model()
        for _ in range(_CORRECTIONS):
            try:
                async with asyncio.timeout_at(by):
                    body = request(ask, model, dialect=self._dialect, barred=barred)
                    return await _sent(partial(self._request, body))
            except FOREIGN as error:
                mapped = fault(error)
                changed = self._correct(error, ask) if isinstance(mapped, ModelRejected) else None
                if changed is None:
                    raise await self._explained(mapped) from error
                self._dialect = changed
        raise ModelRejected

    async def _request(self, body: dict[str, Any]) -> Stream:
        return await self._client.post(
            "/chat/completions", body=body, cast_to=object, stream=True, stream_cls=openai.AsyncStream[object]
        )

    def _correct(self, error: Exception, ask: Ask) -> Dialect | None:
        said = complaint(getattr(error, "body", None))
        return corrected(self._dialect, said, structured=ask.schema is not None)

    async def _explained(self, error: ModelError) -> ModelError:
        if not isinstance(error, ModelNotFound):
            return error
        try:
            listed = await self.listed()
        except ModelError:
            return error
        return absent(self.model, listed)

    async def _call(self, path: str, body: object, *, native: bool, seconds: float) -> Any:
        url = self._root + path if native else path
        try:
            async with asyncio.timeout(seconds):
                return await _sent(partial(self._plainly, url, body))
        except FOREIGN as error:
            raise fault(error) from error

    async def _plainly(self, url: str, body: object) -> Any:
        if body is None:
            return await self._client.get(url, cast_to=object)
        return await self._client.post(url, body=body, cast_to=object)

    def _expects_thoughts(self) -> bool:
        if self._thinks is None:
            return bool(_THINKERS.search(self.model or ""))
        return self._thinks


async def _sent(send: Callable[[], Awaitable[_T]]) -> _T:
    """What `send` gives. A connection that fails is tried once more at once.

    llama.cpp closes a connection after a stream without having said so; the next request then runs into the close.
    """
    try:
        return await send()
    except openai.APIConnectionError as error:
        if isinstance(error, openai.APITimeoutError):
            raise
        return await send()


def _now() -> float:
    return asyncio.get_running_loop().time()
