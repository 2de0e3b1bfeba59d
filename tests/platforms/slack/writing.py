"""How words are written at Slack: what becomes of what people type, and what a reader sees of blocks."""

import re
from collections.abc import Iterator

from tests.platforms.slack.wire import Payload, listed, mapping, text_of, words
from tests.platforms.slack.world import Message

TOKEN = re.compile(r"<(?:@[UW]\w+|#C\w+(?:\|[^<>]*)?|!\w+(?:\^[^<>]*)?|(?:https?://|mailto:)[^<>\s]+)>")
ADDRESS = re.compile(r"https?://[^\s<>|]+")


def typed(text: str) -> str:
    """What is sent when somebody types this: addresses become links, and letters with a meaning are escaped."""
    return "".join(_escaped(each) if index % 2 == 0 else each for index, each in enumerate(_split(text)))


def _split(text: str) -> list[str]:
    return re.split(f"({TOKEN.pattern})", text)


def _escaped(plain: str) -> str:
    safe = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return ADDRESS.sub(lambda found: f"<{found[0]}>", safe)


def rich(text: str) -> list[Payload]:
    """The blocks that the client makes of what was typed."""
    section: Payload = {"type": "rich_text_section", "elements": list(_elements(typed(text)))}
    return [{"type": "rich_text", "block_id": "b1", "elements": [section]}]


def _elements(text: str) -> Iterator[Payload]:
    for index, each in enumerate(_split(text)):
        if index % 2:
            yield _element(each[1:-1])
        elif each:
            yield {"type": "text", "text": each.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")}


def _element(inside: str) -> Payload:
    if inside.startswith("@"):
        return {"type": "user", "user_id": inside[1:]}
    if inside.startswith("#"):
        return {"type": "channel", "channel_id": inside[1:].partition("|")[0]}
    if inside.startswith("!"):
        return {"type": "broadcast", "range": inside[1:]}
    return {"type": "link", "url": inside}


def shown_text(message: Message) -> str:
    """The words that a reader sees: those of the blocks where there are any, else the text."""
    return blocks_text(message.blocks) or message.text


def blocks_text(blocks: list[Payload]) -> str:
    """The words in blocks, without those on what can be used."""
    return "\n".join(each for block in blocks for each in _block_words(block))


def _block_words(block: Payload) -> Iterator[str]:
    match block.get("type"):
        case "section":
            yield from filter(None, (words(block.get("text")),))
            yield from (words(each) for each in listed(block.get("fields")))
        case "header":
            yield words(block.get("text"))
        case "markdown":
            yield text_of(block.get("text"))
        case "context":
            yield from (text_of(each.get("text")) for each in listed(block.get("elements")))
        case "rich_text":
            yield "".join(_rich_words(block))
        case "table":
            yield "\n".join(" | ".join(words(cell) for cell in listed(row)) for row in _rows(block))


def _rows(block: Payload) -> list[object]:
    rows = block.get("rows")
    return list(rows) if isinstance(rows, list) else []


def _rich_words(part: Payload) -> Iterator[str]:
    if "text" in part and part.get("type") in ("text", "link"):
        yield text_of(part["text"])
    elif part.get("type") == "user":
        yield f"<@{part['user_id']}>"
    elif part.get("type") == "link":
        yield text_of(part["url"])
    for each in listed(part.get("elements")):
        yield from _rich_words(mapping(each))
