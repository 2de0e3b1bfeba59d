"""Through which workspace somebody, or a channel without a space, is reached.

Their name begins with where they are at home, which may be an enterprise of whose workspaces the bot is in several, or
a workspace in which it is not. So the workspace in which they were met is kept for all processes, and for after a
restart; where the bot is installed for all of an enterprise, that is enough.
"""

import logging
from datetime import UTC, datetime
from typing import Protocol

from adapters.errors import AdapterError
from adapters.recent import Recent
from adapters.slack.grants import Grant
from adapters.slack.profiles import user_of

log = logging.getLogger(__name__)
REMEMBERED = 20_000


class Kept(Protocol):
    """What is kept of workspaces; each raises `AdapterError`."""

    async def bot(self, workspace: str) -> Grant | None:
        """The bot's grant for a workspace, or for what has that of one."""

    async def granted(self, team: str, enterprise: str, at: datetime) -> None:
        """The first has what the second has."""


class Ways:
    """Without `kept` there is one token, with which all are reached."""

    def __init__(self, kept: Kept | None, size: int = REMEMBERED) -> None:
        self._kept = kept
        self._met: Recent[str, str] = Recent(size)

    async def met(self, name: str, team: str) -> None:
        """What is called so was met in that workspace; never raises."""
        if self._kept is None or user_of(name)[0] == team or self._met.get(name) == team:
            return
        try:
            grant = await self._kept.bot(team)
            if grant is not None and not grant.everywhere:
                await self._kept.granted(name, team, datetime.now(UTC))
            self._met.put(name, team)
        except AdapterError as fault:
            log.warning("way not kept", extra={"team": team, "kind": type(fault).__name__})

    async def to(self, name: str) -> str:
        """The workspace through which that is reached, where it is at home if it was met in none."""
        grant = None if self._kept is None else await self._kept.bot(name)
        return user_of(name)[0] if grant is None or not grant.team else grant.team
