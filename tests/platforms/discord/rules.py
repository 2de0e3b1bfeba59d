"""What Discord enforces beside its own description, and what this bot promises: it never pings a crowd."""

import re
from collections.abc import Iterator
from typing import cast

from tests.platforms.discord.log import Call
from tests.platforms.discord.world import Payload

LONGEST, ROWS, COMMANDS, MENUS, COMMAND_TEXT = 2000, 5, 100, 15, 8000
CHAT = 1
NEW_MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE = 4, 5, 6, 7
NEW_LAYOUT = 1 << 15
FORWARD = 1
NAME = re.compile(r"[-_'\w]{1,32}")
CONTENTS = ("content", "embeds", "components", "sticker_ids", "poll")


def broken(call: Call) -> Iterator[str]:
    """The rules that a request breaks."""
    if call.path.endswith("/commands") and isinstance(call.body, list):
        yield from commands(cast(list[Payload], call.body))
    found = message_of(call)
    if found is not None:
        body, is_new = found
        yield from message(body)
        if is_new and not call.files and not _says_something(body):
            yield "an empty message"


def message_of(call: Call) -> tuple[Payload, bool] | None:
    """The message that a request would make or change, and whether it makes one."""
    if not isinstance(call.body, dict):
        return None
    parts = call.path.strip("/").split("/")
    if parts[0] == "interactions":
        kind, data = call.body.get("type"), call.body.get("data")
        return (data if isinstance(data, dict) else {}, kind == NEW_MESSAGE) if kind in (NEW_MESSAGE, UPDATE) else None
    in_channel = parts[0] == "channels" and parts[2:3] == ["messages"] and len(parts) <= 4
    by_token = parts[0] == "webhooks" and (len(parts) == 3 or parts[3:4] == ["messages"])
    return (call.body, call.method == "POST") if in_channel or by_token else None


def message(body: Payload) -> Iterator[str]:
    """What is wrong with a message."""
    if len(str(body.get("content") or "")) > LONGEST:
        yield f"more than {LONGEST} characters"
    new_layout = int(str(body.get("flags") or 0)) & NEW_LAYOUT
    if len(_listed(body.get("components"))) > ROWS and not new_layout:
        yield f"more than {ROWS} rows of controls"
    mentions = body.get("allowed_mentions")
    if not isinstance(mentions, dict):
        yield "allowed_mentions is missing: whoever is named would be pinged"
    elif mentions.get("parse"):
        yield f"pings by what is written: {mentions['parse']}"


def commands(given: list[Payload]) -> Iterator[str]:
    """What is wrong with a list of commands."""
    for kind, most in ((CHAT, COMMANDS), (2, MENUS), (3, MENUS)):
        names = [str(each.get("name")) for each in given if each.get("type", CHAT) == kind]
        if len(names) > most:
            yield f"more than {most} commands of type {kind}"
        yield from (f"twice the same command: {each}" for each in sorted({n for n in names if names.count(n) > 1}))
    for each in given:
        if each.get("type", CHAT) == CHAT:
            yield from _named(each, f"command {each.get('name')}")
            if not each.get("description"):
                yield f"command {each.get('name')} has no description"
        elif each.get("description"):
            yield f"menu {each.get('name')} has a description"
        if _length(each) > COMMAND_TEXT:
            yield f"command {each.get('name')} has more than {COMMAND_TEXT} characters"


def _named(part: Payload, where: str) -> Iterator[str]:
    local = part.get("name_localizations")
    for name in (part.get("name"), *(local.values() if isinstance(local, dict) else ())):
        if not NAME.fullmatch(str(name)) or str(name) != str(name).lower():
            yield f"{where}: no name for a command or option: {name}"
    options = _listed(part.get("options"))
    needed = [bool(each.get("required")) for each in options]
    if needed != sorted(needed, reverse=True):
        yield f"{where}: an option that is required follows one that is not"
    names = [str(each.get("name")) for each in options]
    if len(set(names)) < len(names):
        yield f"{where}: two options of one name"
    for option in options:
        yield from _named(option, f"{where}, option {option.get('name')}")


def _length(part: Payload) -> int:
    """Characters of names, descriptions and values, each in its longest language."""
    own = sum(_longest(part, name) for name in ("name", "description", "value"))
    return own + sum(_length(each) for key in ("options", "choices") for each in _listed(part.get(key)))


def _longest(part: Payload, name: str) -> int:
    local = part.get(f"{name}_localizations")
    texts = [str(part.get(name) or ""), *(str(each) for each in (local.values() if isinstance(local, dict) else ()))]
    return max(len(each) for each in texts)


def _says_something(body: Payload) -> bool:
    reference = body.get("message_reference")
    forwards = isinstance(reference, dict) and reference.get("type") == FORWARD
    return forwards or any(body.get(each) for each in CONTENTS)


def _listed(value: object) -> list[Payload]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
