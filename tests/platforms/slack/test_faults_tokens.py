"""Tokens that end while people talk: renewed once by all processes, and one workspace's end is no other's."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from adapters.errors import Refused, Unreachable
from adapters.outgoing import Outgoing
from adapters.slack import renewing
from adapters.slack.grants import Grant
from adapters.types import Message, direct_with
from tests.platforms.slack.adapting import adapting, echo
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Workspace
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.several import Several, several

SOON, PAST = 600, -10  # seconds until the token ends: it is renewed two hours before
ACKNOWLEDGED = 0.3  # seconds of the three that Slack waits


@dataclass(frozen=True, slots=True)
class Garden(Several):
    """A workspace whose token ends, and Alice in it."""

    workspace: Workspace
    alice: Person

    async def install(self, ends_in: int) -> Grant:
        """The bot comes in, with a token that ends in so many seconds."""
        made = self.workspace.install()
        made.expires = self.slack.world.now() + ends_in
        grant = Grant(
            made.token,
            refresh=made.refresh,
            expires_at=int(time.time()) + ends_in,
            team=self.workspace.id,
            bot=made.bot_id,
            bot_user=made.user,
        )
        await self.store.keep((grant,), datetime.now(UTC))
        return grant

    @property
    def renewals(self) -> int:
        """How often the refresh token was given up."""
        return sum(call.args.get("grant_type") == "refresh_token" for call in self.slack.log.to("oauth.v2.access"))


def waited(slack: SlackStandIn) -> float:
    """How many seconds passed before the first thing that was told was acknowledged."""
    first = slack.log.told[0]
    return inf if first.acknowledged is None else first.acknowledged - first.at


@pytest.fixture
async def garden(slack: SlackStandIn, database_dsn: str) -> AsyncIterator[Garden]:
    """Two processes on one database."""
    slack.credentials.rotating = True
    workspace = slack.workspace("Garden")
    async with several(slack, database_dsn) as found:
        yield Garden(slack, found.shared, workspace, slack.person("Alice", at=workspace))


@pytest.mark.parametrize("ends_in", [SOON, PAST])
async def test_a_token_that_ends_is_renewed_and_nobody_notices(garden: Garden, ends_in: int) -> None:
    old = await garden.install(ends_in)
    async with garden.process() as bot:
        await garden.alice.dm("hello")
        (message,) = await bot.hears(Message)
        await bot.adapter.send(Outgoing(message.address, "Yes.", message.id))
        reply = (await garden.slack.said(garden.alice.direct))[0]
    assert reply.text == "Yes." and garden.renewals == 1
    assert {call.token for call in garden.slack.log.to("chat.postMessage")} == {garden.workspace.installation.token}
    kept = await garden.store.bot(garden.workspace.id)
    assert kept is not None and kept.token == garden.workspace.installation.token != old.token
    assert kept.refresh == garden.workspace.installation.refresh


async def test_what_slack_tells_is_acknowledged_before_a_token_is_renewed(garden: Garden) -> None:
    await garden.install(PAST)
    garden.slack.faults.slow("oauth.v2.access", 1.0)
    async with garden.process() as bot:
        await garden.alice.dm("hello")
        (message,) = await bot.hears(Message)
        await bot.adapter.send(Outgoing(message.address, "Yes.", message.id))
    assert waited(garden.slack) < ACKNOWLEDGED
    assert {call.token for call in garden.slack.log.to("chat.postMessage")} == {garden.workspace.installation.token}
    assert garden.renewals == 1


async def test_what_slack_tells_is_acknowledged_before_it_is_known_whose_the_one_token_is(
    slack: SlackStandIn, alice: Person
) -> None:
    slack.faults.fail("auth.test", times=1)
    slack.faults.slow("auth.test", 1.0)
    async with adapting(slack, echo):
        asked = await alice.dm("hello")
        assert (await slack.reply(asked)).text == "You said: hello"
    assert waited(slack) < ACKNOWLEDGED


async def test_what_is_said_while_no_token_is_to_be_had_is_heard_once_there_is_one(
    garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "LEASE", timedelta(seconds=0.5))
    await garden.install(PAST)
    garden.slack.faults.fail("oauth.v2.access", times=1)
    async with garden.process() as bot:
        await garden.alice.dm("hello")
        (message,) = await bot.hears(Message)
        await bot.adapter.send(Outgoing(message.address, "Yes.", message.id))
    assert message.text == "hello" and garden.renewals == 2


async def test_two_processes_renew_it_once(garden: Garden) -> None:
    await garden.install(SOON)
    async with garden.process(0) as first, garden.process(1) as second:
        await garden.slack.connected(2)
        for number in range(10):
            await garden.alice.dm(f"hello {number}")
        await garden.slack.log.until(lambda: len({e.id for b in (first, second) for e in b.of(Message)}) == 10, 10)
        place = direct_with("slack", f"{garden.workspace.id}:{garden.alice.id}")
        for bot in (first, second):
            await bot.adapter.send(Outgoing(place, "Yes."))
    assert garden.renewals == 1
    assert [post.text for post in garden.alice.direct.posts(by_bot=True)] == ["Yes.", "Yes."]


async def test_a_token_that_slack_renews_no_more_is_the_end_of_that_workspace_alone(garden: Garden) -> None:
    await garden.install(PAST)
    garden.workspace.installation.refresh = "another"
    other = garden.slack.workspace("Other")
    made, ben = other.install(), garden.slack.person("Ben", at=other)
    grant = Grant(made.token, team=other.id, bot=made.bot_id, bot_user=made.user)
    await garden.store.keep((grant,), datetime.now(UTC))
    async with garden.process() as bot:
        place = direct_with("slack", f"{garden.workspace.id}:{garden.alice.id}")
        with pytest.raises((Refused, Unreachable)):
            await bot.adapter.send(Outgoing(place, "Are you there?"))
        await ben.dm("hello")
        (message,) = await bot.hears(Message)
        assert message.author.name == "Ben"
        await bot.adapter.send(Outgoing(message.address, "Yes.", message.id))
    assert [post.text for post in ben.direct.posts(by_bot=True)] == ["Yes."]
    assert garden.alice.direct.posts(by_bot=True) == []
