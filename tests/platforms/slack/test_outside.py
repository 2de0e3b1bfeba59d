"""Conversations that are in no workspace to us: what is kept of a message there, and what may be shared there.

The bot is in most of them: in group conversations, and where guests or people from elsewhere read.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from tests.platforms.slack.chatting import Chat, chatting
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.server import SlackStandIn

KINDS = ("group", "connected", "guest")


@pytest.fixture
async def chat(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The whole bot, which says yes to everything."""
    async with chatting(slack, database_dsn, tmp_path) as chat:
        chat.tell("Yes.")
        yield chat


def place(chat: Chat, kind: str, *, bot: bool = True) -> Channel:
    """A conversation of Alice and others that is in no workspace."""
    if kind == "guest":
        guest = chat.slack.person("Gil", guest="restricted")
        return chat.slack.home.channel("hall", chat.alice, guest, bot=bot)
    found = chat.slack.home.channel("party", chat.alice, chat.slack.person("Ben"), group=kind == "group", bot=bot)
    if kind == "connected":
        found.stored.shared.add(chat.slack.workspace("Elsewhere").id)
    return found


async def held(chat: Chat, statement: str = "SELECT text FROM facts") -> list[str]:
    """What the database holds, as facts unless something else is asked for."""
    connection = await asyncpg.connect(chat.dsn)
    try:
        return [str(row[0]) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def used(chat: Chat, where: Channel, text: str) -> str:
    """What a command there is answered."""
    use = await chat.alice.slash(where, text)
    await chat.slack.log.until(lambda: bool(use.posts))
    return use.text


async def keep(chat: Chat, post: Post) -> None:
    """Have a message remembered by its menu, and wait until that was said."""
    use = await chat.alice.shortcut(post, "keep")
    await chat.slack.log.until(lambda: "Kept: " in use.text)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_kept_of_a_message_goes_with_it_and_changes_with_it(chat: Chat, kind: str) -> None:
    where = place(chat, kind)
    locker = await chat.alice.post(where, "My locker has the code 4711.")
    bike = await chat.alice.post(where, "My bike is blue.")
    for post in (locker, bike):
        await keep(chat, post)
    assert "4711" in str(await held(chat))
    await chat.alice.delete(locker)
    await chat.forgets("4711")
    await chat.alice.edit(bike, "My bike is green.")
    await chat.forgets("blue")
    left = str(await held(chat))
    assert "4711" not in left and "blue" not in left


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_told_alone_may_be_shared_with_them(chat: Chat, kind: str) -> None:
    where = place(chat, kind)
    assert "may now be used in" in await used(chat, where, "/rapport share facts here")
    use = await chat.alice.slash(where, "/rapport remember My bike is blue")
    await chat.slack.log.until(lambda: bool(use.posts))
    assert [each.label[:8] for each in use.posts[-1].buttons] == ["Share in"]


@pytest.mark.parametrize("kind", [*KINDS, "private"])
async def test_where_the_bot_is_not_words_are_kept_as_told_alone_and_nothing_is_shared(chat: Chat, kind: str) -> None:
    if kind == "private":
        where = chat.slack.home.channel("board", chat.alice, private=True, bot=False)
    else:
        where = place(chat, kind, bot=False)
    assert "I am no member" in await used(chat, where, "/rapport share facts here")
    use = await chat.alice.shortcut(await chat.alice.post(where, "My bike is blue."), "keep")
    await chat.slack.log.until(lambda: "Kept: " in use.text)
    alone = f"slack//@{chat.slack.home.id}:{chat.alice.id}/"
    assert await held(chat, "SELECT p.key FROM utterances u JOIN places p ON p.id = u.place_id") == [alone]


async def test_where_it_is_not_known_whether_the_bot_is_there_nothing_is_kept_or_shared(chat: Chat) -> None:
    where = place(chat, "group")
    post = await chat.alice.post(where, "My bike is blue.")
    chat.slack.faults.refuse("conversations.info", "internal_error")
    assert "cannot find out just now" in await used(chat, where, "/rapport share facts here")
    use = await chat.alice.shortcut(post, "keep")
    await chat.slack.log.until(lambda: bool(use.posts))
    assert "cannot find out just now" in use.text and await held(chat) == []
