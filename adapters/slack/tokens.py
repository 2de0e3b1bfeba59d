"""Whose token a call is made with: that of the workspace where the bot is installed, or the one of the settings."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from adapters.errors import RateLimited, Refused, Unreachable
from adapters.recent import Clock, Recent
from adapters.slack.grants import Grant
from adapters.slack.payloads import text_in

KEPT_SECONDS, MOST_TEAMS = 20.0, 5_000
NOT_INSTALLED = "The bot is not installed in that workspace."
Grants = Callable[[str], Awaitable[Grant | None]]
Look = Callable[[Grant], Awaitable[Mapping[str, object]]]  # what `auth.test` says of a token


class Tokens:
    """`token` is the one of the settings, `grants` finds that of each workspace; either or both."""

    def __init__(
        self, look: Look, *, token: str | None = None, grants: Grants | None = None, clock: Clock = time.monotonic
    ) -> None:
        self._look = look
        self._token = token
        self._grants = grants
        self._sole: Grant | None = None
        self._seen: Grant | None = None  # the same, also where it may have changed
        self._looking = asyncio.Lock()
        self._known: Recent[str, Grant] = Recent(MOST_TEAMS, clock)

    @property
    def sole(self) -> bool:
        """Whether there is none but the one of the settings."""
        return self._grants is None

    async def of(self, team: str) -> Grant:
        """The grant for that workspace, good now; raises `AdapterError`."""
        found = self._known.get(team, KEPT_SECONDS) or await self._installed(team) or await self._own(team)
        if found is None:
            raise Refused(NOT_INSTALLED)
        return found

    def own(self, team: str) -> Grant | None:
        """The one of the settings where it may be that of the workspace, as far as is known at this moment."""
        if self._token is None:
            return None
        seen = self._seen or Grant(self._token, team=team)
        return seen if self._grants is None or team in (seen.team, seen.enterprise) else None

    async def check(self) -> None:
        """Raise `Misconfigured` where Slack takes the one token no more; where it cannot be asked, say nothing."""
        with suppress(Unreachable, RateLimited, Refused):
            await self._own("")

    def forget(self, team: str) -> None:
        """What is installed in that workspace may have changed."""
        self._known.drop(team)
        self._sole = None

    def drop(self, token: str) -> None:
        """Slack takes that token no more: the next call looks for another."""
        for team, grant in list(self._known.items()):
            if grant.token == token:
                self._known.drop(team)
        self._sole = None

    async def _installed(self, team: str) -> Grant | None:
        found = None if self._grants is None else await self._grants(team)
        if found is not None:
            self._known.put(team, found)
        return found

    async def _own(self, team: str) -> Grant | None:
        """That of the one token, which is also that of other workspaces only where no other is known."""
        if self._token is None:
            return None
        async with self._looking:
            sole = self._sole or await self._looked_up(self._token)
            self._sole = self._seen = sole
        return sole if self._grants is None or team in (sole.team, sole.enterprise) else None

    async def _looked_up(self, token: str) -> Grant:
        answer = await self._look(Grant(token))
        team, user = text_in(answer, "team_id"), text_in(answer, "user_id")
        if not team or not user:
            raise Unreachable()
        return Grant(
            token,
            enterprise=text_in(answer, "enterprise_id"),
            team=team,
            everywhere=answer.get("is_enterprise_install") is True,
            bot=text_in(answer, "bot_id"),
            bot_user=user,
        )
