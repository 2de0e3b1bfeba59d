"""Staying connected to Slack: sockets that go, break, fall silent or are refused, and requests that are posted."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import aiohttp
import pytest

from adapters.errors import Misconfigured
from adapters.outgoing import Outgoing
from adapters.slack import connection
from adapters.slack.adapter import Slack
from adapters.slack.settings import Settings
from adapters.types import Event, Message
from tests.platforms.slack.adapting import Bot, adapting, answering, echo, settings_at
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.sockets import Line

QUICK = (0.0, 0.2, 0.5, 1.0, 2.0)


@pytest.fixture(autouse=True)
def quick(slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.05)
    slack.timing.acknowledge, slack.timing.retries = 0.5, QUICK


async def answered(slack: SlackStandIn, alice: Person, text: str = "hello") -> str:
    """What comes back."""
    return (await slack.reply(await alice.dm(text), seconds=15)).text


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "too_many_websockets"])
async def test_a_socket_that_is_told_to_go_is_replaced_before_it_goes(
    slack: SlackStandIn, alice: Person, reason: str
) -> None:
    slack.sockets.open = opened = Counted()
    async with adapting(slack, echo):
        await answered(slack, alice, "are you there?")
        await slack.sockets.disconnect(reason)
        await slack.log.until(lambda: slack.sockets.connections == 2 and len(opened) == 1)
        assert opened.most == 2
        assert await answered(slack, alice) == "You said: hello"


class Counted(dict[Line, None]):
    """Sockets that are open, and how many there were at most."""

    most = 0

    def __setitem__(self, line: Line, value: None) -> None:
        super().__setitem__(line, value)
        self.most = max(self.most, len(self))


async def test_what_is_said_while_a_socket_is_broken_is_answered(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, echo) as bot:
        slack.sockets.drop()
        await slack.log.until(lambda: not slack.sockets.open)
        said = await alice.dm("hello")
        assert (await slack.reply(said, seconds=15)).text == "You said: hello"
        await slack.delivery.settled()
        assert len(bot.of(Message)) == 1


async def test_a_silent_socket_is_taken_for_deaf(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, echo, settings=replace(settings_at(slack), silence=0.5)) as bot:
        slack.deafen()
        said = await alice.dm("hello")
        assert (await slack.reply(said, seconds=15)).text == "You said: hello"
        assert slack.sockets.connections >= 2 and len(bot.of(Message)) == 1


async def test_a_socket_that_brings_something_now_and_then_stays(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, echo, settings=replace(settings_at(slack), silence=1.5)):
        for number in range(10):
            await answered(slack, alice, str(number))
            await asyncio.sleep(0.25)
        assert slack.sockets.connections == 1


async def test_where_slack_is_away_it_is_tried_until_it_is_back(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, echo):
        async with slack.refusing():
            await asyncio.sleep(1.0)
        await slack.connected(seconds=15)
        assert await answered(slack, alice) == "You said: hello"


async def test_where_slack_is_away_at_the_start_it_is_waited_for(slack: SlackStandIn, alice: Person) -> None:
    await slack.refuse()
    async with starting(slack, settings_at(slack)) as (_, running):
        await asyncio.sleep(0.5)
        await slack.accept()
        await slack.connected(seconds=15)
        assert not running.done()


async def test_a_socket_that_never_greets_is_given_up(
    slack: SlackStandIn, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.sockets.CONNECT_SECONDS", 0.3)
    slack.sockets.hello = False
    async with starting(slack, settings_at(slack)):
        await slack.log.until(lambda: slack.sockets.connections >= 2, 10)
        slack.sockets.hello = True
        connections = slack.sockets.connections
        await slack.log.until(lambda: slack.sockets.connections > connections and len(slack.sockets.open) == 1, 10)


async def test_where_there_are_too_many_sockets_it_waits_for_its_turn(slack: SlackStandIn, alice: Person) -> None:
    async with aiohttp.ClientSession() as session:
        others = []
        for _ in range(10):
            address = f"{slack.base.replace('http', 'ws', 1)}/link/?ticket={slack.sockets.ticket()}"
            others.append(await session.ws_connect(address))
        async with starting(slack, settings_at(slack)) as (bot, _):
            await slack.log.until(lambda: slack.sockets.connections >= 12, 10)
            for each in others:
                await each.close()
            await slack.log.until(lambda: len(slack.sockets.open) == 1, 15)
            await alice.dm("hello")
            await bot.hears(Message)


@pytest.mark.parametrize(
    ("bot_token", "app_token", "fault", "sentence"),
    [
        ("xoxb-wrong", None, "", r"slack\.bot_token"),
        (None, "xapp-wrong", "", r"begins with xapp-.*slack\.app_token"),
        (None, None, "missing_scope", "connections:write"),
        (None, None, "not_allowed", "Switch on Socket Mode"),
    ],
)
async def test_what_somebody_has_to_change_ends_it_with_a_sentence(
    slack: SlackStandIn, bot_token: str | None, app_token: str | None, fault: str, sentence: str
) -> None:
    if fault:
        slack.faults.refuse("apps.connections.open", fault)
    good = settings_at(slack)
    adapter = Slack(replace(good, bot_token=bot_token or good.bot_token, app_token=app_token or good.app_token))
    with pytest.raises(Misconfigured, match=sentence):
        async with asyncio.timeout(10):
            await adapter.run(nobody)


async def test_told_to_wait_it_waits(slack: SlackStandIn) -> None:
    slack.faults.limit("apps.connections.open", 1)
    began = time.monotonic()
    async with starting(slack, settings_at(slack)):
        await slack.connected(seconds=10)
    assert time.monotonic() - began >= 1.0


async def test_what_is_being_answered_at_the_end_is_answered(slack: SlackStandIn, alice: Person) -> None:
    begun = asyncio.Event()

    async def slowly(adapter: Slack, message: Message) -> None:
        begun.set()
        await asyncio.sleep(0.5)
        await echo(adapter, message)

    async with adapting(slack, slowly):
        said = await alice.dm("hello")
        await begun.wait()
    assert (await slack.reply(said)).text == "You said: hello"


async def test_what_is_being_read_at_the_end_is_answered(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, echo):
        slack.faults.slow("users.info", 1.0)
        await alice.dm("hello")
        await slack.log.until(lambda: bool(slack.log.to("users.info")))
        await slack.delivery.settled()
    assert [post.text for post in alice.direct.posts(by_bot=True)] == ["You said: hello"]


async def test_an_event_is_acknowledged_before_it_is_worked_on(slack: SlackStandIn, alice: Person) -> None:
    slack.faults.slow("users.info", 1.0)
    slack.timing.retries = ()
    async with adapting(slack, echo):
        await alice.dm("hello")
        await slack.delivery.settled()
        (told,) = slack.log.events("message")
        assert told.acknowledged is not None and told.acknowledged - told.at < 0.3


async def test_nothing_of_slacks_own_is_read_from_the_environment(
    slack: SlackStandIn, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "VERIFICATION_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", f"xoxb-environment-{name}")
    async with adapting(slack, echo):
        assert await answered(slack, alice) == "You said: hello"
    assert not any("environment" in call.token for call in slack.log.calls)


async def test_no_token_and_no_word_gets_into_the_log(
    slack: SlackStandIn, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "adapters")
    caplog.set_level(logging.INFO)
    slack.faults.refuse("chat.postMessage", "not_in_channel", times=1)

    async def failing(adapter: Slack, message: Message) -> None:
        try:
            await echo(adapter, message)
        finally:
            await adapter.send(Outgoing(message.address, "again", message.id))

    async with adapting(slack, failing):
        await alice.dm("the secret of the garden")
        await slack.log.called("chat.postMessage", 2)
        slack.sockets.drop()
        await slack.log.until(lambda: slack.sockets.connections == 2)
    words = ("xoxb-", "xapp-", "ticket", "garden", "Alice", slack.token)
    assert [line for line in caplog.text.splitlines() if any(word in line for word in words)] == []
    assert "not taken" in caplog.text, "the fault itself is told"


@asynccontextmanager
async def starting(slack: SlackStandIn, settings: Settings) -> AsyncIterator[tuple[Bot, "asyncio.Future[None]"]]:
    """The adapter, from its start, whether it gets anywhere or not."""
    bot = Bot(Slack(settings))
    running = asyncio.ensure_future(bot.adapter.run(answering(bot)))
    try:
        yield bot, running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(running, 10)


async def nobody(event: Event) -> None:
    """Nothing gets this far."""
