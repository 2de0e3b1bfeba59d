"""Opens what memory stands on: the database and the embedder, each embedded unless a setting names another."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.config import EmbeddingSettings, Settings
from bot.embedding import ThreadedEmbedder
from bot.engine import open_models
from bot.errors import ConfigError, ModelError
from bot.llm.types import Endpoint
from bot.packaged import EnglishCompanion, LocalEmbedder
from bot.remote_embedding import EndpointEmbedder
from memory.embedded import embedded_postgres, watch_postgres
from memory.errors import EmbedderUnavailable
from memory.ports import Embedder


@asynccontextmanager
async def database_of(settings: Settings, say: Callable[[str], None]) -> AsyncIterator[str]:
    """The DSN of the database in use, the embedded server running for the time of the block."""
    if settings.database is not None:
        yield settings.database
        return
    async with embedded_postgres(settings.home, progress=say) as dsn:
        yield dsn


async def watch_database(settings: Settings, say: Callable[[str], None]) -> None:
    """Until cancelled: bring the embedded server back when it has died; nothing where the database is another's."""
    if settings.database is None:
        await watch_postgres(settings.home, progress=say)


@asynccontextmanager
async def embedder_of(settings: Settings) -> AsyncIterator[Embedder]:
    """The embedder in use; the packaged one loads on its first use or with `warm`."""
    if settings.embeddings is None:
        async with LocalEmbedder() as local:
            yield local
        return
    async with _endpoint_embedder(settings.embeddings) as remote:
        yield remote


@asynccontextmanager
async def companion_of(settings: Settings) -> AsyncIterator[Embedder | None]:
    """What stands beside the packaged embedder; a served one needs none."""
    if settings.embeddings is not None:
        yield None
        return
    async with EnglishCompanion() as companion:
        yield companion


@asynccontextmanager
async def _endpoint_embedder(settings: EmbeddingSettings) -> AsyncIterator[Embedder]:
    endpoint = Endpoint(settings.url, settings.model, settings.key, name="embeddings")
    async with await open_models((endpoint,)) as models:

        async def call(texts: Sequence[str]) -> Any:
            try:
                return await models.embed(texts, model=settings.model)
            except ModelError as fault:
                raise EmbedderUnavailable(f"The embedding model did not answer: {fault}") from fault

        size = settings.dimensions or await _ask_size(call)
        yield EndpointEmbedder(call, name=settings.model, dimensions=size)


async def _ask_size(call: Callable[[Sequence[str]], Awaitable[Any]]) -> int:
    try:
        return len((await call(["size"]))[0])
    except EmbedderUnavailable as fault:
        raise ConfigError(
            f"{fault} Its vector size is not known; set RAPPORT_EMBEDDINGS_DIMENSIONS to start without it."
        ) from fault


async def warm(embedder: Embedder) -> None:
    """Load the packaged model, so that the first question does not wait for it."""
    if isinstance(embedder, ThreadedEmbedder):
        await embedder.load()
