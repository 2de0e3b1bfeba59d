"""What the bot says at Discord, over sockets: replies, growing answers, long ones, and what goes wrong on the way."""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.errors import DirectClosed, RateLimited, Refused
from adapters.outgoing import Button, File, Outgoing
from adapters.text import split
from adapters.types import Address, Message, direct_with
from tests.platforms.discord.adapting import adapting
from tests.platforms.discord.faults import NO_PERMISSION
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.server import DiscordStandIn

ROUTE = "/channels/*/messages"


@pytest.fixture
def alice(discord: DiscordStandIn) -> Person:
    """Somebody in a guild."""
    person = discord.person("Alice")
    discord.granted.content = discord.granted.members = False
    discord.guild().join(person)
    return person


@pytest.fixture
def general(discord: DiscordStandIn, alice: Person) -> Channel:
    """A channel of her guild."""
    return discord_guild(discord).channel("general")


def discord_guild(discord: DiscordStandIn) -> Guild:
    """The only guild."""
    (number,) = discord.world.backend.guilds
    return Guild(discord.world, number)


def address_of(channel: Channel) -> Address:
    """The address of a channel."""
    return Address("discord", str(channel.guild), str(channel.id))


async def echo(adapter: Discord, message: Message) -> None:
    """Answer whoever asked."""
    await adapter.send(
        Outgoing(message.address, f"You said: {message.text}", message.id, mentions=message.author.handle)
    )


async def test_an_answer_is_a_reply_that_pings_only_who_asked(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    bob = discord.person("Bob")
    discord_guild(discord).join(bob)
    async with adapting(discord, echo):
        asked = await alice.send(general, f"{discord.mention} hello {bob.mention} @everyone")
        reply = await discord.reply(asked)
    assert reply.text == "You said: hello @Bob @everyone"
    assert reply.pings == {alice.id}


async def test_what_is_repeated_pings_nobody(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    text = f"@everyone @here {alice.mention} {discord_guild(discord).everyone.mention}"
    async with adapting(discord) as bot:
        await bot.adapter.send(Outgoing(address_of(general), text))
        (post,) = await discord.said(general)
    assert post.pings == frozenset()


async def test_a_thread_and_a_direct_conversation_are_answered_where_they_are(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    thread = general.thread("cakes", alice)
    async with adapting(discord, echo):
        for asked in (await alice.send(thread, f"{discord.mention} one"), await alice.dm("two")):
            reply = await discord.reply(asked)
            assert reply.channel == asked.channel


async def test_a_reply_to_the_bot_without_a_ping_is_to_the_bot(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(discord, echo) as bot:
        first = await discord.reply(await alice.send(general, f"{discord.mention} hello"))
        again = await alice.send(general, "and now?", reply_to=first)
        _, heard = await bot.hears(Message, 2)
    assert heard.id == str(again.id)
    assert heard.addressed
    assert heard.quoted is not None
    assert (heard.quoted.text, heard.quoted.ours) == ("You said: hello", True)


async def test_somebody_who_never_wrote_is_written_to_in_direct(discord: DiscordStandIn, alice: Person) -> None:
    async with adapting(discord) as bot:
        place = direct_with("discord", str(alice.id))
        for text in ("one", "two"):
            await bot.adapter.send(Outgoing(place, text))
        posts = await discord.said(alice.direct, count=2)
    assert [post.text for post in posts] == ["one", "two"]
    assert len(discord.log.to("POST", "/users/@me/channels")) == 1


async def test_first_words_come_at_once_and_edits_at_a_humane_rate(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    words = [f"word{number} " for number in range(30)]
    began: list[float] = []

    async def tell(adapter: Discord, message: Message) -> None:
        async def growing() -> AsyncIterator[str]:
            began.append(time.monotonic())
            for word in words:
                yield word
                await asyncio.sleep(0.08)

        await adapter.stream(Outgoing(message.address, "", message.id, mentions=message.author.handle), growing())

    async with adapting(discord, tell):
        asked = await alice.send(general, f"{discord.mention} tell me")
        reply = await discord.reply(asked)
        assert "word29" not in reply.text
        await discord.log.until(lambda: "word29" in general.posts(by_bot=True)[0].text, 10)
        (post,) = general.posts(by_bot=True)
        first, edits = discord.log.to("POST", ROUTE)[0], discord.log.to("PATCH", f"{ROUTE}/*")
    assert post.text.strip() == "".join(words).strip()
    assert post.pings == {alice.id}
    assert first.at - began[0] < 1.0
    assert 1 <= len(edits) <= 4
    assert all(later.at - sooner.at > 0.7 for sooner, later in pairwise(edits[:-1]))


async def test_a_long_answer_is_cut_and_a_far_too_long_one_is_a_file(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    long, longest = "A line of it.\n" * 400, "A line of it.\n" * 2000
    async with adapting(discord) as bot:
        await bot.adapter.send(Outgoing(address_of(general), long))
        posts = await discord.said(general, count=3)
        assert [post.text for post in posts] == split(long, 2000)
        await bot.adapter.send(Outgoing(address_of(general), longest))
        (last,) = await discord.said(general, after=posts[-1].id)
    ((name, _),) = last.files
    assert name == "answer.md"


async def test_files_go_both_ways(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async def back(adapter: Discord, message: Message) -> None:
        content = await adapter.fetch(message.attachments[0], 1000)
        await adapter.send(Outgoing(message.address, "", message.id, files=(File("back.txt", content * 2),)))

    async with adapting(discord, back):
        asked = await alice.send(general, discord.mention, files={"there.txt": b"there"})
        reply = await discord.reply(asked)
    assert [name for name, _ in reply.files] == ["back.txt"]


async def test_buttons_stand_under_the_answer(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with adapting(discord) as bot:
        await bot.adapter.send(Outgoing(address_of(general), "hello", buttons=(Button("Why", "why"),)))
        (post,) = await discord.said(general)
    assert [button.label for button in post.buttons] == ["Why"]


async def test_typing_is_shown_while_an_answer_is_thought_about(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async def think(adapter: Discord, message: Message) -> None:
        async with adapter.typing(message.address):
            await discord.log.until(lambda: bool(discord.log.to("POST", "/channels/*/typing")))
        await echo(adapter, message)

    async with adapting(discord, think):
        await discord.reply(await alice.send(general, f"{discord.mention} hello"))


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
    discord_guild(discord).join(bob)
    async with adapting(discord) as bot:
        assert await bot.adapter.reads(str(alice.id), address_of(general))
        discord_guild(discord).leave(bob)
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


async def test_shards_are_shared_by_processes() -> None:
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
