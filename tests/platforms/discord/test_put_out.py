"""Where the bot is put out of a thread: of a closed one it hears nothing more, so nothing of it may stay."""

import asyncio

import pytest

from adapters.discord.settings import Settings
from adapters.types import Closed, Left, Message
from tests.platforms.discord.adapting import adapting
from tests.platforms.discord.faults import NO_ACCESS
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.test_hearing import ENOUGH, address_of

pytestmark = pytest.mark.usefixtures("unprivileged")


@pytest.mark.parametrize("members", [False, True])
async def test_a_closed_thread_that_the_bot_was_put_out_of_is_closed_until_it_is_called_again(
    discord: DiscordStandIn, members: bool
) -> None:
    discord.granted.members = members
    home, alice = discord.guild(), discord.person("Alice")
    general = home.channel("general")
    home.join(alice)
    async with adapting(discord, settings=Settings(api=discord.api, members=members)) as bot:
        opened, closed = general.thread("cakes", alice), general.thread("gift", alice, closed=True)
        for thread in (opened, closed):
            await alice.send(thread, f"{discord.mention} hello")
        await bot.hears(Message, 2)
        discord.world.backend.add_thread_member(opened.id, discord.bot)
        for thread in (opened, closed):
            thread.expel()
        (gone,) = await bot.hears(Closed)
        assert gone.address.key == address_of(closed).key
        await alice.send(closed, f"{discord.mention} come back")
        *_, heard = await bot.hears(Message, 3)
        assert heard.address.key == gone.address.key
        await asyncio.sleep(ENOUGH)
        assert (len(bot.of(Closed)), bot.of(Left)) == (1, [])


async def test_a_thread_that_only_drops_out_of_the_list_or_that_another_left_is_kept(discord: DiscordStandIn) -> None:
    home, alice, ben = discord.guild(), discord.person("Alice"), discord.person("Ben")
    general = home.channel("general")
    home.join(alice, ben)
    async with adapting(discord) as bot:
        closed = general.thread("gift", alice, closed=True)
        closed.invite(ben)
        await alice.send(closed, f"{discord.mention} hello")
        await bot.hears(Message)
        closed.uninvite(ben)
        discord.tell("THREAD_LIST_SYNC", {"guild_id": str(home.id), "threads": [], "members": []})
        await asyncio.sleep(ENOUGH)
        assert bot.of(Closed) == []


async def test_a_closed_thread_that_is_not_at_hand_is_closed_too(discord: DiscordStandIn) -> None:
    home, unseen = discord.guild(), 10**18
    discord.faults.deny(f"/channels/{unseen}", NO_ACCESS, method="GET")
    async with adapting(discord) as bot:
        removed = {"id": str(unseen), "guild_id": str(home.id), "member_count": 1}
        discord.tell("THREAD_MEMBERS_UPDATE", {**removed, "removed_member_ids": [str(discord.bot)]})
        (gone,) = await bot.hears(Closed)
    assert (gone.address.space, gone.address.channel) == (str(home.id), str(unseen))
