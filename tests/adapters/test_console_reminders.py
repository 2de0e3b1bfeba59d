"""What comes by itself at a terminal: above the line being typed, and for nobody who never sat there."""

import io
from collections.abc import Callable

import pytest

from adapters.console import Console, home_of
from adapters.console.parse import author_of
from adapters.console.screen import Screen
from adapters.errors import DirectClosed
from adapters.outgoing import Outgoing
from adapters.types import Address, Event, direct_with

ANA, BEN = direct_with("console", "ana"), direct_with("console", "ben")


class Typed:
    """Lines that are there already; what is written beside them waits until they were typed."""

    typed = True

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)
        self.beside: list[Callable[[], None]] = []

    async def read(self, prompt: str) -> str | None:
        return self._lines.pop(0) if self._lines else None

    def forget(self) -> None:
        """Nothing is kept."""

    def aside(self, write: Callable[[], None]) -> None:
        self.beside.append(write)


def console(lines: Typed, shown: io.StringIO) -> Console:
    """Ana at a terminal."""
    return Console(lines, Screen(shown), seat=home_of(author_of("Ana")))


def reminder(address: Address) -> Outgoing:
    """Something that comes by itself."""
    return Outgoing(address, "Reminder: water the plants", key="41", mentions="ana")


async def test_it_stands_beside_the_line_being_typed() -> None:
    lines, shown = Typed(), io.StringIO()
    sent = await console(lines, shown).send(reminder(ANA))
    assert sent.message_id and shown.getvalue() == ""
    (write,) = lines.beside
    write()
    assert shown.getvalue() == "Rapport> Reminder: water the plants\n"


async def test_an_answer_is_written_at_once() -> None:
    lines, shown = Typed(), io.StringIO()
    await console(lines, shown).send(Outgoing(ANA, "Hello."))
    assert (lines.beside, shown.getvalue()) == ([], "Rapport> Hello.\n")


async def test_who_never_sat_there_is_shown_nothing() -> None:
    lines, shown = Typed(), io.StringIO()
    with pytest.raises(DirectClosed):
        await console(lines, shown).send(reminder(BEN))
    assert (lines.beside, shown.getvalue()) == ([], "")


async def test_who_sat_there_before_is_shown_theirs() -> None:
    async def hear(event: Event) -> None:
        """Nothing is answered."""

    lines, shown = Typed("/as Ben", "/as Ana"), io.StringIO()
    terminal = console(lines, shown)
    await terminal.run(hear)
    await terminal.send(reminder(BEN))
    assert lines.beside


async def test_what_is_for_a_place_is_shown() -> None:
    lines = Typed()
    await console(lines, io.StringIO()).send(reminder(Address("console", "home", "#hall")))
    assert lines.beside
