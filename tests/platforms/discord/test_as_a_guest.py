"""Each command and each menu where the bot is no member: people who installed it for themselves use it there.

Answers go to the asker alone, nothing is asked or written where the bot is not, and what is kept there is kept as said
to the bot alone.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from simcord.backend.errors import SetupError

from adapters.catalog import ENGLISH
from bot.catalog import load_catalog
from tests.platforms.answering import Answering, same
from tests.platforms.discord.chatting import Chat, chatting
from tests.platforms.discord.installs import Foreign
from tests.platforms.discord.interacting import shown
from tests.platforms.discord.people import PATIENCE, Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.posts import Use
from tests.platforms.discord.running import connected
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.test_every_command import APOLOGIES, FILLED

CATALOG = load_catalog()
COMMANDS = [each for each in CATALOG if not each.menu and not each.manager]
MENUS = [each.names[ENGLISH] for each in CATALOG if each.menu]
BEYOND = "SELECT count(*) FROM utterances u JOIN places p ON p.id = u.place_id WHERE p.audience <> 'direct'"


@pytest.fixture
async def chat(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        yield chat


@pytest.fixture
def ben(discord: DiscordStandIn) -> Person:
    return discord.person("Ben")


@pytest.fixture(params=list(Foreign))
def place(request: pytest.FixtureRequest, discord: DiscordStandIn, chat: Chat, ben: Person) -> Channel:
    """Where Alice and Ben are, and the bot is not."""
    kind: Foreign = request.param
    return discord.elsewhere(chat.alice, ben, kind=kind)


async def answer(chat: Chat, use: Use, what: str) -> None:
    """It is answered with something, to the asker alone."""
    await chat.discord.log.until(lambda: bool(use.text or use.form), 10)
    assert use.answered, what
    assert not any(word in use.text for word in APOLOGIES), (what, use.text)
    assert use.form or shown(use).private, what


def untouched(chat: Chat, place: Channel, other: Person) -> bool:
    """Whether the bot asked nothing of the place itself, and the other was shown nothing."""
    paths = [call.path for call in chat.discord.log.calls]
    asked = any(f"/{number}" in path for path in paths for number in (place.id, place.guild))
    return not asked and not any(other.sees(post) for post in place.posts(by_bot=True))


async def kept_beyond(chat: Chat) -> int:
    """How much memory keeps as said where more than one person reads."""
    connection = await asyncpg.connect(chat.dsn)
    try:
        return int(await connection.fetchval(BEYOND))
    finally:
        await connection.close()


async def test_each_command_is_answered_to_the_asker_alone(chat: Chat, place: Channel, ben: Person) -> None:
    for command in COMMANDS:
        filled = {each.name: FILLED[each.name] for each in command.options if each.required}
        await answer(chat, await chat.alice.slash(place, command.name, PATIENCE, **filled), command.name)
    assert untouched(chat, place, ben)
    assert await kept_beyond(chat) == 0


async def test_each_menu_is_answered_to_the_asker_alone(chat: Chat, place: Channel, ben: Person) -> None:
    own, others = await chat.alice.send(place, "My bike is blue."), await ben.send(place, "My boat is red.")
    hook = place.by_webhook("All boats are red.")
    for post in (own, others, hook):
        for menu in MENUS:
            await answer(chat, await chat.alice.menu(post, menu), f"{menu}: {post.text}")
    assert untouched(chat, place, ben)
    assert await kept_beyond(chat) == 0
    assert [text for _, text in await chat.lines() if "boat" in text] == []
    assert "bike" not in (await ben.menu(own, "What do you know about this?")).text.partition(":")[2]


async def test_what_is_for_managers_is_not_offered_there(chat: Chat, place: Channel) -> None:
    for command in (each.name for each in CATALOG if each.manager):
        with pytest.raises(SetupError):
            await chat.alice.slash(place, command)


async def test_controls_and_forms_work_there(chat: Chat, place: Channel, ben: Person) -> None:
    await answer(chat, await chat.alice.slash(place, "remember", text="My bike is blue"), "remember")
    listed = await chat.alice.slash(place, "memory")
    one = await chat.alice.select(shown(listed), [shown(listed).lists[0].options[0][0]])
    await answer(chat, one, "one thing")
    form = await chat.alice.click(shown(one), "Correct")
    assert form.form is not None
    sent = await chat.alice.submit(form, {"text": "My bike is green"})
    await answer(chat, sent, "corrected")
    assert "green" in (await chat.alice.slash(place, "memory")).text
    assert untouched(chat, place, ben)


async def test_what_was_said_alone_cannot_be_shared_there(chat: Chat, place: Channel) -> None:
    kept = await chat.alice.slash(place, "remember", text="My bike is blue")
    listed = await chat.alice.slash(place, "memory")
    one = await chat.alice.select(shown(listed), [shown(listed).lists[0].options[0][0]])
    wished = await chat.alice.slash(place, "tone", add="Short answers, please.")
    of_a_kind = await chat.alice.slash(place, "share", kind="facts")
    offered = [each.label for use in (kept, one, wished, of_a_kind) for each in shown(use).buttons]
    assert offered and not [label for label in offered if label.startswith("Share")]
    refused = await chat.alice.slash(place, "share", kind="facts", how="here")
    assert refused.text.startswith("I am no member of that place")


@pytest.mark.parametrize("kind", list(Foreign))
async def test_what_discord_takes_no_more_of_there_is_said_alone(discord: DiscordStandIn, kind: Foreign) -> None:
    alice = discord.person("Alice")
    place = discord.elsewhere(alice, kind=kind)
    async with connected(discord, Answering([same] * 7)):
        use = await alice.slash(place, "why")
        (post,) = await discord.said(alice.direct)
        assert post.text == "heard "
        assert (use.text, len(use.more)) == ("heard ", 5)
