"""Two facts of which one person can have meant one only: the question to put to them, once, in direct."""

from memory.keepable import keepable
from memory.store.database import Database
from memory.store.profile import fact
from memory.types import Conflict, Viewer

OPEN = """
WITH c AS MATERIALIZED (SELECT open_conflict($1, $2) AS ids)
SELECT f.* FROM c, recalled_facts($1, $2, c.ids) f WHERE c.ids <> '{}' ORDER BY array_position(c.ids, f.id)"""
ASKED = "SELECT conflict_asked($1, $2, $3)"


async def open_conflict(database: Database, viewer: Viewer) -> Conflict | None:
    """What to ask the viewer here; only in their own direct place, and only what was never asked."""
    rows = await database.fetch(OPEN, viewer.person, keepable(viewer.place.key))
    return Conflict(fact(rows[0]), fact(rows[1])) if len(rows) == 2 else None


async def asked(database: Database, viewer: Viewer, conflict: Conflict) -> None:
    """The viewer was asked; the same is not asked again."""
    pair = [conflict.older.id, conflict.newer.id]
    await database.execute(ASKED, viewer.person, keepable(viewer.place.key), pair)
