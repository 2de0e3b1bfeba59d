"""The whole bot in a small workspace at the stand-in: one channel, Alice in it, and a model of the test's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from adapters.slack.adapter import Slack
from adapters.slack.settings import Settings
from adapters.types import Event
from bot.catalog import load_catalog
from bot.parts import deliver
from bot.supervise import Supervisor
from tests.bot.stage import Stage, staged
from tests.platforms.slack.adapting import attended, settings_at
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.whole import Whole

ANSWER_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Chat(Whole):
    """Who and what is there."""

    slack: SlackStandIn
    general: Channel
    alice: Person

    async def ask(self, text: str, channel: Channel | None = None, *, who: Person | None = None) -> str:
        """What the bot answers Alice, or somebody else, in the channel unless another is given."""
        post = await (who or self.alice).post(channel or self.general, f"{self.slack.mention} {text}")
        return await self.answered(post)

    async def tells(self, text: str, *, who: Person | None = None) -> str:
        """What the bot answers alone with them."""
        return await self.answered(await (who or self.alice).dm(text))

    async def answered(self, post: Post, *, seconds: float = ANSWER_SECONDS) -> str:
        """What the bot replied to it."""
        return (await self.slack.reply(post, seconds=seconds)).text


@asynccontextmanager
async def running(
    stand_in: SlackStandIn, dsn: str, folder: Path, *, settings: Settings | None = None
) -> AsyncIterator[Stage]:
    """The whole bot on a database, connected by a socket unless set otherwise, without a model."""
    async with staged(dsn, folder) as stage:
        adapter = Slack(settings or settings_at(stand_in), load_catalog())

        async def handle(event: Event) -> None:
            await stage.assembly.dispatch.handle(event, adapter, trace=stage.records.append)

        async with attended(stand_in, adapter, handle), Supervisor() as supervisor:
            deliver(stage.memory, [adapter], supervisor)
            supervisor.start("pages", partial(stage.assembly.pages.run, adapter))
            yield stage


@asynccontextmanager
async def chatting(slack: SlackStandIn, dsn: str, folder: Path) -> AsyncIterator[Chat]:
    """The chat on that database."""
    alice = slack.person("Alice")
    general = slack.home.channel("general", alice)
    async with running(slack, dsn, folder) as stage, Supervisor() as supervisor:
        supervisor.start("erase", stage.assembly.changes.erase)
        yield Chat(stage, dsn, slack, general, alice)
