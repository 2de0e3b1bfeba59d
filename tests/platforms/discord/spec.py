"""Takes what the judge needs from Discord's own description of its API.

`python -m tests.platforms.discord.spec PATH [BUILD]`

The document (`openapi.json` of github.com/discord/discord-api-spec, MIT) is large and changes daily; kept are the
operations that the bot uses, without words and answers, and the schemas that they lead to.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from tests.platforms.discord.world import Payload
from tests.platforms.licence import MIT

KEPT = Path(__file__).with_name("openapi.json")
COMMANDS, MESSAGES = "/applications/{application_id}/commands", "/channels/{channel_id}/messages"
MESSAGE, ANSWER = f"{MESSAGES}/{{message_id}}", "/webhooks/{webhook_id}/{webhook_token}/messages"
OPERATIONS = (
    ("GET", "/applications/@me"),
    ("GET", "/oauth2/applications/@me"),
    ("GET", "/gateway"),
    ("GET", "/gateway/bot"),
    ("GET", "/users/@me"),
    ("GET", "/users/{user_id}"),
    ("POST", "/users/@me/channels"),
    ("DELETE", "/users/@me/guilds/{guild_id}"),
    ("GET", COMMANDS),
    ("PUT", COMMANDS),
    ("GET", "/applications/{application_id}/guilds/{guild_id}/commands"),
    ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands"),
    ("GET", "/guilds/{guild_id}"),
    ("GET", "/guilds/{guild_id}/channels"),
    ("GET", "/guilds/{guild_id}/members/{user_id}"),
    ("GET", "/guilds/{guild_id}/threads/active"),
    ("GET", "/channels/{channel_id}"),
    ("POST", "/channels/{channel_id}/typing"),
    ("GET", "/channels/{channel_id}/thread-members/{user_id}"),
    ("PUT", "/channels/{channel_id}/thread-members/@me"),
    ("GET", MESSAGES),
    ("POST", MESSAGES),
    ("GET", MESSAGE),
    ("PATCH", MESSAGE),
    ("DELETE", MESSAGE),
    ("PUT", f"{MESSAGE}/reactions/{{emoji_name}}/@me"),
    ("DELETE", f"{MESSAGE}/reactions/{{emoji_name}}/@me"),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"),
    ("GET", f"{ANSWER}/@original"),
    ("PATCH", f"{ANSWER}/@original"),
    ("DELETE", f"{ANSWER}/@original"),
    ("GET", f"{ANSWER}/{{message_id}}"),
    ("PATCH", f"{ANSWER}/{{message_id}}"),
    ("DELETE", f"{ANSWER}/{{message_id}}"),
)
WORDS = frozenset(("description", "title", "summary", "example", "examples", "x-discord-union", "deprecated"))
NOTICE = "Taken from github.com/discord/discord-api-spec. MIT License. Copyright 2023 Discord. " + MIT


def excerpt(document: Payload, build: str = "") -> Payload:
    """What of the document is kept; raises KeyError for an operation that it does not hold."""
    paths: dict[str, Payload] = {}
    for method, path in OPERATIONS:
        item = _plain(_inside(document, "paths", path))
        kept = paths.setdefault(path, {"parameters": item.get("parameters", [])})
        operation = _plain(item[method.lower()])
        kept[method.lower()] = {"parameters": operation.get("parameters", []), **_body(operation)}
    schemas = _plain(_inside(document, "components", "schemas"))
    needed = _reachable(paths, schemas)
    return {
        "notice": NOTICE,
        "build": build,
        "paths": _wordless(paths),
        "components": {"schemas": {name: _wordless(schemas[name]) for name in sorted(needed)}},
    }


def _body(operation: Payload) -> Payload:
    """What its JSON must be; a form holds the same beside the files."""
    if "requestBody" not in operation:
        return {}
    given = _plain(operation["requestBody"])
    schema = _inside(given, "content", "application/json", "schema")
    return {"body": schema, "required": bool(given.get("required"))}


def _inside(value: object, *names: str) -> object:
    for name in names:
        value = _plain(value)[name]
    return value


def _plain(value: object) -> Payload:
    if not isinstance(value, dict):
        raise KeyError("not an object")
    return cast(Payload, value)


def _reachable(start: object, schemas: Payload) -> set[str]:
    found: set[str] = set()
    left = list(_references(start))
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left.extend(_references(schemas[name]))
    return found


def _references(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _references(each)
    elif isinstance(value, dict):
        target = value.get("$ref")
        if isinstance(target, str):
            yield target.rpartition("/")[2]
        for each in value.values():
            yield from _references(each)


def _wordless(value: object, *, named: bool = False) -> object:
    """Without what is written for people; where the keys are names of things, all of them stay."""
    if isinstance(value, list):
        return [_wordless(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _wordless(each, named=not named and key == "properties")
        for key, each in value.items()
        if named or key not in WORDS
    }


def main() -> None:
    """Write the excerpt beside this module."""
    document = cast(Payload, json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    build = sys.argv[2] if len(sys.argv) > 2 else ""
    KEPT.write_text(json.dumps(excerpt(document, build), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
