"""Slack's published types as they are kept, and validators of them."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from tests.platforms.slack.spec import KEPT
from tests.platforms.slack.wire import Payload

SHOWN = 240


@cache
def known() -> dict[str, dict[str, dict[str, Any]]]:
    """All that is kept: methods, events, views, and the definitions that they refer to."""
    return cast(dict[str, dict[str, dict[str, Any]]], json.loads(KEPT.read_text(encoding="utf-8")))


def strict(schema: Payload) -> Draft7Validator:
    """Takes what the types name, and nothing more."""
    return Draft7Validator({**schema, "definitions": known()["definitions"]})


def open_ended(schema: Payload) -> Draft7Validator:
    """Takes more fields than the types name, too."""
    return Draft7Validator(cast(Payload, _open({**schema, "definitions": known()["definitions"]})))


def closest(validator: Draft7Validator, given: object) -> Iterator[str]:
    """What is wrong, a line each, told of the shape that was nearest."""
    for error in validator.iter_errors(given):
        deepest = best_match([error])
        where = "/".join(str(each) for each in deepest.absolute_path) or "arguments"
        yield f"{where}: {deepest.message[:SHOWN]}"


def _open(value: object) -> object:
    if isinstance(value, list):
        return [_open(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _open(each) for key, each in value.items() if not (key == "additionalProperties" and each is False)}
