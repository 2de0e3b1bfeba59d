"""Alice and Bob, who use commands, controls and pages of their own, and the adapter with a handler of the test's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.slack.adapter import Slack
from adapters.types import Event
from bot.catalog import load_catalog
from tests.platforms.slack.adapting import attended, settings_at
from tests.platforms.slack.people import Person, Use
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Page, Post
from tests.platforms.slack.server import SlackStandIn

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
    """The adapter with the bot's commands, connected; it ends with the block."""
    adapter = Slack(settings_at(stand_in), load_catalog())
    async with attended(stand_in, adapter, lambda event: handle(event, adapter)):
        yield adapter


async def kept(scene: Scene, *texts: str) -> None:
    """Alice has these remembered."""
    for text in texts:
        await scene.told(await scene.alice.slash(scene.general, f"/rapport remember {text}"), "Kept: ")


async def picked(scene: Scene, use: Use, label: str) -> Use:
    """Alice picks the entry that begins so."""
    (pick,) = use.posts[-1].lists
    value = next(value for value, text in pick.options if text.startswith(label))
    return await scene.alice.select(use.posts[-1], value)


async def remembered(scene: Scene) -> Use:
    """Alice's list."""
    use = await scene.alice.slash(scene.general, "/rapport memory")
    await scene.told(use, "emember")
    return use
