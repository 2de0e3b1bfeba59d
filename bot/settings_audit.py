"""What managers changed of a space's settings, told in plain words. Pure."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.days import short_day
from bot.permissions import ANSWER, BLOCKED, LISTEN, PERSONA, PERSONAS, PROPOSE, ROLES
from bot.reply import Reply
from bot.settings_pages import BACK, LIMIT_NAMES
from memory.setting import Json, SettingChange
from memory.types import PersonId


def audit(changes: Sequence[SettingChange], me: PersonId, *, zone: tzinfo) -> Reply:
    """What was changed, newest first."""
    lines = [f"- {short_day(each.at, zone)}, {_by(each.by, me)}: {_change(each)}" for each in changes]
    return Reply(
        "\n".join(["What was changed:", *lines]) if lines else "Nothing was changed yet.", (BACK,), replace=True
    )


def _by(person: PersonId | None, me: PersonId) -> str:
    if person is None:
        return "somebody who was forgotten since"
    return "you" if person == me else "another manager"


def _change(change: SettingChange) -> str:
    names = {ANSWER: "answers", LISTEN: "listening", PERSONA: "persona", ROLES: "roles", BLOCKED: "blocked people",
             PERSONAS: "personas by name", PROPOSE: "reminders from talk"}  # fmt: skip
    name = names.get(change.name) or LIMIT_NAMES.get(change.name) or "a setting"
    where = " in one channel" if change.channel else ""
    return f"{name}{where} from {_value(change.old)} to {_value(change.new)}"


def _value(value: Json) -> str:
    match value:
        case None:
            return "not set"
        case bool():
            return "on" if value else "off"
        case list():
            return ", ".join(map(str, value)) or "nobody"
    return str(value)
