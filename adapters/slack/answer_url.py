"""The address that Slack gives for answers to one use of a command or control: good five times in half an hour."""

import asyncio
import logging
from collections.abc import Mapping
from typing import cast

import aiohttp

from adapters.errors import RateLimited, Refused, Unreachable
from adapters.slack.servers import check_status, slack_url

log = logging.getLogger(__name__)
POST_SECONDS, PAUSE_SECONDS, LONGEST_PAUSE = 10.0, 0.5, 5.0
TRIES = 3
FAULTS = (aiohttp.ClientError, OSError, TimeoutError)


async def post_answer(url: str, said: Mapping[str, object], *, api: str) -> None:
    """Say it there; raises `Refused` where the address is spent or none of Slack's, and `Unreachable`.

    Tried again where Slack could not be reached: an answer that somebody sees twice is better than none.
    """
    for left in reversed(range(TRIES)):
        try:
            return await _post(url, said, api=api)
        except (Unreachable, RateLimited) as fault:
            if not left:
                raise Unreachable() from None
            pause = fault.retry_after if isinstance(fault, RateLimited) else PAUSE_SECONDS
            log.info("answer tried again", extra={"pause_s": pause})
            await asyncio.sleep(min(pause, LONGEST_PAUSE))


async def _post(url: str, said: Mapping[str, object], *, api: str) -> None:
    target = slack_url(url, api)
    try:
        async with (
            asyncio.timeout(POST_SECONDS),
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(target, json=said, allow_redirects=False) as answer,
        ):
            check_status(answer)
            told = await _told(answer)
    except FAULTS:
        raise Unreachable() from None  # the cause would hold the address
    if told.get("ok") is False:
        raise Refused()


async def _told(answer: aiohttp.ClientResponse) -> Mapping[str, object]:
    """What is answered beside `ok`, which is no JSON."""
    try:
        found = cast(object, await answer.json(content_type=None))
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}
