"""What was fitted to an embedding model, kept so that only the first start of all computes it."""

from memory.store.database import Database

LOAD = "SELECT fitted FROM advice WHERE model = $1 AND made_of = $2"
CLEAR = "DELETE FROM advice WHERE model = $1 AND made_of <> $2"
KEEP = "INSERT INTO advice VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"


async def load(database: Database, model: int, made_of: str) -> bytes | None:
    """What was kept for the model, if it was made of the same."""
    found: bytes | None = await database.fetchval(LOAD, model, made_of)
    return found


async def keep(database: Database, model: int, made_of: str, fitted: bytes) -> None:
    """Keeps it in the place of what was made otherwise."""
    await database.execute(CLEAR, model, made_of)
    await database.execute(KEEP, model, made_of, fitted)
