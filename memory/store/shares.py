"""What a person lets be used beyond the direct place where they told it: single facts, and all of one kind.

A fact is shared as it stands, by who has seen it. A kind is shared unseen and for what is still to come, so it reaches
less: only what the speaker tells of themselves, nothing delicate, no words. Taken back is taken back everywhere: the
next read does not find it.
"""

from memory.errors import NotVisible, PlaceUnknown
from memory.keepable import keepable
from memory.outcomes import Shared, SharedFact, SharedKind, Unshared
from memory.store import facts
from memory.store.database import Database
from memory.types import FactId, Kind, PersonId, Place, Viewer

MOST = 500

_SCOPE = """
CASE WHEN {whole} AND p.space IS NOT NULL THEN 'space:' || p.space ELSE 'place:' || p.id END,
CASE WHEN {whole} AND p.space IS NOT NULL THEN 'public' ELSE p.audience END"""
SHARE = f"""
INSERT INTO fact_shares (scope, audience, fact_tenant, fact_id)
SELECT {_SCOPE.format(whole="$5")}, f.tenant, f.id
FROM visible_facts($1, $2) f, places p
WHERE f.id = $3 AND f.speaker_id = $1 AND f.audience = 'direct' AND p.key = $4
ON CONFLICT (scope, fact_tenant, fact_id) DO UPDATE SET audience = excluded.audience, shared_at = now()"""
SHAREABLE = """
SELECT EXISTS (SELECT FROM places WHERE key = $4) AS place, (
    SELECT f.tenant FROM visible_facts($1, $2) f
    WHERE f.id = $3 AND f.speaker_id = $1 AND f.audience = 'direct') AS tenant"""
SHARE_KIND = f"""
INSERT INTO share_rules (scope, audience, person_id, kind)
SELECT {_SCOPE.format(whole="$4")}, r.person_id, $3
FROM reader_of($1, $2) r JOIN places p ON p.id = r.place_id
WHERE p.audience <> 'direct' AND EXISTS (SELECT FROM place_members m WHERE m.person_id = $1 AND m.place_id = p.id)
ON CONFLICT (scope, person_id, kind) DO UPDATE SET audience = excluded.audience, shared_at = now()"""
_CURRENT = "f.superseded_at IS NULL AND (f.valid_until IS NULL OR f.valid_until > now())"
_BY_KIND = "f.audience = 'direct' AND f.speaker_id = $1 AND f.subject_id = $1 AND f.sensitivity = 'none'"
COUNT = f"SELECT count(*) FROM visible_facts($1, $2) f WHERE f.kind = $3 AND {_BY_KIND} AND {_CURRENT}"
UNSHAREABLE = f"""
SELECT f.tenant, {_BY_KIND} AND EXISTS (SELECT FROM share_rules s WHERE s.person_id = $1 AND s.kind = f.kind) AS still
FROM visible_facts($1, $2) f WHERE f.id = $3 AND f.speaker_id = $1"""
UNSHARE = "DELETE FROM fact_shares WHERE fact_tenant = $1 AND fact_id = $2"
UNSHARE_KIND = "DELETE FROM share_rules WHERE person_id = $1 AND kind = $2"
STILL = """
SELECT EXISTS (SELECT FROM visible_facts($1, $2) f JOIN fact_shares s ON s.fact_tenant = f.tenant AND s.fact_id = f.id
               WHERE f.speaker_id = $1 AND f.kind = $3)"""
# Elsewhere than in direct only what is shared there: where else, and what, is not for those who read along.
_REACHING = "(r.audience = 'direct' OR s.scope = ANY (r.scopes))"
_TITLED = """
LEFT JOIN places p ON p.id = CASE WHEN s.scope LIKE 'place:%' THEN substr(s.scope, 7)::bigint END"""
_TITLES = "array_agg(DISTINCT coalesce(nullif(p.title, ''), p.key, substr(s.scope, 7))) AS places"
KINDS = f"""
SELECT s.kind, {_TITLES} FROM reader_of($1, $2) r JOIN share_rules s ON s.person_id = $1 AND {_REACHING} {_TITLED}
GROUP BY s.kind ORDER BY s.kind"""
FACTS = f"""
SELECT f.id, {_TITLES} FROM reader_of($1, $2) r CROSS JOIN visible_facts($1, $2) f
JOIN fact_shares s ON s.fact_tenant = f.tenant AND s.fact_id = f.id AND {_REACHING} {_TITLED}
WHERE f.speaker_id = $1 AND {_CURRENT}
GROUP BY f.id, f.valid_from ORDER BY f.valid_from DESC, f.id DESC LIMIT {MOST}"""


async def share(database: Database, viewer: Viewer, fact: FactId, place: Place, *, whole_space: bool = False) -> None:
    """Lets a fact that the viewer said in direct be used in `place`, or in all of its space.

    Raises NotVisible where it is not theirs, PlaceUnknown where nobody was ever seen in `place`.
    """
    values = (*_where(viewer), fact, keepable(place.key))
    possible = await database.fetchrow(SHAREABLE, *values)
    if possible is None or possible["tenant"] is None:
        raise NotVisible()
    if not possible["place"]:
        raise PlaceUnknown()
    async with database.transaction(possible["tenant"]) as connection:
        await connection.execute(SHARE, *values, whole_space)


async def share_kind(database: Database, viewer: Viewer, kind: Kind, *, whole_space: bool = False) -> int:
    """Lets all of the kind that the viewer tells in direct of themselves be used where they are, or in its space.

    How many facts that are now; raises NotVisible in direct, and where the viewer is not.
    """
    values = (*_where(viewer), kind.value)
    async with database.transaction(_own(viewer)) as connection:
        if await connection.execute(SHARE_KIND, *values, whole_space) == "INSERT 0 0":
            raise NotVisible("A kind is shared by one of those who are in the place, and not in direct.")
        return int(await connection.fetchval(COUNT, *values))


async def unshare(database: Database, viewer: Viewer, fact: FactId) -> Unshared:
    """Takes back, everywhere, what the viewer let be used by itself; raises NotVisible where it is not theirs."""
    async with database.transaction(_own(viewer)) as connection:
        found = await connection.fetchrow(UNSHAREABLE, *_where(viewer), fact)
        if found is None:
            raise NotVisible()
        done = await connection.execute(UNSHARE, found["tenant"], fact)
    return Unshared(_count(done), found["still"])


async def unshare_kind(database: Database, viewer: Viewer, kind: Kind) -> Unshared:
    """Takes back, everywhere, that facts of the kind are used beyond direct; those shared by themselves stay so."""
    async with database.transaction(_own(viewer)) as connection:
        done = await connection.execute(UNSHARE_KIND, viewer.person, kind.value)
        return Unshared(_count(done), await connection.fetchval(STILL, *_where(viewer), kind.value))


async def shared(database: Database, viewer: Viewer) -> Shared:
    """What the viewer lets be used beyond direct, newest facts first; elsewhere than in direct, what reaches there."""
    async with database.transaction(_own(viewer)) as connection:
        kinds = [
            (Kind(row["kind"]), tuple(sorted(row["places"])), await connection.fetchval(COUNT, *_where(viewer), row[0]))
            for row in await connection.fetch(KINDS, *_where(viewer))
        ]
        places = {FactId(row["id"]): row["places"] for row in await connection.fetch(FACTS, *_where(viewer))}
    found = await facts.by_id(database, viewer, tuple(places))
    return Shared(
        tuple(SharedKind(*each) for each in kinds),
        tuple(SharedFact(fact, tuple(sorted(places[fact.id]))) for fact in found),
    )


def _where(viewer: Viewer) -> tuple[PersonId, str]:
    return viewer.person, keepable(viewer.place.key)


def _own(viewer: Viewer) -> str:
    """The tenant of what the viewer tells in direct, and of their rules."""
    return f"person:{viewer.person}"


def _count(done: str) -> int:
    return int(done.rpartition(" ")[2])
