"""Checks requests against Discord's own description of its API, and against what that leaves out.

A request that no real Discord would take, or that it would take in a way that nobody meant, is a violation. Numbers
are taken for ids, and text for permissions: Discord takes both, and its description names one.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tests.platforms.discord.log import Call
from tests.platforms.discord.rules import broken
from tests.platforms.discord.spec import KEPT
from tests.platforms.discord.world import Payload

SNOWFLAKE = re.compile(r"0|[1-9]\d*")
SHOWN = 200
BY_LIBRARY = frozenset(("tts",))  # discord.py sends it with every edit, and Discord leaves it unread


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the description, ready to check with; `ids` are the parts of the path that are snowflakes."""

    path: re.Pattern[str]
    literal: int
    ids: tuple[str, ...]
    query: frozenset[str]
    body: Draft202012Validator | None
    fields: frozenset[str]
    required: bool


def violations(calls: Iterable[Call]) -> list[str]:
    """What is wrong with requests, a line each."""
    return [f"{call.method} {call.path}: {each}" for call in calls for each in judged(call)]


def judged(call: Call) -> Iterator[str]:
    """What is wrong with a request."""
    operation = _operation(call.method, call.path)
    if operation is None:
        yield "no such operation in the description (or not kept of it, see spec.py)"
        return
    yield from _path(operation, call.path)
    yield from (f"unknown in the query: {each}" for each in call.query if each not in operation.query)
    yield from _body(operation, call.body)
    yield from broken(call)


def _path(operation: Operation, path: str) -> Iterator[str]:
    match = operation.path.fullmatch(path)
    assert match is not None
    for name in operation.ids:
        if not SNOWFLAKE.fullmatch(match[name]):
            yield f"{name} is no id: {match[name]}"


def _body(operation: Operation, body: object) -> Iterator[str]:
    if body is None:
        if operation.required:
            yield "a body is required"
        return
    if operation.body is None:
        yield "a body is not expected"
        return
    for error in operation.body.iter_errors(body):
        deepest = best_match([error])
        where = "/".join(str(each) for each in deepest.absolute_path) or "the body"
        yield f"{where}: {deepest.message[:SHOWN]}"
    if operation.fields and isinstance(body, dict):
        yield from (f"unknown field: {each}" for each in body if each not in operation.fields | BY_LIBRARY)


def _operation(method: str, path: str) -> Operation | None:
    """The one that fits with the fewest blanks."""
    fitting = [each for each in _operations()[method] if each.path.fullmatch(path)] if method in _operations() else []
    return max(fitting, key=lambda each: each.literal, default=None)


@cache
def _operations() -> dict[str, list[Operation]]:
    document = cast(Payload, json.loads(KEPT.read_text(encoding="utf-8")))
    components = _loosened(cast(Payload, document["components"]))
    found: dict[str, list[Operation]] = {}
    for path, item in cast(dict[str, Payload], document["paths"]).items():
        shared = cast(list[Payload], item["parameters"])
        for method, each in item.items():
            if method != "parameters":
                made = _made(path, shared, cast(Payload, each), components)
                found.setdefault(method.upper(), []).append(made)
    return found


def _made(path: str, shared: list[Payload], operation: Payload, components: Payload) -> Operation:
    parameters = [*shared, *cast(list[Payload], operation["parameters"])]
    body = operation.get("body")
    blanks = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))
    return Operation(
        re.compile(blanks),
        sum(not each.startswith("{") for each in path.split("/")),
        tuple(str(each["name"]) for each in parameters if each["in"] == "path" and _is_id(each)),
        frozenset(str(each["name"]) for each in parameters if each["in"] == "query"),
        None if body is None else Draft202012Validator({**cast(Payload, body), "components": components}),
        _fields(body, components),
        bool(operation.get("required")),
    )


def _is_id(parameter: Payload) -> bool:
    return "SnowflakeType" in json.dumps(parameter["schema"])


def _fields(body: object, components: Payload) -> frozenset[str]:
    """The names that a body may hold, where it is of one kind only."""
    target = body.get("$ref") if isinstance(body, dict) else None
    if not isinstance(target, str):
        return frozenset()
    schema = cast(dict[str, Payload], components["schemas"])[target.rpartition("/")[2]]
    return frozenset(cast(Payload, schema.get("properties", {})))


def _loosened(components: Payload) -> Payload:
    schemas = dict(cast(dict[str, Payload], components["schemas"]))
    schemas["SnowflakeType"] = {**schemas["SnowflakeType"], "type": ["string", "integer"]}
    command = schemas["ApplicationCommandUpdateRequest"]
    fields = dict(cast(dict[str, Payload], command["properties"]))
    fields["default_member_permissions"] = {"type": ["integer", "string", "null"], "pattern": r"^\d+$"}
    schemas["ApplicationCommandUpdateRequest"] = {**command, "properties": fields}
    return {"schemas": schemas}
