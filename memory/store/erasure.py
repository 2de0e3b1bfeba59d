"""Forgetting: a fact, the words it came from, and the answers that used it, gone from every table at once.

One transaction over every tenant that holds a piece, so nobody sees half of it. Here it is decided what a viewer may
ask to be forgotten; what goes with that, `removal` knows.
"""

from collections.abc import Sequence
from functools import partial

from memory.errors import NotVisible
from memory.keepable import keepable
from memory.outcomes import Receipt
from memory.store.database import Connection, Database
from memory.store.reach import Plan
from memory.store.removal import carry_out, tried
from memory.types import FactId, PlaceId, Spot, Viewer

ERASABLE_FACTS = """
SELECT f.tenant, f.id FROM visible_facts($1, $2) f
WHERE f.id = ANY ($3) AND (f.speaker_id = $1 OR f.subject_id = $1)"""
ERASABLE_LINES = """
SELECT p.tenant, l.place_id, l.seq FROM visible_lines($1, $2, $3, $4, 0) l JOIN places p ON p.id = l.place_id
WHERE l.speaker_id = $1"""


async def forget(
    database: Database, viewer: Viewer, *, facts: Sequence[FactId] = (), lines: Sequence[Spot] = ()
) -> Receipt:
    """Erases the facts and lines with all that came from them or repeats them; what was removed, counted.

    Raises NotVisible where one of them is not to be seen here, or is neither by nor about the viewer.
    """
    return await tried(partial(_forget, database, viewer, facts, lines))


async def _forget(database: Database, viewer: Viewer, facts: Sequence[FactId], lines: Sequence[Spot]) -> Receipt:
    async with database.transaction() as connection:
        return await carry_out(connection, await _asked_for(connection, viewer, facts, lines))


async def _asked_for(connection: Connection, viewer: Viewer, facts: Sequence[FactId], lines: Sequence[Spot]) -> Plan:
    plan, where = Plan(), (viewer.person, keepable(viewer.place.key))
    found = await connection.fetch(ERASABLE_FACTS, *where, list(facts))
    own = await connection.fetch(ERASABLE_LINES, *where, [s.place for s in lines], [s.seq for s in lines])
    if {row["id"] for row in found} != set(facts) or len(own) != len(set(lines)):
        raise NotVisible()
    for row in found:
        plan.facts[row["tenant"]].add(FactId(row["id"]))
    for row in own:
        plan.spots[row["tenant"]].add(Spot(PlaceId(row["place_id"]), row["seq"]))
    return plan
