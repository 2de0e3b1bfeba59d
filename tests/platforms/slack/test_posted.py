"""Requests that Slack posts are heard as what comes over a socket is, by any process behind the balancer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from adapters.slack.adapter import Slack
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.settings import Http, Settings
from adapters.slack.shared import shared_by
from adapters.types import Message
from tests.adapters.slack_installed import processes
from tests.platforms.slack.adapting import Bot, answering
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import HOST, SlackStandIn


async def test_requests_are_heard_as_sockets_are(slack: SlackStandIn, alice: Person, database_dsn: str) -> None:
    slack.timing.acknowledge = 3.0
    async with posted(slack, database_dsn) as (first, second):
        said = await alice.dm("hello")
        assert (await slack.reply(said)).text == "You said: hello"
        await slack.delivery.settled()
        (told,) = slack.log.events("message")[:1]
        slack.post_to(address_of(second.adapter))
        await asyncio.sleep(1.1)  # within a second it would have the same signature
        await slack.delivery.again(told)
        await second.hears(Message)  # which of them answers is for the bot's inbox to say
        assert [each.id for each in (*first.of(Message), *second.of(Message))] == [said.ts] * 2
        hook = slack.delivery.hook
        assert hook is not None
        hook.flaw = "x"
        assert (await hook.send("{}")).status == 401
        hook.flaw, hook.skew = "", -400.0
        assert (await hook.send("{}")).status == 401
        hook.skew = 0.0
        assert "c-1" in (await hook.verify()).body
        async with aiohttp.ClientSession() as session, session.get(f"{_base(first.adapter)}/health") as health:
            assert (health.status, await health.text()) == (200, "ok")


@asynccontextmanager
async def posted(slack: SlackStandIn, dsn: str) -> AsyncIterator[tuple[Bot, Bot]]:
    """Two processes behind a balancer, which sends to the first."""
    secret = slack.credentials.signing_secret
    settings = Settings(slack.token, http=Http(HOST, 0, secret), api=slack.api)
    async with processes(dsn) as found:
        bots = [Bot(Slack(settings, shared=shared_by(each.vault, each.passes, None))) for each in found]
        runs = [asyncio.ensure_future(each.adapter.run(answering(each))) for each in bots]
        try:
            await slack.log.until(lambda: all(each.adapter.port is not None for each in bots))
            slack.post_to(address_of(bots[0].adapter))
            yield bots[0], bots[1]
        finally:
            for each in runs:
                each.cancel()
            await asyncio.wait(runs, timeout=10)


def address_of(adapter: Slack) -> str:
    """Where Slack posts to it."""
    return _base(adapter) + EVENTS_PATH


def _base(adapter: Slack) -> str:
    return f"http://{HOST}:{adapter.port}"
