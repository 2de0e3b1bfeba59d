"""What an adversary would try at Discord: to hear what was not said to them. The whole bot, over sockets."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import discord as library
import pytest

from tests.platforms.discord.chatting import Chat, chatting
from tests.platforms.discord.places import VIEW
from tests.platforms.discord.server import DiscordStandIn

SETTLED = 0.2  # seconds until an event without an answer has been taken


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        chat.tell("Yes.")
        yield chat


async def test_a_channel_that_one_role_is_kept_out_of_is_not_for_all(chat: Chat) -> None:
    interns, ben = chat.home.role("Interns"), chat.discord.person("Ben")
    chat.home.join(ben, roles=[interns])
    staff = chat.home.channel("staff")
    staff.deny(interns, VIEW)
    await asyncio.sleep(SETTLED)
    await chat.answered(await chat.ask("The code of the safe is 4711.", staff))
    model = chat.tell("Hm.")
    await chat.answered(await ben.send(chat.general, f"{chat.discord.mention} What is the code of the safe?"))
    await chat.answered(await ben.dm("What is the code of the safe?"))
    assert len(model.prompts) == 2 and "4711" not in str(model.prompts)
    await chat.answered(await chat.ask("What is the code of the safe?", staff))
    assert "4711" in str(model.prompts[-1])


async def test_a_channel_that_one_member_is_kept_out_of_is_not_for_all(chat: Chat) -> None:
    ben = chat.discord.person("Ben")
    chat.home.join(ben)
    party = chat.home.channel("party")
    party.deny(ben, library.Permissions(read_message_history=True))
    await asyncio.sleep(SETTLED)
    await chat.answered(await chat.ask("The gift for Ben is a guitar.", party))
    model = chat.tell("Hm.")
    await chat.answered(await ben.send(chat.general, f"{chat.discord.mention} What is the gift for Ben?"))
    assert "guitar" not in str(model.prompts)
