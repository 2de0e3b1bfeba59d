"""`rapport run` as it is started by people: its own process, at the stand-in, from the first line to the last."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.discord.connection import WRONG_TOKEN
from tests.bot.program import SECONDS, Ended, run, surroundings
from tests.bot.stand_in import Request, Send, StandIn, model_list, says
from tests.platforms.discord.gateway import Granted
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Guild
from tests.platforms.discord.posts import Post
from tests.platforms.discord.server import TOKEN, DiscordStandIn

COMMAND = (sys.executable, "-m", "bot", "run", "--discord")


def environment(discord: DiscordStandIn, dsn: str, home: Path) -> Mapping[str, str]:
    # Warnings of libraries that nobody sees in a child of ours are judged where they run in the tests' own process.
    known = {name: value for name, value in surroundings(dsn, home).items() if name != "PYTHONWARNINGS"}
    return known | {
        "RAPPORT_DISCORD_API": discord.api,
        "RAPPORT_DISCORD_TOKEN": TOKEN,
        "RAPPORT_MODEL_URL": "http://127.0.0.1:9/v1",
    }


@asynccontextmanager
async def program(discord: DiscordStandIn, more: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, connected; killed by the end of the block where it still runs."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, env=more)
    try:
        await discord.connected(seconds=SECONDS)
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def reply_to(discord: DiscordStandIn, post: Post) -> Post:
    return await discord.reply(post, seconds=SECONDS)


async def ended(child: asyncio.subprocess.Process) -> int:
    return await asyncio.wait_for(child.wait(), SECONDS)


@pytest.fixture
def home(discord: DiscordStandIn) -> tuple[Guild, Person]:
    """A guild and somebody in it."""
    guild, alice = discord.guild(), discord.person("Alice")
    guild.join(alice)
    return guild, alice


async def test_it_answers_remembers_and_forgets(
    discord: DiscordStandIn, home: tuple[Guild, Person], database_dsn: str, tmp_path: Path
) -> None:
    guild, alice = home
    general = guild.channel("general")
    async with program(discord, environment(discord, database_dsn, tmp_path)) as child:
        told = await alice.dm("My cat is called Miso.")
        assert "I have kept what you said." in (await reply_to(discord, told)).text
        answer = await reply_to(discord, await alice.dm("What is my cat called?"))
        assert "My cat is called Miso." in answer.text and "127.0.0.1" not in answer.text
        await alice.react(answer, "👎🏽")
        asked = (await discord.said(alice.direct, after=answer.id, seconds=SECONDS))[-1]
        assert [each.label for each in asked.buttons] == ["Say what was wrong"]
        await alice.delete(told)
        await asyncio.sleep(1.0)
        later = await reply_to(discord, await alice.dm("What is my cat called now?"))
        assert "Miso" not in later.text
        overheard = await alice.send(general, "Nobody is asked.")
        said = await alice.send(general, f"{discord.mention} hello")
        reply = await reply_to(discord, said)
        assert reply.pings <= {alice.id}
        assert [post.id for post in general.posts(by_bot=True, after=overheard.id)] == [reply.id]
        child.send_signal(signal.SIGTERM)
        assert await ended(child) == 0


async def test_ended_by_a_signal_it_finishes_what_it_was_saying(
    discord: DiscordStandIn, home: tuple[Guild, Person], database_dsn: str, tmp_path: Path
) -> None:
    _, alice = home
    async with StandIn() as server:
        begun = asyncio.Event()

        async def answer(request: Request, send: Send) -> None:
            begun.set()
            await asyncio.sleep(1.5)
            await says("Good night.")(request, send)

        server.on("/v1/models", model_list("m"))
        server.chat(answer)
        settings = {"RAPPORT_MODEL_URL": server.url, "RAPPORT_MODEL": "m"}
        async with program(discord, {**environment(discord, database_dsn, tmp_path), **settings}) as child:
            said = await alice.dm("Good night!")
            await asyncio.wait_for(begun.wait(), SECONDS)
            child.send_signal(signal.SIGTERM)
            assert (await reply_to(discord, said)).text == "Good night."
            assert await ended(child) == 0


async def refused(more: Mapping[str, str]) -> Ended:
    return await run(COMMAND, more)


async def test_a_wrong_token_is_one_sentence(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> None:
    more = {**environment(discord, database_dsn, tmp_path), "RAPPORT_DISCORD_TOKEN": "MTIz.wrong.token"}
    end = await refused(more)
    assert end.code == 1
    assert end.err.splitlines()[-1] == WRONG_TOKEN
    assert "MTIz" not in end.err + end.out + (tmp_path / "rapport.log").read_text()


async def test_a_missing_intent_is_one_sentence(database_dsn: str, tmp_path: Path) -> None:
    async with DiscordStandIn(Granted(TOKEN, content=False)) as discord:
        end = await refused({**environment(discord, database_dsn, tmp_path), "RAPPORT_DISCORD_LISTEN": "true"})
    assert end.code == 1
    assert "intent" in end.err.splitlines()[-1].lower()


async def test_without_a_token_it_says_what_to_set(database_dsn: str, tmp_path: Path) -> None:
    *anywhere, _ = COMMAND
    end = await run(anywhere, surroundings(database_dsn, tmp_path))
    assert (end.code, end.err.count("\n")) == (1, 1)
    assert "RAPPORT_DISCORD_TOKEN" in end.err and "rapport chat" in end.err
    alone = await run(COMMAND, surroundings(database_dsn, tmp_path))
    assert (alone.code, "No Discord token is set." in alone.err) == (1, True)
