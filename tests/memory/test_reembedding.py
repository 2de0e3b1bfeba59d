"""Another model takes over the vectors: nothing is lost where it is killed, and recall works throughout."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from memory.errors import EmbeddingMismatch
from memory.memory import Memory
from memory.recall import Recaller
from memory.store.database import Database
from memory.store.reembedding import reembed
from memory.store.vectors import ensure_model
from memory.types import Viewer
from tests.memory.embedding import WordEmbedder
from tests.memory.vector_world import HOME, Pausing, drain, say, vectors


async def test_another_model_is_refused(database: Database) -> None:
    first = await ensure_model(database, "words", 256)
    assert await ensure_model(database, "words", 256) == first
    for name, dimensions in (("other", 256), ("words", 128)):
        with pytest.raises(EmbeddingMismatch):
            await ensure_model(database, name, dimensions)


class Killed(Exception):
    """The process dies here."""


async def test_a_killed_reembedding_goes_on_where_it_was_and_recall_works_throughout(
    database: Database, owner: Any
) -> None:
    old, new = WordEmbedder(), WordEmbedder(name="new", dimensions=64)
    ana = await say(database, "I play the oboe", *(f"line {n}" for n in range(150)))
    await drain(database, old)
    viewer = Viewer(ana, HOME)

    def die(done: int, total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        await reembed(database, new, die)
    done = await owner.fetchval(
        "SELECT count(*) FROM utterance_vectors v JOIN embedding_models m ON m.id = v.model WHERE m.name = 'new'"
    )
    assert 0 < done < 151
    assert (await Recaller(database, old).recall(viewer, "oboe")).passages
    assert await ensure_model(database, old.name, old.dimensions)
    await say(database, "said meanwhile")
    await drain(database, old)
    new.texts.clear()
    told: list[int] = []
    await reembed(database, new, lambda done, total: told.append(total))
    assert len(new.texts) == 2 * (152 - done)
    assert told[-1] == 152
    with pytest.raises(EmbeddingMismatch):
        await ensure_model(database, old.name, old.dimensions)
    assert {row["model"] for row in await vectors(owner)} == {await ensure_model(database, "new", 64)}
    assert len(await vectors(owner)) == 152
    assert (await Recaller(database, new).recall(viewer, "oboe")).passages
    assert (await Recaller(database, old).recall(viewer, "oboe")).passages


async def test_facts_have_their_new_vectors_ready_before_the_switch(database: Database, owner: Any) -> None:
    old = WordEmbedder()
    memory = Memory(database, old)
    ana = await say(database, "I play the oboe", "I keep bees")
    viewer = Viewer(ana, HOME)
    for line in await memory.recent(viewer):
        await memory.remember(viewer, line.spot, line.text)
    await drain(database, old)
    active: dict[str, str] = {}

    class Watching(Pausing):
        async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> NDArray[np.float32]:
            model = await owner.fetchval("SELECT name FROM embedding_models WHERE active")
            active.update(dict.fromkeys(texts, model))
            if "I keep bees" in texts and not any(text.startswith("3 May") for text in texts):
                await owner.execute("UPDATE facts SET text = 'I keep wasps' WHERE text = 'I keep bees'")
            return await super().embed(texts, urgent=urgent)

    new = Watching(name="new", dimensions=64)
    await reembed(database, new, lambda done, total: None)
    assert active["I play the oboe"] == old.name
    assert active["I keep wasps"] == "new"  # its text was another when its vector was made
    rows = await owner.fetch("SELECT text, vector_dims(embedding) AS size FROM facts ORDER BY text")
    assert [(row["text"], row["size"]) for row in rows] == [("I keep wasps", 64), ("I play the oboe", 64)]
    assert await owner.fetchval("SELECT count(*) FROM next_fact_vectors") == 0
    assert (await Recaller(database, new).recall(viewer, "oboe")).facts
