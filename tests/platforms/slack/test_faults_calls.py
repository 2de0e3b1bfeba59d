"""What each method of the Web API may answer instead of doing what it is asked for, and what becomes of that."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import Misconfigured, RateLimited, Refused, Unreachable
from adapters.slack.access import Access
from adapters.slack.application import check_socket
from adapters.slack.grants import Grant
from adapters.slack.permissions import METHODS
from adapters.slack.wire import Wire
from tests.platforms.slack.faults import Answer
from tests.platforms.slack.server import SlackStandIn


async def installs(slack: SlackStandIn) -> None:
    """The app asks for a token in exchange for a code."""
    owner = slack.credentials
    client = AsyncWebClient(base_url=slack.api, retry_handlers=[])
    await Access(client, owner.client_id, owner.client_secret).redeem("1", now=0.0)


async def connects(slack: SlackStandIn) -> None:
    """The app asks for a socket."""
    async with Wire(slack.api, token=slack.token) as wire:
        await wire.socket(slack.credentials.app_token)


async def checks(slack: SlackStandIn) -> None:
    """Whoever looks whether the settings are right asks for a socket."""
    await check_socket(slack.credentials.app_token, slack.api)


# What is asked without the token of a workspace, in each way; all others go over the wire. That both together are what
# the code calls is seen to by test_slack_manifest.
APART = (("apps.connections.open", connects), ("apps.connections.open", checks), ("oauth.v2.access", installs))
ASKED = [each for each in METHODS if each not in dict(APART)]
EACH = pytest.mark.parametrize("method", ASKED)


@pytest.fixture
async def wire(slack: SlackStandIn) -> AsyncIterator[Wire]:
    """Calls with the one token, who we are being known already; what was asked is not judged."""
    async with Wire(slack.api, token=slack.token) as wire:
        await wire.bot(slack.home.id)
        slack.log.calls.clear()
        yield wire
        slack.log.calls.clear()


@EACH
async def test_a_method_that_is_limited_is_left_alone_for_as_long_as_slack_says(
    slack: SlackStandIn, wire: Wire, method: str
) -> None:
    slack.faults.limit(method, 7)
    for _ in range(3):
        with pytest.raises(RateLimited) as limited:
            await wire.ask(slack.home.id, method, {})
        assert 6 <= limited.value.retry_after <= 7
    assert [each.status for each in slack.log.to(method)] == [429]
    assert slack.log.to("*") == slack.log.to(method), "nobody else was asked instead"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("method", "way"), APART)
async def test_a_limit_is_told_with_its_seconds_where_no_token_of_a_workspace_is_used(
    slack: SlackStandIn, method: str, way: Callable[[SlackStandIn], Awaitable[None]]
) -> None:
    slack.faults.limit(method, 7)
    with pytest.raises(RateLimited) as limited:
        await way(slack)
    assert limited.value.retry_after == 7
    assert [each.status for each in slack.log.to("*")] == [429], "nobody asks again meanwhile"


async def test_a_short_limit_is_waited_for_and_a_long_one_told(slack: SlackStandIn, wire: Wire) -> None:
    slack.faults.limit("users.info", 1)
    began = time.monotonic()
    with pytest.raises(Refused):  # nobody is named: Slack refuses what it takes at last
        await wire.insist(slack.home.id, "users.info", {"user": "U0"})
    assert time.monotonic() - began >= 1
    assert [each.status for each in slack.log.to("users.info")] == [429, 200]
    slack.faults.limit("users.list", 600)
    with pytest.raises(RateLimited):
        await wire.insist(slack.home.id, "users.list", {})
    assert len(slack.log.to("users.list")) == 1


async def test_one_limited_method_holds_no_other_up(slack: SlackStandIn, wire: Wire) -> None:
    slack.faults.limit("users.info", 60)
    with pytest.raises(RateLimited):
        await wire.ask(slack.home.id, "users.info", {"user": "U0"})
    assert (await wire.ask(slack.home.id, "users.list", {}))["ok"]
    other = slack.home.channel("other")
    slack.faults.limit("chat.postMessage", 60)
    quiet = {"text": "hi", "unfurl_links": False, "unfurl_media": False}
    with pytest.raises(RateLimited):
        await wire.ask(slack.home.id, "chat.postMessage", {"channel": slack.home.channel("busy").id, **quiet})
    assert (await wire.ask(slack.home.id, "chat.postMessage", {"channel": other.id, **quiet}))["ok"]


@EACH
@pytest.mark.parametrize(
    "answer",
    [Answer(500), Answer(503), Answer(0, cut=True), Answer(error="internal_error"), Answer(error="fatal_error")],
)
async def test_where_slack_is_broken_it_is_away(slack: SlackStandIn, wire: Wire, method: str, answer: Answer) -> None:
    slack.faults.order(method, answer)
    with pytest.raises(Unreachable):
        await wire.ask(slack.home.id, method, {})
    assert len(slack.log.to(method)) == 1, "who asks decides what may be done twice"


@EACH
async def test_a_missing_scope_is_named_with_what_needs_it(slack: SlackStandIn, wire: Wire, method: str) -> None:
    slack.faults.need(method, "groups:history")
    with pytest.raises(Refused, match=r"scope groups:history .* which " + method.replace(".", r"\.")):
        await wire.ask(slack.home.id, method, {})


@EACH
@pytest.mark.parametrize("word", ["token_expired", "invalid_auth", "token_revoked", "account_inactive"])
async def test_a_void_token_is_for_the_operator_where_it_is_the_only_one(
    slack: SlackStandIn, wire: Wire, method: str, word: str
) -> None:
    slack.faults.refuse(method, word)
    with pytest.raises(Misconfigured, match=rf"{word}.*slack\.bot_token") as fault:
        await wire.ask(slack.home.id, method, {})
    assert slack.token not in str(fault.value)


async def test_a_void_token_of_one_workspace_ends_nothing(slack: SlackStandIn) -> None:
    garden = slack.workspace("Garden")
    made = garden.install()
    given = Grant(made.token, team=garden.id, bot=made.bot_id, bot_user=made.user)
    tokens = {garden.id: given}

    async def granted(team: str) -> Grant | None:
        return tokens.get(team)

    async with Wire(slack.api, grants=granted) as wire:
        slack.faults.refuse("users.list", "token_revoked", times=1)
        with pytest.raises(Refused):
            await wire.ask(garden.id, "users.list", {})
        assert (await wire.ask(garden.id, "users.list", {}))["ok"], "the next call looks for the token anew"


async def test_a_slow_answer_has_a_deadline(slack: SlackStandIn, wire: Wire) -> None:
    slack.faults.slow("users.list", 3.0)
    began = time.monotonic()
    with pytest.raises(Unreachable):
        await wire.ask(slack.home.id, "users.list", {}, seconds=0.2)
    assert time.monotonic() - began < 1.5


async def test_no_other_method_is_called(slack: SlackStandIn, wire: Wire) -> None:
    with pytest.raises(ValueError, match="not a method"):
        await wire.ask(slack.home.id, "admin.users.list", {})
    assert slack.log.to("*") == []
