"""A handler that answers commands as it is told to, and where it is used."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from adapters.discord.adapter import Discord
from adapters.outgoing import Button, Form, Outgoing
from adapters.types import Command, Event
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.posts import Post, Use

FORM = Form("Correct", "memory", "correct f1", "What is right", "old")


@dataclass
class Answering:
    """A handler; `before` is done first, and each of `answers` is sent."""

    answers: list[Callable[[Outgoing], Outgoing]] = field(default_factory=list)
    pause: float = 0.0
    heard: list[Command] = field(default_factory=list)

    async def __call__(self, event: Event, adapter: Discord) -> None:
        if not isinstance(event, Command):
            return
        self.heard.append(event)
        await asyncio.sleep(self.pause)
        for answer in self.answers:
            plain = Outgoing(event.address, f"heard {event.argument}", event.id, private=True)
            await adapter.send(answer(plain))


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice in a guild with an open channel."""

    guild: Guild
    general: Channel
    alice: Person


def same(outgoing: Outgoing) -> Outgoing:
    """The answer as it is."""
    return outgoing


def with_buttons(outgoing: Outgoing) -> Outgoing:
    """With a button, in the place of the message whose button was pressed."""
    buttons = (Button("Again", "memory", "again"), Button("Correct", "memory", "correct f1"))
    return replace(outgoing, buttons=buttons, replace=True)


def as_form(outgoing: Outgoing) -> Outgoing:
    """A form."""
    return replace(outgoing, form=FORM)


def shown(use: Use) -> Post:
    """The message of an answer."""
    assert use.post is not None
    return use.post


def in_public(scene: Scene) -> list[str]:
    """What the bot said where everybody reads."""
    return [post.text for post in scene.general.posts(by_bot=True) if not post.private]
