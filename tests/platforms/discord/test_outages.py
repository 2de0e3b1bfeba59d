"""What goes wrong on the way at Discord, and that nothing is lost or doubled by it, over sockets."""

import asyncio
import time

import pytest

from adapters.discord import starts
from adapters.discord.settings import Settings
from adapters.errors import DirectClosed, RateLimited, Refused
from adapters.outgoing import Outgoing
from adapters.types import Message, direct_with
from tests.platforms.discord.adapting import adapting, address_of, echo, only_guild
from tests.platforms.discord.faults import NO_PERMISSION
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordStandIn

ROUTE = "/channels/*/messages"
pytestmark = pytest.mark.usefixtures("unprivileged")


async def test_a_message_is_posted_once_though_its_answer_was_lost(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(discord) as bot:
        for status in (503, 0):
            discord.faults.lose(status, path=ROUTE)
            await bot.adapter.send(Outgoing(address_of(general), f"once {status}"))
        posts = general.posts(by_bot=True)
    assert [post.text for post in posts] == ["once 503", "once 0"]


async def test_rate_limits_are_respected(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with adapting(discord) as bot:
        for everywhere in (False, True):
            discord.faults.limit(0.4, path=ROUTE, everywhere=everywhere)
            began = time.monotonic()
            await bot.adapter.send(Outgoing(address_of(general), "hello"))
            assert time.monotonic() - began > 0.35
        discord.faults.limit(90, path=ROUTE)
        with pytest.raises(RateLimited):
            await bot.adapter.send(Outgoing(address_of(general), "hello"))


async def test_a_channel_that_refuses_is_left_alone(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    discord.faults.deny(f"/channels/{general.id}/messages", NO_PERMISSION, method="POST")
    async with adapting(discord) as bot:
        for _ in range(20):
            with pytest.raises(Refused):
                await bot.adapter.send(Outgoing(address_of(general), "hello"))
        await bot.adapter.send(Outgoing(direct_with("discord", str(alice.id)), "hello"))
    assert len(discord.log.to("POST", f"/channels/{general.id}/messages")) == 1


async def test_closed_direct_messages_are_told_and_open_again_when_they_write(
    discord: DiscordStandIn, alice: Person
) -> None:
    discord.close_direct(alice)
    async with adapting(discord) as bot:
        place = direct_with("discord", str(alice.id))
        for _ in range(5):
            with pytest.raises(DirectClosed):
                await bot.adapter.send(Outgoing(place, "hello"))
        assert len(discord.log.to("POST", ROUTE)) == 1
        discord.faults.lift()
        await alice.dm("I am back")
        await bot.hears(Message)
        await bot.adapter.send(Outgoing(place, "hello"))


async def test_who_left_reads_nothing(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    bob = discord.person("Bob")
    only_guild(discord).join(bob)
    async with adapting(discord) as bot:
        assert await bot.adapter.reads(str(alice.id), address_of(general))
        only_guild(discord).leave(bob)
        assert not await bot.adapter.reads(str(bob.id), address_of(general))


async def test_what_was_said_while_the_socket_was_lost_is_answered(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(discord, echo) as bot:
        for lose in (discord.drop, discord.reconnect):
            lose()
            reply = await discord.reply(await alice.send(general, f"{discord.mention} hello"), seconds=15)
            assert reply.text == "You said: hello"
        assert len(discord.log.identified) == 1
        assert len(bot.of(Message)) == 2


async def test_a_session_that_is_lost_is_begun_anew(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with adapting(discord, echo):
        discord.invalidate()
        await discord.log.until(lambda: len(discord.log.identified) == 2, 20)
        await discord.connected()
        await discord.reply(await alice.send(general, f"{discord.mention} hello"), seconds=15)


async def test_what_was_said_while_discord_was_away_is_answered(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(discord, echo):
        async with discord.refusing():
            asked = await alice.send(general, f"{discord.mention} are you there?")
            await asyncio.sleep(0.5)
        await discord.reply(asked, seconds=30)
    assert len(discord.log.identified) == 1


async def test_what_was_said_while_discord_was_away_for_long_is_lost_but_not_the_bot(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(discord, echo):
        async with discord.refusing():
            discord.forget()
            await asyncio.sleep(0.5)
        await discord.log.until(lambda: len(discord.log.identified) == 2, 30)
        await discord.connected()
        await discord.reply(await alice.send(general, f"{discord.mention} hello"), seconds=15)


async def test_malformed_events_end_nothing(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with adapting(discord, echo):
        for name in ("MESSAGE_CREATE", "MESSAGE_UPDATE", "CHANNEL_UPDATE", "GUILD_CREATE", "INTERACTION_CREATE"):
            discord.tell(name, {"id": [], "guild_id": {}, "channel_id": None})
        await discord.reply(await alice.send(general, f"{discord.mention} hello"))
    assert len(discord.log.identified) == 1


async def test_shards_are_shared_by_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "TURN_SECONDS", 0.1)
    async with DiscordStandIn(shards=2) as discord:
        guilds = [discord.guild(f"On {shard}", shard=shard, shards=2) for shard in (0, 1)]
        alice, channels = discord.person("Alice"), [guild.channel("general") for guild in guilds]
        for guild in guilds:
            guild.join(alice)
        first, second = (Settings(api=discord.api, shards=2, shard_ids=(shard,)) for shard in (0, 1))
        async with adapting(discord, settings=first, nth=1) as low, adapting(discord, settings=second, nth=2) as high:
            for number, channel in enumerate(channels):
                await alice.send(channel, f"{discord.mention} hello {number}")
            await alice.dm("alone")
            assert {heard.text for heard in await low.hears(Message, 2)} == {"hello 0", "alone"}
            assert [heard.text for heard in await high.hears(Message, 1)] == ["hello 1"]
            assert await low.adapter.reads(str(alice.id), address_of(channels[1]))  # which is not in its cache
