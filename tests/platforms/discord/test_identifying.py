"""Sessions begin no sooner than Discord lets them, in one process with all shards or in several with one each."""

from adapters.discord.settings import Settings
from tests.platforms.discord.adapting import adapting, echo
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordStandIn, pointed


def two_guilds(discord: DiscordStandIn) -> tuple[Person, list[Channel]]:
    """Somebody who is in a guild of each of two shards, and the channels there."""
    guilds = [discord.guild(f"On {shard}", shard=shard, shards=2) for shard in (0, 1)]
    alice = discord.person("Alice")
    for guild in guilds:
        guild.join(alice)
    return alice, [guild.channel("general") for guild in guilds]


async def answers(discord: DiscordStandIn, alice: Person, channels: list[Channel]) -> list[str]:
    """What she is answered in each, and alone."""
    asked = [await alice.send(each, f"{discord.mention} {number}") for number, each in enumerate(channels)]
    asked.append(await alice.dm("2"))
    return [(await discord.reply(each, seconds=15)).text for each in asked]


async def test_the_shards_of_one_process_begin_one_after_the_other() -> None:
    async with DiscordStandIn(shards=2) as discord:
        discord.gateway.apart_seconds = 4.5
        alice, channels = two_guilds(discord)
        with pointed(discord):
            async with adapting(discord, echo, settings=Settings(api=discord.api), nth=1):
                await discord.connected(2, seconds=20)
                await discord.log.until(lambda: len(discord.log.events("GUILD_CREATE")) == 2)
                assert await answers(discord, alice, channels) == [f"You said: {each}" for each in range(3)]
        assert [(each.shard, each.shards) for each in discord.log.identified] == [(0, 2), (1, 2)], "none came too soon"


async def test_processes_that_begin_at_once_all_get_their_turn() -> None:
    async with DiscordStandIn(shards=2) as discord:
        discord.gateway.apart_seconds = 1.0
        alice, channels = two_guilds(discord)
        low, high = (Settings(api=discord.api, shards=2, shard_ids=(shard,)) for shard in (0, 1))
        async with adapting(discord, echo, settings=low, nth=1), adapting(discord, echo, settings=high, nth=1):
            await discord.connected(2, seconds=20)
            assert await answers(discord, alice, channels) == [f"You said: {each}" for each in range(3)]
            assert {each.shard for each in discord.log.identified} == {0, 1}
