"""LangGraph's PostgresStore: one item a turn, its text embedded, the search that the store offers."""

import importlib
from collections.abc import Sequence
from typing import Any

from tests.bench.peers import wire

BATCH = 64


class LangGraph:
    """One namespace a scope."""

    def __init__(self, settings: wire.Settings) -> None:
        store: Any = importlib.import_module("langgraph.store.postgres").PostgresStore
        self._put: Any = importlib.import_module("langgraph.store.base").PutOp
        index = {"dims": settings.dimensions, "embed": wire.Embeddings(settings), "fields": ["text"]}
        self._opened: Any = store.from_conn_string(settings.dsn, index=index)
        self._store: Any = self._opened.__enter__()
        self._store.setup()

    def ingest(self, scope: str, turns: Sequence[wire.Told]) -> None:
        for at in range(0, len(turns), BATCH):
            self._store.batch(
                [
                    self._put((scope,), turn.id, {"text": turn.text, "at": turn.at, "speaker": turn.speaker})
                    for turn in turns[at : at + BATCH]
                ]
            )

    def search(self, scope: str, question: str, k: int) -> list[str]:
        return [item.key for item in self._store.search((scope,), query=question, limit=k)]


if __name__ == "__main__":
    wire.serve(LangGraph, "langgraph-checkpoint-postgres", "langgraph-checkpoint", "psycopg")
