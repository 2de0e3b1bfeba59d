"""All that is stored about and by one person, across tenants, as plain data for a file.

Only in direct: the file holds what was said there. What others said about the person is given as far as the person
may read it; the rest is the other speaker's own.
"""

import json
from datetime import datetime, time, timedelta
from typing import Any

import asyncpg

from memory.errors import NotVisible
from memory.keepable import keepable
from memory.store.database import NAME_TENANT, Database
from memory.tone.measured import Feature
from memory.types import Audience, Viewer

OWN_PLACE = "SELECT tenant FROM places WHERE key = $2 AND audience = 'direct' AND person_id = $1"
TENANTS = "SELECT tenants_of($1) AS tenant ORDER BY 1"
PERSON = """
SELECT name, zone, locale, share_across, created_at, learning, training, chosen_zone, chosen_locale, persona,
    quiet_from, quiet_until
FROM people WHERE id = $1"""
ACCOUNTS = "SELECT platform, handle, created_at FROM accounts WHERE person_id = $1 ORDER BY id"
PLACES = """
SELECT DISTINCT p.key, p.space, p.audience::text AS audience, p.title
FROM place_members m JOIN places p ON p.id = m.place_id WHERE m.person_id = $1 ORDER BY p.key"""
RULES = """
SELECT kind, scope, audience::text AS audience, shared_at FROM share_rules
WHERE tenant = $1 AND person_id = $2 ORDER BY kind, scope"""
MESSAGES = """
SELECT p.key AS place, u.seq, u.external_id AS message, u.text, u.said_at, u.sensitive, u.erased_at
FROM utterances u JOIN places p ON p.id = u.place_id
WHERE u.tenant = $1 AND u.speaker_id = $2 ORDER BY u.place_id, u.seq"""
REPLIES = """
SELECT p.key AS place, u.seq, u.text, u.said_at FROM utterances u JOIN places p ON p.id = u.place_id
WHERE u.tenant = $1 AND u.speaker_id IS NULL AND p.person_id = $2 ORDER BY u.place_id, u.seq"""
_FACT = """
SELECT f.id, f.tenant, f.speaker_id, f.subject_id, f.subject_name, f.kind, f.text, f.valid_from, f.valid_until,
    f.recorded_at, f.superseded_by, f.superseded_at, f.uncertain_since, f.confidence, f.sensitivity,
    f.audience::text AS audience, """
FACTS = (
    _FACT
    + """(
    SELECT json_agg(json_build_object('place', p.key, 'seq', s.seq, 'quote', s.quote, 'said_at', s.said_at)
                    ORDER BY s.said_at)
    FROM fact_sources s JOIN places p ON p.id = s.place_id WHERE s.tenant = f.tenant AND s.fact_id = f.id) AS sources, (
    SELECT json_agg(json_build_object('begins', b.valid_from, 'known_until', b.known_until) ORDER BY b.known_until)
    FROM fact_beginnings b WHERE b.tenant = f.tenant AND b.fact_id = f.id) AS beginnings_known_before, (
    SELECT json_agg(json_build_object('ends', e.valid_until, 'known_until', e.known_until) ORDER BY e.known_until)
    FROM fact_ends e WHERE e.tenant = f.tenant AND e.fact_id = f.id) AS ends_known_before, (
    SELECT json_agg(json_build_object('fact', c.by_id, 'held_until', c.held_until, 'otherwise', c.otherwise)
                    ORDER BY c.held_until, c.by_id)
    FROM fact_closings c WHERE c.tenant = f.tenant AND c.fact_id = f.id) AS ended_by, (
    SELECT json_agg(json_build_object('place', p.key, 'seq', t.seq, 'began', t.began, 'was_begun', t.was_begun,
                                      'ended', t.ended, 'was_ended', t.was_ended) ORDER BY t.place_id, t.seq)
    FROM fact_tellings t JOIN places p ON p.id = t.place_id
    WHERE t.tenant = f.tenant AND t.fact_id = f.id) AS dates_told,
    ARRAY(SELECT scope FROM fact_shares x WHERE x.fact_tenant = f.tenant AND x.fact_id = f.id) AS shared_with
FROM facts f WHERE f.tenant = $1 AND f.speaker_id = $2 ORDER BY f.id"""
)
ABOUT = (
    _FACT
    + """(
    SELECT json_agg(json_build_object('place', s.place, 'seq', s.seq, 'quote', s.quote, 'said_at', s.said_at))
    FROM visible_sources($1, $2, ARRAY[f.id]) s) AS sources
FROM visible_facts($1, $2) f WHERE f.subject_id = $1 AND f.speaker_id <> $1 ORDER BY f.id"""
)
TURNS = """
SELECT p.key AS place, t.asked_seq, t.answered_seq, t.fact_ids, t.model, t.created_at
FROM turns t JOIN places p ON p.id = t.place_id WHERE t.tenant = $1 AND t.person_id = $2 ORDER BY t.id"""

FEEDBACK = """
SELECT p.key AS place, t.answered_seq, b.value, b.reason, b.given_at
FROM feedback b JOIN turns t ON t.tenant = b.tenant AND t.id = b.turn_id JOIN places p ON p.id = t.place_id
WHERE b.tenant = $1 AND b.person_id = $2 ORDER BY t.id"""
PREFERENCES = """
SELECT p.key AS place, x.asked_seq, t.answered_seq, c.answered_seq AS instead_seq, x.signal, x.dials, x.ways,
    x.features, x.chosen_features, x.content, x.chosen_content, x.signalled_at
FROM preferences x JOIN places p ON p.id = x.place_id JOIN turns t ON t.tenant = x.tenant AND t.id = x.turn_id
LEFT JOIN turns c ON c.tenant = x.tenant AND c.id = x.chosen_turn_id
WHERE x.tenant = $1 AND x.person_id = $2 ORDER BY x.id"""
REFINEMENTS = """
SELECT name, value, answers, days, made_at, told_at FROM refinements
WHERE tenant = $1 AND person_id = $2 ORDER BY id"""
SETTINGS = """
SELECT substr(tenant, 7) AS space, channel, name, old, new, changed_at FROM setting_changes
WHERE tenant = $1 AND person_id = $2 ORDER BY id"""

REMINDERS = """
SELECT r.id, r.platform, r.handle, r.text, r.schedule, r.zone, r.floating, r.origin_key AS asked_in,
    r.place_key AS told_in, r.useless_after, r.again, r.companion_platform, r.companion_handle, r.companion_state,
    r.language, r.standing, r.quote, r.created_at, (
        SELECT coalesce(json_agg(json_build_object('due_at', c.due_at, 'state', c.state, 'delivered_at', c.delivered_at)
                                 ORDER BY c.due_at), '[]')
        FROM occurrences c WHERE c.tenant = r.tenant AND c.reminder_id = r.id) AS times
FROM reminders r WHERE r.tenant = $1 AND r.person_id = $2 ORDER BY r.id"""
FOLLOWED = """
SELECT r.offered AS text, f.platform, f.handle FROM reminder_followers f
JOIN reminders r ON r.tenant = f.tenant AND r.id = f.reminder_id
WHERE f.tenant = $1 AND f.person_id = $2 ORDER BY r.id"""
NOTICES = """
SELECT id, platform, handle, text, state, sent_at FROM outbox
WHERE tenant = $1 AND person_id = $2 AND text IS NOT NULL ORDER BY id"""

LISTS = ("sources", "beginnings_known_before", "ends_known_before", "ended_by", "dates_told", "times")
_FEATURES = ",".join(Feature)
TONES = f"""
SELECT t.register::text AS register, t.room, t.weight AS messages, t.heard_at, (
        SELECT json_object_agg(f.name, json_build_object(
            'mean', f.mean, 'variance', f.variance, 'messages', f.weight)) FROM unnest(
            '{{{_FEATURES}}}'::text[], t.means, t.variances, t.weights) f(name, mean, variance, weight)
        WHERE f.weight > 0) AS features, (
        SELECT json_object_agg(h.name, h.times) FROM unnest(t.habits, t.habit_counts) h(name, times)) AS habits
FROM tones t WHERE t.tenant = $1 AND t.person_id = $2 ORDER BY t.register, t.room"""
TONE_WISHES = """
SELECT name, value, wished_at FROM tone_wishes WHERE tenant = $1 AND person_id = $2 ORDER BY name"""


async def export(database: Database, viewer: Viewer) -> dict[str, object]:
    """Everything about and by the viewer, ready for JSON; raises NotVisible outside their own direct place."""
    key = keepable(viewer.place.key)
    async with database.transaction() as connection:
        if viewer.place.audience is not Audience.DIRECT or not await connection.fetchval(OWN_PLACE, viewer.person, key):
            raise NotVisible("An export is given in direct only.")
        out: dict[str, Any] = {
            "person": _plain(await connection.fetchrow(PERSON, viewer.person)),
            "accounts": _all(await connection.fetch(ACCOUNTS, viewer.person)),
            "places": _all(await connection.fetch(PLACES, viewer.person)),
            "said_by_others": _all(await connection.fetch(ABOUT, viewer.person, key)),
        }
        parts = {
            "share_rules": RULES,
            "messages": MESSAGES,
            "replies": REPLIES,
            "facts": FACTS,
            "answers": TURNS,
            "feedback": FEEDBACK,
            "preferences": PREFERENCES,
            "refinements": REFINEMENTS,
            "setting_changes": SETTINGS,
            "reminders": REMINDERS,
            "reminders_followed": FOLLOWED,
            "notices": NOTICES,
            "tones": TONES,
            "tone_wishes": TONE_WISHES,
        }
        out.update({part: [] for part in parts})
        for row in await connection.fetch(TENANTS, viewer.person):
            await connection.execute(NAME_TENANT, row["tenant"])
            for part, statement in parts.items():
                out[part] += _all(await connection.fetch(statement, row["tenant"], viewer.person))
    return out


def _all(rows: list[asyncpg.Record]) -> list[dict[str, object]]:
    return [_plain(row) for row in rows]


def _plain(row: asyncpg.Record | None) -> dict[str, object]:
    return {name: _value(name, value) for name, value in (row.items() if row else ())}


def _value(name: str, value: Any) -> object:
    if name in ("old", "new"):
        return None if value is None else json.loads(value)
    if name in LISTS:
        return json.loads(value) if value else []
    if name in ("features", "habits") and not isinstance(value, list):  # a list: of numbers, as they are
        return json.loads(value) if value else {}
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, datetime | time) else value
