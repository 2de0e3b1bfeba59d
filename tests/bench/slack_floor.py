"""The least app that answers at Slack: slack-bolt and one call for each message: python -m tests.bench.slack_floor

What it takes is taken by the libraries, the sockets and the machine; what the bot takes is told as so many times that.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.web import served

TOLD = "RAPPORT_SLACK_"
QUIET = {"unfurl_links": False, "unfurl_media": False}


def app() -> AsyncApp:
    """It answers what is said to it alone, and where it is mentioned."""
    client = AsyncWebClient(os.environ[TOLD + "BOT_TOKEN"], base_url=os.environ[TOLD + "API"])
    made = AsyncApp(client=client, signing_secret=os.environ.get(TOLD + "SIGNING_SECRET", "none"))

    async def answer(event: dict[str, str]) -> None:
        alone = event["type"] == "app_mention" or event.get("channel_type") == "im"
        if alone and "bot_id" not in event and "subtype" not in event:
            thread = event.get("thread_ts") or event["ts"]
            sent = {"channel": event["channel"], "thread_ts": thread, "text": "Yes.", **QUIET}
            await client.api_call("chat.postMessage", json=sent)

    for kind in ("message", "app_mention"):
        made.event(kind)(answer)
    return made


async def run() -> None:
    """Serve until ended, over the transport that the environment names."""
    place = os.environ.get(TOLD + "HTTP")
    if place is None:
        start: Callable[[], Awaitable[None]] = AsyncSocketModeHandler(app(), os.environ[TOLD + "APP_TOKEN"]).start_async
        return await start()
    host, _, port = place.rpartition(":")
    async with served(app().web_app(EVENTS_PATH), host, int(port)):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run())
