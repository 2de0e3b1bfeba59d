"""Thumbs at Discord become feedback, with a reason by a button and a form, also after a restart, over sockets."""

from pathlib import Path

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
