"""Thumbs at Discord become feedback, with a reason by a button and a form, also after a restart, over sockets."""

import asyncio
from pathlib import Path

import asyncpg
from discord import Permissions

from tests.platforms.discord.chatting import chatting
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.ratings import rated

REASON = "My cat is called\nMia."


async def test_a_thumb_and_its_reason_are_kept_changed_and_taken_back(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(discord, database_dsn, tmp_path / "one") as chat:
        chat.tell("Miso, I think.")
        alice, me = chat.alice, str(chat.alice.id)
        answer = await discord.reply(await chat.ask("What is my cat called?"))
        await alice.react(answer, "👏")
        await alice.react(answer, "👍🏽")
        await rated(database_dsn, [(me, 1, None)])
        await alice.unreact(answer, "👍🏽")
        await rated(database_dsn, [(me, 0, None)])
    async with running(discord, database_dsn, tmp_path / "two"):
        await alice.react(answer, "👎")
        await rated(database_dsn, [(me, -1, None)])
        (asked,) = await discord.said(alice.direct)
    async with running(discord, database_dsn, tmp_path / "three"):
        use = await alice.click(asked, "Say what was wrong")
        assert use.form is not None and use.form.title == "What was wrong?"
        told = await alice.submit(use, {"text": REASON})
        await discord.log.until(lambda: told.text == "Thank you. I have kept that with the answer.")
        await rated(database_dsn, [(me, -1, REASON)])
    assert [post.private for post in chat.general.posts(by_bot=True)] == [False], "nothing was said of it in company"


async def test_a_thumb_is_taken_back_after_a_restart_and_nobody_is_looked_up_for_it(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(discord, database_dsn, tmp_path / "one") as chat:
        chat.tell("Miso, I think.")
        alice, ben, me = chat.alice, discord.person("Ben"), str(chat.alice.id)
        chat.home.join(ben)
        answer = await discord.reply(await chat.ask("What is my cat called?"))
        said = await alice.send(chat.general, "Nothing for the bot.")
        await alice.react(answer, "👍")
        await rated(database_dsn, [(me, 1, None)])
        await ben.react(said, "👍")
    discord.log.calls.clear()
    async with running(discord, database_dsn, tmp_path / "two"):
        await ben.unreact(said, "👍")
        await alice.unreact(answer, "👍")
        await rated(database_dsn, [(me, 0, None)])
        await asyncio.sleep(0.2)
    assert [call.path for call in discord.log.calls if call.path.startswith(("/users/1", "/channels/"))] == []
    assert await known(database_dsn) == [(me, "Alice")], "who took something back is called what they were called"


async def test_others_than_who_was_answered_rate_an_answer_for_themselves(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        chat.tell("All the words of a long story. " * 100)
        alice, ben = chat.alice, discord.person("Ben")
        chat.home.join(ben)
        await chat.ask("Tell me a story.")
        await chat.turns(1)
        first, second = chat.general.posts(by_bot=True)
        await alice.react(second, "👍")
        await rated(database_dsn, [(str(alice.id), 1, None)])
        await ben.react(first, "👎")
        await rated(database_dsn, [(str(alice.id), 1, None), (str(ben.id), -1, None)])
        await ben.unreact(first, "👍")  # which he never put there
        await alice.unreact(second, "👍")
        await rated(database_dsn, [(str(ben.id), -1, None), (str(alice.id), 0, None)])
        assert ben.direct.posts(by_bot=True) == [], "the bot does not write first to whom it never met"


async def test_thumbs_that_a_moderator_clears_are_taken_back_from_any_part_of_an_answer(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(discord, database_dsn, tmp_path) as chat:
        chat.tell("All the words of a long story. " * 100)
        alice, ben, mod = chat.alice, discord.person("Ben"), discord.person("Mod")
        chat.home.join(ben, mod)
        chat.home.give(mod, chat.home.role("Moderators", Permissions(manage_messages=True)))
        await chat.ask("Tell me a story.")
        await chat.turns(1)
        _, second = chat.general.posts(by_bot=True)
        await alice.react(second, "👍")
        await rated(database_dsn, [(str(alice.id), 1, None)])
        await ben.react(second, "👎")
        await ben.react(second, "👏")
        await rated(database_dsn, [(str(alice.id), 1, None), (str(ben.id), -1, None)])
        await mod.clear(second, "👏")
        await mod.clear(second, "👍")
        await rated(database_dsn, [(str(ben.id), -1, None), (str(alice.id), 0, None)])
        await mod.clear(second)
        await rated(database_dsn, [(str(alice.id), 0, None), (str(ben.id), 0, None)])


async def test_every_part_of_a_long_answer_is_rated_after_a_restart_too(
    discord: DiscordStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(discord, database_dsn, tmp_path / "one") as chat:
        chat.tell("All the words of a long story. " * 150)
        alice, me = chat.alice, str(chat.alice.id)
        await chat.ask("Tell me a story.")
        await chat.turns(1)
        _, second, third = chat.general.posts(by_bot=True)
    async with running(discord, database_dsn, tmp_path / "two"):
        await alice.react(second, "👍")
        await rated(database_dsn, [(me, 1, None)])
        await alice.unreact(second, "👍")
        await rated(database_dsn, [(me, 0, None)])
        await alice.react(third, "👎")
        await rated(database_dsn, [(me, -1, None)])
        (asked,) = await discord.said(alice.direct)
        told = await alice.submit(await alice.click(asked, "Say what was wrong"), {"text": REASON})
        await discord.log.until(lambda: told.text == "Thank you. I have kept that with the answer.")
        await rated(database_dsn, [(me, -1, REASON)])


async def known(dsn: str) -> list[tuple[str, str]]:
    """The handle and the name of everybody whom memory knows."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("SELECT a.handle, p.name FROM accounts a JOIN people p ON p.id = a.person_id")
        return [(row["handle"], row["name"]) for row in rows]
    finally:
        await connection.close()
