"""What Slack says about the bot's tokens and credentials: whether they are good, where, and what was granted.

Plain HTTP, so that looking needs neither the client library nor an open socket.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import cast

import aiohttp

from adapters.errors import AdapterError, Misconfigured, RateLimited, Unreachable
from adapters.slack.faults import SPENT, pause_in
from adapters.slack.permissions import SOCKET_SCOPE

API = "https://slack.com/api/"
SECONDS = 10.0
GARBLED = "What answers at the address of Slack is not Slack."
REFUSED = "Slack does not accept the {token}."
KINDS = {"xoxb-": "a bot token", "xapp-": "an app token", "xoxp-": "a token of a person", "xoxe": "a refresh token"}
WRONG_KIND = "The setting {setting} holds {found}; it should be one that begins with {wanted}."
NO_SOCKET = "Slack opens no socket for the app token: {word}."
SOCKET_SCOPE_MISSING = f"The app token lacks the scope {SOCKET_SCOPE}."
NOT_THE_APP = "Slack does not accept the setting {setting}."
CODELESS = ("invalid_code", "code_already_used")  # about a code that never was, once the credentials were taken
CREDENTIALS = {"invalid_client_id": "slack.client_id", "bad_client_secret": "slack.client_secret"}


@dataclass(frozen=True, slots=True)
class Application:
    """The bot at Slack: its name, its workspace, and the scopes that its token has.

    `skew`: seconds that this machine's clock is ahead of Slack's, None where Slack does not say.
    """

    name: str
    workspace: str
    scopes: frozenset[str]
    skew: float | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What Slack answers; the scopes of the token, and by how much our clock is ahead."""

    answer: Mapping[str, object]
    scopes: frozenset[str]
    skew: float | None


async def look_up(token: str, api: str | None = None) -> Application:
    """The bot behind a bot token; raises `Misconfigured` for one that is refused, else `AdapterError`."""
    _check_kind(token, "xoxb-", "slack.bot_token")
    told = await _ask("auth.test", api, token=token)
    match told.answer:
        case {"ok": True, "user": str(name), "team": str(workspace)}:
            return Application(name, workspace, told.scopes, told.skew)
        case {"ok": False, "error": str(word)} if word in SPENT:
            raise Misconfigured(REFUSED.format(token="bot token"))
        case {"ok": False, "error": str(word)}:
            raise AdapterError(f"Slack says: {word[:100]}.")
        case _:
            raise AdapterError(GARBLED)


async def check_socket(token: str, api: str | None = None) -> None:
    """Whether Socket Mode opens with an app token; raises as `look_up`."""
    _check_kind(token, "xapp-", "slack.app_token")
    match (await _ask("apps.connections.open", api, token=token)).answer:
        case {"ok": True, "url": str()}:
            return
        case {"ok": False, "error": "missing_scope"}:
            raise Misconfigured(SOCKET_SCOPE_MISSING)
        case {"ok": False, "error": str(word)} if word in SPENT:
            raise Misconfigured(REFUSED.format(token="app token"))
        case {"ok": False, "error": str(word)}:
            raise Misconfigured(NO_SOCKET.format(word=word[:100]))
        case _:
            raise AdapterError(GARBLED)


async def check_installing(client_id: str, client_secret: str, api: str | None = None) -> None:
    """Whether the app's credentials are good, asked with a code that is none; raises as `look_up`."""
    sent = {"client_id": client_id, "client_secret": client_secret, "code": "none"}
    match (await _ask("oauth.v2.access", api, sent=sent)).answer:
        case {"ok": False, "error": str(word)} if word in CODELESS:
            return
        case {"ok": False, "error": str(word)} if word in CREDENTIALS:
            raise Misconfigured(NOT_THE_APP.format(setting=CREDENTIALS[word]))
        case {"ok": False, "error": str(word)}:
            raise AdapterError(f"Slack says: {word[:100]}.")
        case _:
            raise AdapterError(GARBLED)


def _check_kind(token: str, wanted: str, setting: str) -> None:
    if token.startswith(wanted):
        return
    found = next((kind for start, kind in KINDS.items() if token.startswith(start)), "text that is no token")
    raise Misconfigured(WRONG_KIND.format(setting=setting, found=found, wanted=wanted))


async def _ask(
    method: str, api: str | None, *, token: str | None = None, sent: Mapping[str, str] | None = None
) -> _Told:
    headers = {"User-Agent": f"rapport/{version('rapport')}"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    url = f"{(api or API).rstrip('/')}/{method}"
    try:
        async with asyncio.timeout(SECONDS), aiohttp.ClientSession(headers=headers) as session:
            return await _post(session, url, sent or {})
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as fault:
        raise Unreachable() from fault  # ValueError: a token that fits into no header, or an answer that is no JSON


async def _post(session: aiohttp.ClientSession, url: str, sent: Mapping[str, str]) -> _Told:
    async with session.post(url, data=sent, allow_redirects=False) as answer:
        if answer.status == 429:
            raise RateLimited(pause_in(answer.headers))
        if answer.status >= 500:
            raise Unreachable()
        found = cast(object, await answer.json(content_type=None))
        if answer.status != 200 or not isinstance(found, Mapping):
            raise AdapterError(GARBLED)
        scopes = answer.headers.get("x-oauth-scopes", "").split(",")
        granted = frozenset(each.strip() for each in scopes if each.strip())
        return _Told(found, granted, _skew(answer.headers.get("Date", "")))


def _skew(date: str) -> float | None:
    """By how much our clock is ahead of a date in a header, which has whole seconds."""
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError):  # none, or one without a zone
        return None
