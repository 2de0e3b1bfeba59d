"""What people do at Discord comes to the bot as events, over sockets and without the message content intent."""

import asyncio

import pytest
from discord import Permissions
from simcord.enums import ChannelType

from adapters.discord.settings import Settings
from adapters.outgoing import Outgoing
from adapters.types import (
    Address,
    Audience,
    Closed,
    Deleted,
    Edited,
    Left,
    Message,
    Opened,
    Quoted,
    Reaction,
    direct_with,
)
from tests.platforms.discord.adapting import adapting
from tests.platforms.discord.places import VIEW, Channel, Guild
from tests.platforms.discord.server import DiscordStandIn

ENOUGH = 0.3  # seconds in which what is not to come would have come


def address_of(channel: Channel, thread: Channel | None = None) -> Address:
    """The address of a channel or an open thread in it."""
    return Address("discord", str(channel.guild), str(channel.id), None if thread is None else str(thread.id))


@pytest.fixture
def home(discord: DiscordStandIn) -> Guild:
    """A guild of a bot that was granted nothing."""
    discord.granted.content = discord.granted.members = False
    return discord.guild()


async def test_a_mention_is_heard_without_any_intent_that_is_privileged(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice, nick="Ally")
    async with adapting(discord) as bot:
        post = await alice.send(general, f"{discord.mention} my bike is blue")
        (heard,) = await bot.hears(Message)
    assert (heard.id, heard.text, heard.addressed) == (str(post.id), "my bike is blue", True)
    assert heard.address.key == address_of(general).key
    assert heard.address.title == "#general"
    assert heard.audience is Audience.PUBLIC
    assert (heard.author.handle, heard.author.name, heard.author.manages) == (str(alice.id), "Ally", False)


async def test_what_is_not_said_to_the_bot_is_not_heard(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice)
    async with adapting(discord) as bot:
        await alice.send(general, "I have a secret", files={"secret.txt": b"x"})
        await alice.send(general, f"{discord.mention} hello")
        (heard,) = await bot.hears(Message)
        assert heard.text == "hello"


async def test_whoever_listens_hears_everything_and_whom_it_is_for(discord: DiscordStandIn) -> None:
    guild, alice, bob = discord.guild(), discord.person("Alice"), discord.person("Bob")
    general = guild.channel("general")
    guild.join(alice, bob)
    async with adapting(discord, settings=Settings(api=discord.api, listen=True)) as bot:
        told = await bob.send(general, "my bike is blue", files={"bike.txt": b"x"})
        await alice.send(general, f"{discord.mention} is it?", reply_to=told)
        overheard, asked = await bot.hears(Message, 2)
    assert (overheard.text, overheard.addressed) == ("my bike is blue", False)
    assert (asked.text, asked.addressed, asked.reply_to) == ("is it?", True, str(told.id))
    assert asked.quoted == Quoted("Bob", "my bike is blue", ("bike.txt",))


async def test_direct_is_one_place_by_the_persons_id(discord: DiscordStandIn, home: Guild) -> None:
    alice = discord.person("Alice")
    home.join(alice)
    async with adapting(discord) as bot:
        first = await alice.dm("hello")
        await alice.edit(first, "hullo")
        await alice.delete(first)
        (heard,), (edited,), (deleted,) = await bot.hears(Message), await bot.hears(Edited), await bot.hears(Deleted)
    assert heard.address == edited.address == deleted.address == direct_with("discord", str(alice.id))
    assert heard.audience is Audience.DIRECT and heard.addressed
    assert edited.message.text == "hullo"
    assert deleted.message_ids == (str(first.id),)


async def test_a_thread_is_of_its_channel_and_a_closed_one_is_not(discord: DiscordStandIn, home: Guild) -> None:
    alice = discord.person("Alice")
    home.join(alice)
    general, secret = home.channel("general"), home.channel("secret", private=True, readers=[alice])
    threads = [general.thread("cakes", alice), general.thread("gift", alice, closed=True), secret.thread("plan", alice)]
    threads[1].invite(alice)
    async with adapting(discord) as bot:
        for thread in threads:
            await alice.send(thread, f"{discord.mention} hello")
        opened, closed, inside = await bot.hears(Message, 3)
    assert opened.address.key == address_of(general, threads[0]).key
    assert opened.audience is Audience.PUBLIC
    assert closed.address.key == address_of(threads[1]).key
    assert closed.audience is Audience.PRIVATE
    assert inside.address.room == address_of(secret).key
    assert inside.audience is Audience.PRIVATE


async def test_a_forum_post_is_a_thread_of_the_forum(discord: DiscordStandIn, home: Guild) -> None:
    alice, forum = discord.person("Alice"), home.channel("help", ChannelType.FORUM)
    home.join(alice)
    async with adapting(discord) as bot:
        asked = forum.ask("How?", alice, f"{discord.mention} how?")
        (heard,) = await bot.hears(Message)
    assert heard.address.key == address_of(forum, asked).key


async def test_a_channel_that_is_closed_now_is_private_now(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice)
    async with adapting(discord) as bot:
        await alice.send(general, f"{discord.mention} one")
        await bot.hears(Message)
        everyone = home.everyone
        general.allow(alice, VIEW)
        general.allow(home.own, VIEW)
        general.deny(everyone, VIEW)
        await asyncio.sleep(0.1)
        await alice.send(general, f"{discord.mention} two")
        before, after = await bot.hears(Message, 2)
    assert (before.audience, after.audience) == (Audience.PUBLIC, Audience.PRIVATE)
    assert before.address == after.address


async def test_edits_and_deletions_come_to_the_address_of_the_message(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice)
    thread = general.thread("cakes", alice)
    async with adapting(discord) as bot:
        posts = [await alice.send(place, f"{discord.mention} hello {place.id}") for place in (general, thread)]
        for post in posts:
            await alice.edit(post, f"{discord.mention} hullo")
        edits = await bot.hears(Edited, 2)
        for post in posts:
            await alice.delete(post)
        deletions = await bot.hears(Deleted, 2)
        heard = bot.of(Message)
    keys = [event.address.key for event in heard]
    assert [event.address.key for event in edits] == keys
    assert [event.address.key for event in deletions] == keys
    assert [event.message.text for event in edits] == ["hullo", "hullo"]


async def test_words_that_are_no_longer_said_to_the_bot_are_taken_back(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice)
    async with adapting(discord) as bot:
        post = await alice.send(general, f"{discord.mention} my bike is blue")
        await alice.edit(post, "my bike is blue")
        (deleted,) = await bot.hears(Deleted)
    assert deleted.message_ids == (str(post.id),)
    assert bot.of(Edited) == []


async def test_many_messages_deleted_at_once_are_one_event(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice)
    async with adapting(discord) as bot:
        posts = [await alice.send(general, f"hello {number}") for number in range(100)]
        general.purge(posts)
        (deleted,) = await bot.hears(Deleted)
    assert deleted.message_ids == tuple(str(post.id) for post in posts)


async def test_an_emoji_on_the_bots_answer_is_heard_put_and_taken(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice)
    async with adapting(discord) as bot:
        await bot.adapter.send(Outgoing(address_of(general), "hello"))
        (post,) = await discord.said(general)
        await alice.react(post, "👍")
        await alice.unreact(post, "👍")
        put, taken = await bot.hears(Reaction, 2)
    assert (put.added, taken.added) == (True, False)
    assert {(each.message_id, each.emoji, each.author.name) for each in (put, taken)} == {(str(post.id), "👍", "Alice")}
    assert put.address.key == taken.address.key == address_of(general).key


async def test_the_end_of_places_is_heard(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    home.join(alice)
    opened, closed = general.thread("cakes", alice), general.thread("gift", alice, closed=True)
    async with adapting(discord) as bot:
        opened.delete()
        await bot.hears(Closed)
        general.delete()
        await bot.hears(Closed, 3)
        home.end()
        ends = await bot.hears(Closed, 4)
    space = Address("discord", str(home.id), "")
    wanted = [address_of(general, opened), address_of(general), address_of(closed), space]
    assert [event.address.key for event in ends] == [address.key for address in wanted]


async def test_an_outage_is_no_end(discord: DiscordStandIn, home: Guild) -> None:
    async with adapting(discord) as bot:
        home.outage()
        await asyncio.sleep(ENOUGH)
        assert bot.of(Closed) == []


async def test_where_the_bot_is_and_who_was_banned_is_heard(discord: DiscordStandIn, home: Guild) -> None:
    alice = discord.person("Alice")
    home.join(alice)
    async with adapting(discord) as bot:
        (opened,) = await bot.hears(Opened)
        home.ban(alice)
        (left,) = await bot.hears(Left)
        other = discord.guild("Elsewhere")
        _, invited = await bot.hears(Opened, 2)
    assert opened.address == Address("discord", str(home.id), "")
    assert (left.address, left.handle) == (opened.address, str(alice.id))
    assert invited.address.space == str(other.id)


async def test_who_leaves_is_heard_where_the_bot_may_know_its_members(discord: DiscordStandIn) -> None:
    guild, alice = discord.guild(), discord.person("Alice")
    guild.join(alice)
    async with adapting(discord, settings=Settings(api=discord.api, members=True)) as bot:
        guild.leave(alice)
        (left,) = await bot.hears(Left)
    assert left.handle == str(alice.id)


async def test_managers_and_roles_are_told(discord: DiscordStandIn, home: Guild) -> None:
    alice, general = discord.person("Alice"), home.channel("general")
    managers = home.role("Managers", Permissions(manage_guild=True))
    home.join(alice, roles=[managers])
    async with adapting(discord) as bot:
        await alice.send(general, f"{discord.mention} hello")
        (heard,) = await bot.hears(Message)
    assert heard.author.manages
    assert heard.author.roles == (str(managers.id),)
