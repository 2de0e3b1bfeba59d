"""Each command that Discord lists is answered where it is used, whatever it is: to the asker alone in company."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from discord import Permissions

from bot.catalog import load_catalog
from tests.platforms.discord.chatting import Chat, chatting
from tests.platforms.discord.people import PATIENCE, Person
from tests.platforms.discord.posts import Use
from tests.platforms.discord.server import DiscordStandIn

COMMANDS = [each for each in load_catalog() if not each.menu]
FILLED = {"what": "call Bob tomorrow at 9", "text": "My bike is blue"}
APOLOGIES = ("do not know that", "do not know /", "went wrong")


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        yield chat


@pytest.fixture
def alice(chat: Chat) -> Person:
    """Who may use all of them."""
    chat.home.give(chat.alice, chat.home.role("Managers", Permissions(manage_guild=True)))
    return chat.alice


async def used(chat: Chat, command: str, *, direct: bool) -> Use:
    """What came of it, with what it needs."""
    (found,) = (each for each in COMMANDS if each.name == command)
    filled = {each.name: FILLED[each.name] for each in found.options if each.required}
    use = await chat.alice.slash(chat.alice.direct if direct else chat.general, command, PATIENCE, **filled)
    await chat.discord.log.until(lambda: bool(use.text or use.form), 10)
    assert use.answered, command
    assert not any(word in use.text for word in APOLOGIES), (command, use.text)
    return use


async def test_in_company_each_is_answered_to_the_asker_alone(chat: Chat, alice: Person) -> None:
    bob = chat.discord.person("Bob")
    chat.home.join(bob)
    for command in COMMANDS:
        use = await used(chat, command.name, direct=False)
        assert use.form or use.private, command.name
    assert [post.text for post in chat.general.posts(by_bot=True) if bob.sees(post)] == []


async def test_alone_each_is_answered(chat: Chat, alice: Person) -> None:
    for command in COMMANDS:
        if not command.manager:
            await used(chat, command.name, direct=True)
