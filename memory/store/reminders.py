"""Reminders as their people see and change them. Each statement is one function of the database and one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import asyncpg

from memory.errors import NotVisible
from memory.keepable import keepable
from memory.reminder import (
    Change,
    Consent,
    NewReminder,
    OccurrenceId,
    Policy,
    Reminder,
    ReminderId,
    Standing,
)
from memory.store.database import Database
from memory.types import Audience, FactId, PersonId, Viewer

ADD = """
SELECT a.fresh, a.reminder FROM add_reminder(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::audience, $15, $16, $17, $18, $19, $20) a"""
OF = "SELECT * FROM reminders_of($1, $2, $3)"
CHANGE = "SELECT * FROM change_reminder($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
STAND = "SELECT * FROM stand_reminder($1, $2, $3, $4, $5, $6)"
CANCEL_ALL = "SELECT cancel_reminders($1)"
SKIP = "SELECT * FROM skip_occurrence($1, $2, $3, $4, $5)"
ANSWER = "SELECT * FROM answer_occurrence($1, $2, $3)"
OFFER = "SELECT * FROM offer_reminder($1, $2)"
FOLLOW = "SELECT * FROM follow_reminder($1, $2, $3, $4, $5)"
UNFOLLOW = "SELECT unfollow_reminder($1, $2)"
ASK_COMPANION = "SELECT * FROM ask_companion($1, $2, $3, $4, $5)"
ANSWER_COMPANION = "SELECT answer_companion($1, $2, $3)"


async def add(database: Database, new: NewReminder) -> tuple[Reminder, bool]:
    """Holds it, and says whether it is new; raises NotVisible where there is no such person."""
    row = await database.fetchrow(ADD, *_columns(new))
    if row is None:
        raise NotVisible("There is nobody like that.")
    return reminder(row["reminder"]), row["fresh"]


def _columns(new: NewReminder) -> tuple[object, ...]:
    of = (new.platform, new.handle, new.text, new.schedule, new.zone, new.zone_data)
    origin = (keepable(new.origin.key), _kept(new.origin.space), new.origin.audience.value)
    return (
        new.person,
        *(keepable(each) for each in of),
        new.due_at,
        new.policy.floating,
        new.policy.useless_after,
        new.policy.again,
        *origin,
        None if new.place is None else keepable(new.place.key),
        keepable(new.language),
        keepable(new.source),
        new.standing.value,
        _kept(new.quote),
        new.fact,
    )


async def of(database: Database, person: PersonId, standings: Sequence[Standing]) -> tuple[Reminder, ...]:
    """The person's reminders that stand so, what is due next first."""
    rows = await database.fetch(OF, person, [each.value for each in standings], None)
    return tuple(reminder(row) for row in rows)


async def get(database: Database, person: PersonId, which: ReminderId) -> Reminder:
    """That reminder of theirs; raises NotVisible."""
    return _theirs(await database.fetchrow(OF, person, None, which))


async def change(
    database: Database, person: PersonId, which: ReminderId, to: Change, notices: Mapping[PersonId, str]
) -> Reminder:
    """Makes it different; raises NotVisible, also where it was taken back."""
    timing, policy = to.timing, to.policy
    when = (None,) * 4 if timing is None else (timing.schedule, timing.zone, timing.zone_data, timing.due_at)
    how = (None,) * 3 if policy is None else (policy.useless_after, policy.again, policy.floating)
    return _theirs(await database.fetchrow(CHANGE, person, which, _kept(to.text), *when, *how, *_columns_of(notices)))


async def stand(
    database: Database,
    person: PersonId,
    which: ReminderId,
    standing: Standing,
    *,
    due_at: datetime | None = None,
    notices: Mapping[PersonId, str] | None = None,
) -> Reminder:
    """Holds it up, lets it go on or takes it back, where that means anything; raises NotVisible."""
    return _theirs(await database.fetchrow(STAND, person, which, standing.value, due_at, *_columns_of(notices or {})))


async def cancel_all(database: Database, person: PersonId) -> int:
    """Takes back all that goes on, is held up or proposed; how many."""
    return int(await database.fetchval(CANCEL_ALL, person))


async def skip(
    database: Database,
    person: PersonId,
    which: ReminderId,
    *,
    following: datetime | None,
    notices: Mapping[PersonId, str] | None = None,
) -> Reminder:
    """Leaves out its next time; raises NotVisible."""
    return _theirs(await database.fetchrow(SKIP, person, which, following, *_columns_of(notices or {})))


async def answer(
    database: Database, person: PersonId, occurrence: OccurrenceId, *, until: datetime | None = None
) -> Reminder:
    """They are done with it, or want it again then; raises NotVisible where it never was for them."""
    return told_to(person, _theirs(await database.fetchrow(ANSWER, person, occurrence, until)))


async def offer(database: Database, person: PersonId, which: ReminderId) -> Reminder:
    """Others may follow it by its words of now; raises NotVisible where it was not asked for in public."""
    return _theirs(await database.fetchrow(OFFER, person, which))


async def follow(database: Database, viewer: Viewer, platform: str, *, handle: str, which: ReminderId) -> Reminder:
    """They get it too from now on; raises NotVisible where it was not offered in their place."""
    where = (viewer.person, keepable(viewer.place.key), keepable(platform), keepable(handle))
    return told_to(viewer.person, _theirs(await database.fetchrow(FOLLOW, *where, which)))


async def unfollow(database: Database, person: PersonId, which: ReminderId) -> bool:
    """They get it no more; False: they did not."""
    return bool(await database.fetchval(UNFOLLOW, person, which))


async def ask_companion(
    database: Database, person: PersonId, which: ReminderId, *, account: tuple[PersonId, str, str] | None
) -> Reminder:
    """Names a second person by an account of theirs, or nobody; raises NotVisible where that is nobody else."""
    companion, platform, handle = (None, None, None) if account is None else account
    return _theirs(await database.fetchrow(ASK_COMPANION, person, which, companion, _kept(platform), _kept(handle)))


async def answer_companion(database: Database, companion: PersonId, which: ReminderId, *, agreed: bool) -> bool:
    """The named person agrees or does not; False: they are not named."""
    return bool(await database.fetchval(ANSWER_COMPANION, companion, which, agreed))


def reminder(row: asyncpg.Record) -> Reminder:
    """A row of told_reminders as what it means."""
    return Reminder(
        id=ReminderId(row["id"]),
        person=PersonId(row["person_id"]),
        platform=row["platform"],
        handle=row["handle"],
        text=row["text"],
        schedule=row["schedule"],
        zone=row["zone"],
        zone_data=row["zone_data"],
        language=row["language"],
        policy=Policy(row["useless_after"], row["again"], row["floating"]),
        standing=Standing(row["standing"]),
        origin_key=row["origin_key"],
        place_key=row["place_key"],
        created_at=row["created_at"],
        next_due=row["next_due"],
        quote=row["quote"],
        fact=None if row["fact_id"] is None else FactId(row["fact_id"]),
        companion=None if row["companion_id"] is None else PersonId(row["companion_id"]),
        consent=None if row["companion_state"] is None else Consent(row["companion_state"]),
        followers=row["followers"],
        origin_audience=Audience(row["origin_audience"]),
        companion_platform=row["companion_platform"],
        companion_handle=row["companion_handle"],
        comes_again_at=row["comes_again_at"],
        revision=row["revision"],
        offered=row["offered"],
    )


def told_to(person: PersonId, of: Reminder) -> Reminder:
    """The same as that person may know it: all of their own, of another's what was said openly."""
    if of.person == person:
        return of
    return replace(of, text=of.offered or "", quote=None, fact=None, companion=None, consent=None)


def _theirs(row: asyncpg.Record | None) -> Reminder:
    if row is None:
        raise NotVisible("There is no such reminder of yours.")
    return reminder(row)


def _columns_of(notices: Mapping[PersonId, str]) -> tuple[list[PersonId], list[str]]:
    return list(notices), [keepable(each) for each in notices.values()]


def _kept(text: str | None) -> str | None:
    return None if text is None else keepable(text)
