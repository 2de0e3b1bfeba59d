"""The bot's own adapter at the stand-in, with a handler of the test's, or with all that answers behind it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.slack.adapter import Slack
from adapters.types import Event
from bot.catalog import load_catalog
from tests.bot.stage import Stage, staged
from tests.platforms.slack.adapting import settings_at
from tests.platforms.slack.people import Person, Use
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Page, Post
from tests.platforms.slack.server import SlackStandIn

END_SECONDS = 20.0
Handle = Callable[[Event, Slack], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice and Bob at home, in an open channel with the bot."""

    slack: SlackStandIn
    general: Channel
    alice: Person
    bob: Person

    async def answered(self, use: Use) -> Post:
        """The answer to what was used; raises TimeoutError."""
        await self.slack.log.until(lambda: bool(use.posts))
        return use.posts[-1]

    async def told(self, use: Use, words: str) -> Post:
        """The answer to what was used, once it says that; raises TimeoutError."""
        await self.slack.log.until(lambda: words in use.text)
        return use.posts[-1]

    async def shows(self, person: Person, words: str) -> Page:
        """Somebody's page, once it says that; raises TimeoutError."""
        await self.slack.log.until(lambda: person.home is not None and words in person.home.text)
        assert person.home is not None
        return person.home

    def in_public(self) -> list[str]:
        """What the bot said where everybody reads."""
        return [post.text for post in self.general.posts(by_bot=True) if not post.private]


def scene_at(slack: SlackStandIn) -> Scene:
    """A scene."""
    alice, bob = slack.person("Alice"), slack.person("Bob")
    return Scene(slack, slack.home.channel("general", alice, bob), alice, bob)


@asynccontextmanager
async def connected(stand_in: SlackStandIn, handle: Handle) -> AsyncIterator[Slack]:
    """The adapter, connected; it ends with the block."""
    adapter = Slack(settings_at(stand_in), load_catalog())
    task = asyncio.ensure_future(adapter.run(lambda event: handle(event, adapter)))
    try:
        await stand_in.log.until(lambda: task.done() or len(stand_in.sockets.open) > 0)
        yield adapter
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=END_SECONDS)


@asynccontextmanager
async def running(stand_in: SlackStandIn, dsn: str, folder: Path) -> AsyncIterator[Stage]:
    """The whole bot on a database, without a model."""
    async with staged(dsn, folder) as stage:

        async def handle(event: Event, adapter: Slack) -> None:
            await stage.assembly.dispatch.handle(event, adapter, trace=stage.records.append)

        async with connected(stand_in, handle):
            yield stage
