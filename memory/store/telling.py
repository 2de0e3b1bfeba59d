"""Facts that a person states on purpose: to be remembered, or instead of one that is wrong.

They are written in the place where they were said, with the words of that utterance as their source, and the
utterance counts as learned, so that the model does not tell the same thing again in other words.
"""

from dataclasses import dataclass
from datetime import datetime

from memory.errors import NotVisible
from memory.keepable import keepable
from memory.ports import Vector
from memory.store import beliefs
from memory.store.beliefs import Belief, Quote
from memory.store.database import NAME_TENANT, Connection, Database
from memory.store.lessons import MODEL
from memory.terms import postings
from memory.types import Audience, Fact, FactId, Kind, PersonId, PlaceId, Sensitivity, Spot, Viewer
from memory.wording import fingerprint

# Only a member stands there; the utterance itself is read once its tenant is named.
PLACE = """
SELECT p.tenant FROM reader_of($1, $2) r JOIN places p ON p.id = r.place_id WHERE p.id = $3
FOR NO KEY UPDATE OF p"""
SAID = """
SELECT u.text, u.said_at, u.audience, who.name FROM utterances u JOIN people who ON who.id = u.speaker_id
WHERE u.tenant = $1 AND u.place_id = $2 AND u.seq = $3 AND u.speaker_id = $4 AND u.erased_at IS NULL"""
SETTLED = """
WITH done AS (
    UPDATE utterances SET learned_at = now(), parked_at = NULL, sensitive = sensitive OR $4
    WHERE tenant = $1 AND place_id = $2 AND seq = $3 AND learned_at IS NULL RETURNING 1
)
UPDATE places SET pending = greatest(pending - 1, 0) WHERE id = $2 AND EXISTS (SELECT FROM done)"""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated: the fact's text, its exact words in the utterance, and its vector where there is one."""

    text: str
    quote: str
    kind: Kind = Kind.FACT
    sensitivity: Sensitivity = Sensitivity.NONE
    embedder: str | None = None
    vector: Vector | None = None


async def said(database: Database, viewer: Viewer, spot: Spot) -> str:
    """The viewer's own words at `spot` in the viewer's place; raises NotVisible."""
    async with database.transaction() as connection:
        return (await _said(connection, viewer, spot))[2]


async def state(
    database: Database, viewer: Viewer, spot: Spot, statement: Statement, *, instead_of: Fact | None = None
) -> FactId:
    """Writes the statement as the viewer's fact about themselves, or in place of `instead_of`, which never held."""
    async with database.transaction() as connection:
        tenant, at, _, audience, name = await _said(connection, viewer, spot)
        belief = await _belief(connection, viewer.person, spot, statement, (tenant, at, audience, name, instead_of))
        fact, _ = await beliefs.insert(connection, belief)
        sensitive = statement.sensitivity is not Sensitivity.NONE
        await connection.execute(SETTLED, tenant, spot.place, spot.seq, sensitive)
        if instead_of is not None and instead_of.id != fact:
            await connection.execute(NAME_TENANT, instead_of.tenant)
            old = (instead_of.tenant, instead_of.id)
            await beliefs.close(connection, *old, by=fact, held_until=instead_of.valid_from)
            await beliefs.call_off(connection, *old, instead=fact if instead_of.tenant == tenant else None)
    return fact


async def _said(connection: Connection, viewer: Viewer, spot: Spot) -> tuple[str, datetime, str, Audience, str]:
    tenant = await connection.fetchval(PLACE, viewer.person, keepable(viewer.place.key), spot.place)
    if tenant is None:
        raise NotVisible()
    await connection.execute(NAME_TENANT, tenant)
    row = await connection.fetchrow(SAID, tenant, spot.place, spot.seq, viewer.person)
    if row is None:
        raise NotVisible()
    return tenant, row["said_at"], row["text"], Audience(row["audience"]), row["name"]


async def _belief(
    connection: Connection,
    person: PersonId,
    spot: Spot,
    statement: Statement,
    origin: tuple[str, datetime, Audience, str, Fact | None],
) -> Belief:
    tenant, at, audience, name, old = origin
    model = await connection.fetchval(MODEL, statement.embedder) if statement.vector is not None else None
    subject, subject_name = (old.subject, old.subject_name) if old else (person, name)
    return Belief(
        tenant=tenant,
        id=(await beliefs.new_ids(connection, 1))[0],
        audience=audience,
        speaker=person,
        subject=subject,
        subject_name=subject_name,
        kind=old.kind if old else statement.kind,
        text=statement.text,
        quote=Quote(Spot(PlaceId(spot.place), spot.seq), statement.quote, at),
        valid_from=max(at, old.valid_from) if old else at,  # a plan that is corrected stays one
        valid_until=old.valid_until if old and old.valid_until and old.valid_until > at else None,
        confidence=1.0,
        sensitivity=statement.sensitivity,
        fingerprint=fingerprint(f"person:{subject}" if subject is not None else subject_name, statement.text),
        postings=postings(statement.text),
        model=model,
        embedding=statement.vector if model is not None else None,
    )
