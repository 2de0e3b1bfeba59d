"""What Slack gives for codes and refresh tokens, and that what it refuses is told by its word for it alone."""

import traceback
from collections.abc import Mapping

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import RateLimited, Refused, Unreachable
from adapters.slack.access import Access
from adapters.slack.faults import PAUSE_SECONDS
from adapters.slack.grants import Grant
from tests.adapters.slack_answers import CODE, INSTALLED, TOKEN, Slack, slack_answering

OLD = Grant("xoxb-old-hunter2", "xoxe-old-hunter2", 5, ("chat:write",), app="A1", team="T1", bot="B1", bot_user="UBOT")
NEW = {"ok": True, "token_type": "bot", "access_token": "xoxb-new", "refresh_token": "xoxe-new", "expires_in": 43200}


def access(slack: Slack) -> Access:
    return Access(AsyncWebClient(base_url=slack.api, timeout=5), "1.2", "client-hunter2")


async def test_a_code_gives_the_bots_grant_with_its_ids() -> None:
    async with slack_answering() as slack:
        (grant,) = await access(slack).redeem(CODE, 100.5)
    assert (grant.token, grant.refresh, grant.expires_at) == (TOKEN, "xoxe-1-hunter2", 43300)
    assert (grant.workspace, grant.app, grant.bot, grant.bot_user, grant.installer) == ("T1", "A1", "B1", "UBOT", "U1")
    assert ("apps" not in grant.scopes, "users:read" in grant.scopes) == (True, True)


async def test_a_persons_own_token_is_a_grant_of_its_own() -> None:
    own = {"id": "U1", "access_token": "xoxp-hers", "scope": "search:read"}
    async with slack_answering(Slack(answers={"oauth.v2.access": {**INSTALLED, "authed_user": own}})) as slack:
        _, hers = await access(slack).redeem(CODE, 0)
    assert (hers.token, hers.person, hers.scopes, hers.expires_at) == ("xoxp-hers", "U1", ("search:read",), None)


async def test_a_refresh_token_gives_a_new_one_and_keeps_the_rest() -> None:
    async with slack_answering(Slack(answers={"oauth.v2.access": NEW})) as slack:
        grant = await access(slack).renew(OLD, 100)
        sent = dict(slack.asked)["oauth.v2.access"]
    assert (sent["grant_type"], sent["refresh_token"]) == ("refresh_token", "xoxe-old-hunter2")
    assert (grant.token, grant.refresh, grant.expires_at) == ("xoxb-new", "xoxe-new", 43300)
    assert (grant.scopes, grant.bot, grant.workspace) == (OLD.scopes, OLD.bot, OLD.workspace)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ({"ok": False, "error": "invalid_refresh_token"}, "invalid_refresh_token"),
        ({"ok": True}, "no_token"),
        ({"ok": True, "access_token": ""}, "no_token"),
        ({"ok": True, "access_token": "xoxb-hunter2", "expires_in": 5}, "no_token"),
    ],
)
async def test_what_slack_refuses_is_told_by_its_word(answer: Mapping[str, object], word: str) -> None:
    async with slack_answering(Slack(answers={"oauth.v2.access": answer})) as slack:
        with pytest.raises(Refused) as refused:
            await access(slack).renew(OLD, 0)
    assert str(refused.value) == word
    assert "hunter2" not in "".join(traceback.format_exception(refused.value)).replace("client-hunter2", "")


async def test_an_installation_without_a_workspace_is_refused() -> None:
    async with slack_answering(Slack(answers={"oauth.v2.access": {**INSTALLED, "team": None}})) as slack:
        with pytest.raises(Refused, match="no_workspace"):
            await access(slack).redeem(CODE, 0)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        *((status, {"ok": False, "error": "x"}) for status in (500, 503)),
        *((200, {"ok": False, "error": word}) for word in ("internal_error", "service_unavailable")),
        (200, {"ok": False}),
        (200, {"ok": False, "error": 5}),
    ],
)
async def test_a_slack_that_breaks_refuses_nothing(status: int, answer: Mapping[str, object]) -> None:
    async with slack_answering(Slack(status=status, answers={"oauth.v2.access": answer})) as slack:
        with pytest.raises(Unreachable):
            await access(slack).renew(OLD, 0)


async def test_an_answer_that_is_none_of_slacks_refuses_nothing() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text="away for a while", status=503)

    async with slack_answering(Slack(instead=answer)) as slack:
        with pytest.raises(Unreachable):
            await access(slack).renew(OLD, 0)


@pytest.mark.parametrize(("after", "seconds"), [("7", 7.0), ("soon", PAUSE_SECONDS), ("", PAUSE_SECONDS)])
async def test_how_long_slack_asks_to_be_left_alone_is_told(after: str, seconds: float) -> None:
    limited = Slack(status=429, answers={"oauth.v2.access": {"ok": False, "error": "ratelimited"}})
    limited.headers["Retry-After"] = after
    async with slack_answering(limited) as slack:
        with pytest.raises(RateLimited) as asked:
            await access(slack).renew(OLD, 0)
    assert asked.value.retry_after == seconds


async def test_a_slack_that_is_away_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        await access(Slack(api="http://127.0.0.1:9/api/")).renew(OLD, 0)
