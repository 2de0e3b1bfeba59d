"""What an adversary would try at Slack: to hear what was not said to them. The whole bot, over a socket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from tests.platforms.slack.accounts import deactivated
from tests.platforms.slack.chatting import Chat, chatting
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn

SECRET, QUESTION = "The code of the safe is 4711.", "What is the code of the safe?"


@pytest.fixture
async def chat(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The whole bot, which says yes to everything."""
    async with chatting(slack, database_dsn, tmp_path) as chat:
        chat.tell("Yes.")
        yield chat


async def is_known(chat: Chat, channel: Channel | None = None, *, who: Person | None = None) -> bool:
    """Whether the code is in what the model is shown where somebody asks for it: in a channel, or alone."""
    model = chat.tell("Hm.")
    await (chat.tells(QUESTION, who=who) if channel is None else chat.ask(QUESTION, channel, who=who))
    return "4711" in str(model.prompts)


async def put_out(chat: Chat) -> None:
    """Wait until memory knows that the bot is in the workspace no longer; raises TimeoutError."""
    connection = await asyncpg.connect(chat.dsn)
    try:
        async with asyncio.timeout(15):
            while not await connection.fetchval("SELECT count(*) FROM erasures WHERE space IS NOT NULL"):
                await asyncio.sleep(0.05)
    finally:
        await connection.close()


async def test_what_is_public_is_known_in_the_workspace(chat: Chat) -> None:
    ben, other = chat.slack.person("Ben"), chat.slack.home.channel("other", chat.alice)
    other.join(ben)
    await chat.ask(SECRET)
    assert await is_known(chat, other, who=ben)
    assert await is_known(chat, who=ben), "he is met in a place of the workspace"
    assert not await is_known(chat, who=chat.slack.person("Cyd")), "nothing says that he is of the workspace"


@pytest.mark.parametrize("private", [False, True])
async def test_what_is_public_is_not_known_where_a_guest_reads_and_not_alone_with_one(
    chat: Chat, private: bool
) -> None:
    guest = chat.slack.person("Gil", guest="restricted")
    hall = chat.slack.home.channel("hall", chat.alice, guest, private=private)
    await chat.ask(SECRET)
    assert not await is_known(chat, hall, who=guest)
    assert not await is_known(chat, hall), "everybody's answer is read by the guest"
    assert not await is_known(chat, who=guest)
    assert await is_known(chat)


async def test_what_a_guest_heard_where_they_are_they_know_there_and_alone(chat: Chat) -> None:
    guest = chat.slack.person("Gil", guest="ultra")
    hall = chat.slack.home.channel("hall", chat.alice, guest)
    await chat.ask(SECRET, hall)
    await chat.ask("Hello.", hall, who=guest)
    assert await is_known(chat, hall, who=guest)
    assert await is_known(chat, who=guest)
    assert not await is_known(chat, chat.general), "it was said where not everybody reads"


async def test_a_channel_that_a_guest_comes_into_forgets_nothing_and_shows_them_nothing_of_the_rest(chat: Chat) -> None:
    guest = chat.slack.person("Gil", guest="restricted")
    other = chat.slack.home.channel("other", chat.alice)
    await chat.ask(SECRET, other)
    assert await is_known(chat, chat.general)
    chat.general.join(guest)
    await chat.slack.delivery.settled()
    assert not await is_known(chat, chat.general, who=guest)
    chat.general.leave(guest)
    await chat.slack.delivery.settled()
    assert await is_known(chat, chat.general)


async def test_what_is_said_in_a_private_channel_is_for_those_in_it(chat: Chat) -> None:
    ben = chat.slack.person("Ben")
    chat.general.join(ben)
    vault = chat.slack.home.channel("vault", chat.alice, private=True)
    await chat.ask(SECRET, vault)
    assert not await is_known(chat, chat.general)
    assert not await is_known(chat, who=ben)
    assert await is_known(chat, vault)
    assert await is_known(chat)


async def test_who_leaves_a_private_channel_knows_it_no_more(chat: Chat) -> None:
    ben = chat.slack.person("Ben")
    vault = chat.slack.home.channel("vault", chat.alice, ben, private=True)
    await chat.ask(SECRET, vault)
    await chat.ask("Hello.", vault, who=ben)
    assert await is_known(chat, who=ben)
    vault.leave(ben)
    await chat.slack.delivery.settled()
    assert not await is_known(chat, who=ben)


async def test_a_channel_shared_with_another_workspace_tells_nothing_of_this_one_and_keeps_its_own(chat: Chat) -> None:
    elsewhere = chat.slack.workspace("Elsewhere")
    zoe = chat.slack.person("Zoe", at=elsewhere)
    joint = chat.slack.home.channel("joint", chat.alice)
    joint.share(elsewhere)
    joint.join(zoe)
    await chat.ask(SECRET)
    assert not await is_known(chat, joint, who=zoe)
    assert not await is_known(chat, joint)
    await chat.ask("The gift is a guitar with the number 4712.", joint)
    model = chat.tell("Hm.")
    await chat.ask("What number has the guitar?", joint, who=zoe)
    assert "4712" in str(model.prompts)
    model = chat.tell("Hm.")
    await chat.ask("What number has the guitar?")
    assert "4712" not in str(model.prompts)


async def test_what_was_public_before_a_channel_was_shared_is_not_known_in_it_any_more(chat: Chat) -> None:
    elsewhere = chat.slack.workspace("Elsewhere")
    zoe = chat.slack.person("Zoe", at=elsewhere)
    await chat.ask(SECRET)
    chat.general.share(elsewhere)
    chat.general.join(zoe)
    await chat.slack.delivery.settled()
    assert not await is_known(chat, chat.general, who=zoe)
    assert await is_known(chat)


async def test_who_is_deactivated_and_comes_back_as_a_guest_knows_nothing_of_the_workspace(chat: Chat) -> None:
    ben = chat.slack.person("Ben")
    chat.general.join(ben)
    await chat.ask(SECRET)
    await chat.ask("Hello.", who=ben)
    assert await is_known(chat, who=ben)
    deactivated(chat.slack, ben)
    await chat.slack.delivery.settled()
    ben.user.deleted, ben.user.guest = False, "restricted"
    assert not await is_known(chat, who=ben)


async def test_what_is_deleted_is_known_nowhere_even_when_the_channel_was_shared_since(chat: Chat) -> None:
    said = await chat.alice.post(chat.general, f"{chat.slack.mention} {SECRET}")
    await chat.answered(said)
    other = chat.slack.home.channel("other", chat.alice)
    assert await is_known(chat, other)
    chat.general.share(chat.slack.workspace("Elsewhere"))
    await chat.alice.delete(said)
    await chat.forgets("4711")
    assert not await is_known(chat, other)


async def test_when_the_app_is_removed_and_comes_back_the_workspace_is_as_before(chat: Chat) -> None:
    await chat.ask(SECRET)
    await chat.slack.delivery.settled()
    chat.slack.home.uninstall()
    await put_out(chat)
    chat.slack.home.installation.gone = ""
    chat.slack.advance(2)
    assert await is_known(chat, chat.general)
