"""What goes wrong while an answer is on its way at Slack: it stands there once, and whole, or the next one does.

The whole bot, on a database, over a socket: whatever method stumbles once, nobody waits in vain or reads double.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.slack.chatting import Chat, chatting
from tests.platforms.slack.faults import Answer
from tests.platforms.slack.server import SlackStandIn

WORDS = ("One, ", "two, ", "three.")
WHOLE = "".join(WORDS)
SECONDS = 25.0
LIMITED = Answer(429, "ratelimited", retry_after=1)
ON_THE_WAY = (
    *("auth.test", "users.info", "conversations.info", "conversations.members", "users.list"),
    *("agents.sessions.setStatus", "assistant.threads.setStatus"),
    *("chat.startStream", "chat.appendStream", "chat.stopStream", "chat.update"),
)


@pytest.fixture
async def chat(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """A small workspace."""
    async with chatting(slack, database_dsn, tmp_path) as chat:
        yield chat


def shown(chat: Chat, *, direct: bool) -> list[str]:
    """What the bot said, where it was asked."""
    channel = chat.alice.direct if direct else chat.general
    return [post.text for post in channel.posts(by_bot=True)]


async def kept(chat: Chat, ours: list[str]) -> None:
    """Wait until this is what memory keeps of our words; raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while [text for by_us, text in await chat.lines() if by_us] != ours:
            await asyncio.sleep(0.05)


async def asks(chat: Chat, *, direct: bool) -> str:
    """What Alice is answered."""
    ask = chat.tells("Count!") if direct else chat.ask("Count!")
    async with asyncio.timeout(SECONDS):
        return await ask


@pytest.mark.parametrize("direct", [True, False], ids=["direct", "channel"])
@pytest.mark.parametrize("answer", [LIMITED, Answer(503), Answer(0, cut=True)], ids=["limited", "broken", "cut"])
async def test_whatever_stumbles_once_the_answer_stands_there_once(chat: Chat, answer: Answer, *, direct: bool) -> None:
    chat.tell(*WORDS)
    for method in ON_THE_WAY:
        chat.slack.faults.order(method, answer, times=1)
    assert await asks(chat, direct=direct) == WHOLE
    chat.slack.faults.lift()
    assert await asks(chat, direct=direct) == WHOLE
    assert shown(chat, direct=direct) == [WHOLE, WHOLE]
    await kept(chat, [WHOLE, WHOLE])


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
async def test_what_was_done_though_slack_did_not_say_so_is_not_done_again(chat: Chat, method: str) -> None:
    chat.tell(*WORDS)
    for status in (502, 0):
        chat.slack.faults.lose(method, status)
        await asks(chat, direct=True)
        chat.slack.faults.lift()
    await chat.slack.delivery.settled()
    texts = shown(chat, direct=True)
    assert [text.count("One, ") for text in texts if text] == [1, 1], texts
    assert texts[-1] == WHOLE


async def test_what_begins_an_answer_may_stand_there_twice_where_slack_did_not_say_so_and_never_not_at_all(
    chat: Chat,
) -> None:
    chat.tell(*WORDS)
    chat.slack.faults.lose("chat.startStream")
    await asks(chat, direct=True)
    await chat.slack.log.quiet(0.5)
    texts = shown(chat, direct=True)
    assert 1 <= len(texts) <= 2 and set(texts) == {WHOLE}


async def test_a_scope_that_is_missing_costs_the_answer_and_nothing_more(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    chat.tell("Yes.")
    chat.slack.faults.need("chat.*", "chat:write")
    await chat.alice.dm("Hello?")
    await chat.slack.log.called("chat.*", seconds=SECONDS)
    await asyncio.sleep(0.5)
    chat.slack.faults.lift()
    assert await chat.tells("And now?") == "Yes."
    assert shown(chat, direct=True) == ["Yes."]
    assert "Hello?" not in caplog.text and told_of("chat:write", caplog)


@pytest.mark.parametrize(
    ("method", "scope"),
    [
        ("users.info", "users:read"),
        ("users.list", "users:read"),
        ("conversations.info", "channels:read"),
        ("a*.s*", "assistant:write"),
    ],
)
async def test_which_scope_is_missing_reaches_the_operator(
    chat: Chat, caplog: pytest.LogCaptureFixture, method: str, scope: str
) -> None:
    caplog.set_level("INFO")
    chat.slack.faults.need(method, scope)
    chat.tell("Yes.")
    assert await chat.ask("Hello?") == "Yes."
    async with asyncio.timeout(SECONDS):
        while not told_of(scope, caplog):
            await asyncio.sleep(0.05)
    assert chat.slack.token not in str([vars(each) for each in caplog.records])


def told_of(scope: str, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether a field of the log says that the scope is missing."""
    return any(f"lacks the scope {scope} " in str(vars(each).get("why")) for each in caplog.records)


@pytest.mark.parametrize(
    "kinds", [("users.info",), ("users.info", "conversations.info"), ("conversations.*", "users.*")]
)
async def test_what_slack_tells_of_nobody_is_answered_and_used_nowhere_else(chat: Chat, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        chat.slack.faults.need(kind, "users:read")
    model = chat.tell("Yes.")
    assert await chat.ask("The code of the bike is 1234.") == "Yes."
    assert await chat.tells("What is the code of the bike?", who=chat.slack.person("Eve")) == "Yes."
    assert "1234" not in str(model.prompts[-1])


async def test_a_model_that_takes_longer_than_slack_waits_is_told_of_once(chat: Chat) -> None:
    chat.slack.timing.acknowledge, chat.slack.timing.retries = 0.4, (0.0, 0.2, 0.4)
    rest = asyncio.Event()
    chat.tell(rest, "Yes.")
    said = await chat.alice.dm("Hello?")
    await chat.slack.delivery.settled(seconds=10)
    assert {each.attempt for each in chat.slack.log.events("message") if each.payload.get("event_id")} == {0}
    await asyncio.sleep(0.5)
    rest.set()
    assert await chat.answered(said) == "Yes."
    assert shown(chat, direct=True) == ["Yes."]


@pytest.mark.parametrize("how", ["refresh", "warning", "drop", "refuse"])
async def test_a_socket_that_goes_in_the_middle_of_an_answer_costs_no_word_of_it(chat: Chat, how: str) -> None:
    chat.slack.timing.retries = (0.5, 1.0, 2.0)
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two, three.")
    said = await chat.alice.dm("Count!")
    await chat.slack.log.called("chat.startStream", seconds=SECONDS)
    match how:
        case "refresh":
            await chat.slack.sockets.disconnect("refresh_requested")
        case "warning":
            await chat.slack.sockets.disconnect("warning")
        case "drop":
            chat.slack.sockets.drop()
        case _:
            async with chat.slack.refusing():
                await asyncio.sleep(1.0)
    rest.set()
    assert await chat.answered(said, seconds=SECONDS) == WHOLE
    chat.tell("Yes.")
    assert await chat.answered(await chat.alice.dm("And now?"), seconds=SECONDS) == "Yes."
    assert shown(chat, direct=True) == [WHOLE, "Yes."]


async def test_streams_that_slack_kills_are_whole_all_the_same(chat: Chat) -> None:
    rest = asyncio.Event()
    chat.tell("One, ", rest, "two, three.")
    asked = [await chat.alice.dm("Count!"), await chat.alice.post(chat.general, f"{chat.slack.mention} Count!")]
    await chat.slack.log.called("chat.startStream", 2, seconds=SECONDS)
    assert chat.slack.streams.kill() == 2
    rest.set()
    await chat.slack.log.until(lambda: shown(chat, direct=True) == shown(chat, direct=False) == [WHOLE], SECONDS)
    assert len(asked) == 2
