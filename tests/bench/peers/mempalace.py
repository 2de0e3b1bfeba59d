"""MemPalace with its default store: one drawer a turn, found by its search with candidates from vectors and words.

A long turn becomes several drawers, cut as its own tool cuts one; a turn stands where its best drawer stands.
"""

import importlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.bench.peers import wire

BATCH = 64
ROOM = "chat"


class MemPalace:
    """One wing a scope; a drawer's source is the turn's id."""

    def __init__(self, settings: wire.Settings) -> None:
        self._palace = str(wire.ready_folder(settings) / "palace")
        os.environ |= {
            "MEMPALACE_PALACE_PATH": self._palace,
            "MEMPALACE_CONFIG_DIR": settings.folder,
            "MEMPALACE_EMBEDDING_MODEL": "openai-compat",
            "MEMPALACE_EMBEDDING_API_URL": settings.embeddings,
            "MEMPALACE_EMBEDDING_API_MODEL": settings.model,
            "ANONYMIZED_TELEMETRY": "False",
        }
        palace: Any = importlib.import_module("mempalace.palace")
        self._search: Any = importlib.import_module("mempalace.searcher").search_memories
        self._size = int(importlib.import_module("mempalace.config").MempalaceConfig().chunk_size)
        self._drawers: Any = palace.get_collection(self._palace, create=True)
        self._parts: dict[str, int] = {}

    def ingest(self, scope: str, turns: Sequence[wire.Told]) -> None:
        rows = [row for turn in turns for row in self._cut(scope, turn)]
        self._parts[scope] = -(-len(rows) // max(len(turns), 1))
        for at in range(0, len(rows), BATCH):
            ids, texts, metas = zip(*rows[at : at + BATCH], strict=True)
            self._drawers.upsert(ids=list(ids), documents=list(texts), metadatas=list(metas))

    def search(self, scope: str, question: str, k: int) -> list[str]:
        # Several drawers of one turn count once, so more are asked for where turns are long.
        found = self._search(
            question, self._palace, wing=scope, n_results=k * self._parts[scope], candidate_strategy="union"
        )
        if "error" in found:
            raise RuntimeError(found["error"])
        return wire.first([hit["source_path"].removeprefix(f"{scope}/") for hit in found["results"]], k)

    def _cut(self, scope: str, turn: wire.Told) -> list[tuple[str, str, dict[str, object]]]:
        source = f"{scope}/{turn.id}"
        meta = {"wing": scope, "room": ROOM, "source_file": source, "added_by": "bench", "authored_at": turn.at}
        meta["filed_at"] = datetime.now(UTC).replace(tzinfo=None).isoformat()
        parts = [turn.text[at : at + self._size] for at in range(0, max(len(turn.text), 1), self._size)]
        return [(f"{source}#{number}", part, {**meta, "chunk_index": number}) for number, part in enumerate(parts)]


if __name__ == "__main__":
    wire.serve(MemPalace, "mempalace", "chromadb")
