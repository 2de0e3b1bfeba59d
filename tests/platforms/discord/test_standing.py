"""What was begun stands there once and as a reply, what cannot be read is said to be, and what is shown was said."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters import growing
from adapters.discord import finding, wire
from adapters.discord.pieces import MOST_PARTS
from adapters.outgoing import Button, Outgoing
from adapters.portions import NO_FILE
from adapters.text import split
from adapters.types import Message
from tests.platforms.discord.adapting import adapting, address_of
from tests.platforms.discord.chatting import EDITS, POSTS, Chat, chatting
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordStandIn


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        yield chat


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are short."""
    monkeypatch.setattr(growing, "LONGEST_WAIT", 0.3)
    monkeypatch.setattr(growing, "LONGEST_INTERVAL", 0.3)
    monkeypatch.setattr(wire, "RETRY_PAUSES", (0.1, 0.1))


@pytest.mark.parametrize("limited", [True, False])
async def test_an_answer_whose_first_post_fails_is_still_a_reply(chat: Chat, limited: bool) -> None:
    if limited:
        chat.discord.faults.limit(45.0, path=POSTS, method="POST", times=1)
    else:
        chat.discord.faults.fail(503, path=POSTS, method="POST", times=4)
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two, three.")
    asked = await chat.ask("Count!")
    await chat.shows("One,", seconds=30)
    rest.set()
    await chat.shows("One, two, three.", seconds=30)
    reply = await chat.discord.reply(asked)
    assert reply.text.strip() == "One, two, three." and reply.pings == {chat.alice.id}


async def test_an_answer_that_was_posted_though_discord_said_otherwise_stands_there_once(chat: Chat) -> None:
    chat.discord.faults.lose(503, path=POSTS, times=4)
    pause, rest = asyncio.Event(), asyncio.Event()
    chat.tell("One, ", pause, "two, ", rest, "three.")
    asked = await chat.ask("Count!")
    await chat.discord.log.until(lambda: len(chat.discord.log.to("POST", POSTS)) >= 2, 20)
    pause.set()
    await chat.shows("One, two,", seconds=30)
    rest.set()
    await chat.shows("One, two, three.", seconds=30)
    assert await chat.said() == ["One, two, three."]
    assert (await chat.discord.reply(asked)).pings == {chat.alice.id}


async def test_an_answer_without_its_file_or_buttons_was_said_all_the_same(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    lines = [f"Line {number} of it.\n" for number in range(2_000)]

    async def words() -> AsyncIterator[str]:
        for line in lines:
            yield line
        await discord.log.until(lambda: len(discord.log.to("POST", POSTS)) == MOST_PARTS)
        discord.faults.deny(POSTS, method="POST", times=1)
        discord.faults.deny(EDITS, method="PATCH")

    async with adapting(discord) as bot:
        outgoing = Outgoing(address_of(general), "", buttons=(Button("Why", "why"),))
        sent = await bot.adapter.stream(outgoing, words())
        posts = await discord.said(general, count=MOST_PARTS + 1)
    shown = [each.strip() for each in split("".join(lines), 2000)[:MOST_PARTS]]
    assert [post.text.strip() for post in posts] == [*shown, NO_FILE]
    assert [sent.message_id, *sent.more] == [str(post.id) for post in posts]


async def test_two_that_say_the_same_to_one_message_say_it_once(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    """As two processes do whose database is away: neither can ask whether the other has it."""
    async with adapting(discord) as bot:
        await alice.send(general, f"{discord.mention} hello")
        await alice.send(general, f"{discord.mention} hello?")
        first, second = await bot.hears(Message, 2)
        for to, text in ((first, "I am away."), (first, "I am away."), (first, "I am back."), (second, "I am away.")):
            await bot.adapter.send(Outgoing(to.address, text, to.id))
        posts = await discord.said(general, count=3)
    assert [post.text for post in posts] == ["I am away.", "I am back.", "I am away."]
    assert len(finding.answering(Outgoing(first.address, "x" * 2000, first.id), 9) or "") <= 25


async def test_a_reply_without_a_ping_is_told_that_it_cannot_be_read(chat: Chat) -> None:
    """Without the message content intent Discord keeps its words from us, and an answer would be to nothing."""
    model = chat.tell("Oslo or Bergen?")
    first = await chat.discord.reply(await chat.ask("Where shall I go?"))
    await chat.shows("Oslo or Bergen?")
    asked = len(model.prompts)
    reply = await chat.discord.reply(await chat.alice.send(chat.general, "Bergen", reply_to=first, ping=False))
    assert reply.text.startswith("I can only read messages that mention me.")
    assert len(model.prompts) == asked
    with_ping = await chat.ask("Bergen")
    await chat.discord.reply(with_ping)
    assert len(model.prompts) == asked + 1
