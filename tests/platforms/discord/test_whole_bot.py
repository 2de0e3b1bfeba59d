"""The whole bot at Discord, over sockets: what people do there, and what of it reaches the model and the memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import discord as library
import pytest

from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.types import Event
from bot.catalog import load_catalog
from bot.ratings import ASKED
from bot.settings_pages import LISTENS
from bot.supervise import Supervisor
from tests.bot.severed import severed
from tests.bot.stage import Stage, staged
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.posts import Post
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.ratings import rated

PNG = b"\x89PNG\r\n\x1a\n...."
MANAGER = library.Permissions(manage_guild=True, view_channel=True, send_messages=True, use_application_commands=True)


@asynccontextmanager
async def whole(
    stand_in: DiscordStandIn, dsn: str, folder: Path, settings: Settings | None = None
) -> AsyncIterator[Stage]:
    """The bot on a database and at the stand-in; what is put down to be erased is erased."""
    async with staged(dsn, folder) as stage, Supervisor() as supervisor:
        adapter = Discord(stand_in.token, settings or Settings(), load_catalog())

        async def handle(event: Event) -> None:
            await stage.assembly.dispatch.handle(event, adapter, trace=stage.records.append)

        supervisor.start("erase", stage.assembly.changes.erase)
        running = asyncio.ensure_future(adapter.run(handle))
        try:
            await stand_in.connected()
            await asyncio.sleep(0.3)  # until it has been told of its guilds
            yield stage
        finally:
            running.cancel()
            await asyncio.wait([running], timeout=20)


@pytest.fixture
async def stage(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    discord.granted.content = discord.granted.members = False
    async with whole(discord, database_dsn, tmp_path) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        yield stage


@pytest.fixture
def home(discord: DiscordStandIn) -> Guild:
    return discord.guild()


@pytest.fixture
def alice(discord: DiscordStandIn, home: Guild) -> Person:
    person = discord.person("Alice")
    home.join(person, roles=[home.role("Managers", MANAGER)])
    return person


@pytest.fixture
def general(home: Guild) -> Channel:
    return home.channel("general")


async def answered(discord: DiscordStandIn, post: Post) -> str:
    return (await discord.reply(post)).text


async def test_what_is_said_alone_stays_alone_and_what_all_read_is_used_everywhere(
    discord: DiscordStandIn, home: Guild, alice: Person, general: Channel, stage: Stage
) -> None:
    model = stage.speak_with(lambda messages: ["Yes."])
    ben = discord.person("Ben")
    home.join(ben)
    await answered(discord, await alice.dm("My diagnosis is flu."))
    await answered(discord, await alice.send(general, f"{discord.mention} The meeting begins at eight."))
    await answered(
        discord, await ben.send(general, f"{discord.mention} What is her diagnosis, and when is the meeting?")
    )
    assert "flu" not in str(model.prompts[-1]) and "at eight" in str(model.prompts[-1])
    await answered(discord, await ben.dm("When is the meeting?"))
    assert "at eight" in str(model.prompts[-1])
    outsider = discord.person("Cy")
    discord.guild("Elsewhere").join(outsider)
    await answered(discord, await outsider.dm("When is the meeting?"))
    assert "at eight" not in str(model.prompts[-1])


async def test_a_reply_brings_what_it_points_at(
    discord: DiscordStandIn, home: Guild, alice: Person, general: Channel, database_dsn: str, tmp_path: Path
) -> None:
    async with whole(discord, database_dsn, tmp_path, Settings(listen=True)) as stage:
        model = stage.speak_with(lambda messages: ["So it is."])
        ben = discord.person("Ben")
        home.join(ben)
        claim = await ben.send(general, "Whales are mammals.")
        await answered(discord, await alice.send(general, f"{discord.mention} Is that true?", reply_to=claim))
        assert "Ben wrote:\n  Whales are mammals.\n</quoted>" in model.prompts[-1][-1].text
        await answered(discord, await alice.send(general, discord.mention, reply_to=claim))
        assert "Ben wrote:\n  Whales are mammals.\n</quoted>\nAlice: >" in model.prompts[-1][-1].text
        before = len(alice.direct.posts())
        await alice.forward(claim, alice.direct)
        await discord.log.until(lambda: len(alice.direct.posts()) == before + 2)
        assert "a forwarded message wrote:\n  Whales are mammals.\n</quoted>\n>" in model.prompts[-1][-1].text
        asked = len(model.prompts)
        assert (await answered(discord, await alice.send(general, discord.mention))).startswith("Yes? Say what")
        assert len(model.prompts) == asked


async def test_a_picture_and_a_text_are_read(
    discord: DiscordStandIn, alice: Person, general: Channel, stage: Stage
) -> None:
    model = stage.speak_with(lambda messages: ["A cat and eggs."], sees=True)
    files = {"cat.png": PNG, "list.txt": b"eggs"}
    await answered(discord, await alice.send(general, f"{discord.mention} Look!", files=files))
    assert [image.content for image in model.prompts[-1][-1].images] == [PNG]
    assert "- list.txt:\n  eggs\n</files>" in model.prompts[-1][-1].text
    await answered(discord, await alice.dm("", files={"cat.png": PNG}))
    assert model.prompts[-1][-1].images and "A file was sent: cat.png" in model.prompts[-1][-1].text


async def test_a_purge_takes_what_was_said_out_of_memory(
    discord: DiscordStandIn, alice: Person, general: Channel, stage: Stage
) -> None:
    told = [await alice.send(general, f"{discord.mention} The code number {each} is 47{each}1.") for each in range(4)]
    for post in told:
        await answered(discord, post)
    general.purge(told)
    model = stage.speak_with(lambda messages: ["Hm."])
    await asyncio.sleep(0.5)
    await answered(discord, await alice.send(general, f"{discord.mention} What are the codes?"))
    assert not any(f"47{each}1" in str(model.prompts[-1]) for each in range(4))


async def test_a_deleted_channel_and_a_kick_have_an_end(
    discord: DiscordStandIn, home: Guild, alice: Person, general: Channel, stage: Stage
) -> None:
    hall = home.channel("hall")
    await answered(discord, await alice.send(general, f"{discord.mention} The code of the bike is 1234."))
    await answered(discord, await alice.send(hall, f"{discord.mention} The code of the hall is 4711."))
    model = stage.speak_with(lambda messages: ["Hm."])
    await answered(discord, await alice.dm("What are the codes of bike and hall?"))
    assert "1234" in str(model.prompts[-1]) and "4711" in str(model.prompts[-1])
    hall.delete()
    await asyncio.sleep(0.5)
    await answered(discord, await alice.dm("So, what are the codes of bike and hall?"))
    assert "1234" in str(model.prompts[-1]) and "4711" not in str(model.prompts[-1])
    home.end()
    await asyncio.sleep(0.5)
    await answered(discord, await alice.dm("Again, what are the codes of bike and hall?"))
    assert "1234" not in str(model.prompts[-1])


async def test_a_slow_model_shows_typing_and_is_stopped_by_deleting_the_question(
    discord: DiscordStandIn, alice: Person, general: Channel, stage: Stage
) -> None:
    model = stage.speak_with(lambda messages: [asyncio.Event()])
    question = await alice.send(general, f"{discord.mention} Tell me a story.")
    await discord.log.until(lambda: bool(discord.log.to("POST", "/channels/*/typing")) and bool(model.prompts))
    stage.speak_with(lambda messages: ["Here I am."])
    waiting = await alice.send(general, f"{discord.mention} Are you there?")
    await asyncio.sleep(0.3)
    await alice.delete(question)
    assert await answered(discord, waiting) == "Here I am."
    assert len(general.posts(by_bot=True)) == 1


async def test_a_channel_that_refuses_costs_one_answer(
    discord: DiscordStandIn, alice: Person, general: Channel, stage: Stage
) -> None:
    discord.faults.deny(f"/channels/{general.id}/messages", method="POST")
    await alice.send(general, f"{discord.mention} Hello.")
    await discord.log.until(lambda: bool(discord.log.to("POST", f"/channels/{general.id}/messages")))
    assert await answered(discord, await alice.dm("Hello.")) == "Yes."


async def test_a_thumb_on_a_later_part_of_a_long_answer_is_on_the_answer(
    discord: DiscordStandIn, alice: Person, general: Channel, stage: Stage
) -> None:
    stage.speak_with(lambda messages: ["All the words of a long story. " * 100])
    await discord.reply(await alice.send(general, f"{discord.mention} Tell me a story."))
    await discord.log.until(lambda: len(general.posts(by_bot=True)) == 2)
    await asyncio.sleep(0.5)
    await alice.react(general.posts(by_bot=True)[1], "👎")
    await discord.log.until(lambda: bool(alice.direct.posts(by_bot=True)))
    assert ASKED in alice.direct.posts(by_bot=True)[0].text


async def test_a_thumb_down_of_somebody_who_takes_no_messages_is_kept(
    discord: DiscordStandIn, alice: Person, general: Channel, stage: Stage, database_dsn: str
) -> None:
    answer = await discord.reply(await alice.send(general, f"{discord.mention} Hello."))
    discord.close_direct(alice)
    await alice.react(answer, "👎")
    await rated(database_dsn, [(str(alice.id), -1, None)])
    later = await alice.send(general, f"{discord.mention} Hello again.")
    assert await answered(discord, later) == "Yes."


async def test_while_the_database_is_away_people_wait_and_are_answered_once(
    discord: DiscordStandIn, alice: Person, general: Channel, database_dsn: str, tmp_path: Path
) -> None:
    discord.granted.content = discord.granted.members = False
    async with severed(database_dsn) as (relay, dsn), whole(discord, dsn, tmp_path) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        relay.cut()
        posts = [await alice.dm(f"Question {each}") for each in range(3)]
        posts.append(await alice.send(general, f"{discord.mention} Hello."))
        await asyncio.sleep(1.0)
        assert not general.posts(by_bot=True) and not alice.direct.posts(by_bot=True)
        relay.mend()
        for post in posts:
            assert (await discord.reply(post, seconds=20)).text == "Yes."
        assert len(alice.direct.posts(by_bot=True)) == 3


async def test_a_channel_is_listened_to_once_it_was_told(
    discord: DiscordStandIn, home: Guild, alice: Person, general: Channel, database_dsn: str, tmp_path: Path
) -> None:
    async with whole(discord, database_dsn, tmp_path, Settings(listen=True)) as stage:
        model = stage.speak_with(lambda messages: ["At eight."])
        ben = discord.person("Ben")
        home.join(ben)
        await ben.send(general, "The party begins at ten.")
        shown = (await alice.slash(general, "settings")).post
        assert shown is not None and shown.private
        page = (await alice.click(shown, "Listening")).post
        assert page is not None
        await alice.click(page, "Listen in this channel")
        assert LISTENS in [post.text for post in general.posts(by_bot=True)]
        await ben.send(general, "The meeting begins at eight.")
        await asyncio.sleep(0.5)
        await answered(discord, await alice.send(general, f"{discord.mention} When do meeting and party begin?"))
        assert "meeting begins at eight" in str(model.prompts[-1])
        assert "party begins at ten" not in str(model.prompts[-1])
