"""Two processes of a bot of several workspaces on one database, and what Slack gives when it is installed."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from slack_sdk.oauth.installation_store import Installation

from adapters.slack.installing import Installations
from adapters.slack.renewing import Exchange, Renewal
from adapters.slack.vault import Vault
from bot.secrets import Sealer
from bot.vault import SealedPasses, SealedVault
from memory.doors import Installations as Doors
from memory.store.database import open_database

SEALER = Sealer((b"k" * 32,))
TWELVE_HOURS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Process:
    """What one process of the bot has."""

    vault: Vault
    passes: SealedPasses
    doors: Doors

    def store(self, exchange: Exchange | None = None) -> Installations:
        """Its installation store."""
        return Installations(self.vault, Renewal(self.vault, exchange))


@asynccontextmanager
async def processes(dsn: str, amount: int = 2) -> AsyncIterator[tuple[Process, ...]]:
    """That many processes on one database."""
    async with AsyncExitStack() as stack:
        found = [await stack.enter_async_context(open_database(dsn, size=3)) for _ in range(amount)]
        doors = [Doors(each) for each in found]
        yield tuple(
            Process(SealedVault(each, SEALER, platform="slack"), SealedPasses(each, SEALER), each) for each in doors
        )


def installed(
    *, team: str | None = "T1", enterprise: str | None = None, ends_in: int | None = None, user_token: str | None = None
) -> Installation:
    """What Slack gives; the token ends in so many seconds."""
    ends = None if ends_in is None else int(time.time()) + ends_in
    return Installation(
        app_id="A1",
        enterprise_id=enterprise,
        team_id=team,
        bot_token=f"xoxb-hunter2-{team or enterprise}",
        bot_id="B1",
        bot_user_id="UBOT",
        bot_scopes="chat:write,im:history",
        bot_refresh_token="xoxe-hunter2-1" if ends else None,
        bot_token_expires_at=ends,
        user_id="U1",
        user_token=user_token,
        is_enterprise_install=team is None,
    )
