"""A handler that answers commands as it is told to, on any platform."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from adapters.outgoing import Button, Form, Outgoing
from adapters.port import Adapter
from adapters.types import Command, Event

FORM = Form("Correct", "memory", "correct f1", "What is right", "old")


@dataclass
class Answering:
    """A handler; each of `answers` is sent after a pause."""

    answers: list[Callable[[Outgoing], Outgoing]] = field(default_factory=list)
    pause: float = 0.0
    heard: list[Command] = field(default_factory=list)

    async def __call__(self, event: Event, adapter: Adapter) -> None:
        if not isinstance(event, Command):
            return
        self.heard.append(event)
        await asyncio.sleep(self.pause)
        for answer in self.answers:
            plain = Outgoing(event.address, f"heard {event.argument}", event.id, private=True, plain=True)
            await adapter.send(answer(plain))


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
