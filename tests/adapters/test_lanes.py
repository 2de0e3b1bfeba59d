"""The way of events to the handler."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from adapters.errors import Unclaimed
from adapters.lanes import Lanes
from adapters.types import Address, Audience, Author, Command, Deleted, Event, Message, Opened

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


class Read:
    """Something acknowledged whose reading waits for the platform, until it may not be asked any more."""

    def __init__(self, lanes: Lanes, number: int) -> None:
        self._lanes = lanes
        self._number = number
        self.known = asyncio.Event()
        self.cut: list[str] = []
        self.first: list[Event] = []

    async def run(self) -> None:
        """Acknowledge it, read it and hand it on, in a task of its own as the adapters do."""
        with self._lanes.taking():
            for event in self.first:
                await self._lanes.deliver(event)
            await self.known.wait()
            await asyncio.gather(self._lanes.deliver(said(self._number)))

    @asynccontextmanager
    async def cut_off(self) -> AsyncIterator[None]:
        """Nothing can be asked."""
        self.cut.append("off")
        self.known.set()
        yield
        self.cut.append("over")


async def test_at_the_end_what_was_acknowledged_is_read_handed_over_and_finished() -> None:
    slow = Slow()
    slow.go.set()
    lanes = Lanes(slow)
    read = Read(lanes, 1)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(read.run())
        await asyncio.sleep(0.01)
        ending = group.create_task(lanes.end(5.0, cut_off=read.cut_off()))
        await asyncio.sleep(0.01)
        await lanes.deliver(said(2))
        read.known.set()
        await ending
    assert slow.done == [said(1)] and read.cut == []


async def test_what_is_still_being_read_is_handed_over_as_far_as_it_is_known_and_broken_off() -> None:
    slow = Slow()
    lanes = Lanes(slow)
    read = Read(lanes, 1)
    reading = asyncio.ensure_future(read.run())
    await asyncio.sleep(0.01)
    async with asyncio.timeout(10):
        await lanes.end(0.5, cut_off=read.cut_off())
    assert slow.begun == [said(1)] and slow.done == [] and reading.cancelled()
    assert read.cut == ["off", "over"]


async def test_an_answer_that_takes_long_cuts_nothing_off() -> None:
    slow = Slow()
    lanes = Lanes(slow)
    read = Read(lanes, 1)
    read.known.set()
    answering = asyncio.ensure_future(read.run())
    await asyncio.sleep(0.01)
    async with asyncio.timeout(10):
        await lanes.end(0.2, cut_off=read.cut_off())
    assert slow.begun == [said(1)] and answering.cancelled() and read.cut == []


async def test_what_comes_after_the_end_goes_nowhere() -> None:
    slow = Slow()
    lanes = Lanes(slow)
    await lanes.end(0.1)
    read = Read(lanes, 1)
    read.known.set()
    await asyncio.wait_for(read.run(), 10)
    assert slow.begun == []


async def test_a_command_that_comes_after_the_end_is_anothers() -> None:
    slow = Slow()
    lanes = Lanes(slow)
    await lanes.end(0.1)
    with pytest.raises(Unclaimed):
        await lanes.deliver(ordered())
    assert slow.begun == []


async def test_that_the_bot_is_somewhere_is_not_yet_what_was_said_there() -> None:
    slow = Slow()
    lanes = Lanes(slow)
    read = Read(lanes, 1)

    read.first.append(Opened(PLACE, NOW))
    reading = asyncio.ensure_future(read.run())
    await asyncio.sleep(0.01)
    async with asyncio.timeout(10):
        await lanes.end(0.5, cut_off=read.cut_off())
    assert slow.begun == [Opened(PLACE, NOW), said(1)] and reading.cancelled()
