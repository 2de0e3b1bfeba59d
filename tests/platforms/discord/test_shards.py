"""Several processes are one bot: shards are shared, or all see everything, and each message is answered once."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.platforms.discord.interacting import shown
from tests.platforms.discord.places import Channel
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.posts import Use
from tests.platforms.discord.processes import Processes, answers, has_a_word
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.programs import ENDED, EXPIRED, ended
from tests.scenarios.reference_model import ReferenceModel

SHARED = {"RAPPORT_DISCORD_SHARDS": "2"}


@asynccontextmanager
async def together(shards: int, dsn: str, home: Path) -> AsyncIterator[tuple[DiscordStandIn, Processes]]:
    """A Discord, and the programs that are started there."""
    async with (
        DiscordStandIn(shards=shards) as discord,
        ReferenceModel() as model,
        Processes(discord, dsn, home, model) as processes,
    ):
        discord.granted.content = discord.granted.members = False
        with pointed(discord):
            yield discord, processes


def replies(*places: Channel) -> Counter[int | None]:
    """How many answers each message got."""
    return Counter(post.reply_to for place in places for post in place.posts(by_bot=True))


async def test_two_processes_share_the_guilds_of_a_bot(database_dsn: str, tmp_path: Path) -> None:
    async with together(2, database_dsn, tmp_path) as (discord, processes):
        guilds = [discord.guild(f"On {shard}", shard=shard, shards=2) for shard in (0, 1)]
        alice, channels = discord.person("Alice"), [guild.channel("general") for guild in guilds]
        for guild in guilds:
            guild.join(alice)
        children = [
            await processes.start(shard + 1, RAPPORT_DISCORD_SHARD_IDS=str(shard), **SHARED) for shard in (0, 1)
        ]
        assert sorted((each.shard, each.shards) for each in discord.log.identified) == [(0, 2), (1, 2)]
        asked = [await alice.send(each, f"{discord.mention} Where is this?") for each in channels]
        asked.append(await alice.dm("And where am I alone?"))
        for post in asked:
            await discord.reply(post, seconds=30)
        await asyncio.sleep(0.5)
        assert replies(*channels, alice.direct) == {post.id: 1 for post in asked}
        await processes.end(children[0])
        later = await alice.send(channels[1], f"{discord.mention} Is the other one still there?")
        await discord.reply(later, seconds=30)
        await processes.end(children[1])


async def test_what_two_processes_see_is_answered_once(database_dsn: str, tmp_path: Path) -> None:
    chance = random.Random()
    async with together(1, database_dsn, tmp_path) as (discord, processes):
        home, people = discord.guild(), [discord.person(name) for name in ("Alice", "Ben", "Cleo", "Dan")]
        home.join(*people)
        general = home.channel("general")
        old = await processes.start(1)
        new = await processes.start(2)
        asked = []
        for number in range(16):
            person = chance.choice(people)
            place = chance.choice([general, person.direct])
            asked.append(await person.send(place, f"{discord.mention} Question {'abcdefghijklmnop'[number]}?"))
            await asyncio.sleep(chance.random() * 0.1)
            if number == 9:
                old.send_signal(signal.SIGTERM)  # a rolling restart: the old one ends, the new one has been there
        assert await ended(old) == ENDED
        await processes.rows(EXPIRED)  # of what the old one had to break off, if it came to that, the new one tells
        places = [general, *(person.direct for person in people)]
        await discord.log.until(lambda: all(has_a_word(post, places) for post in asked), 30)
        await processes.settled()
        await asyncio.sleep(0.5)
        assert set(Counter(post.reply_to for post in answers(places)).values()) == {1}
        heard = await processes.rows("SELECT text FROM utterances WHERE speaker_id IS NOT NULL")
        assert len(heard) == len(set(heard)) == len(asked)
        await processes.end(new)


async def test_a_command_a_button_and_a_form_that_two_processes_see_are_answered_once_and_in_their_way(
    database_dsn: str, tmp_path: Path
) -> None:
    async with together(1, database_dsn, tmp_path) as (discord, processes):
        home, alice = discord.guild(), discord.person("Alice")
        home.join(alice)
        general = home.channel("general")
        for nth in (1, 2):
            await processes.start(nth)

        async def answered(use: Use, words: str) -> Use:
            await discord.log.until(lambda: words in use.text, 30)
            return use

        await answered(await alice.slash(general, "timezone", name="Europe/Berlin"), "Europe/Berlin")
        for number in range(1, 4):  # more than once, since either of the two may be the faster one
            asked = await answered(await alice.slash(general, "remind", what=f"call number {number}"), "call number")
            opened = await alice.click(shown(asked), "Say it in my own words")
            assert opened.form is not None
            made = await answered(await alice.submit(opened, {"text": "tomorrow at 9:00"}), "I will remind you")
            await asyncio.sleep(0.5)
            assert "I will remind you" in made.text, "it stays"
            assert shown(made).id == shown(asked).id and shown(made).private, "it stands where the question stood"
            assert (asked.more, opened.more, made.more) == ((), (), ())
            assert len(general.posts()) == 1 + number and alice.direct.posts(by_bot=True) == []
        assert await processes.rows("SELECT count(*) FROM reminders") == ["3"]
        for child in processes.started:
            await processes.end(child)
