"""What Slack sends, read without trust: what is not of the shape that it should have counts as not there. Pure."""

from collections.abc import Mapping


def inner(answer: Mapping[str, object], key: str) -> Mapping[str, object]:
    """What stands under a key, empty where that is no object."""
    found = answer.get(key)
    return found if isinstance(found, Mapping) else {}


def text_in(answer: Mapping[str, object], key: str) -> str:
    """What stands under a key, '' where that is no text."""
    found = answer.get(key)
    return found if isinstance(found, str) else ""


def objects_in(answer: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """The objects of a list, none where there is no list."""
    found = answer.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def texts_in(answer: Mapping[str, object], key: str) -> list[str]:
    """The texts of a list, none where there is no list."""
    found = answer.get(key)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
