"""Limits of Block Kit that Slack's published types leave out.

Numbers from docs.slack.dev/reference/block-kit: blocks, block elements, composition objects and views.
"""

from collections.abc import Iterator

from tests.platforms.slack.wire import Payload, listed, mapping, text_of, words

MOST_BLOCKS, MOST_VIEW_BLOCKS = 50, 100
SECTION, FIELD, HEADER, MARKDOWN, CONTEXT, LABEL = 3000, 2000, 150, 12_000, 3000, 75
ELEMENTS, CONTEXT_ELEMENTS, FIELDS, OPTIONS = 25, 10, 10, 100
IDENTIFIER, BUTTON_VALUE, OPTION_VALUE, PLACEHOLDER, INPUT_LABEL, URL = 255, 2000, 150, 150, 2000, 3000
OPTION_DESCRIPTION, INITIAL_TEXT = 75, 3000
TITLE, METADATA = 24, 3000


def broken_blocks(blocks: list[Payload], most: int = MOST_BLOCKS) -> Iterator[str]:
    """What is wrong with blocks, a line each."""
    if len(blocks) > most:
        yield f"{len(blocks)} blocks, {most} are allowed"
    names = [text_of(each.get("block_id")) for each in blocks if each.get("block_id")]
    if len(set(names)) < len(names):
        yield "two blocks of one block_id"
    for index, block in enumerate(blocks):
        yield from (f"blocks/{index}: {each}" for each in _broken(block))
    markdown = sum(len(text_of(each.get("text"))) for each in blocks if each.get("type") == "markdown")
    if markdown > MARKDOWN:
        yield f"markdown blocks have {markdown} characters together, {MARKDOWN} are allowed"


def broken_view(view: Payload) -> Iterator[str]:
    """What is wrong with a modal or a home."""
    yield from broken_blocks(listed(view.get("blocks")), MOST_VIEW_BLOCKS)
    for name in ("title", "submit", "close"):
        yield from _long(words(view.get(name)), TITLE, name)
    yield from _long(text_of(view.get("private_metadata")), METADATA, "private_metadata")
    yield from _long(text_of(view.get("callback_id")), IDENTIFIER, "callback_id")
    inputs = any(each.get("type") == "input" for each in listed(view.get("blocks")))
    if view.get("type") == "modal" and inputs and not view.get("submit"):
        yield "a modal with inputs needs submit"
    if view.get("type") == "modal" and not view.get("title"):
        yield "a modal needs a title"


def _broken(block: Payload) -> Iterator[str]:
    yield from _long(text_of(block.get("block_id")), IDENTIFIER, "block_id")
    match block.get("type"):
        case "section":
            yield from _section(block)
        case "header":
            yield from _long(words(block.get("text")), HEADER, "header")
        case "context":
            yield from _many(listed(block.get("elements")), CONTEXT_ELEMENTS)
            for each in listed(block.get("elements")):
                yield from _long(text_of(each.get("text")), CONTEXT, "context")
        case "actions":
            yield from _actions(listed(block.get("elements")))
        case "input":
            yield from _long(words(block.get("label")), INPUT_LABEL, "label")
            yield from _long(words(block.get("hint")), INPUT_LABEL, "hint")
            yield from _element(mapping(block.get("element")))


def _section(block: Payload) -> Iterator[str]:
    yield from _long(words(block.get("text")), SECTION, "section")
    fields = listed(block.get("fields"))
    if not words(block.get("text")) and not fields:
        yield "a section needs text or fields"
    if len(fields) > FIELDS:
        yield f"{len(fields)} fields, {FIELDS} are allowed"
    for each in fields:
        yield from _long(words(each), FIELD, "field")
    yield from _element(mapping(block.get("accessory")))


def _actions(elements: list[Payload]) -> Iterator[str]:
    yield from _many(elements, ELEMENTS)
    names = [text_of(each.get("action_id")) for each in elements if each.get("action_id")]
    if len(set(names)) < len(names):
        yield "two elements of one action_id in a block"
    for each in elements:
        yield from _element(each)


def _many(elements: list[Payload], most: int) -> Iterator[str]:
    if not elements:
        yield "no elements"
    if len(elements) > most:
        yield f"{len(elements)} elements, {most} are allowed"


def _element(element: Payload) -> Iterator[str]:
    yield from _long(text_of(element.get("action_id")), IDENTIFIER, "action_id")
    yield from _long(words(element.get("placeholder")), PLACEHOLDER, "placeholder")
    if element.get("type") == "button":
        yield from _long(words(element.get("text")), LABEL, "button")
        yield from _long(text_of(element.get("value")), BUTTON_VALUE, "value")
        yield from _long(text_of(element.get("url")), URL, "url")
    yield from _long(text_of(element.get("initial_value")), INITIAL_TEXT, "initial_value")
    for options in (listed(element.get("options")), *_groups(element)):
        yield from _options(options)
    if "confirm" in element:
        yield from _long(words(mapping(element["confirm"]).get("text")), 300, "confirm")


def _groups(element: Payload) -> Iterator[list[Payload]]:
    for each in listed(element.get("option_groups")):
        yield listed(each.get("options"))


def _options(options: list[Payload]) -> Iterator[str]:
    if len(options) > OPTIONS:
        yield f"{len(options)} options, {OPTIONS} are allowed"
    for each in options:
        yield from _long(words(each.get("text")), LABEL, "option")
        yield from _long(text_of(each.get("value")), OPTION_VALUE, "value of an option")
        yield from _long(words(each.get("description")), OPTION_DESCRIPTION, "description")
    values = [text_of(each.get("value")) for each in options]
    if len(set(values)) < len(values):
        yield "two options of one value"


def _long(text: str, most: int, what: str) -> Iterator[str]:
    if len(text) > most:
        yield f"{what} has {len(text)} characters, {most} are allowed"
