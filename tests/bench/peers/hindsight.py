"""Hindsight without a model: one document a turn, its four rankings fused by reciprocal ranks, no cross-encoder.

Cross-encoder weights cannot be had from its package; they come from a hub at run time, and that is another machine.
"""

import asyncio
import importlib
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.bench.peers import wire

BATCH = 64
ROOMY = 200_000  # tokens: its answers end by tokens, ours by number


class Hindsight:
    """One bank a scope."""

    def __init__(self, settings: wire.Settings) -> None:
        os.environ |= _environment(settings)
        engine: Any = importlib.import_module("hindsight_api.engine.memory_engine")
        tasks: Any = importlib.import_module("hindsight_api.engine.task_backend")
        self._context: Any = importlib.import_module("hindsight_api.models").RequestContext()
        self._budget: Any = engine.Budget.LOW
        self._loop = asyncio.new_event_loop()
        self._engine: Any = engine.MemoryEngine(db_url=settings.dsn, task_backend=tasks.SyncTaskBackend())
        self._loop.run_until_complete(self._engine.initialize())

    def ingest(self, scope: str, turns: Sequence[wire.Told]) -> None:
        for at in range(0, len(turns), BATCH):
            contents = [
                {"content": turn.text, "event_date": datetime.fromisoformat(turn.at), "document_id": turn.id}
                for turn in turns[at : at + BATCH]
            ]
            kept = self._engine.retain_batch_async(scope, contents, request_context=self._context)
            self._loop.run_until_complete(kept)

    def search(self, scope: str, question: str, k: int) -> list[str]:
        asked = self._engine.recall_async(
            scope,
            question,
            budget=self._budget,
            max_tokens=ROOMY,
            fact_type=["world", "experience"],
            request_context=self._context,
            reranking="rrf",
        )
        return wire.first([fact.document_id for fact in self._loop.run_until_complete(asked).results], k)


def _environment(settings: wire.Settings) -> dict[str, str]:
    return {
        "HOME": str(wire.ready_folder(settings)),
        "HINDSIGHT_API_DATABASE_URL": settings.dsn,
        "HINDSIGHT_API_LLM_PROVIDER": "none",
        "HINDSIGHT_API_EMBEDDINGS_PROVIDER": "openai",
        "HINDSIGHT_API_EMBEDDINGS_OPENAI_API_KEY": "none",
        "HINDSIGHT_API_EMBEDDINGS_OPENAI_MODEL": settings.model,
        "HINDSIGHT_API_EMBEDDINGS_OPENAI_BASE_URL": settings.embeddings,
        "HINDSIGHT_API_RERANKER_PROVIDER": "rrf",
        "HINDSIGHT_API_WORKER_ENABLED": "false",
        "HINDSIGHT_API_OTEL_TRACES_ENABLED": "false",
        "HINDSIGHT_API_LOG_LEVEL": "warning",
    }


if __name__ == "__main__":
    wire.serve(Hindsight, "hindsight-api-slim", "asyncpg")
