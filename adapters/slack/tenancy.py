"""In which workspaces the bot is, as Slack tells of it: installed, put out, its tokens void.

A workspace that put the bot out is closed, unless the bot is in it again by the time that this is told: something
that happened there later was told already, or there is a token that Slack takes.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from adapters.errors import AdapterError
from adapters.recent import Recent
from adapters.slack.envelopes import Envelope
from adapters.slack.patience import patiently
from adapters.slack.payloads import inner, texts_in
from adapters.slack.spots import PLATFORM
from adapters.slack.wire import Wire
from adapters.types import Address, Change, Closed, Opened

log = logging.getLogger(__name__)
WORKSPACES = 10_000


class Installed(Protocol):
    """Where the bot is installed; each raises `AdapterError` where that cannot be kept."""

    async def uninstalled(self, workspace: str, at: datetime) -> None:
        """All that was installed there until then is gone."""

    async def revoked(self, workspace: str, holder: str, at: datetime) -> None:
        """The tokens of a person until then are void, or the bot's own with ''."""

    async def granted(self, team: str, enterprise: str, at: datetime) -> None:
        """The workspace has what its enterprise has."""

    async def teams(self, enterprise: str) -> Sequence[str]:
        """The workspaces that have what the enterprise has, or had until it was uninstalled."""


class Tenancy:
    """Remembers since when the bot is in a workspace, as far as this process was told."""

    def __init__(self, wire: Wire, installed: Installed | None) -> None:
        self._wire = wire
        self._installed = installed
        self._since: Recent[str, tuple[str, datetime]] = Recent(WORKSPACES)  # by team; with its enterprise
        self._out: Recent[str, datetime] = Recent(WORKSPACES)
        self._admitted: Recent[tuple[str, str], bool] = Recent(WORKSPACES)

    async def admit(self, told: Envelope) -> None:
        """See that the token for a workspace of an enterprise is found where the bot is installed for all of that."""
        key, out = (told.team, told.enterprise), self._out.get(told.team)
        if not all((told.whole, *key)) or self._admitted.get(key) is not None or (out is not None and told.at <= out):
            return
        await self._keep(partial(_grant, told.team, told))
        self._admitted.put(key, True)

    def met(self, told: Envelope) -> Sequence[Change]:
        """Something happened in a workspace; the first time, that the bot is in it."""
        return () if not told.team or self._since.get(told.team) is not None else self._opened(told.team, told)

    async def ended(self, told: Envelope) -> Sequence[Change]:
        """The app was removed, or tokens of it are void: the bot's own, or those of people."""
        workspace = told.enterprise if told.whole or not told.team else told.team
        if told.kind == "app_uninstalled":
            await self._keep(partial(_drop, workspace, told))
        elif not await self._bot_is_revoked(workspace, told):
            return ()
        teams = [told.team] if told.team and not told.whole else await self._teams_of(told)
        return [each for team in teams for each in await self._put_out(team, told)]

    async def access(self, told: Envelope) -> Sequence[Change]:
        """The bot of a whole enterprise was let into workspaces of it, or put out of them."""
        found: list[Change] = []
        for team in texts_in(told.event, "team_ids"):
            if told.kind == "team_access_granted":
                await self._keep(partial(_grant, team, told))
                found += self._opened(team, told)
            else:
                await self._keep(partial(_drop, team, told))
                found += await self._put_out(team, told, asks=self._installed is not None)
        return found

    async def _bot_is_revoked(self, workspace: str, told: Envelope) -> bool:
        tokens = inner(told.event, "tokens")
        holders = [*texts_in(tokens, "oauth"), *([""] if texts_in(tokens, "bot") else [])]
        for holder in holders:
            await self._keep(partial(_revoke, workspace, holder, told))
        return "" in holders

    def _opened(self, team: str, told: Envelope) -> Sequence[Change]:
        out = self._out.get(team)
        if out is not None and told.at <= out:
            return ()
        self._since.put(team, (told.enterprise, told.at))
        self._out.drop(team)
        return (Opened(_space(team), told.at),)

    async def _put_out(self, team: str, told: Envelope, *, asks: bool = True) -> Sequence[Change]:
        since = self._since.get(team)
        if since is not None and told.at < since[1]:
            return ()
        self._wire.forget(team)
        if asks and await self._is_taken(team):
            return ()
        self._since.drop(team)
        self._admitted.drop((team, told.enterprise))
        self._out.put(team, told.at)
        return (Closed(_space(team), told.at),)

    async def _is_taken(self, team: str) -> bool:
        """Whether Slack takes a token of that workspace; not where it does not say so for minutes."""
        try:
            await patiently(partial(self._wire.ask, team, "auth.test", {}))
        except AdapterError:
            return False
        return True

    async def _teams_of(self, told: Envelope) -> Sequence[str]:
        """The workspaces of an enterprise: all that were let in, and those that this process heard of."""
        known = {team for team, (enterprise, _) in self._since.items() if enterprise == told.enterprise}
        if self._installed is not None:
            try:
                known.update(await patiently(partial(self._installed.teams, told.enterprise)))
            except AdapterError as fault:
                log.error("workspaces not known that are to be closed", extra={"kind": type(fault).__name__})
        return sorted({*known, *([told.team] if told.team else [])})

    async def _keep(self, step: Callable[[Installed], Awaitable[None]]) -> None:
        """Do it where installations are kept: a token that was taken back must not stay because those were away."""
        if self._installed is None:
            return
        try:
            await patiently(partial(step, self._installed))
        except AdapterError as fault:
            log.warning("installation not changed", extra={"kind": type(fault).__name__})


async def _grant(team: str, told: Envelope, kept: Installed) -> None:
    await kept.granted(team, told.enterprise, told.at)


async def _drop(workspace: str, told: Envelope, kept: Installed) -> None:
    await kept.uninstalled(workspace, told.at)


async def _revoke(workspace: str, holder: str, told: Envelope, kept: Installed) -> None:
    await kept.revoked(workspace, holder, told.at)


def _space(team: str) -> Address:
    return Address(PLATFORM, team, "")
