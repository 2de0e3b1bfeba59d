"""What Slack says about tokens, and what each refusal is told as."""

import pytest

from adapters.errors import AdapterError, Misconfigured, RateLimited, Unreachable
from adapters.slack.application import check_socket, look_up
from adapters.slack.permissions import missing_scopes
from tests.adapters.slack_answers import APP_TOKEN, TOKEN, Slack, slack_answering


async def test_a_good_token_tells_who_where_and_what_was_granted() -> None:
    async with slack_answering() as slack:
        found = await look_up(TOKEN, slack.api)
    assert (found.name, found.workspace) == ("biscuit", "Garden")
    assert missing_scopes(found.scopes) == ()


async def test_scopes_that_were_not_granted_are_found() -> None:
    async with slack_answering(Slack(scopes="chat:write, users:read")) as slack:
        found = await look_up(TOKEN, slack.api)
    assert found.scopes == {"chat:write", "users:read"}


@pytest.mark.parametrize("token", ["xoxb-another", "xoxb-\n", "xoxb-é"])
async def test_a_token_that_slack_refuses_is_a_sentence(token: str) -> None:
    async with slack_answering() as slack:
        with pytest.raises(AdapterError) as refused:
            await look_up(token, slack.api)
    assert token not in str(refused.value)


@pytest.mark.parametrize(
    ("token", "told"),
    [
        (APP_TOKEN, "holds an app token; it should be one that begins with xoxb-."),
        ("hunter2", "text that is no token"),
        ("xoxp-hunter2", "token of a person"),
    ],
)
async def test_a_token_of_another_kind_is_told_without_asking(token: str, told: str) -> None:
    async with slack_answering() as slack:
        with pytest.raises(Misconfigured, match=told) as refused:
            await look_up(token, slack.api)
        assert slack.asked == []
    assert "hunter2" not in str(refused.value)


async def test_a_socket_opens_with_the_app_token_alone() -> None:
    async with slack_answering() as slack:
        await check_socket(APP_TOKEN, slack.api)
        with pytest.raises(Misconfigured, match="does not accept the app token"):
            await check_socket("xapp-another", slack.api)
        with pytest.raises(Misconfigured, match="begins with xapp-"):
            await check_socket(TOKEN, slack.api)


@pytest.mark.parametrize(
    ("word", "told"), [("missing_scope", "connections:write"), ("forbidden_team", "forbidden_team")]
)
async def test_a_socket_that_does_not_open_says_why(word: str, told: str) -> None:
    answers = {"apps.connections.open": {"ok": False, "error": word}}
    async with slack_answering(Slack(answers=dict(answers))) as slack:
        with pytest.raises(Misconfigured, match=told):
            await check_socket(APP_TOKEN, slack.api)


@pytest.mark.parametrize(("status", "fault"), [(429, RateLimited), (503, Unreachable), (404, AdapterError)])
async def test_what_is_slacks_own_trouble_is_no_mistake_in_the_settings(status: int, fault: type[AdapterError]) -> None:
    async with slack_answering(Slack(status=status)) as slack:
        with pytest.raises(fault) as told:
            await look_up(TOKEN, slack.api)
    assert not isinstance(told.value, Misconfigured)


async def test_a_slack_that_is_away_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        await look_up(TOKEN, "http://127.0.0.1:9/api/")
