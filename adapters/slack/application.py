"""What Slack says about the bot's tokens: whether they are good, where, and what was granted to them.

Plain HTTP, so that looking needs neither the client library nor an open socket.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import cast

import aiohttp

from adapters.errors import AdapterError, Misconfigured, RateLimited, Unreachable
from adapters.slack.permissions import SOCKET_SCOPE

API = "https://slack.com/api/"
SECONDS = 10.0
GARBLED = "What answers at the address of Slack is not Slack."
REFUSED = "Slack does not accept the {token}."
KINDS = {"xoxb-": "a bot token", "xapp-": "an app token", "xoxp-": "a token of a person", "xoxe": "a refresh token"}
WRONG_KIND = "The setting {setting} holds {found}; it should begin with {wanted}"
NO_SOCKET = "Slack opens no socket for the app token: {word}."
SOCKET_SCOPE_MISSING = f"The app token lacks the scope {SOCKET_SCOPE}."
SPENT = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}


@dataclass(frozen=True, slots=True)
class Application:
    """The bot at Slack: its name, its workspace, and the scopes that its token has."""

    name: str
    workspace: str
    scopes: frozenset[str]


async def look_up(token: str, api: str | None = None) -> Application:
    """The bot behind a bot token; raises `Misconfigured` for one that is refused, else `AdapterError`."""
    _check_kind(token, "xoxb-", "slack.bot_token")
    answer, scopes = await _ask(token, "auth.test", api)
    match answer:
        case {"ok": True, "user": str(name), "team": str(workspace)}:
            return Application(name, workspace, frozenset(each.strip() for each in scopes.split(",") if each.strip()))
        case {"ok": False, "error": str(word)} if word in SPENT:
            raise Misconfigured(REFUSED.format(token="bot token"))
        case {"ok": False, "error": str(word)}:
            raise AdapterError(f"Slack says: {word[:100]}.")
        case _:
            raise AdapterError(GARBLED)


async def check_socket(token: str, api: str | None = None) -> None:
    """Whether Socket Mode opens with an app token; raises as `look_up`."""
    _check_kind(token, "xapp-", "slack.app_token")
    match (await _ask(token, "apps.connections.open", api))[0]:
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


def _check_kind(token: str, wanted: str, setting: str) -> None:
    if token.startswith(wanted):
        return
    found = next((kind for start, kind in KINDS.items() if token.startswith(start)), "text that is no token")
    raise Misconfigured(WRONG_KIND.format(setting=setting, found=found, wanted=wanted))


async def _ask(token: str, method: str, api: str | None) -> tuple[Mapping[str, object], str]:
    """What Slack answers, and the scopes of the token."""
    headers = {"Authorization": f"Bearer {token}", "User-Agent": f"rapport/{version('rapport')}"}
    url = f"{(api or API).rstrip('/')}/{method}"
    try:
        async with asyncio.timeout(SECONDS), aiohttp.ClientSession(headers=headers) as session:
            return await _post(session, url)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as fault:
        raise Unreachable() from fault  # ValueError: a token that fits into no header, or an answer that is no JSON


async def _post(session: aiohttp.ClientSession, url: str) -> tuple[Mapping[str, object], str]:
    async with session.post(url, allow_redirects=False) as answer:
        if answer.status == 429:
            raise RateLimited(SECONDS)
        if answer.status >= 500:
            raise Unreachable()
        found = cast(object, await answer.json(content_type=None))
        if answer.status != 200 or not isinstance(found, Mapping):
            raise AdapterError(GARBLED)
        return found, answer.headers.get("x-oauth-scopes", "")
