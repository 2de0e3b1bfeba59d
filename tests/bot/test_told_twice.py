"""Each command that is told twice, to one process or to two, leaves in the database what it leaves when told once."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from adapters.errors import Unclaimed
from adapters.types import Command, Message
from memory.errors import DatabaseUnreachable
from tests.bot.platform import ADA, Guildlike, ordered, said
from tests.bot.stage import Stage, staged

# Each command of the bot, with what may stand after it; {fact}, {answer} and {reminder} are Ada's.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "remember": ("My cat is grey",),
    "memory": ("", "history", "search bike", "show {fact}", "correct {fact} My bike is red", "correct 1 It is red"),
    "forget": ("{fact}", "yes {fact}", "1", "yes 1", "all", "bike"),
    "share": ("", "preferences here", "preferences off", "here {fact}", "off {fact}"),
    "why": ("", "tone", "{message}"),
    "keep": ("",),
    "about": ("",),
    "again": ("",),
    "reword": ("",),
    "tone": (
        *("", "length -1", "length +", "length -", "low-load", "low-load off", "undo", "measured", "forms", "dials"),
        *("forget", "forget yes", "add short answers, please"),
    ),
    "timezone": ("", "Europe/Lisbon"),
    "persona": ("", "rapport", "usual"),
    "privacy": (
        *("", "learning off", "learning on", "training on", "training off", "keep", "forget", "forget everything"),
        "forget everything for good",
    ),
    "export": ("",),
    "leave": ("",),
    "help": ("",),
    "join": ("",),
    "rate": ("{answer}", "{answer} It is Mia."),
    "settings": (
        *("", "show", "channels all off", "channels all on", "listen on", "listen off", "roles add 7", "roles clear"),
        *("block add 102", "block drop 102", "persona rapport", "propose on", "propose off"),
        *("limits person_answers_per_day 3", "audit"),
    ),
    "remind": ("call Bob tomorrow at 9", "water the plants every day at 8", "in 20 minutes to call Bob"),
    "remind-about": ("",),
    "reminders": (
        *(
            "",
            "page 1",
            "open",
            "calendar",
            "file",
            "quiet",
            "quiet 22:00-07:00",
            "quiet off",
            "lost",
            "all",
            "all yes",
        ),
        "cancel all",
    ),
    "reminder": (
        *("open {reminder}", "pause {reminder}", "resume {reminder}", "stop {reminder}", "skip {reminder}"),
        *("edit {reminder}", "edit {reminder} tomorrow at 7", "accept {reminder}", "decline {reminder}"),
    ),
}
UNCHANGING = {"settings", "privacy", "reminders"}  # for which all stays as it was that they need
PASSING = {"inbox", "open_pages", "migrations", "spent_passes"}  # what is kept of the telling itself
DATES = ("confirmed_at", "last_seq", "heard_at", "made_at")
TABLES = """
SELECT c.table_name, string_agg(quote_ident(c.column_name), ', ' ORDER BY c.ordinal_position)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name <> ALL ($1) GROUP BY 1"""


async def stored(dsn: str) -> dict[str, list[str]]:
    """All rows of all tables."""
    connection = await asyncpg.connect(dsn)
    try:
        return {
            table: sorted(str(tuple(row)) for row in await connection.fetch(f'SELECT {columns} FROM "{table}"'))
            for table, columns in await connection.fetch(TABLES, list(DATES))
            if table not in PASSING
        }
    finally:
        await connection.close()


class World:
    """Two processes on one database."""

    def __init__(self, dsn: str, one: Stage, two: Stage) -> None:
        self.dsn, self.one, self.two = dsn, one, two

    @property
    def sent(self) -> list[str]:
        """All that was said."""
        return [*self.one.sheet.sent, *self.two.sheet.sent]

    async def fill(self, number: int) -> tuple[Message, str]:
        """In a channel Ada has things remembered, chooses a tone, has a reminder, asks, and is answered.

        What she asked, and the id of the answer.
        """
        for name, argument in (
            ("timezone", "Europe/Berlin"),
            ("remember", f"My bike number {number} is blue"),
            ("tone", "length 1"),
            ("tone", "length 2"),
            ("remind", f"feed fish number {number} every day at 18:30"),
        ):
            await self.one.give(ordered(name, argument))
        question = said("What is my cat called?", ADA)
        await self.one.give(question)
        answer = self.one.sheet.ids[-1]
        for each in (self.one, self.two):
            await each.give(ordered("memory"))  # numbers mean something in both
        return question, answer

    async def order(self, name: str, argument: str, asked: tuple[Message, str]) -> Command:
        """A command of hers."""
        question, answer = asked
        connection = await asyncpg.connect(self.dsn)
        try:
            fact = await connection.fetchval("SELECT 'f' || max(id) FROM facts")
            reminder = await connection.fetchval("SELECT max(id) FROM reminders WHERE standing = 'active'")
        finally:
            await connection.close()
        assert "{" not in argument or (fact and reminder)
        named = f"discord/900/1//{answer}"
        given = argument.format(fact=fact, reminder=reminder, answer=named, message=answer)
        command = ordered(name, given)
        about = replace(question, id="another", text="My tree is tall, call me tomorrow")
        return replace(command, about=about) if name in ("keep", "about", "remind-about") else command


@pytest.fixture
async def world(database_dsn: str, tmp_path: Path) -> AsyncIterator[World]:
    async with (
        staged(database_dsn, tmp_path, sheet=Guildlike()) as one,
        staged(database_dsn, tmp_path, sheet=Guildlike()) as two,
    ):
        for each in (one, two):
            each.speak_with(lambda messages: ["Miso, I think."])
        yield World(database_dsn, one, two)


def test_no_command_is_left_out(world: World) -> None:
    ordering = world.one.assembly.dispatch._ordering
    assert {*ordering._commands._table, *ordering._own, "again"} == {*ORDERS}


@pytest.mark.parametrize("name", ORDERS)
async def test_told_twice_it_does_once_what_it_does(world: World, name: str) -> None:
    asked = await world.fill(0)
    for number, argument in enumerate(ORDERS[name]):
        if number and name not in UNCHANGING:
            asked = await world.fill(number)
        command = await world.order(name, argument, asked)
        before = len(world.sent)
        await asyncio.gather(told(world.one, command), told(world.two, command))
        once, sent = await stored(world.dsn), world.sent
        assert len(sent) == before + (2 if name == "again" else 1), argument
        with pytest.MonkeyPatch.context() as patch:
            away(patch, world.two, done=False)
            for each in (world.one, world.two):
                await told(each, command)
        assert await stored(world.dsn) == once, argument
        assert world.sent == sent, argument


async def test_a_command_whose_claim_may_be_lost_is_obeyed_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    command = await world.order("tone", "length -", await world.fill(0))
    before = len(world.sent)
    away(monkeypatch, world.one, done=True)
    await told(world.one, command)
    assert len(world.sent) == before + 1 and "Length" in world.one.sheet.sent[-1]


def away(monkeypatch: pytest.MonkeyPatch, stage: Stage, *, done: bool) -> None:
    """The next claim of that process is lost: before it reaches the database, or with its answer where it is `done`."""
    claim, tries = stage.memory.claim_event, iter((True,))

    async def lost(*args: Any, **more: Any) -> bool:
        first = next(tries, False)
        ours = await claim(*args, **more) if done or not first else False
        if first:
            raise DatabaseUnreachable
        return ours

    monkeypatch.setattr(stage.memory, "claim_event", lost)


async def told(stage: Stage, command: Command) -> None:
    """A process is told of a command, whether or not it obeys."""
    with suppress(Unclaimed):
        await stage.give(command)
