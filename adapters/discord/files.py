"""Reads files that came with a message: only from Discord's own file servers, and never more than allowed."""

import asyncio

import aiohttp
import discord
import yarl

from adapters.discord.faults import REST_FAULTS, adapter_error
from adapters.downloads import content_of
from adapters.errors import Refused, TooLarge
from adapters.types import Attachment

HOSTS = ("cdn.discordapp.com", "media.discordapp.net")
FETCH_SECONDS = 20.0


async def fetch(attachment: Attachment, most: int) -> bytes:
    """The bytes of the file; raises `TooLarge`, `Refused` for what lies elsewhere, and `Unreachable`."""
    if attachment.size > most:
        raise TooLarge()
    url = _url(attachment.ref)
    try:
        async with (
            asyncio.timeout(FETCH_SECONDS),
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        ):
            return await _read(session, url, most)
    except REST_FAULTS as fault:
        raise adapter_error(fault) from fault


async def _read(session: aiohttp.ClientSession, url: yarl.URL, most: int) -> bytes:
    async with session.get(url, allow_redirects=False) as answer:
        if answer.status != 200:
            raise Refused()
        return await content_of(answer, most)


def _url(ref: str) -> yarl.URL:
    """The address, where it is one of Discord's file servers, or of the server that stands for it."""
    try:
        url = yarl.URL(ref)
    except ValueError:
        raise Refused() from None
    base = yarl.URL(discord.asset.Asset.BASE)
    if (url.scheme == "https" and url.host in HOSTS and url.explicit_port is None) or (
        url.host is not None and (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)
    ):
        return url
    raise Refused()
