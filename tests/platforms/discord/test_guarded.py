"""What the bot does not do at Discord, over sockets: answer without end, talk with bots, follow links."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from discord import Permissions

from bot.loops import MOST_ANSWERS
from tests.platforms.bait import bait
from tests.platforms.discord.chatting import Chat, chatting
from tests.platforms.discord.people import Person
from tests.platforms.discord.posts import Post, Use
from tests.platforms.discord.server import DiscordStandIn


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        chat.tell("Yes.")
        yield chat


@pytest.fixture
def bob(chat: Chat) -> Person:
    """Another member."""
    person = chat.discord.person("Bob")
    chat.home.join(person)
    return person


def shown(use: Use) -> Post:
    """The message of an answer."""
    assert use.post is not None
    return use.post


async def limited(chat: Chat, label: str, most: int) -> None:
    """A manager has set this limit."""
    carol = chat.discord.person("Carol")
    chat.home.join(carol, roles=[chat.home.role("Managers", Permissions(manage_guild=True))])
    page = await carol.click(shown(await carol.slash(chat.general, "settings")), "Limits")
    (pick,) = shown(page).lists
    (value,) = (value for value, text in pick.options if label in text)
    form = (asked := await carol.select(shown(page), [value])).form
    assert form is not None
    told = await carol.submit(asked, {"text": str(most)})
    await chat.discord.log.until(lambda: str(most) in told.text)


async def test_who_asks_too_much_is_told_so_once_and_others_are_answered(chat: Chat, bob: Person) -> None:
    await limited(chat, "a minute for one person", 2)
    asked = [await chat.ask(f"Is question {each} a good one?") for each in "abcd"]
    await chat.discord.log.until(lambda: len(chat.general.posts(by_bot=True)) >= 4)
    assert await chat.answered(await bob.send(chat.general, f"{chat.discord.mention} And I?")) == "Yes."
    told = [post for post in chat.general.posts(by_bot=True) if not post.private]
    assert [post.reply_to for post in told[:3]] == [post.id for post in asked[:3]]
    assert [post.text for post in told if post.text != "Yes."] == [told[2].text]
    assert told[2].text.startswith("You have asked me a lot within a minute. I go on in about")


async def test_a_guild_has_a_limit_that_all_in_it_share(chat: Chat, bob: Person) -> None:
    await limited(chat, "a minute for the whole space", 1)
    assert await chat.answered(await chat.ask("Are you there?")) == "Yes."
    refused = await chat.answered(await bob.send(chat.general, f"{chat.discord.mention} And for me?"))
    assert refused.startswith("I am asked a lot here")
    assert await chat.answered(await bob.dm("And alone?")) == "Yes."


async def test_bots_and_webhooks_are_not_answered(chat: Chat) -> None:
    robot = chat.discord.person("Robot", bot=True)
    chat.home.join(robot)
    await robot.send(chat.general, f"{chat.discord.mention} hello from a bot")
    chat.general.by_webhook(f"{chat.discord.mention} hello from a hook")
    await chat.answered(await chat.ask("Are you there?"))
    assert await chat.said() == ["Yes."]
    assert await chat.lines() == [(False, "Are you there?"), (True, "Yes.")]


async def test_who_says_the_same_for_ever_is_not_answered_for_ever(chat: Chat) -> None:
    for number in range(MOST_ANSWERS + 3):
        await chat.ask(f"Thank you {number} times, you are so welcome!")
    await chat.discord.log.until(lambda: len(chat.general.posts(by_bot=True)) == MOST_ANSWERS)
    assert await chat.answered(await chat.ask("And now something else?")) == "Yes."
    assert await chat.said() == ["Yes."] * (MOST_ANSWERS + 1)


async def test_no_link_is_followed(chat: Chat) -> None:
    async with bait() as page:
        asked = await chat.ask(f"What is {page.address}/a and [this]({page.address}/b)? ![]({page.address}/c.png)")
        await chat.answered(asked)
        await chat.alice.edit(asked, f"{chat.discord.mention} And {page.address}/d?")
        await chat.answered(await chat.alice.dm(f"{page.address}/e.txt"))
        await chat.alice.slash(chat.general, "remember", text=f"See {page.address}/f")
        await asyncio.sleep(0.3)
        assert page.asked == []


async def test_what_is_too_large_or_no_text_is_not_fetched(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    model, files, fetched = chat.tell("Hm."), chat.discord.world.backend.cdn, list[str]()
    read = files.get

    def counted(address: str) -> bytes | None:
        fetched.append(address)
        return read(address)

    monkeypatch.setattr(files, "get", counted)
    await chat.answered(await chat.alice.dm("Look!", files={"film.mp4": b"x", "long.txt": b"x" * 200_000}))
    assert fetched == [] and "film.mp4" in str(model.prompts[-1]) and "long.txt" in str(model.prompts[-1])
    await chat.answered(await chat.alice.dm("Look!", files={"list.txt": b"eggs"}))
    assert len(fetched) == 1 and "eggs" in str(model.prompts[-1])
