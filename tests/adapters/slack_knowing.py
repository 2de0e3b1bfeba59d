"""What one process knows of a workspace that answers, with a clock that is moved by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.slack.conversations import Conversations
from adapters.slack.guests import Guests
from adapters.slack.knowledge import Knowledge
from adapters.slack.people import People
from adapters.slack.readers import Readers
from adapters.slack.spots import Places
from adapters.slack.ways import Ways
from adapters.slack.wire import Wire
from tests.adapters.slack_answers import TOKEN, slack_answering
from tests.adapters.slack_garden import BOT, Clock, Garden, account


@dataclass(frozen=True, slots=True)
class Stage:
    """The workspace, what is known of it, and the time."""

    garden: Garden
    known: Knowledge
    clock: Clock


def knowing(wire: Wire, clock: Clock) -> Knowledge:
    """What a process knows whose time is that clock's."""
    people = People(wire, clock)
    guests = Guests(wire, people, clock)
    conversations = Conversations(wire, guests, clock=clock)
    places = Places(wire, people, conversations=conversations, ways=Ways(None))
    return Knowledge(wire, people, guests, places, Readers(wire, people, places, clock))


@asynccontextmanager
async def staged(garden: Garden | None = None) -> AsyncIterator[Stage]:
    """A workspace with the bot in it."""
    garden = garden or Garden()
    garden.has(account(BOT, is_bot=True))
    clock = Clock()
    async with slack_answering(garden), Wire(garden.api, token=TOKEN, clock=clock) as wire:
        yield Stage(garden, knowing(wire, clock), clock)
