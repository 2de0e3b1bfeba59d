"""How far an erasure reaches: what it names, and the places in which something may go with that.

These are held before anything is read to be changed, in one order: who erases elsewhere, or notes something, then waits
once, and never in a circle.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from memory.store.database import NAME_TENANT, Connection
from memory.types import FactId, PlaceId, Spot

PASSAGE_RADIUS = 3  # lines on each side of a passage's spot that an answer may have read

SAID_AT = "SELECT DISTINCT place_id, seq FROM fact_sources WHERE tenant = $1 AND fact_id = ANY ($2)"
SAID_THERE = """
SELECT s.fact_id, count(*) = (
    SELECT count(*) FROM fact_sources o WHERE o.tenant = $1 AND o.fact_id = s.fact_id) AS only_there
FROM fact_sources s JOIN unnest($2::bigint[], $3::integer[]) w(place_id, seq)
  ON s.place_id = w.place_id AND s.seq = w.seq
WHERE s.tenant = $1 GROUP BY s.fact_id"""
CHAPTERS = """
SELECT DISTINCT into_id AS id FROM folded_facts
WHERE tenant = $1 AND into_id IS NOT NULL AND (fact_id = ANY ($2) OR into_id = ANY ($3))"""
TURNS = "SELECT * FROM turns_using($1, $2, $3, $4)"
HOLD_PLACES = "SELECT id FROM places WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE"


@dataclass(slots=True)
class Plan:
    """What goes, by tenant; grows while the pieces are found."""

    facts: dict[str, set[FactId]] = field(default_factory=lambda: defaultdict(set))
    spots: dict[str, set[Spot]] = field(default_factory=lambda: defaultdict(set))
    turns: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    words: list[tuple[str, Spot, list[str]]] = field(default_factory=list)
    lost: list[tuple[PlaceId, int, int, int]] = field(default_factory=list)  # how many lines, words, unlearned lines

    def all_spots(self) -> tuple[list[int], list[int]]:
        """Places and seqs of every line, side by side."""
        every = [spot for spots in self.spots.values() for spot in spots]
        return [spot.place for spot in every], [spot.seq for spot in every]


async def hold(connection: Connection, plan: Plan, *places: PlaceId) -> set[PlaceId]:
    """Holds these places and all that the plan may reach, before anything is changed; which are there."""
    facts: set[FactId] = set()
    spots: set[Spot] = set()
    for tenant in sorted(plan.facts.keys() | plan.spots.keys()):
        await connection.execute(NAME_TENANT, tenant)
        gone, said = await _reached(connection, plan, tenant)
        facts, spots = facts | gone, spots | said
    answers = await connection.fetch(TURNS, list(facts), *_apart(spots), PASSAGE_RADIUS)
    every = {*places, *(spot.place for spot in spots), *(row["place_id"] for row in answers)}
    return {PlaceId(row["id"]) for row in await connection.fetch(HOLD_PLACES, sorted(every))}


async def _reached(connection: Connection, plan: Plan, tenant: str) -> tuple[set[FactId], set[Spot]]:
    """The facts that may go, and the lines that are read or erased with them."""
    facts, spots = set(plan.facts[tenant]), set(plan.spots[tenant])
    said = await connection.fetch(SAID_AT, tenant, list(facts))
    spots |= {Spot(PlaceId(row["place_id"]), row["seq"]) for row in said}
    there = await connection.fetch(SAID_THERE, tenant, *_apart(spots))
    facts |= {FactId(row["fact_id"]) for row in there if row["only_there"]}
    chapters = await connection.fetch(CHAPTERS, tenant, list(facts), [row["fact_id"] for row in there])
    return facts | {FactId(row["id"]) for row in chapters}, spots


def _apart(spots: set[Spot]) -> tuple[list[int], list[int]]:
    """Their places and seqs, side by side."""
    return [spot.place for spot in spots], [spot.seq for spot in spots]
