"""How the app comes into a workspace and goes, asked with slack-sdk: codes, secrets, scopes, and whole enterprises."""

from collections.abc import Mapping
from typing import cast
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Workspace
from tests.platforms.slack.probe import client_of, refusal
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, mapping

BACK = "https://bot.example/slack/oauth_redirect"
# slack-sdk sends the app's own secret in a way that aiohttp is about to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
def garden(slack: SlackStandIn) -> Workspace:
    """A workspace without the app."""
    return slack.workspace("Garden")


@pytest.fixture
def alice(slack: SlackStandIn, garden: Workspace) -> Person:
    """Somebody in it."""
    return slack.person("Alice", at=garden)


def asked(slack: SlackStandIn, **more: str) -> str:
    """Where the app sends somebody who presses its button."""
    query = {"client_id": slack.credentials.client_id, "scope": "chat:write,im:history", "redirect_uri": BACK, **more}
    return f"https://slack.com/oauth/v2/authorize?{urlencode(query)}"


def agreed(slack: SlackStandIn, person: Person, *, org: str | None = None, **more: str) -> Mapping[str, str]:
    """What comes back with somebody who agreed."""
    back = slack.installs.consent(person.user, asked(slack, **more), org=org)
    assert back.startswith(f"{BACK}?")
    return {key: values[0] for key, values in parse_qs(urlsplit(back).query).items()}


async def granted(slack: SlackStandIn, code: str, *, secret: str | None = None, redirect: str = BACK) -> Payload:
    """What the code is worth."""
    owner = slack.credentials
    answer = await client_of(slack, "").oauth_v2_access(
        client_id=owner.client_id, client_secret=secret or owner.client_secret, code=code, redirect_uri=redirect
    )
    return mapping(cast(object, answer.data))


async def test_state_comes_back_and_a_code_is_worth_a_token(
    slack: SlackStandIn, garden: Workspace, alice: Person
) -> None:
    back = agreed(slack, alice, state="s-1")
    assert back["state"] == "s-1"
    answer = await granted(slack, back["code"])
    assert (answer["team"], answer["authed_user"]) == ({"id": garden.id, "name": "Garden"}, {"id": alice.id})
    assert (answer["token_type"], answer["is_enterprise_install"]) == ("bot", False)
    assert set(str(answer["scope"]).split(",")) == {"chat:write", "im:history"}
    assert "refresh_token" not in answer
    who = await client_of(slack, str(answer["access_token"])).auth_test()
    assert (who["team_id"], who["user_id"]) == (garden.id, answer["bot_user_id"])


async def test_a_code_is_good_once(slack: SlackStandIn, alice: Person) -> None:
    code = agreed(slack, alice)["code"]
    await granted(slack, code)
    with pytest.raises(Exception, match="invalid_code"):
        await granted(slack, code)
    with pytest.raises(Exception, match="invalid_code"):
        await granted(slack, "made up")


async def test_a_code_needs_the_secret_and_the_address(slack: SlackStandIn, alice: Person) -> None:
    with pytest.raises(Exception, match="bad_client_secret"):
        await granted(slack, agreed(slack, alice)["code"], secret="wrong")
    with pytest.raises(Exception, match="bad_redirect_uri"):
        await granted(slack, agreed(slack, alice)["code"], redirect="https://elsewhere.example/")
    with pytest.raises(Exception, match="invalid_client_id"):
        slack.installs.consent(alice.user, asked(slack, client_id="1.1"))


async def test_installed_again_it_has_the_same_bot_and_another_token(slack: SlackStandIn, alice: Person) -> None:
    first = await granted(slack, agreed(slack, alice)["code"])
    second = await granted(slack, agreed(slack, alice, scope="chat:write")["code"])
    assert first["bot_user_id"] == second["bot_user_id"] and first["access_token"] != second["access_token"]
    assert await refusal(client_of(slack, str(first["access_token"])).auth_test()) == "invalid_auth"
    client = client_of(slack, str(second["access_token"]))
    assert await refusal(client.conversations_history(channel=alice.direct.id)) == "missing_scope"


async def test_an_enterprise_is_installed_at_once(slack: SlackStandIn) -> None:
    first, second = (slack.workspace(name, enterprise="E1") for name in ("First", "Second"))
    admin = slack.person("Admin", at=first)
    answer = await granted(slack, agreed(slack, admin, org="E1", scope="channels:read")["code"])
    assert (answer["team"], answer["is_enterprise_install"]) == (None, True)
    assert mapping(answer["enterprise"])["id"] == "E1"
    client = client_of(slack, str(answer["access_token"]))
    halls = [workspace.channel("hall", admin, bot=False) for workspace in (first, second)]
    for workspace, hall in zip((first, second), halls, strict=True):
        listed = await client.conversations_list(team_id=workspace.id)
        assert [each["id"] for each in listed["channels"]] == [hall.id]
    strange = slack.workspace("Third").channel("hall", bot=False)
    assert await refusal(client.conversations_info(channel=strange.id)) == "channel_not_found"


async def test_uninstalled_by_people_its_token_is_void(slack: SlackStandIn, garden: Workspace, alice: Person) -> None:
    client = client_of(slack, str((await granted(slack, agreed(slack, alice)["code"]))["access_token"]))
    garden.uninstall()
    assert await refusal(client.auth_test()) == "account_inactive"
    assert slack.world.installed(garden.id) is None


async def test_the_app_gives_its_token_up_or_leaves(slack: SlackStandIn, alice: Person) -> None:
    owner = slack.credentials
    client = client_of(slack, str((await granted(slack, agreed(slack, alice)["code"]))["access_token"]))
    assert (await client.auth_revoke(test=True))["revoked"] is False
    await client.auth_test()
    assert (await client.auth_revoke())["revoked"] is True
    assert await refusal(client.auth_test()) == "token_revoked"
    leaving = client_of(slack)
    wrong = leaving.apps_uninstall(client_id=owner.client_id, client_secret="wrong")
    assert await refusal(wrong) == "bad_client_secret"
    await leaving.apps_uninstall(client_id=owner.client_id, client_secret=owner.client_secret)
    assert await refusal(leaving.auth_test()) == "account_inactive"


async def test_without_a_token_nothing_is_told(slack: SlackStandIn) -> None:
    assert await refusal(client_of(slack, "xoxb-made-up").auth_test()) == "invalid_auth"
    assert await refusal(client_of(slack, slack.credentials.app_token).auth_test()) == "not_allowed_token_type"
    assert await refusal(client_of(slack).apps_connections_open(app_token=slack.token)) == "invalid_auth"
