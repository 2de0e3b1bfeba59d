"""Discord's markup for people, channels, emoji and times as words that a person would read there. Pure.

No raw id is left: an id means nothing to a model, and would become part of what is remembered.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

MARKUP = re.compile(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|#(?P<channel>\d{1,20})|a?:(?P<emoji>\w{1,64}):\d{1,20}"
    r"|t:(?P<time>-?\d{1,17})(?::[a-zA-Z])?|/(?P<command>[^<>:\n]{1,100}):\d{1,20}|id:(?P<guide>\w{1,30}))>"
)
STARTS_WITH_PAUSE = re.compile(r"^[,:;]\s*")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, as far as they are known where the text was written."""

    users: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)


def readable(text: str, names: Names, *, ours: Collection[int] = ()) -> str:
    """The text with names for ids; mentions of `ours` (the bot's user and role) are left out."""
    addressed = [match for match in MARKUP.finditer(text) if _id_of(match) in ours] if ours else []
    if addressed:
        text = _without(text, addressed)
    return MARKUP.sub(lambda match: _words(match, names), text) if "<" in text else text


def one_line(name: object) -> str:
    """A name as one short line; what a malformed event left in discord.py's cache may be no text at all."""
    return " ".join(str(name).split())[:100]


def _id_of(match: re.Match[str]) -> int | None:
    number = match["user"] or match["role"]
    return int(number) if number else None


def _without(text: str, matches: list[re.Match[str]]) -> str:
    """The text without what was matched, and without the gap or the pause that it leaves."""
    kept, end = "", 0
    for match in matches:
        kept += text[end : match.start()]
        end = match.end()
        if not kept.strip():
            rest = text[end:].lstrip()
            end = len(text) - len(STARTS_WITH_PAUSE.sub("", rest))
            kept = ""
        elif kept[-1:].isspace() and (text[end : end + 1].isspace() or text[end : end + 1] in ",.;:!?"):
            kept = kept[:-1]
    return (kept + text[end:]).rstrip()


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
