"""The transcript is the learning queue: one place's unlearned lines are leased, and written back in one transaction.

A lease is a time on the place's row, so a worker that dies gives its batch back by itself and no connection is held
while a model thinks. After a failure the batch is halved, which finds the one line that a model chokes on; five
strikes set that line aside for a day. A model that is away strikes too, so that one line can never hold up its place,
but what was set aside for that returns with the model.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum, auto
from zoneinfo import ZoneInfo

import asyncpg

from memory.prompts import LONGEST_SHOWN, Batch
from memory.store.database import NAME_TENANT, Database
from memory.types import Audience, Line, PersonId, PlaceId, Spot

# A call stays under 3,000 tokens. A token takes two and a half plain Latin letters and marks at least; of other scripts
# it may take one. Counted alike, ten lines of ordinary talk did not fit into a call.
MOST_LINES, MOST_TOKENS, BEFORE = 10, 1_600, 4
ASCII_TOKEN = 0.4
STRIKES, RETRIES = 5, 12
HELD_S, LOOKS = 0.05, 20  # seconds between looks, and how many, at what another step holds just then
DUE = "SELECT EXISTS (SELECT FROM places WHERE learn_after <= now() AND (learn_lease IS NULL OR learn_lease < now()))"
LEASE = """
WITH due AS (
    SELECT id FROM places WHERE learn_after <= now() AND (learn_lease IS NULL OR learn_lease < now())
    ORDER BY learn_after LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE places p SET learn_lease = clock_timestamp() + $1 FROM due WHERE p.id = due.id
RETURNING p.id, p.key, p.tenant, p.learn_lease"""
LINES = """
WITH open AS (
    SELECT u.seq FROM utterances u
    WHERE u.tenant = $1 AND u.place_id = $2 AND u.learned_at IS NULL AND u.speaker_id IS NOT NULL
      AND u.parked_at IS NULL
    UNION ALL
    SELECT u.seq FROM utterances u
    WHERE u.tenant = $1 AND u.place_id = $2 AND u.learned_at IS NULL AND u.parked_at < now() - interval '1 day'
      AND u.attempts < $3
    ORDER BY seq LIMIT $4
)
SELECT u.place_id, u.seq, u.speaker_id, who.name AS speaker, u.text, u.said_at, u.audience, u.attempts,
       o.seq IS NOT NULL AS fresh, (
    SELECT a.seq FROM utterances a
    WHERE a.tenant = u.tenant AND a.place_id = u.place_id AND a.external_id = u.reply_to) AS answers
FROM utterances u LEFT JOIN people who ON who.id = u.speaker_id LEFT JOIN open o ON o.seq = u.seq
WHERE u.tenant = $1 AND u.place_id = $2 AND u.erased_at IS NULL AND u.off_record_until IS NULL
  AND u.seq BETWEEN (SELECT min(seq) FROM open) - $5 AND (SELECT max(seq) FROM open)
ORDER BY u.seq LIMIT $4 * 6 + $5"""
PEOPLE = """
SELECT who.name, who.id, coalesce(who.chosen_zone, who.zone) AS zone
FROM places p JOIN place_members m ON m.place_id = ANY (room_of(p)) JOIN people who ON who.id = m.person_id
WHERE p.id = $1 GROUP BY who.id ORDER BY bool_or(m.place_id = p.id) DESC, who.id LIMIT 200"""
HOLD = "SELECT id FROM places WHERE id = $1 AND learn_lease = $2 FOR NO KEY UPDATE"
RENEW = """
UPDATE places SET learn_lease = clock_timestamp() + $3 WHERE id = $1 AND learn_lease = $2 RETURNING learn_lease"""
STRIKE = """
UPDATE utterances SET parked_at = CASE WHEN attempts + 1 >= $4 THEN now() END,
    attempts = CASE WHEN attempts + 1 >= $4 AND $5 THEN 0 ELSE attempts + 1 END
WHERE tenant = $1 AND place_id = $2 AND seq = $3 AND learned_at IS NULL RETURNING attempts"""
RELEASE = "UPDATE places SET learn_lease = NULL, learn_after = now() + $3 WHERE id = $1 AND learn_lease = $2"
# The first calls, which a place has before it has the lines for them, are paid back later, a tenth with each call.
SETTLE = """
UPDATE places p SET learn_lease = NULL, pending = w.waiting,
    learn_calls = greatest(p.learn_calls - $4 * CASE WHEN p.last_seq BETWEEN 50 AND 350 THEN 1.1 ELSE 1 END, -1),
    learn_after = CASE
    WHEN w.waiting > 0 THEN coalesce(p.learn_after, now()) WHEN w.aside THEN now() + interval '1 day' END
FROM (
    SELECT count(*) FILTER (WHERE parked_at IS NULL)::integer AS waiting,
           coalesce(bool_or(parked_at IS NOT NULL AND attempts < $3), false) AS aside
    FROM utterances WHERE tenant = $2 AND place_id = $1 AND learned_at IS NULL AND erased_at IS NULL
      AND speaker_id IS NOT NULL
) w WHERE p.id = $1"""


class Blame(Enum):
    """Why a batch comes back: nobody's fault, the model was not there, or the model choked on the lines."""

    NOBODY = auto()
    MODEL = auto()
    LINES = auto()


@dataclass(frozen=True, slots=True)
class Leased:
    """One place's batch, ours until `until`, which also proves that the lease is still ours."""

    place: PlaceId
    key: str
    tenant: str
    audience: Audience
    until: datetime
    batch: Batch

    @property
    def fresh(self) -> list[int]:
        """The seq of every line that is to be learned."""
        return [line.spot.seq for line in self.batch.lines if line.speaker_id is not None]


async def claim_batch(database: Database, *, lease: timedelta) -> Leased | None:
    """Leases the place that has waited longest and has something to learn; None where nothing is due.

    A place is due as well while somebody who notes or measures holds its row, which takes milliseconds.
    """
    for _ in range(LOOKS):
        leased = await _claimed(database, lease)
        if leased is not None or not await database.fetchval(DUE):
            return leased
        await asyncio.sleep(HELD_S)
    return None


async def _claimed(database: Database, lease: timedelta) -> Leased | None:
    """The same, passing over what is held."""
    while True:
        async with database.transaction() as connection:
            place = await connection.fetchrow(LEASE, lease)
            if place is None:
                return None
            await connection.execute(NAME_TENANT, place["tenant"])
            rows = await connection.fetch(LINES, place["tenant"], place["id"], RETRIES, MOST_LINES, BEFORE)
            if any(row["fresh"] for row in rows):
                return _leased(place, rows, await connection.fetch(PEOPLE, place["id"]))
            # Erased or told otherwise meanwhile: no longer due, so the next round meets another place.
            await connection.execute(SETTLE, place["id"], place["tenant"], RETRIES, 0)


def _leased(place: asyncpg.Record, rows: Sequence[asyncpg.Record], people: Sequence[asyncpg.Record]) -> Leased:
    lines, before, audience = _chosen(rows)
    batch = Batch(
        lines=lines,
        before=before,
        people=tuple((row["name"], PersonId(row["id"])) for row in people),
        zones={PersonId(row["id"]): _zone(row["zone"]) for row in people if row["zone"]},
    )
    return Leased(PlaceId(place["id"]), place["key"], place["tenant"], audience, place["learn_lease"], batch)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def _chosen(rows: Sequence[asyncpg.Record]) -> tuple[tuple[Line, ...], tuple[Line, ...], Audience]:
    """The lines to learn with the bot's between them, the ones before, and the audience that all of them share."""
    first = next(at for at, row in enumerate(rows) if row["fresh"])
    audience, most = rows[first]["audience"], max(1, MOST_LINES >> rows[first]["attempts"])
    before = tuple(_line(row) for row in rows[:first] if row["audience"] == audience)
    lines = list(_taken(rows[first:], audience, most))
    while lines[-1].speaker_id is None:
        lines.pop()
    return tuple(lines), before, Audience(audience)


def _taken(rows: Sequence[asyncpg.Record], audience: str, most: int) -> Iterator[Line]:
    people, tokens = 0, 0.0
    for row in rows:
        tokens += _tokens_at_most(row["text"][:LONGEST_SHOWN])
        people += row["fresh"]
        if row["audience"] != audience or people > most or (tokens > MOST_TOKENS and people > 1):
            return
        if row["fresh"] or row["speaker_id"] is None:
            yield _line(row)


def _tokens_at_most(text: str) -> float:
    plain = sum(map(str.isascii, text))
    return plain * ASCII_TOKEN + len(text) - plain


def _line(row: asyncpg.Record) -> Line:
    place, speaker = PlaceId(row["place_id"]), None if row["speaker_id"] is None else PersonId(row["speaker_id"])
    answers = None if row["answers"] is None else Spot(place, row["answers"])
    return Line(Spot(place, row["seq"]), speaker, row["speaker"], row["text"], row["said_at"], answers)


async def renew_batch(database: Database, leased: Leased, *, lease: timedelta) -> Leased | None:
    """The same batch, ours for `lease` from now; None where somebody else has taken it."""
    until = await database.fetchval(RENEW, leased.place, leased.until, lease, once=True)
    return None if until is None else replace(leased, until=until)


async def release_batch(database: Database, leased: Leased, *, blame: Blame, after: timedelta) -> int:
    """Gives the batch back, due again in `after`, or later the more strikes it has; how many those are now.

    A strike is the first line's: batches shrink with it, until the line that fails stands alone and is parked. A line
    that was parked while the model was away has no strikes, and comes back as soon as the model answers again.
    """
    async with database.transaction(leased.tenant) as connection:
        strikes = 0
        if await connection.fetchval(HOLD, leased.place, leased.until) is None:
            return strikes
        if blame is not Blame.NOBODY:
            first = (leased.tenant, leased.place, leased.fresh[0])
            strikes = await connection.fetchval(STRIKE, *first, STRIKES, blame is Blame.MODEL) or 0
            after = min(after * 4 ** min(strikes, 9), timedelta(hours=1))
        await connection.execute(RELEASE, leased.place, leased.until, after)
    return strikes
