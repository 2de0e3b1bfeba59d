"""A bot in several workspaces: its processes on one database, each with an adapter at the stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.slack.installing import Installations
from adapters.slack.settings import Settings
from adapters.slack.shared import Credentials, Shared, shared_by
from tests.adapters.slack_installed import processes
from tests.platforms.slack.adapting import Bot, adapting
from tests.platforms.slack.server import SlackStandIn


@dataclass(frozen=True, slots=True)
class Several:
    """What the processes have in common."""

    slack: SlackStandIn
    shared: tuple[Shared, ...]

    @property
    def store(self) -> Installations:
        """Where installations are kept."""
        assert self.shared[0].installations is not None
        return self.shared[0].installations

    @asynccontextmanager
    async def process(self, number: int = 0) -> AsyncIterator[Bot]:
        """One of the processes, connected, which knows nothing but what is installed."""
        settings = Settings(app_token=self.slack.credentials.app_token, api=self.slack.api)
        async with adapting(self.slack, settings=settings, shared=self.shared[number]) as bot:
            yield bot


@asynccontextmanager
async def several(slack: SlackStandIn, dsn: str) -> AsyncIterator[Several]:
    """Two processes; nothing is installed yet."""
    app = Credentials(slack.credentials.client_id, slack.credentials.client_secret)
    async with processes(dsn) as found:
        yield Several(slack, tuple(shared_by(each.vault, each.passes, app, api=slack.api) for each in found))
