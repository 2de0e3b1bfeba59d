"""How things are told: redelivery, refresh, dead and deaf sockets, signatures, and the app being away."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from tests.platforms.slack.log import Delivered
from tests.platforms.slack.people import Person
from tests.platforms.slack.probe import app_of, by_http, by_socket, client_of, moment, refusal
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, mapping

QUICK = (0.0, 0.05, 0.1)


@pytest.fixture
async def alice(slack: SlackStandIn) -> AsyncIterator[Person]:
    """Somebody at home, where Slack loses patience soon."""
    slack.timing.acknowledge, slack.timing.retries = 0.3, QUICK
    yield slack.person("Alice")


def hearing(slack: SlackStandIn, late: float = 0.0) -> tuple[AsyncApp, list[Payload]]:
    """An app that hears; `late` is how long it takes to acknowledge what it hears first."""
    app, heard = app_of(slack), list[Payload]()

    @app.middleware
    async def slowly(body: Payload, next_: Callable[[], Awaitable[None]]) -> None:
        first = not heard
        heard.append(body)
        if first:
            await asyncio.sleep(late)
        await next_()

    @app.event("message")
    async def said() -> None:
        return

    return app, heard


def attempts(told: list[Delivered]) -> list[int]:
    """Which attempts there were."""
    return [each.attempt for each in told]


async def test_what_is_acknowledged_late_is_told_again_by_socket(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack, late=0.5)
    async with by_socket(slack, app):
        await alice.dm("hello")
        await slack.delivery.settled()
        await slack.log.until(lambda: len(heard) == 2)
    assert heard[0]["event_id"] == heard[1]["event_id"]
    assert attempts(slack.log.events("message")) == [0, 1]


async def test_what_is_acknowledged_late_is_told_again_by_http(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack, late=0.5)
    numbers: list[str] = []

    @app.middleware
    async def numbered(request: object, next_: Callable[[], Awaitable[None]]) -> None:
        headers = getattr(request, "headers", {})
        numbers.append("/".join((*headers.get("x-slack-retry-num", ["0"]), *headers.get("x-slack-retry-reason", []))))
        await next_()

    async with by_http(slack, app):
        await alice.dm("hello")
        await slack.delivery.settled()
    assert heard[0]["event_id"] == heard[1]["event_id"] and "1/timeout" in numbers


async def test_three_copies_are_told_where_that_is_ordered(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack)
    slack.delivery.copies = 3
    async with by_socket(slack, app):
        await alice.dm("hello")
        await slack.delivery.settled()
        await slack.log.until(lambda: len(heard) == 3)
    assert len({str(each["event_id"]) for each in heard}) == 1


async def test_a_told_event_can_be_told_once_more(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack)
    async with by_socket(slack, app):
        await alice.dm("hello")
        await slack.delivery.settled()
        again = await slack.delivery.again(slack.log.events("message")[0])
        await slack.log.until(lambda: len(heard) == 2)
    assert again.acknowledged is not None and heard[0]["event_id"] == heard[1]["event_id"]


async def test_a_deaf_socket_swallows_and_a_new_one_hears(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack)
    async with by_socket(slack, app):
        slack.deafen()
        await alice.dm("hello")
        await moment()
        assert heard == []
        other, more = hearing(slack)
        async with by_socket(slack, other):
            await slack.connected(2)
            for number in range(20):
                await alice.dm(str(number))
            await slack.delivery.settled(seconds=10)
        assert heard == [] and more
    assert {each.line for each in slack.log.events("message")} >= {1, 2}


async def test_a_socket_that_is_asked_to_goes_and_comes_anew(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack)
    async with by_socket(slack, app, ping_seconds=0.2):
        await slack.sockets.disconnect()
        await slack.log.until(lambda: slack.sockets.connections == 2)
        await alice.dm("hello")
        await slack.log.until(lambda: bool(heard))
    assert len(slack.log.to("apps.connections.open")) == 2


async def test_a_killed_socket_is_opened_anew_and_nothing_is_lost(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack)
    async with by_socket(slack, app, ping_seconds=0.2):
        slack.sockets.drop()
        await slack.log.until(lambda: not slack.sockets.open)
        slack.timing.retries = (0.2, 0.5, 1.0)
        await alice.dm("hello")
        await slack.log.until(lambda: bool(heard), seconds=10)


async def test_a_ticket_opens_one_socket(slack: SlackStandIn) -> None:
    client = client_of(slack, slack.credentials.app_token)
    address = str((await client.apps_connections_open(app_token=slack.credentials.app_token))["url"])
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(address) as socket:
            hello = mapping(await socket.receive_json(timeout=2))
            assert hello["type"] == "hello" and hello["num_connections"] == 1
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(address)
    assert await refusal(client.auth_test()) == "not_allowed_token_type"


async def test_the_signature_and_the_time_are_what_the_app_checks(slack: SlackStandIn, alice: Person) -> None:
    app, heard = hearing(slack)
    async with by_http(slack, app):
        hook = slack.delivery.hook
        assert hook is not None
        verified = await hook.verify("challenge-1")
        assert verified.status == 200 and "challenge-1" in verified.body
        hook.flaw = "x"
        assert (await hook.verify()).status == 401
        hook.flaw, hook.skew = "", -600.0
        assert (await hook.verify()).status == 401
        hook.skew = 0.0
        told = json.dumps({"type": "event_callback", "team_id": slack.home.id, "event": {"type": "unknown"}})
        assert (await hook.send(told)).status == 404
    assert all(each.get("type") == "event_callback" for each in heard)


async def test_where_the_app_is_away_it_is_told_four_times_and_then_no_more(slack: SlackStandIn, alice: Person) -> None:
    slack.timing.acknowledge = 0.05
    await alice.dm("hello")
    await slack.delivery.settled()
    assert attempts(slack.log.events("message")) == [0, 1, 2, 3]
    slack.post_to(f"{slack.base}/nowhere")
    await alice.dm("again")
    await slack.delivery.settled()
    assert [each.status for each in slack.log.events("message")[4:]] == [404] * 4


async def test_no_connection_is_taken_where_that_is_ordered(slack: SlackStandIn) -> None:
    client = client_of(slack)
    async with slack.refusing():
        with pytest.raises(aiohttp.ClientError):
            await client.auth_test()
    await client.auth_test()
