"""Checks calls against Slack's own published types, and against what those leave out.

A call that no real Slack would take, or that it would take in a way that nobody meant, is a violation. Forms and
queries hold text only: a flag, a number or JSON in one is read as what the types name.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from jsonschema import Draft7Validator

from tests.platforms.slack.log import Call, Delivered
from tests.platforms.slack.rules import broken, broken_answer
from tests.platforms.slack.schemas import closest, known, open_ended, strict
from tests.platforms.slack.telling import envelope_errors
from tests.platforms.slack.wire import Payload, mapping

EVENT = "events_api"
BY_LIBRARY = frozenset(
    ("team_id",)
)  # slack-sdk sends it with every call of an installed app, and Slack leaves it unread
CREDENTIALS = ("client_id", "client_secret")  # by the types in the body, by slack-sdk in the header
FLAGS = {"1": True, "true": True, "0": False, "false": False}


def violations(calls: Iterable[Call]) -> list[str]:
    """What is wrong with calls, a line each."""
    return [f"{call.method}: {each}" for call in calls for each in judged(call)]


def misspoken(told: Iterable[Delivered]) -> list[str]:
    """What is wrong with the answers that came with acknowledgements, a line each."""
    return [f"answer to {each.name}: {wrong}" for each in told for wrong in _answer(each)]


def untrue(told: Iterable[Delivered]) -> list[str]:
    """What the stand-in told otherwise than Slack would, a line each."""
    seen = {str(each.payload.get("event_id")): each for each in told if each.kind == EVENT}
    return [f"{each.name} was told: {wrong}" for each in seen.values() for wrong in envelope_errors(each.payload)]


def judged(call: Call) -> Iterator[str]:
    """What is wrong with a call."""
    if call.method != "response_url":
        yield from _typed(call)
    yield from broken(call)


def _typed(call: Call) -> Iterator[str]:
    schema = known()["methods"].get(call.method)
    if schema is None:
        yield "no such method in the types (or not kept of them, see spec.py)"
        return
    args: Payload = {key: _read(call.method, key, value) for key, value in call.args.items()}
    if call.method in ("oauth.v2.access", "apps.uninstall"):
        args = {**dict.fromkeys(CREDENTIALS, "in the header"), **args}
    kept = {key: value for key, value in args.items() if key not in BY_LIBRARY or key in names(call.method)}
    yield from closest(_validator(call.method), kept)


def _answer(told: Delivered) -> Iterator[str]:
    yield from broken_answer(told)
    view = told.answer.get("view")
    if view is not None:
        yield from closest(_view(), view)


def _read(method: str, name: str, value: object) -> object:
    """An argument as what the types say that it is."""
    types = names(method).get(name, frozenset())
    if not isinstance(value, str) or "string" in types or not types:
        return value
    if "boolean" in types and value.lower() in FLAGS:
        return FLAGS[value.lower()]
    try:
        return cast(object, json.loads(value))
    except ValueError:
        return value


@cache
def names(method: str) -> dict[str, frozenset[str]]:
    """The arguments of a method, and the JSON types that each may have."""
    found: dict[str, frozenset[str]] = {}
    for each in _shapes(known()["methods"][method]):
        for name, schema in mapping(each.get("properties")).items():
            found[name] = found.get(name, frozenset()) | _types(mapping(schema))
    return found


def _types(schema: Payload) -> frozenset[str]:
    found: set[str] = set()
    for each in _shapes(schema):
        given = each.get("type")
        found.update(given if isinstance(given, list) else [str(given)] if given else [])
    return frozenset(found)


def _shapes(schema: Payload) -> Iterator[Payload]:
    """A schema with all those that it stands for."""
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str):
        yield from _shapes(mapping(known()["definitions"][reference.rpartition("/")[2]]))
    for name in ("anyOf", "allOf", "oneOf"):
        branches = schema.get(name)
        for each in branches if isinstance(branches, list) else []:
            yield from _shapes(mapping(each))


@cache
def _validator(method: str) -> Draft7Validator:
    return strict(known()["methods"][method])


@cache
def _view() -> Draft7Validator:
    return open_ended(known()["views"]["view"])
