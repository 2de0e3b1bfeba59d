"""The way of events to the handler."""

import asyncio
from datetime import UTC, datetime

from adapters.lanes import Lanes
from adapters.types import Address, Audience, Author, Command, Deleted, Event, Message

PLACE = Address("discord", "1", "2")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ANN = Author("1", "Ann")


def said(number: int) -> Message:
    """A message with that number."""
    return Message(str(number), PLACE, Audience.PUBLIC, ANN, "hello", NOW)


def ordered() -> Command:
    """A command."""
    return Command("c", PLACE, Audience.PUBLIC, ANN, "help", "", NOW)


class Slow:
    """A handler that holds every message until it is let go."""

    def __init__(self) -> None:
        self.begun: list[Event] = []
        self.done: list[Event] = []
        self.most = 0
        self.go = asyncio.Event()

    async def __call__(self, event: Event) -> None:
        self.begun.append(event)
        self.most = max(self.most, len(self.begun) - len(self.done))
        if isinstance(event, Message):
            await asyncio.wait_for(self.go.wait(), 10)
        self.done.append(event)


async def test_so_many_at_once_in_their_order_and_none_is_dropped() -> None:
    slow = Slow()
    lanes = Lanes(slow, messages=3)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(lanes.deliver(said(number)))
        await asyncio.sleep(0.01)
        assert [event.id for event in slow.begun if isinstance(event, Message)] == ["0", "1", "2"]
        slow.go.set()
    assert slow.most == 3
    assert [event.id for event in slow.begun if isinstance(event, Message)] == [str(number) for number in range(20)]


async def test_a_change_and_a_command_wait_behind_no_answer() -> None:
    slow = Slow()
    lanes = Lanes(slow, messages=1)
    gone = Deleted(PLACE, ("0",), NOW)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(lanes.deliver(said(0)))
        group.create_task(lanes.deliver(said(1)))
        await asyncio.sleep(0.01)
        await lanes.deliver(gone)
        await lanes.deliver(ordered())
        assert slow.done == [gone, ordered()]
        slow.go.set()


async def test_at_the_end_what_was_taken_finishes_and_nothing_more_is_taken() -> None:
    slow = Slow()
    lanes = Lanes(slow, messages=1)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(lanes.deliver(said(0)))
        group.create_task(lanes.deliver(said(1)))
        await asyncio.sleep(0.01)
        ending = group.create_task(lanes.end(5.0))
        await asyncio.sleep(0.01)
        await lanes.deliver(said(2))
        slow.go.set()
        await ending
        assert slow.done == [said(0), said(1)]


async def test_what_does_not_finish_is_broken_off() -> None:
    slow = Slow()
    lanes = Lanes(slow)
    hanging = asyncio.ensure_future(lanes.deliver(said(0)))
    await asyncio.sleep(0.01)
    async with asyncio.timeout(10):
        await lanes.end(0.05)
    assert hanging.cancelled()
    assert slow.begun and not slow.done
