"""What comes in over HTTP: what Slack signed, not longer ago than five minutes, and no process has seen before.

What was seen is answered as if it were new, and nothing comes of it: what Slack sends twice within a second has one
signature, and whoever recorded a request and plays it back learns nothing.
"""

import asyncio
import json
import logging
from datetime import timedelta
from enum import Enum, auto
from typing import cast

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from adapters.errors import AdapterError
from adapters.slack.vault import Passes

log = logging.getLogger(__name__)
VERIFICATION = "url_verification"
READ_SECONDS = 5.0
REMEMBERED = timedelta(minutes=11)  # a signature is good five minutes before and after its time


class Entry(Enum):
    """What a request is: to be worked on, one that was let in already, or nothing of Slack's."""

    NEW = auto()
    AGAIN = auto()
    STRANGE = auto()


class Door:
    """What may come in: signed by Slack and not old; and whether it came already."""

    def __init__(self, secret: str, passes: Passes) -> None:
        self._verifier = SignatureVerifier(secret)
        self._passes = passes

    async def entry(self, request: web.Request) -> Entry:
        """What it is; reads the body, no more than `MOST_BYTES`."""
        async with asyncio.timeout(READ_SECONDS):
            body = await request.read()
        at, signature = _signature(request)
        try:
            signed = self._verifier.is_valid(body, at, signature)
        except (ValueError, TypeError):  # a time that is no number, a body or signature that is no text
            signed = False
        if not signed:
            return Entry.STRANGE
        if _asks_whose(body):
            return Entry.NEW  # answered as often as it is asked, since nothing comes of it
        return Entry.NEW if await self._passes.first(_pass(request), REMEMBERED) else Entry.AGAIN

    async def give_back(self, request: web.Request) -> None:
        """Nothing came of it, so it may come again within the same second, under the same signature."""
        try:
            async with asyncio.timeout(READ_SECONDS):
                await self._passes.give_back(_pass(request))
        except (AdapterError, TimeoutError):
            log.warning("request not given back")  # Slack sends it once more in a minute, under another


def _signature(request: web.Request) -> tuple[str, str]:
    """When Slack signed it, and how."""
    return request.headers.get("X-Slack-Request-Timestamp", ""), request.headers.get("X-Slack-Signature", "")


def _pass(request: web.Request) -> str:
    return "request {} {}".format(*_signature(request))


def _asks_whose(body: bytes) -> bool:
    """Whether Slack asks if the address is the app's own."""
    if VERIFICATION.encode() not in body:
        return False
    try:
        asked = cast(object, json.loads(body))
    except ValueError:
        return False
    return isinstance(asked, dict) and asked.get("type") == VERIFICATION
