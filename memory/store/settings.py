"""Settings of spaces as JSON, with every change written down beside them."""

import json
from datetime import datetime

from memory.keepable import keepable
from memory.setting import Json, Setting, SettingChange, storable
from memory.store.database import Connection, Database
from memory.types import PersonId

SETTINGS = "SELECT channel, name, value FROM settings_of($1)"
CHANGE = "SELECT change_setting($1, $2, $3, $4::jsonb, $5, $6)"
DROP = """
DELETE FROM space_settings s WHERE s.tenant = $1 AND NOT EXISTS (
    SELECT FROM setting_changes c
    WHERE c.tenant = $1 AND c.channel = s.channel AND c.name = s.name AND c.changed_at > $2)"""
DROP_CHANGES = "DELETE FROM setting_changes WHERE tenant = $1 AND changed_at <= $2"
CHANGES = "SELECT id, channel, name, old, new, person_id, changed_at FROM setting_changes_of($1, $2, $3)"


async def settings(database: Database, space: str) -> tuple[Setting, ...]:
    """All that is set in the space, its channels included."""
    rows = await database.fetch(SETTINGS, keepable(space))
    return tuple(Setting(row["channel"], row["name"], json.loads(row["value"])) for row in rows)


async def change(database: Database, space: str, setting: Setting, *, by: PersonId, at: datetime) -> bool:
    """Makes it so, or with the value None unset; False: it was so already."""
    value = None if setting.value is None else json.dumps(storable(setting.value), allow_nan=False)
    where = keepable(space), keepable(setting.channel), keepable(setting.name)
    return bool(await database.fetchval(CHANGE, *where, value, by, at, once=True))


async def changes(database: Database, space: str, *, before: int | None, most: int) -> tuple[SettingChange, ...]:
    """What was changed in the space, newest first; `before` is the id of a change to go on from."""
    rows = await database.fetch(CHANGES, keepable(space), before, most)
    return tuple(
        SettingChange(
            row["id"],
            row["channel"],
            row["name"],
            _value(row["old"]),
            _value(row["new"]),
            None if row["person_id"] is None else PersonId(row["person_id"]),
            row["changed_at"],
        )
        for row in rows
    )


async def drop_settings(connection: Connection, tenant: str, until: datetime) -> None:
    """Drops the settings of a space that were made until then, with their changes; the tenant is named already."""
    await connection.execute(DROP, tenant, until)
    await connection.execute(DROP_CHANGES, tenant, until)


def _value(text: str | None) -> Json:
    value: Json = None if text is None else json.loads(text)
    return value
