"""The blocks that Slack's own editor makes of what people type, as words. Pure.

They say more than the text beside them: which signs an emoji is, how a list is nested. What is not known here is not
guessed: then the text counts.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from adapters.slack.payloads import inner, objects_in, text_in
from adapters.slack.wording import Names, link
from adapters.wording import Span, without

Element = Mapping[str, object]
DEEPEST, LONGEST_EMOJI = 8, 12


class _Unknown(Exception):
    """An element that is not known here."""


@dataclass(frozen=True, slots=True)
class _Reader:
    names: Names
    ours: Collection[str]


@dataclass(slots=True)
class _Words:
    """Words as they are put together, with where the bot is mentioned."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def add(self, words: str, *, ours: bool = False) -> None:
        """More words."""
        if ours:
            self.spans += ((len(self.text), len(self.text) + len(words)),)
        self.text += words


def rich_words(blocks: object, names: Names, *, ours: Collection[str] = ()) -> str | None:
    """The words of `blocks` without mentions of `ours`; None where they are not what the editor makes."""
    found = objects_in({"blocks": blocks}, "blocks")
    if not found or any(text_in(each, "type") != "rich_text" for each in found):
        return None
    words, reader = _Words(), _Reader(names, ours)
    try:
        for each in found:
            for part in objects_in(each, "elements"):
                _part(part, reader, words)
    except _Unknown:
        return None
    return without(words.text, words.spans) if words.spans else words.text.rstrip("\n")


def ids_in(blocks: object, kind: str) -> Iterator[str]:
    """The ids of people (`user`) or channels (`channel`) in blocks."""
    waiting = [(each, 0) for each in objects_in({"blocks": blocks}, "blocks")]
    while waiting:
        element, depth = waiting.pop()
        if text_in(element, "type") == kind and text_in(element, f"{kind}_id"):
            yield text_in(element, f"{kind}_id")
        if depth < DEEPEST:
            waiting += [(each, depth + 1) for each in objects_in(element, "elements")]


def _part(part: Element, reader: _Reader, words: _Words) -> None:
    if words.text and not words.text.endswith("\n"):
        words.add("\n")
    match text_in(part, "type"):
        case "rich_text_section":
            _inline(part, reader, words)
        case "rich_text_list":
            _list(part, reader, words)
        case "rich_text_preformatted":
            words.add("```\n")
            _inline(part, reader, words)
            words.add("\n```\n")
        case "rich_text_quote":
            quoted = _Words()
            _inline(part, _Reader(reader.names, ()), quoted)
            words.add("\n".join(f"> {line}" for line in quoted.text.split("\n")) + "\n")
        case _:
            raise _Unknown


def _list(part: Element, reader: _Reader, words: _Words) -> None:
    indent, first = _number(part.get("indent")), _number(part.get("offset")) + 1
    for index, item in enumerate(objects_in(part, "elements")):
        mark = f"{first + index}." if text_in(part, "style") == "ordered" else "-"
        words.add("  " * min(indent, DEEPEST) + mark + " ")
        _inline(item, reader, words)
        words.add("\n")


def _inline(part: Element, reader: _Reader, words: _Words) -> None:
    for each in objects_in(part, "elements"):
        user = text_in(each, "user_id") if text_in(each, "type") == "user" else ""
        words.add(_word(each, reader.names), ours=bool(user) and user in reader.ours)


def _word(element: Element, names: Names) -> str:
    match text_in(element, "type"):
        case "text":
            text = text_in(element, "text")
            return f"`{text}`" if inner(element, "style").get("code") is True and "\n" not in text else text
        case "user":
            return names.user(text_in(element, "user_id"))
        case "channel":
            return names.channel(text_in(element, "channel_id"))
        case "usergroup":
            return "@some group"
        case "broadcast":
            return f"@{text_in(element, 'range')}"
        case "emoji":
            return _emoji(element)
        case "link":
            return link(text_in(element, "url"), text_in(element, "text"))
        case "date":
            return text_in(element, "fallback") or "some time"
        case "color":
            return text_in(element, "value")
        case _:
            raise _Unknown


def _emoji(element: Element) -> str:
    """Its signs, or its name where it is one of the workspace's own."""
    try:
        signs = [chr(int(each, 16)) for each in text_in(element, "unicode").split("-")[:LONGEST_EMOJI]]
        return "".join(signs).encode().decode()
    except (ValueError, OverflowError):
        return f":{text_in(element, 'name')}:"


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1_000_000 else 0
