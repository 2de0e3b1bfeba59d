"""What Discord says about the bot's own application: whether the token is good, and what was granted to it.

Two requests over plain HTTP, so that looking needs neither the client library nor a connection to the gateway.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import cast

import aiohttp

from adapters.errors import AdapterError, Misconfigured, RateLimited, Unreachable

API = "https://discord.com/api/v10"
SECONDS = 10.0
MEMBERS, LISTEN = 0b11 << 14, 0b11 << 18  # each intent has a flag for many servers and one for up to a hundred
BY_PERSON = "1"  # Discord's key for installing to a person
REFUSED = "Discord does not accept the token."
GARBLED = "What answers at the address of Discord is not Discord."


@dataclass(frozen=True, slots=True)
class Application:
    """The bot at Discord. `listen` and `members`: whether the intent is granted; `personal`: installable by a person.

    `personal` None means that Discord did not say.
    """

    id: str
    name: str
    listen: bool
    members: bool
    personal: bool | None = None


async def look_up(token: str, api: str | None = None) -> Application:
    """The application behind a token; raises `Misconfigured` for a token that is refused, else `AdapterError`."""
    headers = {"Authorization": f"Bot {token}", "User-Agent": f"DiscordBot (rapport, {version('rapport')})"}
    try:
        async with asyncio.timeout(SECONDS), aiohttp.ClientSession(headers=headers) as session:
            user = await _get(session, f"{api or API}/users/@me")
            application = await _get(session, f"{api or API}/oauth2/applications/@me")
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as fault:
        raise Unreachable() from fault  # ValueError: a token that fits into no header, or an answer that is no JSON
    return _read(user, application)


async def _get(session: aiohttp.ClientSession, url: str) -> object:
    async with session.get(url, allow_redirects=False) as answer:
        match answer.status:
            case 200:
                return cast(object, await answer.json(content_type=None))
            case 401:
                raise Misconfigured(REFUSED)
            case 429:
                raise RateLimited(SECONDS)
            case status if status >= 500:
                raise Unreachable()
            case _:
                raise AdapterError(GARBLED)


def _read(user: object, application: object) -> Application:
    match user, application:
        case {"username": str(name)}, {"id": str(number), **rest} if number.isdecimal():
            flags = rest.get("flags")
            granted = flags if isinstance(flags, int) else 0
            ways = rest.get("integration_types_config")
            personal = BY_PERSON in ways if isinstance(ways, Mapping) else None
            return Application(number, name, bool(granted & LISTEN), bool(granted & MEMBERS), personal)
        case _:
            raise AdapterError(GARBLED)
