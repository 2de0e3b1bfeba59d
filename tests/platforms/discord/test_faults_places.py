"""What people and the database do while an answer is written has one outcome, and the next message is answered."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import patience, serving
from bot.dispatch import AWAY
from tests.bot.severed import Severed, severed
from tests.platforms.discord.chatting import POSTS, Chat, chatting
from tests.platforms.discord.server import DiscordStandIn


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        yield chat


@asynccontextmanager
async def far(discord: DiscordStandIn, dsn: str, folder: Path) -> AsyncIterator[tuple[Chat, Severed]]:
    """The chat with a database that can be cut off."""
    async with severed(dsn) as (relay, through), chatting(discord, dsn, folder, through=through) as chat:
        yield chat, relay


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database is waited for seconds only, also where nobody sits and watches."""
    monkeypatch.setattr(serving, "LONG_PATIENCE_SECONDS", 1.0)
    monkeypatch.setattr(patience, "LEAST_SECONDS", 1.0)
    yield


async def test_a_question_edited_while_its_answer_is_written(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("Well, ", rest, "noted.")
    asked = await chat.ask("My cat is called Miso.")
    await chat.shows("Well,")
    await chat.alice.edit(asked, f"{chat.discord.mention} My cat is called Biscuit.")
    await asyncio.sleep(0.3)
    rest.set()
    await chat.shows("Well, noted.")
    model = chat.tell("Biscuit.")
    await chat.answered(await chat.ask("What is my cat called?"))
    assert await chat.said() == ["Well, noted.", "Biscuit."], "an edit is not answered again"
    assert "Biscuit" in str(model.prompts[-1]) and "Miso" not in str(model.prompts[-1])
    assert (False, "My cat is called Biscuit.") in await chat.lines()


async def test_a_question_deleted_while_its_answer_is_written(chat: Chat) -> None:
    chat.tell("Well, ", asyncio.Event(), "noted.")
    asked = await chat.ask("My code is 4711.")
    await chat.shows("Well,")
    await chat.alice.delete(asked)
    chat.tell("Yes.")
    assert await chat.answered(await chat.ask("Are you there?")) == "Yes."
    assert await chat.said() == ["Well,", "Yes."]
    assert await chat.lines() == [(False, "Are you there?"), (True, "Yes.")]


async def test_our_answer_deleted_while_it_is_written_is_not_said_again(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two, three.")
    await chat.ask("Count!")
    shown = await chat.shows("One,")
    chat.discord.world.backend.delete_message(shown.channel, shown.id)
    rest.set()
    await chat.shows("two, three.")
    assert await chat.said() == ["two, three."]


async def test_a_channel_deleted_while_an_answer_is_written_there(chat: Chat) -> None:
    hall, rest = chat.home.channel("hall"), asyncio.Event()
    chat.tell("One, ", rest, "two.")
    await chat.ask("My bike is blue.", hall)
    await chat.shows("One,", hall)
    hall.delete()
    await asyncio.sleep(0.3)
    rest.set()
    model = chat.tell("Yes.")
    assert await chat.answered(await chat.ask("Are you there?")) == "Yes."
    await chat.forgets("blue")
    assert await chat.answered(await chat.alice.dm("Which colour has my bike?")) == "Yes."
    assert "blue" not in str(model.prompts[-1])
    await asyncio.sleep(1.0)
    assert len(chat.discord.log.to("POST", f"/channels/{hall.id}/messages")) == 1
    assert len(chat.discord.log.to("PATCH", f"/channels/{hall.id}/messages/*")) <= 1


async def test_put_out_of_a_server_while_an_answer_is_written_there(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two.")
    await chat.ask("My bike is blue.")
    await chat.shows("One,")
    chat.home.end()
    await asyncio.sleep(0.3)
    rest.set()
    model = chat.tell("Yes.")
    assert await chat.answered(await chat.alice.dm("Which colour has my bike?")) == "Yes."
    assert "blue" not in str(model.prompts[-1])
    await asyncio.sleep(1.0)
    assert len(chat.discord.log.to("POST", f"/channels/{chat.general.id}/messages")) == 1
    assert len(chat.discord.log.to("PATCH", f"/channels/{chat.general.id}/messages/*")) <= 1


async def test_somebody_who_closes_direct_while_their_answer_is_thought_about(chat: Chat) -> None:
    rest, path = asyncio.Event(), f"/channels/{chat.alice.direct.id}/messages"
    model = chat.tell(rest, "One.")
    await chat.alice.dm("Count!")
    await chat.discord.log.until(lambda: bool(model.prompts))
    chat.discord.close_direct(chat.alice)
    rest.set()
    await chat.discord.log.until(lambda: bool(chat.discord.log.to("POST", path)))
    chat.tell("Yes.")
    assert await chat.answered(await chat.ask("Are you there?")) == "Yes."
    assert await chat.said() == ["Yes."], "what was for her alone is said nowhere else"
    assert len(chat.discord.log.to("POST", path)) == 1


async def test_the_database_goes_away_while_an_answer_is_written(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with far(discord, database_dsn, tmp_path) as (chat, relay):
        rest = asyncio.Event()
        chat.tell("One, ", rest, "two.")
        await chat.ask("Count!")
        await chat.shows("One,")
        relay.cut()
        rest.set()
        await chat.shows("One, two.")
        chat.tell("Yes.")
        waiting = [await chat.ask("Are you there?"), await chat.alice.dm("And here?")]
        await asyncio.sleep(1.0)
        relay.mend()
        for post in waiting:
            assert await chat.answered(post) == "Yes."
        assert await chat.said() == ["One, two.", "Yes."]
        expected = {(False, "Count!"), (True, "One, two."), (False, "Are you there?"), (False, "And here?")}
        assert expected <= set(await chat.lines())


@pytest.mark.usefixtures("impatient")
async def test_a_database_that_stays_away_is_told_once_in_each_place_and_is_then_as_before(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with far(discord, database_dsn, tmp_path) as (chat, relay):
        chat.tell("Yes.")
        relay.cut()
        for each in range(3):
            await chat.ask(f"Question {each}?")
        direct = await chat.alice.dm("My cat is called Miso.")
        assert await chat.answered(direct) == AWAY
        assert (await chat.shows(AWAY)).by_bot
        await chat.turns(4)
        assert await chat.said() == [AWAY]
        relay.mend()
        later = await chat.ask("And now?")
        assert await chat.answered(later) == "Yes."
        assert await chat.said() == [AWAY, "Yes."]
        assert len(chat.discord.log.to("POST", POSTS)) == 3


@pytest.mark.usefixtures("impatient")
async def test_a_command_while_the_database_is_away_is_answered_for_the_asker_alone(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with far(discord, database_dsn, tmp_path) as (chat, relay):
        relay.cut()
        used = await chat.alice.slash(chat.general, "memory")
        assert used.answered and used.private
        await chat.discord.log.until(lambda: used.text == AWAY, 20)
        relay.mend()
        again = await chat.alice.slash(chat.general, "memory")
        await chat.discord.log.until(lambda: bool(again.text), 20)
        assert again.text != AWAY
        assert [post.private for post in chat.general.posts(by_bot=True)] == [True, True]
