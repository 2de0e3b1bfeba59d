"""JSON as it travels, read without trust: what has another shape than expected counts as empty."""

from collections.abc import Mapping
from typing import cast

Payload = dict[str, object]


def mapping(value: object) -> Payload:
    """An object; empty for anything else."""
    return cast(Payload, dict(value)) if isinstance(value, Mapping) else {}


def listed(value: object) -> list[Payload]:
    """The objects in a list; empty for anything else."""
    return [mapping(each) for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def text_of(value: object) -> str:
    """A text; empty for None."""
    return "" if value is None else str(value)


def words(value: object) -> str:
    """The words of a text object, or of a plain text."""
    return text_of(mapping(value).get("text")) if isinstance(value, Mapping) else text_of(value)


def truth(value: object) -> bool:
    """A flag, as forms and JSON write it."""
    return value is True or text_of(value).lower() in ("1", "true")


def without(fields: Payload, *names: str) -> Payload:
    """The fields but these."""
    return {key: value for key, value in fields.items() if key not in names}


def without_none(**fields: object) -> Payload:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value is not None}
