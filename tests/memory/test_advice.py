"""What seeks advice, and what it then looks for: fitted to vectors, and found through the real memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.packaged import EnglishCompanion, LocalEmbedder
from memory.advice import FEWEST, Advice, texts
from memory.memory import Memory, open_memory
from memory.recall import Recaller
from memory.store import candidates
from memory.store.database import open_database
from memory.types import Account, Fact, Place, Utterance, Viewer
from tests.memory.embedding import WordEmbedder
from tests.memory.recall_world import BEN_HOME, CHATTER, GARDEN, HOME, START
from tests.memory.recall_world import texts as texts_of

NOISE = np.random.default_rng(5)
SIZE, PAIRS = 24, 300


def units(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


SUMS = units(NOISE.normal(size=(PAIRS, SIZE)) - 2.0)


def kinds() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Wishes; questions that point where a hidden turn of their wish points; questions of another kind."""
    turn, _ = np.linalg.qr(NOISE.normal(size=(SIZE, SIZE)))
    wishes = units(NOISE.normal(size=(PAIRS, SIZE)))
    asking, looking = NOISE.normal(size=(2, 1, SIZE))
    return wishes, units(wishes @ turn + asking / 4), units(NOISE.normal(size=(PAIRS, SIZE)) + looking)


def test_our_texts_are_pairs_and_no_text_stands_twice() -> None:
    known = texts()
    assert len(known.wishes) == len(known.asks) > 300
    for kind in (known.wishes, known.asks, known.neither, known.sums):
        assert len(set(kind)) == len(kind)
        assert all(text == text.strip() != "" for text in kind)


def test_a_question_is_turned_towards_its_wish() -> None:
    wishes, asks, lookups = kinds()
    advice = Advice.fitted(wishes, asks, lookups, sums=SUMS)
    assert advice is not None
    before = np.mean([np.argmax(wishes @ each) == at for at, each in enumerate(asks)])
    after = np.mean([np.argmax(wishes @ advice.sought(each).vector) == at for at, each in enumerate(asks)])
    assert after > before + 0.2
    assert np.mean([advice.sought_by(each) for each in asks]) > 0.9
    assert not any(advice.sought_by(each) for each in lookups)


def test_vectors_that_tell_nothing_are_not_trusted() -> None:
    wishes, asks, lookups = (units(NOISE.normal(size=(PAIRS, SIZE))) for _ in range(3))
    assert Advice.fitted(wishes, asks, lookups, sums=SUMS) is None


def test_a_companion_counts_where_it_knows_the_text() -> None:
    wishes, asks, lookups = kinds()
    beside = (units(NOISE.normal(size=(PAIRS, 8))), units(NOISE.normal(size=(PAIRS, 8))))
    both = Advice.fitted(wishes, asks, lookups, sums=SUMS, beside=beside)
    assert both is not None
    sought = both.sought(asks[0], beside[1][0])
    assert sought.joint is not None and sought.companion is not None
    length = np.hypot(np.linalg.norm(sought.joint), np.linalg.norm(sought.companion))
    assert np.isclose(length * np.sqrt(2), 1, atol=1e-5), "a product with two unit vectors is at most 1"
    assert both.sought(asks[0], np.zeros(8, np.float32)).joint is None
    few = (beside[0].copy(), beside[1])
    few[0][FEWEST - 1 :] = 0
    alone = Advice.fitted(wishes, asks, lookups, sums=SUMS, beside=few)
    assert alone is not None and alone.sought(asks[0], beside[1][0]).joint is None


@pytest.fixture(scope="module")
async def embedders() -> AsyncIterator[tuple[LocalEmbedder, EnglishCompanion]]:
    async with LocalEmbedder() as embedder, EnglishCompanion() as companion:
        await asyncio.gather(embedder.load(), companion.load())
        yield embedder, companion


TOLD = (
    "The train was late again and it rained all weekend.",
    "Loud places wear me out, I can't relax there.",
    "We signed the contract for the van on Tuesday.",
    "My brother moved to Graz in March.",
    "The dishes at the canteen were cold.",
    "I want to try the new bike on Saturday.",
    "Our restaurant bill was wrong and they said sorry.",
    "Can you remind me of the meeting?",
)
ASKED = "Any idea where I could celebrate my birthday with a few friends?"


class Counting:
    """An embedder that counts the texts it was given."""

    def __init__(self, inner: LocalEmbedder) -> None:
        self._inner = inner
        self.name, self.dimensions, self.texts = inner.name, inner.dimensions, 0

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> NDArray[np.float32]:
        """As the inner one."""
        self.texts += len(texts)
        return await self._inner.embed(texts, urgent=urgent)


async def _told(memory: Memory, place: Place, name: str) -> Viewer:
    person = await memory.person(Account("test", name, name), place)
    for number, text in enumerate(TOLD):
        await memory.note(Utterance(f"{place.key}{number}", person, place, text, START + timedelta(minutes=number)))
    while await memory.embed_next():
        pass
    return Viewer(person, place)


@pytest.mark.parametrize("companioned", [False, True])
async def test_a_wish_is_found_that_shares_nothing_with_the_question(
    database_dsn: str, embedders: tuple[LocalEmbedder, EnglishCompanion], companioned: bool
) -> None:
    embedder, companion = embedders
    async with AsyncExitStack() as stack:
        beside = companion if companioned else None
        memory = await stack.enter_async_context(open_memory(database_dsn, embedder, companion=beside))
        database = await stack.enter_async_context(open_database(database_dsn))
        viewer = await _told(memory, HOME, "Ana")
        recaller = Recaller(database, embedder, beside)
        before = [spot.seq for spot in await recaller.spots(viewer, ASKED, 8)]
        await recaller.prepare()
        after = [spot.seq for spot in await recaller.spots(viewer, ASKED, 8)]
        assert after.index(2) <= 1 - companioned and after.index(2) <= before.index(2) - companioned
        (lookup,) = await recaller.spots(viewer, "Where does my brother live now?", 1)
        assert lookup.seq == 4
        # A wish holds at any time, so the named one is none in which the wish was told.
        assert (await recaller.find(viewer, f"{ASKED[:-1]} this weekend?")).span is None
        assert (await recaller.find(viewer, "Where did my brother live last summer?")).span is not None


async def test_of_few_lines_all_are_compared_and_of_many_the_best_are_the_same(
    database_dsn: str, embedders: tuple[LocalEmbedder, EnglishCompanion], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with AsyncExitStack() as stack:
        memory = await stack.enter_async_context(open_memory(database_dsn, embedders[0], companion=embedders[1]))
        database = await stack.enter_async_context(open_database(database_dsn))
        viewer = await _told(memory, HOME, "Ana")
        recaller = Recaller(database, *embedders)
        await recaller.prepare()
        exactly = await recaller.spots(viewer, ASKED, 8)
        monkeypatch.setattr(candidates, "WISH_SHORTLIST", 8)
        for number, text in enumerate(CHATTER):  # now there are more than five shortlists
            noted = Utterance(f"more{number}", viewer.person, HOME, text, START + timedelta(hours=number + 1))
            await memory.note(noted)
        while await memory.embed_next():
            pass
        assert (await recaller.spots(viewer, ASKED, 8))[:2] == exactly[:2]
        monkeypatch.setattr(candidates, "WISH_SHORTLIST", 0)  # then nothing that is sought is looked for
        assert (await recaller.spots(viewer, ASKED, 8))[:2] != exactly[:2]


async def test_what_is_sought_is_found_only_where_it_may_be_used(
    database_dsn: str, embedders: tuple[LocalEmbedder, EnglishCompanion]
) -> None:
    embedder, companion = embedders
    async with open_memory(database_dsn, embedder, companion=companion) as memory:
        viewer = await _told(memory, HOME, "Ana")
        fact = await memory.remember(viewer, (await memory.recent(viewer))[1].spot, TOLD[1])
        while await memory.embed_next():
            pass
        await memory.prepare()
        ben = await memory.person(Account("test", "Ben", "Ben"), BEN_HOME)
        ana = await memory.person(Account("test", "Ana", "Ana"), GARDEN)
        for reader in (Viewer(ben, BEN_HOME), Viewer(ana, GARDEN), Viewer(ben, HOME)):
            found = await memory.recall(reader, ASKED)
            assert (found.facts, found.passages) == ((), ())
        recall = await memory.recall(viewer, ASKED)
        assert recall.advises and not (await memory.recall(viewer, "Where does my brother live now?")).advises
        told = [each.item for each in recall.facts]
        assert fact.id in [each.id for each in told if isinstance(each, Fact)]


async def test_a_fit_is_made_once_for_a_model_and_kept(
    database_dsn: str, embedders: tuple[LocalEmbedder, EnglishCompanion]
) -> None:
    embedder, companion = embedders
    counting = Counting(embedder)
    async with open_memory(database_dsn, counting, companion=companion) as memory:
        await memory.prepare()
        await memory.prepare()
    assert counting.texts > 700
    async with open_memory(database_dsn, counting, companion=companion) as memory:
        viewer = await _told(memory, HOME, "Ana")
        before = counting.texts
        await memory.prepare()
        assert counting.texts == before
        assert TOLD[1] in texts_of(await memory.recall(viewer, ASKED))


def test_a_fit_survives_packing() -> None:
    wishes, asks, lookups = kinds()
    beside = (units(NOISE.normal(size=(PAIRS, 8))), units(NOISE.normal(size=(PAIRS, 8))))
    for other in (None, beside):
        advice = Advice.fitted(wishes, asks, lookups, sums=SUMS, beside=other)
        assert advice is not None
        again = Advice.unpacked(advice.packed())
        one, two = (each.sought(asks[3], beside[1][3]) for each in (advice, again))
        assert np.allclose(one.vector, two.vector, atol=1e-4)
        assert (one.joint is None) == (two.joint is None) == (other is None)


async def test_without_the_companion_vectors_are_made_all_the_same(database_dsn: str) -> None:
    gone = WordEmbedder(name="companion", dimensions=16, broken=True)
    async with open_memory(database_dsn, WordEmbedder(), companion=gone) as memory:
        viewer = await _told(memory, HOME, "Ana")
        await memory.prepare()
        assert (await memory.recall(viewer, "Where did my brother move?")).passages


async def test_a_line_has_the_companions_vector_beside_its_own(database_dsn: str) -> None:
    companion = WordEmbedder(name="companion", dimensions=16)
    async with open_memory(database_dsn, WordEmbedder(), companion=companion) as memory:
        await _told(memory, HOME, "Ana")
    assert sorted(companion.texts) == sorted(TOLD)
