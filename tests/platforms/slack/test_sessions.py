"""What people see at Slack of the bot at work: that an answer is coming, the button to stop it, what to begin with."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outgoing import Outgoing
from adapters.slack.adapter import Slack
from adapters.slack.prompts import LANGUAGES
from adapters.types import Message, Stopped
from tests.platforms.slack.adapting import adapting, address_of, echo
from tests.platforms.slack.chatting import Chat, chatting
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn

SET, LINE = "agents.sessions.setStatus", "assistant.threads.setStatus"


@pytest.fixture
async def chat(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The whole bot, with Alice."""
    async with chatting(slack, database_dsn, tmp_path) as chat:
        yield chat


async def words(*pieces: str | float) -> AsyncIterator[str]:
    """Words, and pauses in seconds."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            await asyncio.sleep(piece)


async def think(adapter: Slack, message: Message) -> None:
    """Answer after a while, in words that come one after another."""
    async with adapter.typing(message.address):
        await asyncio.sleep(0.3)
    await adapter.stream(Outgoing(message.address, "", message.id), words("Once ", 1.2, "upon a time."))


def statuses(slack: SlackStandIn, method: str = SET) -> list[object]:
    """What was shown, in order."""
    return [each.args["status"] for each in slack.log.to(method)]


async def test_a_session_is_at_work_from_the_question_to_the_last_word(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(slack, think):
        asked = await alice.post(general, f"{slack.mention} Tell me\n a story, please.")
        await slack.log.called("chat.startStream")
        assert general.session(asked) == {"status": "processing", "title": "Tell me a story, please."}
        reply = await slack.reply(asked)
        await slack.log.quiet(0.8)
        assert (reply.text, reply.stream) == ("Once upon a time.", "completed")
        assert general.session(asked)["status"] == "active"
    assert statuses(slack) == ["processing"], "the last words say that it is done"
    assert slack.log.to(SET)[0].at < slack.log.to("chat.startStream")[0].at


async def test_an_answer_in_one_piece_ends_it_too(slack: SlackStandIn, alice: Person) -> None:
    async def at_once(adapter: Slack, message: Message) -> None:
        async with adapter.typing(message.address):
            await slack.log.called(SET)
        await echo(adapter, message)

    async with adapting(slack, at_once):
        asked = await alice.dm("hello")
        await slack.reply(asked)
        await slack.log.called(SET, 2)
    assert statuses(slack) == ["processing", "active"]
    assert alice.direct.session(asked)["title"] == "hello"


async def test_each_thread_has_its_own(slack: SlackStandIn, alice: Person) -> None:
    go = asyncio.Event()

    async def wait(adapter: Slack, message: Message) -> None:
        async with adapter.typing(message.address):
            await asyncio.wait_for(go.wait(), 10)
        await echo(adapter, message)

    async with adapting(slack, wait):
        first, second = await alice.dm("one"), await alice.dm("two")
        await slack.log.called(SET, 2)
        shown = [alice.direct.session(each) for each in (first, second)]
        assert shown == [{"status": "processing", "title": "one"}, {"status": "processing", "title": "two"}]
        go.set()
        await slack.log.called(SET, 4)
        assert [alice.direct.session(each)["status"] for each in (first, second)] == ["active", "active"]


@pytest.mark.parametrize("word", ["unknown_method", "missing_scope", "not_allowed"])
async def test_where_there_are_no_sessions_the_older_line_is_shown(
    slack: SlackStandIn, alice: Person, word: str
) -> None:
    slack.faults.refuse(SET, word)

    async def wait(adapter: Slack, message: Message) -> None:
        async with adapter.typing(message.address):
            await slack.log.until(lambda: bool(alice.direct.status(asked)))
        await adapter.send(Outgoing(message.address, "Hm.", message.id))

    async with adapting(slack, wait):
        for times in (1, 2):
            asked = await alice.dm("what now?")
            await slack.reply(asked)
            await slack.log.called(LINE, 2 * times)
    assert len(slack.log.to(SET)) == 1, "it is not asked for again at once"
    assert [bool(each) for each in statuses(slack, LINE)] == [True, False] * 2
    assert [each.args["title"] for each in slack.log.to("assistant.threads.setTitle")] == ["what now?"] * 2


async def test_a_question_that_is_deleted_meanwhile_takes_sessions_from_nobody(chat: Chat) -> None:
    go = asyncio.Event()
    model = chat.tell(go, "Once upon a time.")
    asked = await chat.alice.dm("Tell me a story.")
    await chat.slack.log.until(lambda: bool(model.prompts))
    await chat.alice.delete(asked)
    go.set()
    await chat.slack.log.until(lambda: "active" in statuses(chat.slack))
    chat.tell("Here.")
    assert await chat.tells("And now?") == "Here."
    assert statuses(chat.slack)[:3] == ["processing", "active", "processing"]


@pytest.mark.parametrize("status", [500, 429])
async def test_what_cannot_be_shown_keeps_no_answer_waiting(slack: SlackStandIn, alice: Person, status: int) -> None:
    slack.faults.slow("a*.s*", 3.0)
    slack.faults.fail("a*.s*", status, seconds=60)
    async with adapting(slack, think):
        reply = await slack.reply(await alice.dm("hello"), seconds=5)
    assert reply.text == "Once upon a time."


async def test_nothing_is_shown_of_what_is_said_unasked(slack: SlackStandIn, general: Channel) -> None:
    async with adapting(slack) as bot:
        async with bot.adapter.typing(address_of(general)):
            await bot.adapter.send(Outgoing(address_of(general), "By the way."))
        await slack.log.quiet(0.3)
    assert {each.method for each in slack.log.calls} & {SET, LINE} == set()


async def test_the_button_ends_the_answer_and_the_model_at_once(chat: Chat) -> None:
    go = asyncio.Event()
    model = chat.tell("Once ", go, "upon a time.")
    asked = await chat.alice.dm("Tell me a story.")
    await chat.slack.log.called("chat.startStream")
    chat.alice.stop(asked)
    reply = await chat.slack.reply(asked)
    await chat.slack.log.until(lambda: "(stopped)" in chat.alice.direct.posts(by_bot=True)[0].text)
    await chat.slack.log.until(lambda: chat.alice.direct.session(asked)["status"] == "active")
    go.set()
    assert chat.stage.quiet.is_quiet, "the model is asked no further"
    await chat.slack.log.quiet(0.8)
    (post,) = chat.alice.direct.posts(by_bot=True)
    assert post.text == "Once\n\n_(stopped)_"
    assert reply.ts == post.ts
    assert await chat.lines() == [(False, "Tell me a story."), (True, "Once")]
    chat.tell("Here.")
    assert await chat.tells("And now?") == "Here."
    assert len(model.prompts) == 1


async def test_the_button_ends_only_what_stands_in_its_thread(chat: Chat) -> None:
    go = asyncio.Event()
    chat.tell("Once ", go, "upon a time.")
    first = await chat.alice.dm("Tell me a story.")
    await chat.slack.log.called("chat.startStream")
    second = await chat.alice.dm("And a poem.")
    await asyncio.sleep(0.3)
    chat.alice.stop(second)
    await chat.slack.log.quiet(0.8)
    go.set()
    reply = await chat.slack.reply(first)
    assert reply.text == "Once upon a time."
    await chat.slack.log.quiet(0.8)
    assert [each.thread_ts for each in chat.alice.direct.posts(by_bot=True)] == [first.ts]
    assert (False, "And a poem.") in await chat.lines()


async def test_the_button_works_in_a_channel_before_the_first_word(chat: Chat) -> None:
    model = chat.tell(asyncio.Event())
    asked = await chat.alice.post(chat.general, f"{chat.slack.mention} Tell me a story.")
    await chat.slack.log.until(lambda: bool(model.prompts))
    chat.alice.stop(asked)
    await chat.slack.log.until(lambda: chat.general.session(asked).get("status") == "active")
    assert chat.stage.quiet.is_quiet
    assert chat.general.posts(by_bot=True) == []
    assert await chat.lines() == [(False, "Tell me a story.")]


async def test_a_sign_that_was_left_by_a_process_that_died_is_taken_away(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack) as bot:
        asked = await alice.dm("Tell me a story.")
        await bot.hears(Message)
    slack.world.sessions[alice.direct.id, asked.ts] = {"status": "processing", "title": ""}
    async with adapting(slack) as bot:
        alice.stop(asked)
        await slack.log.called(SET)
        assert alice.direct.session(asked)["status"] == "active"
        (stop,) = await bot.hears(Stopped)
    assert stop.message_ids == (), "nothing is known of that thread here"


async def test_who_opens_the_messages_tab_is_offered_what_to_ask_in_their_language(slack: SlackStandIn) -> None:
    karl, alice = slack.person("Karl", locale="de-DE"), slack.person("Alice", locale="en-GB")
    async with adapting(slack):
        for each in (karl, karl, alice):
            each.open_home("messages")
        await slack.log.called("assistant.threads.setSuggestedPrompts")
        await slack.log.quiet(0.5)
    wanted = [{"title": title, "message": message} for title, message in LANGUAGES["de"]]
    assert karl.direct.prompts()["prompts"] == wanted
    assert len(slack.log.to("assistant.threads.setSuggestedPrompts")) == 1, "English stands in the manifest"
