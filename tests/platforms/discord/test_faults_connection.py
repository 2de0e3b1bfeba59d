"""The connection is lost while answers are written: each is finished, and nothing is said or heard twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord.chatting import POSTS, Chat, chatting
from tests.platforms.discord.server import DiscordStandIn

ANEW_SECONDS = 30.0


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        yield chat


async def test_a_cut_in_the_middle_of_an_answer(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two, three.")
    await chat.ask("Count!")
    await chat.shows("One,")
    chat.discord.drop()
    await chat.discord.log.until(lambda: not chat.discord.gateway.lines)
    rest.set()
    await chat.shows("One, two, three.")
    await chat.discord.connected(seconds=ANEW_SECONDS)
    assert await chat.said() == ["One, two, three."]
    assert len(chat.discord.log.to("POST", POSTS)) == 1
    assert await chat.lines() == [(False, "Count!"), (True, "One, two, three.")]


async def test_what_is_said_while_cut_off_in_the_middle_of_an_answer(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two.")
    first = await chat.ask("Count!")
    await chat.shows("One,")
    chat.discord.drop()
    chat.tell("Yes.")
    missed = [await chat.ask(f"Is {each} a number?") for each in range(3)]
    direct = await chat.alice.dm("Are you there?")
    assert await chat.answered(direct, seconds=ANEW_SECONDS) == "Yes."
    assert await chat.said() == ["One,"], "in a place one answer comes after the other"
    rest.set()
    for post in missed:
        assert await chat.answered(post) == "Yes."
    posts = [(each.reply_to, each.text.strip()) for each in chat.general.posts(by_bot=True)]
    assert posts == [(first.id, "One, two."), *((post.id, "Yes.") for post in missed)]
    assert len(chat.discord.log.identified) == 1, "the session was resumed"


async def test_a_session_lost_in_the_middle_of_an_answer(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two.")
    await chat.ask("Count!")
    await chat.shows("One,")
    chat.discord.forget()
    await chat.discord.log.until(lambda: len(chat.discord.log.identified) == 2, ANEW_SECONDS)
    await chat.discord.connected()
    chat.tell("Yes.")
    later = await chat.ask("And now?")
    rest.set()
    assert await chat.answered(later) == "Yes."
    assert await chat.said() == ["One, two.", "Yes."]


async def test_an_event_that_is_told_again_is_not_acted_on_again(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two.")
    await chat.ask("Count!")
    (event,) = chat.discord.log.events("MESSAGE_CREATE")
    await chat.shows("One,")
    chat.discord.tell(event.name, event.payload)
    rest.set()
    await chat.shows("One, two.")
    chat.discord.tell(event.name, event.payload)
    later = await chat.ask("And now?")
    await chat.answered(later)
    assert [post.reply_to for post in chat.general.posts(by_bot=True)][1:] == [later.id]
    assert [text for ours, text in await chat.lines() if not ours] == ["Count!", "And now?"]
