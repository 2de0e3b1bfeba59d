"""Messages and views as a person sees them, each as it was when it was looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.platforms.slack.wire import Payload, listed, mapping, text_of, words
from tests.platforms.slack.world import Message, View, World
from tests.platforms.slack.writing import blocks_text, shown_text

PING = re.compile(r"<(@[UW]\w+|![a-z]+)(?:[|^][^<>]*)?>")


@dataclass(frozen=True, slots=True)
class Control:
    """A button, a list to choose from or a field of a form; `options` are (value, label)."""

    kind: str
    action_id: str
    block_id: str
    label: str
    value: str = ""
    url: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A message. `text` is what a reader sees, `fallback` what a notification says; `pings`: whom it calls.

    `private`: shown to one person alone; `files` are (name, id), `reactions` are (name, user).
    """

    ts: str
    channel: str
    user: str
    text: str
    fallback: str
    by_bot: bool
    thread_ts: str | None
    edited: bool
    private: bool
    pings: frozenset[str]
    blocks: tuple[Payload, ...]
    controls: tuple[Control, ...]
    files: tuple[tuple[str, str], ...]
    reactions: tuple[tuple[str, str], ...]
    stream: str | None
    metadata: Payload

    @property
    def buttons(self) -> tuple[Control, ...]:
        """Its buttons, in order."""
        return tuple(each for each in self.controls if each.kind == "button")

    @property
    def lists(self) -> tuple[Control, ...]:
        """Its lists to choose from."""
        return tuple(each for each in self.controls if each.options)


@dataclass(frozen=True, slots=True)
class Page:
    """A modal or a home."""

    id: str
    kind: str
    title: str
    text: str
    callback_id: str
    private_metadata: str
    revision: int
    blocks: tuple[Payload, ...]
    controls: tuple[Control, ...]

    @property
    def buttons(self) -> tuple[Control, ...]:
        """Its buttons, in order."""
        return tuple(each for each in self.controls if each.kind == "button")

    @property
    def fields(self) -> tuple[Control, ...]:
        """What can be filled in."""
        return tuple(each for each in self.controls if each.kind not in ("button", "overflow"))


def post_of(world: World, message: Message) -> Post:
    """A message as it is now."""
    user = world.users.get(message.user)
    shown = shown_text(message)
    return Post(
        ts=message.ts,
        channel=message.channel,
        user=message.user,
        text=shown,
        fallback=message.text,
        by_bot=user is not None and user.bot_id is not None,
        thread_ts=message.thread_ts,
        edited=message.edited is not None,
        private=message.only_for is not None,
        pings=frozenset(found.lstrip("@!") for found in PING.findall(shown)),
        blocks=tuple(message.blocks),
        controls=tuple(controls_of(message.blocks)),
        files=tuple((world.files[each].name, each) for each in message.files if each in world.files),
        reactions=tuple((name, user) for name, users in message.reactions.items() for user in users),
        stream=message.stream,
        metadata=message.metadata,
    )


def page_of_view(view: View) -> Page:
    """A view as it is now."""
    body, blocks = view.body, listed(view.body.get("blocks"))
    return Page(
        id=view.id,
        kind=text_of(body.get("type")),
        title=words(body.get("title")),
        text=blocks_text(blocks),
        callback_id=text_of(body.get("callback_id")),
        private_metadata=text_of(body.get("private_metadata")),
        revision=view.revision,
        blocks=tuple(blocks),
        controls=tuple(controls_of(blocks)),
    )


def controls_of(blocks: list[Payload]) -> Iterator[Control]:
    """All that can be used in blocks."""
    for index, block in enumerate(blocks):
        name = text_of(block.get("block_id")) or f"b{index}"
        found = {
            "actions": listed(block.get("elements")),
            "section": [mapping(block.get("accessory"))],
            "input": [mapping(block.get("element"))],
            "context_actions": listed(block.get("elements")),
        }.get(text_of(block.get("type")), [])
        for each in found:
            if "action_id" in each or each.get("type") == "button":
                yield _control(each, name, words(block.get("label")))


def _control(element: Payload, block: str, label: str) -> Control:
    options = tuple((text_of(each.get("value")), words(each.get("text"))) for each in listed(element.get("options")))
    initial = mapping(element.get("initial_option")).get("value")
    return Control(
        text_of(element.get("type")),
        text_of(element.get("action_id")),
        block,
        label or words(element.get("text")) or words(element.get("placeholder")),
        text_of(element.get("value") or element.get("initial_value") or initial),
        text_of(element.get("url")),
        options,
    )
