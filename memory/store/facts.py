"""Facts as a person may see them: read through visible_facts only, with the exact words behind each one.

Shown without a name asked for, they are the asker's: about them or said by them. What somebody else said about
another person is found by that person's name, and only where both the saying and the reading place allow it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import asyncpg

from memory.errors import NotVisible
from memory.keepable import keepable
from memory.store.database import Database
from memory.store.profile import fact
from memory.store.transcript import line
from memory.terms import tokenise
from memory.types import Fact, FactId, Line, PlaceId, Source, Spot, Viewer

MOST = 500
MOST_LINES = 50

_FACT = """
SELECT f.*, coalesce(who.name, '') AS speaker_name, coalesce(nullif(p.title, ''), p.key) AS place
FROM visible_facts($1, $2) f
LEFT JOIN people who ON who.id = f.speaker_id LEFT JOIN places p ON p.id = f.place_id """
_CURRENT = "(f.superseded_at IS NULL AND (f.valid_until IS NULL OR f.valid_until > now()))"
_ORDER = f" ORDER BY {_CURRENT} DESC, f.valid_from DESC, f.id DESC LIMIT {MOST}"
FACTS = (
    _FACT
    + f"""WHERE ($3 OR {_CURRENT}) AND CASE WHEN $4::text IS NULL THEN f.speaker_id = $1 OR f.subject_id = $1
    ELSE lower(f.subject_name) = lower($4)
        OR f.subject_id IN (SELECT id FROM people WHERE lower(name) = lower($4)) END"""
    + _ORDER
)
AS_OF = f"""
SELECT f.*, k.ends, k.begins, coalesce(who.name, '') AS speaker_name, coalesce(nullif(p.title, ''), p.key) AS place
FROM facts_as_known($1, $2, $3, $4) k CROSS JOIN LATERAL (SELECT (k.fact).*) f
LEFT JOIN people who ON who.id = f.speaker_id LEFT JOIN places p ON p.id = f.place_id
WHERE f.speaker_id = $1 OR f.subject_id = $1
ORDER BY k.begins DESC, f.id DESC LIMIT {MOST}"""
BY_ID = _FACT + "WHERE f.id = ANY ($3)" + _ORDER
OWN_MATCHING = (
    _FACT
    + """WHERE (f.speaker_id = $1 OR f.subject_id = $1) AND (
        position(lower($3) IN lower(f.text)) > 0
        OR EXISTS (SELECT FROM unnest($4::text[]) w WHERE position(w IN lower(f.text)) > 0))"""
    + _ORDER
)
SOURCES = "SELECT * FROM visible_sources($1, $2, $3) ORDER BY said_at, place_id, seq"
OWN_LINES = "SELECT * FROM own_lines($1, $2, $3, $4)"


async def facts(
    database: Database, viewer: Viewer, *, about: str | None = None, history: bool = False
) -> tuple[Fact, ...]:
    """The asker's facts, or those about the named one, current first; `history` adds superseded and ended ones."""
    return await _read(database, viewer, FACTS, history, None if about is None else keepable(about))


async def as_of(database: Database, viewer: Viewer, *, held: datetime, known: datetime) -> tuple[Fact, ...]:
    """The asker's facts that, as far as was known at the moment `known`, held in the world at the moment `held`.

    Each as it was believed then: from when until when was known, and not yet replaced by what was learned later.
    """
    rows = await database.fetch(AS_OF, viewer.person, keepable(viewer.place.key), held, known)
    return tuple(
        _as_believed(replace(each, valid_from=row["begins"]), row["ends"], known)
        for each, row in zip(await _whole(database, viewer, rows), rows, strict=True)
    )


def _as_believed(now: Fact, ends: datetime | None, known: datetime) -> Fact:
    replaced = now.superseded_at is not None and now.superseded_at > known
    if not replaced and now.valid_until == ends:
        return now
    return replace(now, valid_until=ends, superseded_at=None, superseded_by=None)


async def by_id(database: Database, viewer: Viewer, ids: Sequence[FactId]) -> tuple[Fact, ...]:
    """Those of the facts that may be seen, in the order asked for."""
    found = {fact.id: fact for fact in await _read(database, viewer, BY_ID, list(ids))}
    return tuple(found[each] for each in ids if each in found)


async def own(database: Database, viewer: Viewer, fact: FactId) -> Fact:
    """The fact, if the viewer sees it and is its speaker or its subject; else raises NotVisible."""
    for found in await by_id(database, viewer, [fact]):
        if viewer.person in (found.speaker, found.subject):
            return found
    raise NotVisible()


async def search(database: Database, viewer: Viewer, query: str) -> tuple[tuple[Fact, ...], tuple[Line, ...]]:
    """The asker's facts, history included, and own lines that match the query's words."""
    wanted = keepable(" ".join(query.split()))
    terms = list(dict.fromkeys(tokenise(wanted)))
    if not terms:
        return (), ()
    found = await _read(database, viewer, OWN_MATCHING, wanted, [term for term in terms if len(term) > 2])
    rows = await database.fetch(OWN_LINES, viewer.person, keepable(viewer.place.key), terms, MOST_LINES)
    return found, tuple(line(row) for row in rows)


async def _read(database: Database, viewer: Viewer, statement: str, *values: object) -> tuple[Fact, ...]:
    rows = await database.fetch(statement, viewer.person, keepable(viewer.place.key), *values)
    return await _whole(database, viewer, rows)


async def _whole(database: Database, viewer: Viewer, rows: Sequence[asyncpg.Record]) -> tuple[Fact, ...]:
    """The facts of the rows with the words behind them."""
    if not rows:
        return ()
    place = keepable(viewer.place.key)
    sources = await database.fetch(SOURCES, viewer.person, place, [row["id"] for row in rows])
    behind: dict[int, list[Source]] = defaultdict(list)
    for source in sources:
        behind[source["fact_id"]].append(_source(source))
    return tuple(fact(row, tuple(behind[row["id"]])) for row in rows)


def _source(row: asyncpg.Record) -> Source:
    return Source(Spot(PlaceId(row["place_id"]), row["seq"]), row["quote"], row["said_at"], row["place"])
