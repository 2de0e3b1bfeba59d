"""Whether the address at which Slack's requests should arrive answers as it must: asked as Slack asks it."""

import asyncio
import json
import secrets
import time
from enum import Enum, auto

import aiohttp
from slack_sdk.signature import SignatureVerifier

from adapters.slack.manifest import EVENTS_PATH

SECONDS = 5.0
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "*": "127.0.0.1"}


class Reach(Enum):
    """What answers there: the bot; nobody; one that refuses the signature, takes any, or is something else."""

    WELL = auto()
    NOBODY = auto()
    DEAF = auto()
    OPEN = auto()
    STRANGE = auto()


async def knock(host: str, port: int, secret: str) -> Reach:
    """Ask whose address it is, signed and unsigned, on this machine; never fails."""
    named = ANYWHERE.get(host, host)
    url = f"http://{f'[{named}]' if ':' in named else named}:{port}{EVENTS_PATH}"
    challenge = secrets.token_hex(8)
    body = json.dumps({"type": "url_verification", "token": "", "challenge": challenge})
    at = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body) or ""
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature, "Content-Type": "application/json"}
    try:
        async with asyncio.timeout(SECONDS), aiohttp.ClientSession() as session:
            signed = await _asked(session, url, body, headers=headers)
            unsigned = await _asked(session, url, body, headers={"Content-Type": "application/json"})
    except (aiohttp.ClientConnectionError, OSError, TimeoutError):
        return Reach.NOBODY
    except (aiohttp.ClientError, ValueError):
        return Reach.STRANGE
    return _judged(signed, unsigned, challenge)


def _judged(signed: tuple[int, str], unsigned: tuple[int, str], challenge: str) -> Reach:
    match signed, unsigned:
        case (200, said), (401, _) if challenge in said:
            return Reach.WELL
        case (200, _), (200, said) if challenge in said:
            return Reach.OPEN
        case (401, _), (401, _):
            return Reach.DEAF
        case _:
            return Reach.STRANGE


async def _asked(session: aiohttp.ClientSession, url: str, body: str, *, headers: dict[str, str]) -> tuple[int, str]:
    async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
        return answer.status, (await answer.content.read(10_000)).decode("utf-8", "replace")
