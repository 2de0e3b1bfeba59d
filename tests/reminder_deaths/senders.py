"""The real adapters' sending halves, which tell when they are asked to look for something and to send it.

They say to the platform which process they are, so that it can be found out later who did what.
"""

import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from adapters.discord.adapter import Discord
from adapters.discord.client import Client
from adapters.discord.settings import Settings as DiscordSettings
from adapters.outgoing import Outgoing, Sent
from adapters.port import Adapter, Reconciles
from adapters.slack.adapter import Slack
from adapters.slack.settings import Settings as SlackSettings
from tests.reminder_deaths.children import Tell


@dataclass(frozen=True, slots=True)
class Site:
    """Where a platform is."""

    platform: str
    api: str
    token: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells what an adapter is asked for, before it does something about it."""

    tell: Tell

    def sends(self, outgoing: Outgoing) -> None:
        """It begins to send that."""
        self.tell({"sends": [outgoing.key, time.monotonic()]})

    @contextmanager
    def searching(self, outgoing: Outgoing) -> Iterator[None]:
        """It looks for that in the block."""
        begin = time.monotonic()
        try:
            yield
        finally:
            self.tell({"searches": [outgoing.key, begin, time.monotonic()]})


class Told:
    """Tells of what the adapter's own class, which stands after it, then does."""

    _telling: Telling

    async def send(self, outgoing: Outgoing) -> Sent:
        """See the adapter."""
        self._telling.sends(outgoing)
        return await cast(Adapter, super()).send(outgoing)

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        """See the adapter."""
        with self._telling.searching(outgoing):
            return await cast(Reconciles, super()).find(outgoing, since)


class TellingSlack(Told, Slack):
    """Slack's."""

    def __init__(self, settings: SlackSettings, telling: Telling) -> None:
        super().__init__(settings)
        self._telling = telling
        self._wire._client.headers["User-Agent"] = str(os.getpid())


class TellingDiscord(Told, Discord):
    """Discord's."""

    def __init__(self, token: str, settings: DiscordSettings, telling: Telling) -> None:
        super().__init__(token, settings)
        self._telling = telling


@asynccontextmanager
async def sender(site: Site, tell: Tell) -> AsyncIterator[Adapter]:
    """An adapter that sends and hears nothing: what it hears has no part in delivering."""
    telling = Telling(tell)
    if site.platform == "slack":
        yield TellingSlack(SlackSettings(site.token, api=site.api), telling)
        return
    settings = DiscordSettings(api=site.api)
    adapter, client = TellingDiscord(site.token, settings, telling), Client(settings)
    client.http.user_agent = str(os.getpid())
    async with client:
        await client.login(site.token)
        adapter._wire.client = client
        yield adapter
