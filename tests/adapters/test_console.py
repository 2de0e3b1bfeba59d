"""The terminal adapter: what lines mean, what may reach a terminal, reading from descriptors."""

import asyncio
import io
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console import Console, home_of
from adapters.console.lines import Descriptor, Lines
from adapters.console.parse import Directive, Ordered, Said, author_of, plain, read_line, read_script
from adapters.console.screen import Screen
from adapters.errors import Unreachable
from adapters.outgoing import Outgoing
from adapters.types import Audience, Command, Event, Message


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("", None),
        ("  ", None),
        ("Hello ", Said("Hello")),
        ("#garden is lovely", Said("#garden is lovely")),
        ("/Memory  bike ", Ordered("memory", "bike")),
        ("//etc", Said("/etc")),
        ("/", Ordered("", "")),
    ],
)
def test_lines(line: str, meaning: object) -> None:
    assert read_line(line) == meaning
    assert read_script(line) == meaning


def test_lines_of_a_script() -> None:
    assert read_script("# note") is None
    assert read_script("#") is None
    assert read_script("@wait learned") == Directive("wait learned")
    assert read_script("@ana hello") == Said("@ana hello")
    assert read_line("# note") == Said("# note")


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    left = plain(text)
    assert not any((ord(each) < 32 and each not in "\n\t") or 0x7F <= ord(each) < 0xA0 for each in left)
    left.encode("utf-8")


def test_people_and_places() -> None:
    ana = home_of(author_of("  Ana "))
    assert (ana.author.handle, ana.audience, ana.prompt) == ("ana", Audience.DIRECT, "Ana> ")
    garden = ana.moved("#Garden")
    assert (garden.audience, garden.prompt) == (Audience.PUBLIC, "Ana in #Garden> ")
    assert garden.address.key == ana.moved("#garden").address.key
    assert garden.named("Ben").address == garden.address
    assert ana.named("Ben").address.key != ana.address.key
    assert garden.moved("&board").audience is Audience.PRIVATE
    assert garden.moved("direct") == ana
    assert ana.moved("&a/b").address.key != ana.moved("&a").address.key
    for wrong in ("garden", "#", ""):
        with pytest.raises(ValueError, match="A place is"):
            ana.moved(wrong)
    with pytest.raises(ValueError, match="A name is missing"):
        ana.named("\x1b")


class Reader:
    """A console over a pipe, and what it showed and delivered."""

    def __init__(self, given: bytes, lines: Callable[[int], Lines] = Descriptor) -> None:
        read, write = os.pipe()
        os.write(write, given)
        os.close(write)
        self.shown = io.StringIO()
        self.events: list[Event] = []
        self.descriptor = read
        self.console = Console(lines(read), Screen(self.shown), seat=home_of(author_of("Ana")))

    def close(self) -> None:
        """Close the pipe once nobody reads it: whoever still did would take the words of the next one of its number."""
        for each in threading.enumerate():
            if each.name == "standard input":
                each.join(10)
        os.close(self.descriptor)

    async def run(self) -> str:
        async with asyncio.timeout(10):
            await self.console.run(self.handle)
        self.close()
        return self.shown.getvalue()

    async def handle(self, event: Event) -> None:
        self.events.append(event)


async def test_events_carry_who_and_where() -> None:
    reader = Reader(b"Hi\n/in #garden\nAll\n/as Ben\n/why now\n/quit\nnever\n")
    await reader.run()
    told = [(each.author.name, each.address.title, each.text) for each in reader.events if isinstance(each, Message)]
    assert told == [("Ana", "direct", "Hi"), ("Ana", "#garden", "All")]
    orders = [(each.author.name, each.name, each.argument) for each in reader.events if isinstance(each, Command)]
    assert orders == [("Ana", "join", ""), ("Ben", "join", ""), ("Ben", "why", "now")]


async def test_an_endless_line_is_cut() -> None:
    read, write = os.pipe()
    lines = Descriptor(read)
    first = asyncio.ensure_future(lines.read(""))
    await asyncio.to_thread(os.write, write, b"x" * 60_000)
    for _ in range(40):
        await asyncio.to_thread(os.write, write, b"x" * 60_000)
    os.write(write, b"\nnext\n")
    os.close(write)
    async with asyncio.timeout(10):
        assert len(await first or b"") == 1_000_000
        assert await lines.read("") == b"next"
        assert await lines.read("") is None
        assert await lines.read("") is None
    os.close(read)


async def test_ctrl_c_breaks_off_the_answer_and_the_conversation_goes_on() -> None:
    reader = Reader(b"slow\nquick\n")
    cancelled = asyncio.Event()

    async def handle(event: Event) -> None:
        assert isinstance(event, Message)
        reader.events.append(event)
        if event.text == "slow":
            os.kill(os.getpid(), signal.SIGINT)
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                cancelled.set()
                raise

    async with asyncio.timeout(10):
        await reader.console.run(handle)
    reader.close()
    assert cancelled.is_set()
    assert len(reader.events) == 2
    assert "(Broken off.)" in reader.shown.getvalue()


async def test_a_second_ctrl_c_ends_when_the_first_is_not_heeded() -> None:
    reader = Reader(b"stubborn\nnext\n")

    async def handle(event: Event) -> None:
        reader.events.append(event)
        os.kill(os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(30)

    async with asyncio.timeout(10):
        await reader.console.run(handle)
    reader.close()
    assert len(reader.events) == 1


class Pressed(Descriptor):
    """Lines that a person types, with Ctrl-C `times` times before each, as the terminal signals it between prompts."""

    typed = True

    def __init__(self, descriptor: int, times: int) -> None:
        super().__init__(descriptor)
        self._times = times

    async def read(self, prompt: str) -> bytes | None:
        for _ in range(self._times):
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(0.01)
        return await super().read(prompt)


@pytest.mark.parametrize(("times", "heard"), [(0, 2), (1, 2), (2, 0)])
async def test_ctrl_c_between_two_prompts_counts_like_one_at_the_prompt(times: int, heard: int) -> None:
    reader = Reader(b"one\ntwo\n", lines=lambda read: Pressed(read, times))

    async def handle(event: Event) -> None:
        reader.events.append(event)

    async with asyncio.timeout(10):
        await reader.console.run(handle)
    reader.close()
    assert len(reader.events) == heard
    assert ("Ctrl-C again" in reader.shown.getvalue()) == (times > 0)


async def test_words_are_shown_as_they_come_and_tamed() -> None:
    reader = Reader(b"")
    seen: list[str] = []

    async def words() -> AsyncIterator[str]:
        for piece in ("Hel", "lo \x1b]0;evil\x07", "there"):
            yield piece
            seen.append(reader.shown.getvalue())

    await reader.console.stream(Outgoing(home_of(author_of("Ana")).address, ""), words())
    assert seen[0].endswith("Rapport> Hel")
    assert reader.shown.getvalue() == "Rapport> Hello ]0;evilthere\n"
    reader.close()


def test_a_closed_screen_is_unreachable() -> None:
    shown = io.StringIO()
    shown.close()
    with pytest.raises(Unreachable):
        Screen(shown).line("x")
