"""Embedding inside the program: texts wait in two queues and are worked on by a thread of their own.

A packaged model holds the interpreter lock only between matrix products, so it gets one thread and never the event
loop; the matrix library gets no others (see `bot/__init__.py`). Work waits in two queues, urgent before background, and
is taken in slices of `SLICE` texts, so a person's question waits for one slice at most. Cost grows with length,
therefore texts are cut to `LONGEST` characters: what comes later in a long message is found by words, not by meaning.
"""

import asyncio
import hashlib
import threading
import unicodedata
from abc import ABC, abstractmethod
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from memory.errors import EmbedderUnavailable

SLICE = 16
LONGEST = 2000
REMEMBERED = 2048
LOAD_SECONDS = 60.0
WAIT_SECONDS = 120.0
AT_ONCE = 400  # characters
FAULTS = (ArithmeticError, LookupError, MemoryError, OSError, RuntimeError, ValueError, ImportError)
_BLANK = "…"

Vectors = NDArray[np.float32]
Encode = Callable[[list[str]], Vectors]  # one row a text, of any length but zero


def embeddable(text: str) -> str:
    """Any text as one that no model chokes on: NFKC, no NUL, no lone surrogates, never empty, `LONGEST` at most."""
    # Cut twice: one character may become eighteen under NFKC.
    whole = text[: 2 * LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return unicodedata.normalize("NFKC", whole)[:LONGEST].strip() or _BLANK


class _Remembered:
    """The last vectors by text, so that a question embedded for recall is not embedded again for storage.

    They stand in one piece: thousands of small ones, of which one goes with each that comes, keep the pages between.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: OrderedDict[bytes, int] = OrderedDict()
        self._vectors: Vectors | None = None

    def get(self, text: str) -> Vectors | None:
        """A copy: the row is another's once there are too many."""
        row = self._rows.get(_key(text))
        if row is None or self._vectors is None:
            return None
        self._rows.move_to_end(_key(text))
        found: Vectors = self._vectors[row].copy()
        return found

    def put(self, text: str, vector: Vectors) -> None:
        if self._vectors is None:
            self._vectors = np.zeros((self._size, vector.size), np.float32)
        key = _key(text)
        row = self._rows.pop(key, None)
        if row is None:
            full = len(self._rows) >= self._size
            row = self._rows.popitem(last=False)[1] if full else len(self._rows)
        self._rows[key] = row
        self._vectors[row] = vector


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@dataclass(slots=True, eq=False)
class _Job:
    """Texts that wait, and where their vectors go."""

    texts: list[str]
    done: Future[Vectors] = field(default_factory=Future)
    rows: list[Vectors] = field(default_factory=list)


class ThreadedEmbedder(ABC):
    """A packaged model behind `memory.ports.Embedder`, on a thread of its own; use as `async with`."""

    name: str
    dimensions: int
    holds_lock = False  # whether the model works with the interpreter lock held

    def __init__(self) -> None:
        self._encoder: Encode | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedder")
        self._lock = threading.Lock()
        self._working = threading.Lock()
        self._queues: tuple[deque[_Job], deque[_Job]] = (deque(), deque())
        self._remembered = _Remembered(REMEMBERED)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Lets go of the thread after its present slice; what still waits is cancelled."""
        with self._lock:
            waiting = [job for queue in self._queues for job in queue]
        for job in waiting:
            job.done.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def load(self) -> None:
        """Reads the weights and runs once, so that the first question is not the slow one. Idempotent."""
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._load)
        await asyncio.wait_for(asyncio.shield(running), LOAD_SECONDS)

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vectors:
        """One unit vector a text, shape (len(texts), dimensions); `urgent` waits for one running slice at most."""
        clean = [embeddable(text) for text in texts]
        known = {text: vector for text in clean if (vector := self._remembered.get(text)) is not None}
        missing = [text for text in dict.fromkeys(clean) if text not in known]
        if missing:
            known |= zip(missing, await self._compute(missing, urgent=urgent), strict=True)
            for text in missing:
                self._remembered.put(text, known[text])
        return np.stack([known[text] for text in clean]) if clean else self._empty()

    async def _compute(self, texts: list[str], *, urgent: bool) -> Vectors:
        if urgent and (vectors := self._at_once(texts)) is not None:
            return vectors
        job = _Job(texts)
        with self._lock:
            self._queues[0 if urgent else 1].append(job)
        try:
            # One ticket a slice: each does whatever is most urgent when its turn comes, not necessarily this job.
            for _ in range(0, len(texts), SLICE):
                self._thread.submit(self._one_slice)
            return await asyncio.wait_for(asyncio.wrap_future(job.done), WAIT_SECONDS)
        except (TimeoutError, RuntimeError) as fault:
            raise EmbedderUnavailable from fault

    def _at_once(self, texts: list[str]) -> Vectors | None:
        """The vectors, worked out by whoever asks, where that is short and the model is idle; None where it is not.

        A model that holds the interpreter lock would take turns with the caller on a thread, which doubles its time.
        """
        if not self.holds_lock or self._encoder is None or sum(map(len, texts)) > AT_ONCE:
            return None
        if not self._working.acquire(blocking=False):
            return None
        try:
            return self._encode(texts)
        except FAULTS as fault:
            raise EmbedderUnavailable from fault
        finally:
            self._working.release()

    def _one_slice(self) -> None:
        """On the thread: the next texts of the most urgent jobs. Never raises; a failure goes to those who wait."""
        with self._lock:
            parts = self._next_parts()
        texts = [text for _, some in parts for text in some]
        try:
            with self._working:
                vectors = self._encode(texts)
        except FAULTS as fault:
            _fail([job for job, _ in parts], fault)
            return
        at = 0
        for job, some in parts:
            job.rows.extend(vectors[at : at + len(some)])
            at += len(some)
            if len(job.rows) == len(job.texts) and job.done.set_running_or_notify_cancel():
                job.done.set_result(np.stack(job.rows))

    def _next_parts(self) -> list[tuple[_Job, list[str]]]:
        """Up to `SLICE` texts of one queue, urgent first; several small jobs share a slice, a large one spans many."""
        parts: list[tuple[_Job, list[str]]] = []
        queue = self._queues[0] or self._queues[1]
        room = SLICE
        while queue and room:
            job = queue[0]
            some = [] if job.done.done() else job.texts[len(job.rows) :][:room]
            if len(job.rows) + len(some) == len(job.texts) or not some:
                queue.popleft()
            if some:
                parts.append((job, some))
            room -= len(some)
        return parts

    @abstractmethod
    def _open(self) -> Encode:
        """Reads the weights; on the thread, at the first use."""

    def _load(self) -> Encode:
        if self._encoder is None:
            encoder = self._open()
            encoder(["warm", "up"])
            self._encoder = encoder
        return self._encoder

    def _encode(self, texts: list[str]) -> Vectors:
        return unit(np.asarray(self._load()(texts), dtype=np.float32)) if texts else self._empty()

    def _empty(self) -> Vectors:
        return np.empty((0, self.dimensions), np.float32)


def _fail(jobs: Sequence[_Job], fault: Exception) -> None:
    for job in jobs:
        if job.done.set_running_or_notify_cancel():
            error = EmbedderUnavailable()
            error.__cause__ = fault
            job.done.set_exception(error)


def unit(vectors: Vectors) -> Vectors:
    """Rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
