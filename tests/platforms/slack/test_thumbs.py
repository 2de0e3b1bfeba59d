"""Thumbs at Slack become feedback, with a reason by a button and a form, also after a restart, over sockets."""

from pathlib import Path

from tests.platforms.ratings import rated
from tests.platforms.slack.chatting import chatting, running
from tests.platforms.slack.server import SlackStandIn

REASON = "My cat is called Mia."


async def test_a_thumb_and_its_reason_are_kept_changed_and_taken_back(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(slack, database_dsn, tmp_path / "one") as chat:
        chat.tell("Miso, I think.")
        alice, me = chat.alice, f"{slack.home.id}:{chat.alice.id}"
        asked = await alice.post(chat.general, f"{slack.mention} What is my cat called?")
        answer = await slack.reply(asked)
        await alice.react(answer, "clap")
        await alice.react(answer, "+1::skin-tone-4")
        await rated(database_dsn, [(me, 1, None)])
        await alice.unreact(answer, "+1::skin-tone-4")
        await rated(database_dsn, [(me, 0, None)])
    async with running(slack, database_dsn, tmp_path / "two"):
        await alice.react(answer, "thumbsdown")
        await rated(database_dsn, [(me, -1, None)])
        (why,) = await slack.said(alice.direct, seconds=15)
    async with running(slack, database_dsn, tmp_path / "three"):
        use = await alice.click(why, "Say what was wrong")
        await slack.log.called("views.open")
        assert use.form is not None
        await alice.submit(use.form, {"text": REASON})
        await rated(database_dsn, [(me, -1, REASON)])
    assert len(chat.general.posts(by_bot=True)) == 1, "nothing was said of it in company"
