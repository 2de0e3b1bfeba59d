"""What Slack gives for the code of an installation, and for a refresh token: one method, asked in one place.

Its credentials go in the body: the library's own way to send them stands on what aiohttp takes back.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.slack.faults import AWAY, RATE_LIMITED, pause_in
from adapters.slack.grants import Grant
from adapters.slack.payloads import inner, text_in

logging.getLogger("slack_sdk").setLevel(logging.WARNING)  # its lines for developers hold what is sent
NO_TOKEN = "no_token"


class Access:
    """The app as it shows itself to Slack; raises `Refused` with Slack's word, `RateLimited` or `Unreachable`."""

    def __init__(self, client: AsyncWebClient, client_id: str, client_secret: str) -> None:
        self._client = client
        self._credentials = {"client_id": client_id, "client_secret": client_secret}

    async def redeem(self, code: str, now: float) -> tuple[Grant, ...]:
        """The bot's grant for a code, and its installer's where there is one."""
        answer = await self._ask("oauth.v2.access", {**self._credentials, "code": code})
        bot = _grant(answer, now)
        known = await self._ask("auth.test", {"token": bot.token})
        return (replace(bot, bot=text_in(known, "bot_id")), *_own(bot, inner(answer, "authed_user"), now))

    async def renew(self, grant: Grant, now: float) -> Grant:
        """The grant with a new token."""
        sent = {**self._credentials, "grant_type": "refresh_token", "refresh_token": grant.refresh or ""}
        return _renewed(grant, await self._ask("oauth.v2.access", sent), now)

    async def _ask(self, method: str, sent: Mapping[str, str]) -> Mapping[str, object]:
        try:
            answer = await self._client.api_call(method, data=dict(sent))
        except SlackApiError as fault:
            raise _fault(fault) from None  # the cause would hold what was sent
        except (aiohttp.ClientError, SlackClientError, OSError, ValueError, AttributeError):
            raise Unreachable() from None
        return answer.data if isinstance(answer.data, Mapping) else {}


def _fault(fault: SlackApiError) -> AdapterError:
    """Refused only where Slack says so in a word: a token that is refused is given up."""
    status, data = getattr(fault.response, "status_code", 0), getattr(fault.response, "data", None)
    word = text_in(data, "error") if isinstance(data, Mapping) else ""
    if status == 429 or word in RATE_LIMITED:
        return RateLimited(pause_in(getattr(fault.response, "headers", {})))
    if status >= 500 or not word or word in AWAY:
        return Unreachable()
    return Refused(word, word=word)


def _grant(answer: Mapping[str, object], now: float) -> Grant:
    enterprise, team, installer = (inner(answer, each) for each in ("enterprise", "team", "authed_user"))
    grant = Grant(
        "",
        scopes=_scopes(answer),
        app=text_in(answer, "app_id"),
        enterprise=text_in(enterprise, "id"),
        team=text_in(team, "id"),
        everywhere=answer.get("is_enterprise_install") is True,
        bot_user=text_in(answer, "bot_user_id"),
        installer=text_in(installer, "id"),
    )
    if not grant.workspace:
        raise Refused("no_workspace")
    return _renewed(grant, answer, now)


def _own(bot: Grant, answer: Mapping[str, object], now: float) -> tuple[Grant, ...]:
    if not text_in(answer, "access_token"):
        return ()
    grant = replace(bot, scopes=_scopes(answer), bot="", bot_user="", person=bot.installer, refresh=None)
    return (_renewed(grant, answer, now),)


def _renewed(grant: Grant, answer: Mapping[str, object], now: float) -> Grant:
    match answer.get("access_token"), answer.get("refresh_token"), answer.get("expires_in"):
        case (str(token), None, None) if token:
            return replace(grant, token=token, refresh=None, expires_at=None)
        case (str(token), str(refresh), int(seconds)) if token and refresh:
            return replace(grant, token=token, refresh=refresh, expires_at=int(now) + seconds)
        case _:
            raise Refused(NO_TOKEN)


def _scopes(answer: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(each for each in text_in(answer, "scope").split(",") if each)
