"""Signals about answers, what they were measured to be, and the wishes that were made of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import asyncpg

from memory.keepable import keepable
from memory.preference import Features, Preference, PreferenceId, Question, Refined, Refinement, RefinementId, Signal
from memory.projection import DIRECTIONS, Content
from memory.reward import Pair
from memory.store.database import Database
from memory.tone.measured import VERSION, Feature
from memory.tone.stored import wish_name, wish_of
from memory.tone.wished import Dial
from memory.types import PersonId, PlaceId, Spot, TurnId, Viewer

AFTER = "SELECT prefer_after($1, $2, $3, $4, $5, $6, $7, $8)"
AGAIN = "SELECT prefer_again($1, $2, $3, $4)"
EDIT = "SELECT prefer_edit($1, $2, $3)"
QUESTION = "SELECT * FROM question_of($1, $2, $3)"
WORDS = "SELECT own_words($1, $2, $3)"
TO_MEASURE = "SELECT * FROM preferences_to_measure($1, $2)"
TO_EMBED = "SELECT * FROM pairs_to_embed($1, $2)"
MEASURE = """
UPDATE preferences SET version = $3, features = $4, chosen_features = $5
WHERE tenant = $1 AND id = $2 AND (version IS NULL OR version < $3)"""
EMBED = """
UPDATE preferences SET content = $4, chosen_content = $5, content_by = $3
WHERE tenant = $1 AND id = $2 AND chosen_turn_id IS NOT NULL"""
OF = "SELECT * FROM preferences_of($1, $2, $3)"
GROUP = "SELECT * FROM pairs_of_group($1, $2, $3, $4, $5)"
CLAIM = "SELECT claim_refinement()"
SETTLE = "SELECT settle_refinement($1, $2)"
REFINE = "SELECT refine_wish($1, $2, $3, $4, $5, $6, $7)"
TO_TELL = "SELECT * FROM refinements_to_tell($1)"
TOLD = "UPDATE refinements SET told_at = now() WHERE tenant = $1 AND id = $2"
MADE = """
SELECT id, person_id, name, value, answers, days, made_at FROM refinements WHERE tenant = $1 ORDER BY id"""
_FEATURES = tuple(Feature)
_DIALS = frozenset(str(each) for each in Dial)


async def after(
    database: Database, viewer: Viewer, at_line: int, *, signal: Signal, ways: Mapping[Dial, int], beside: "Beside"
) -> bool:
    """Keeps what was said in that line about the answer before it; False: there was none, or it is not to be kept."""
    dials, turned = [str(each) for each in ways], list(ways.values())
    where = (viewer.person, keepable(viewer.place.key), at_line)
    return bool(await database.fetchval(AFTER, *where, signal.value, dials, turned, *beside, once=True))


Beside = tuple[bool, int | None]  # whether the answer to the line took the other's place; the group of who write alike


async def again(database: Database, viewer: Viewer, asked: int, *, group: int | None) -> bool:
    """Keeps that the line was answered again; False as in `after`."""
    return bool(await database.fetchval(AGAIN, viewer.person, keepable(viewer.place.key), asked, group, once=True))


async def edit(database: Database, viewer: Viewer, message_id: str) -> bool:
    """Keeps that the question was put otherwise; False as in `after`."""
    where = (viewer.person, keepable(viewer.place.key), keepable(message_id))
    return bool(await database.fetchval(EDIT, *where, once=True))


async def question(database: Database, viewer: Viewer, answer: str | None) -> Question | None:
    """What the viewer asked that was answered there last, or by that message; None: nothing within the hour."""
    said = None if answer is None else keepable(answer)
    row = await database.fetchrow(QUESTION, viewer.person, keepable(viewer.place.key), said)
    if row is None:
        return None
    return Question(row["message"], Spot(PlaceId(row["place_id"]), row["seq"]), row["said"], row["said_at"])


async def words(database: Database, viewer: Viewer, message_id: str) -> str | None:
    """What the viewer's own message says as it is kept; None where it is not, or off the record."""
    found: str | None = await database.fetchval(WORDS, viewer.person, keepable(viewer.place.key), keepable(message_id))
    return found


async def to_measure(database: Database, *, most: int) -> tuple[tuple[str, PreferenceId, str, str | None], ...]:
    """Tenant, id and the words of both answers, of some that were not measured yet or in an older way."""
    rows = await database.fetch(TO_MEASURE, VERSION, most)
    return tuple((row["tenant"], PreferenceId(row["id"]), row["answer"], row["instead"]) for row in rows)


async def to_embed(database: Database, embedder: str, *, most: int) -> tuple[tuple[str, PreferenceId, str, str], ...]:
    """Tenant, id and the words of both answers, of some pairs of which that embedder told nothing yet."""
    rows = await database.fetch(TO_EMBED, embedder, most)
    return tuple((row["tenant"], PreferenceId(row["id"]), row["answer"], row["instead"]) for row in rows)


async def embed(
    database: Database, tenant: str, preference: PreferenceId, *, by: str, said: tuple[Content, Content]
) -> None:
    """Keeps what both answers say, where the pair still stands."""
    async with database.transaction(tenant) as connection:
        await connection.execute(EMBED, tenant, preference, by, *said)


async def measure(
    database: Database, tenant: str, preference: PreferenceId, *, features: Features, chosen: Features | None
) -> None:
    """Keeps what was measured."""
    async with database.transaction(tenant) as connection:
        await connection.execute(MEASURE, tenant, preference, VERSION, _array(features), _array(chosen))


async def of(
    database: Database, person: PersonId, *, since: datetime, most: int | None = None, by: str | None = None
) -> tuple[Preference, ...]:
    """The person's signals since then, the newest `most` in order; with what answers say by that embedder."""
    return tuple(_preference(row, by) for row in await database.fetch(OF, person, since, most))


async def of_group(
    database: Database, group: int, besides: PersonId, *, most: tuple[int, int], by: str | None
) -> tuple[tuple[int, Pair], ...]:
    """Pairs given in public by others of the group, each with a number for whom; `most` in all, and of one person."""
    rows = await database.fetch(GROUP, group, besides, VERSION, *most)
    found = ((row, _features(row["features"]), _features(row["chosen_features"])) for row in rows)
    return tuple(
        (row["who"], Pair(good, bad, said=_said(row, by)))
        for row, bad, good in found
        if bad is not None and good is not None
    )


async def claim(database: Database) -> PersonId | None:
    """Somebody whose evidence is due; None: nobody's."""
    found = await database.fetchval(CLAIM, once=True)
    return None if found is None else PersonId(found)


async def settle(database: Database, person: PersonId, *, at: datetime) -> None:
    """Their evidence was looked at as it stood then."""
    await database.execute(SETTLE, person, at)


async def refine(database: Database, person: PersonId, refinement: Refinement, *, at: datetime) -> RefinementId | None:
    """Makes the wish; None where the person wished something themselves meanwhile."""
    what = (wish_name(refinement.dial), refinement.value, refinement.answers, refinement.days, refinement.since)
    made = await database.fetchval(REFINE, person, *what, at, once=True)
    return None if made is None else RefinementId(made)


async def to_tell(database: Database, *, most: int) -> tuple[tuple[Refined, str, str, str | None], ...]:
    """What people were not told yet, each with platform, handle and locale."""
    rows = await database.fetch(TO_TELL, most)
    found = ((_refined(row), row["platform"], row["handle"], row["locale"]) for row in rows)
    return tuple((each, platform, handle, locale) for each, platform, handle, locale in found if each is not None)


async def told(database: Database, refinement: Refined) -> None:
    """Its person will be told."""
    tenant = f"person:{refinement.person}"
    async with database.transaction(tenant) as connection:
        await connection.execute(TOLD, tenant, refinement.id)


async def made(database: Database, person: PersonId) -> tuple[Refined, ...]:
    """All wishes that were made from the person's signals, in order; they may wish otherwise by now."""
    tenant = f"person:{person}"
    async with database.transaction(tenant) as connection:
        rows = await connection.fetch(MADE, tenant)
    return tuple(each for row in rows if (each := _refined(row)) is not None)


def _array(features: Features | None) -> Sequence[float | None] | None:
    return None if features is None else [features.get(each) for each in _FEATURES]


def _features(stored: Sequence[float | None] | None) -> Features | None:
    if stored is None or len(stored) != len(_FEATURES):
        return None
    return {feature: value for feature, value in zip(_FEATURES, stored, strict=True) if value is not None}


def _said(row: asyncpg.Record, by: str | None) -> Content | None:
    """How far the two answers differ in what they say; None where another embedder told, or none."""
    one, other = row["chosen_content"], row["content"]
    if by is None or row["content_by"] != by or one is None or other is None:
        return None
    return [a - b for a, b in zip(one, other, strict=True)] if len(one) == len(other) == DIRECTIONS else None


def _preference(row: asyncpg.Record, by: str | None) -> Preference:
    ways = {Dial(each): way for each, way in zip(row["dials"], row["ways"], strict=False) if each in _DIALS}
    known, chosen = row["version"] == VERSION, row["chosen_turn_id"]
    return Preference(
        PreferenceId(row["id"]),
        TurnId(row["turn_id"]),
        Signal(row["signal"]),
        row["signalled_at"],
        None if chosen is None else TurnId(chosen),
        ways,
        _features(row["features"]) if known else None,
        _features(row["chosen_features"]) if known else None,
        row["reason"],
        _said(row, by),
    )


def _refined(row: asyncpg.Record) -> Refined | None:
    dial = wish_of(row["name"])
    if not isinstance(dial, Dial):
        return None
    counts = (row["value"], row["answers"], row["days"])
    return Refined(RefinementId(row["id"]), PersonId(row["person_id"]), dial, *counts, row["made_at"])
