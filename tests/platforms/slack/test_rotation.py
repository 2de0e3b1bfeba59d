"""Tokens that grow old: twelve hours each, a refresh that is good once, and what of the old one still works."""

from typing import cast

import pytest

from tests.platforms.slack.probe import client_of, refusal
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, mapping
from tests.platforms.slack.world import Installation

HOURS = 3600.0
# slack-sdk sends the app's own secret in a way that aiohttp is about to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
def made(slack: SlackStandIn) -> Installation:
    """The app at home with a token that grows old."""
    slack.credentials.rotating = True
    return slack.home.install()


async def refreshed(slack: SlackStandIn, refresh: str) -> Payload:
    """What a refresh token is worth."""
    owner = slack.credentials
    answer = await client_of(slack, "").oauth_v2_access(
        client_id=owner.client_id,
        client_secret=owner.client_secret,
        grant_type="refresh_token",
        refresh_token=refresh,
    )
    return mapping(cast(object, answer.data))


async def test_a_token_works_for_twelve_hours(slack: SlackStandIn, made: Installation) -> None:
    client = client_of(slack, made.token)
    slack.advance(11.9 * HOURS)
    await client.auth_test()
    slack.advance(0.2 * HOURS)
    assert await refusal(client.auth_test()) == "token_expired"


async def test_a_refresh_is_good_once_and_gives_the_next(slack: SlackStandIn, made: Installation) -> None:
    old, refresh = made.token, str(made.refresh)
    assert old.startswith("xoxe.xoxb-") and refresh.startswith("xoxe-")
    slack.advance(13 * HOURS)
    answer = await refreshed(slack, refresh)
    assert (answer["expires_in"], answer["token_type"]) == (43_200, "bot")
    assert answer["access_token"] != old and answer["refresh_token"] != refresh
    await client_of(slack, str(answer["access_token"])).auth_test()
    with pytest.raises(Exception, match="invalid_refresh_token"):
        await refreshed(slack, refresh)
    await refreshed(slack, str(answer["refresh_token"]))


async def test_the_old_token_works_until_its_own_end(slack: SlackStandIn, made: Installation) -> None:
    old = made.token
    slack.advance(10 * HOURS)
    await refreshed(slack, str(made.refresh))
    await client_of(slack, old).auth_test()
    slack.advance(3 * HOURS)
    assert await refusal(client_of(slack, old).auth_test()) == "token_expired"
    await client_of(slack, made.token).auth_test()


async def test_what_is_uninstalled_is_refreshed_no_more(slack: SlackStandIn, made: Installation) -> None:
    slack.home.uninstall()
    with pytest.raises(Exception, match="invalid_refresh_token"):
        await refreshed(slack, str(made.refresh))
