"""The packaged model itself, and who waits for it."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator

import numpy as np
import pytest

from bot import embedding
from bot.embedding import AT_ONCE, LONGEST, SLICE, Encode, ThreadedEmbedder, Vectors, embeddable
from bot.packaged import LocalEmbedder
from memory.errors import EmbedderUnavailable

ODD = [
    "",
    "   ",
    "\0",
    "a\0b",
    "\ud800",
    "👨‍👩‍👧‍👦" * 50,
    "﷽" * 3000,
    "\u202eabc",
    "\uffff",
    "مرحبا",
    "x" * 200_000,
    "🏳️‍🌈",
]


@pytest.fixture(scope="module")
async def embedder() -> AsyncIterator[LocalEmbedder]:
    async with LocalEmbedder() as made:
        await made.load()
        yield made


async def test_near_meanings_are_near_across_languages(embedder: LocalEmbedder) -> None:
    texts = ["I have two cats", "Ich habe zwei Katzen", "the train leaves at noon"]
    cats, katzen, train = await embedder.embed(texts)
    assert float(cats @ katzen) > 0.7 > 0.4 > float(cats @ train)


async def test_rows_are_unit_float32_in_the_order_asked(embedder: LocalEmbedder) -> None:
    texts = [f"number {n} of many" for n in range(3 * SLICE + 5)]
    together = await embedder.embed([*texts, texts[0]])
    assert together.shape == (len(texts) + 1, embedder.dimensions) and together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    async with LocalEmbedder() as fresh:
        alone = await fresh.embed([texts[-1]])
    assert np.allclose(together[-2], alone[0], atol=1e-4)
    assert np.array_equal(together[-1], together[0])


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_odd_text_still_gives_a_finite_unit_vector(embedder: LocalEmbedder, text: str) -> None:
    vector = (await embedder.embed([text]))[0]
    assert np.isfinite(vector).all() and np.isclose(np.linalg.norm(vector), 1, atol=1e-4)


def test_embeddable_text_is_bounded_and_clean() -> None:
    for text in ODD:
        made = embeddable(text)
        assert 0 < len(made) <= LONGEST and "\0" not in made
        made.encode()


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="counts threads in /proc")
def test_the_matrix_library_starts_no_threads_of_its_own() -> None:
    code = "import bot.embedding, os; print(len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "1", done.stderr


async def test_nothing_asked_gives_an_empty_matrix(embedder: LocalEmbedder) -> None:
    assert (await embedder.embed([])).shape == (0, 512)


class _Gated(LocalEmbedder):
    """Notes the order of the slices and holds each until let go."""

    def __init__(self) -> None:
        super().__init__()
        self.slices: list[list[str]] = []
        self.gate = threading.Semaphore(0)

    def _encode(self, texts: list[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        if texts:
            self.slices.append(texts)
            assert self.gate.acquire(timeout=10)
        if "boom" in texts:
            raise ValueError
        return np.ones((len(texts), 512), np.float32)


async def test_a_question_waits_for_one_slice_of_background_work_only() -> None:
    async with _Gated() as embedder:
        background = asyncio.gather(embedder.embed([f"old {n}" for n in range(3 * SLICE)]))
        while not embedder.slices:
            await asyncio.sleep(0.001)
        question = asyncio.gather(embedder.embed(["now"], urgent=True))
        await asyncio.sleep(0)
        embedder.gate.release(4)
        await asyncio.gather(question, background)
        assert [len(some) for some in embedder.slices] == [SLICE, 1, SLICE, SLICE]
        assert embedder.slices[1] == ["now"]


async def test_requests_side_by_side_share_a_slice_and_known_text_costs_nothing() -> None:
    async with _Gated() as embedder:
        embedder.gate.release(10)
        await embedder.embed(["known"])
        first = asyncio.gather(embedder.embed(["held"]))
        while len(embedder.slices) < 2:
            await asyncio.sleep(0.001)
        await asyncio.gather(*(embedder.embed([text]) for text in ("a", "b", "c", "known")), first)
        assert sorted(text for some in embedder.slices for text in some) == ["a", "b", "c", "held", "known"]


async def test_a_failing_slice_fails_only_those_who_wait_for_it() -> None:
    async with _Gated() as embedder:
        embedder.gate.release(10)
        with pytest.raises(EmbedderUnavailable):
            await embedder.embed(["boom"])
        assert (await embedder.embed(["fine"])).shape == (1, 512)


async def test_a_cancelled_request_leaves_the_queue() -> None:
    async with _Gated() as embedder:
        held = asyncio.gather(embedder.embed(["held"]))
        while not embedder.slices:
            await asyncio.sleep(0.001)
        dropped = asyncio.gather(embedder.embed(["dropped"]))
        await asyncio.sleep(0)
        dropped.cancel()
        await asyncio.gather(dropped, return_exceptions=True)
        embedder.gate.release(10)
        await held
        await embedder.embed(["last"])
        assert embedder.slices == [["held"], ["last"]]


class _Numbered(LocalEmbedder):
    """Each text is a number, of which its vector is made."""

    def _encode(self, texts: list[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        self.made = [*getattr(self, "made", []), *texts]
        return np.array([np.full(512, float(text)) for text in texts], np.float32)


async def test_what_is_remembered_makes_room_and_is_never_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "REMEMBERED", 4)
    async with _Numbered() as numbered:
        for asked in ("1 2 3 4", "1 5 6 7 8", "6 7 8 5", "1"):
            vectors = await numbered.embed(asked.split())
            assert vectors[:, 0].tolist() == [float(each) for each in asked.split()]
        assert numbered.made == list("123456781")


class Locked(ThreadedEmbedder):
    """A model that tells on which thread it works, and works for as long as it is held up."""

    name, dimensions, holds_lock = "locked", 2, True

    def __init__(self, *, fails: bool = False) -> None:
        super().__init__()
        self.threads: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self._fails = fails

    def _open(self) -> Encode:
        def encode(texts: list[str]) -> Vectors:
            if self._fails and texts != ["warm", "up"]:
                raise ValueError
            self.threads.append(threading.current_thread().name)
            self.may_go_on.wait(10)
            return np.ones((len(texts), 2), np.float32)

        return encode


async def test_a_short_question_is_worked_out_at_once_where_the_model_is_idle() -> None:
    async with Locked() as embedder:
        await embedder.load()
        del embedder.threads[:]
        for texts, urgent in ((["Where?"], True), (["Who?"], False), (["long " * AT_ONCE], True)):
            assert (await embedder.embed(texts, urgent=urgent)).shape == (1, 2)
        here = threading.current_thread().name
        assert [name == here for name in embedder.threads] == [True, False, False]


async def test_a_question_beside_other_work_waits_for_its_thread_and_blocks_nobody() -> None:
    async with Locked() as embedder:
        await embedder.load()
        del embedder.threads[:]
        embedder.may_go_on.clear()
        background = asyncio.ensure_future(embedder.embed(["a line"]))
        while not embedder.threads:
            await asyncio.sleep(0.001)
        question = asyncio.ensure_future(embedder.embed(["Where?"], urgent=True))
        await asyncio.sleep(0.02)
        assert not question.done()
        embedder.may_go_on.set()
        async with asyncio.timeout(10):
            await asyncio.gather(background, question)
        assert threading.current_thread().name not in embedder.threads


async def test_a_fault_of_what_is_worked_out_at_once_is_named_and_lets_the_next_one_in() -> None:
    async with Locked(fails=True) as embedder:
        await embedder.load()
        for _ in range(2):
            async with asyncio.timeout(10):
                with pytest.raises(EmbedderUnavailable):
                    await embedder.embed(["Where?"], urgent=True)
