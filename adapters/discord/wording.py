"""Discord's markup for people, channels, emoji and times as words that a person would read there. Pure.

No raw id is left: an id means nothing to a model, and would become part of what is remembered.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.wording import without

MARKUP = re.compile(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|#(?P<channel>\d{1,20})|a?:(?P<emoji>\w{1,64}):\d{1,20}"
    r"|t:(?P<time>-?\d{1,17})(?::[a-zA-Z])?|/(?P<command>[^<>:\n]{1,100}):\d{1,20}|id:(?P<guide>\w{1,30}))>"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, as far as they are known where the text was written."""

    users: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)


def readable(text: str, names: Names, *, ours: Collection[int] = ()) -> str:
    """The text with names for ids; mentions of `ours` (the bot's user and role) are left out."""
    addressed = [match.span() for match in MARKUP.finditer(text) if _id_of(match) in ours] if ours else []
    if addressed:
        text = without(text, addressed)
    return MARKUP.sub(lambda match: _words(match, names), text) if "<" in text else text


def _id_of(match: re.Match[str]) -> int | None:
    number = match["user"] or match["role"]
    return int(number) if number else None


def _words(match: re.Match[str], names: Names) -> str:
    match match.lastgroup:
        case "user":
            return f"@{names.users.get(int(match['user'])) or 'someone'}"
        case "role":
            return f"@{names.roles.get(int(match['role'])) or 'some role'}"
        case "channel":
            return f"#{names.channels.get(int(match['channel'])) or 'some channel'}"
        case "emoji":
            return f":{match['emoji']}:"
        case "time":
            return _time(int(match["time"]))
        case "command":
            return f"/{match['command']}"
        case _:
            return f"#{match['guide']}"


def _time(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return "some time"
