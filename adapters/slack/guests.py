"""Guests of a workspace: they read the channels that they were let into and no other, be those ever so public.

So what is public in the workspace may be said only where none of them reads. Who is a guest stands in the list of all
people, read in large pages when it is first needed, and kept true by what Slack tells of people; who is in a channel
is asked only where the workspace has guests, or too many people to read their list often. A guest of whom Slack told
another process of the bot is known here after ten minutes. While there is no list, the people of a small channel are
looked at one by one. What cannot be known within bounds is not known.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.errors import AdapterError, RateLimited, Refused
from adapters.recent import Clock, Recent
from adapters.slack.members import members
from adapters.slack.payloads import text_in
from adapters.slack.people import People
from adapters.slack.profiles import is_guest
from adapters.slack.roll import MOST_SECONDS, Roll
from adapters.slack.wire import Wire

log = logging.getLogger(__name__)
PAGE, MOST_PAGES, PAGES_AT_ONCE = 999, 100, 20
MOST_UNKNOWN = 20
NEED_SECONDS, AGAIN_SECONDS = 4.0, 10.0
WORKSPACES = 1_000


@dataclass(slots=True)
class _Workspace:
    """The list that is believed, and the one that is being read to take its place."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    known: Roll | None = None
    growing: Roll | None = None
    again_at: float = 0.0


class Guests:
    """Who is a guest where."""

    def __init__(self, wire: Wire, people: People, clock: Clock = time.monotonic) -> None:
        self._wire = wire
        self._people = people
        self._clock = clock
        self._workspaces: Recent[str, _Workspace] = Recent(WORKSPACES)

    async def absent(self, team: str, channel: str) -> bool | None:
        """Whether no guest is in the channel; None where that is not known yet. Takes seconds at most."""
        try:
            async with asyncio.timeout(NEED_SECONDS):
                return await self._none_in(team, channel, await self._roll(team))
        except (AdapterError, TimeoutError) as fault:
            told = {"kind": type(fault).__name__, "why": str(fault)}
            log.info("guests not known", extra={"team": team, "channel": channel, **told})
            return None

    def changed(self, team: str, profile: Mapping[str, object]) -> bool:
        """Slack told what somebody is now. True: a guest, whom no list that is believed has as one.

        While there is none, channels may have been judged by people one by one, when this one was a member.
        """
        workspace, user, guest = self._workspaces.get(team), text_in(profile, "id"), is_guest(profile)
        if workspace is None:
            return guest
        known = workspace.known
        was_guest = known is not None and self._is_younger(known, 1.0) and user in known.guests
        for roll in (known, workspace.growing):
            if roll is not None:
                roll.changed(user, guest=guest)
        return guest and not was_guest

    async def _roll(self, team: str) -> Roll | None:
        """The list that is believed; where it is getting old, the next one is read on meanwhile."""
        workspace = self._workspaces.get(team)
        if workspace is None:
            workspace = _Workspace()
            self._workspaces.put(team, workspace)
        if not self._is_younger(workspace.known, 0.5) and not (workspace.lock.locked() and workspace.known):
            async with workspace.lock:
                await self._read_on(team, workspace)
        return workspace.known if self._is_younger(workspace.known, 1.0) else None

    def _is_younger(self, roll: Roll | None, share: float) -> bool:
        return roll is not None and self._clock() - roll.begun < roll.lifetime * share

    async def _read_on(self, team: str, workspace: _Workspace) -> None:
        now = self._clock()
        if now < workspace.again_at or self._is_younger(workspace.known, 0.5):
            return
        roll = workspace.growing
        if roll is None or now - roll.begun >= MOST_SECONDS or roll.pages >= MOST_PAGES:
            roll = workspace.growing = Roll(now)
        try:
            if await self._is_read(team, roll):
                workspace.known, workspace.growing = roll, None
            elif roll.pages >= MOST_PAGES:
                workspace.again_at = now + MOST_SECONDS
        except RateLimited as fault:
            workspace.again_at = now + fault.retry_after
        except Refused as fault:
            log.info("people not listed", extra={"team": team, "why": str(fault)})
            workspace.growing, workspace.again_at = None, now + AGAIN_SECONDS

    async def _is_read(self, team: str, roll: Roll) -> bool:
        for _ in range(min(PAGES_AT_ONCE, MOST_PAGES - roll.pages)):
            more = {"cursor": roll.cursor} if roll.cursor else {}
            answer = await self._wire.ask(team, "users.list", {"limit": PAGE, "team_id": team, **more})
            if roll.read(answer):
                return True
        return False

    async def _none_in(self, team: str, channel: str, roll: Roll | None) -> bool | None:
        if roll is not None and not roll.guests and roll.is_small:
            return True
        unknown = set[str]()
        async for page in members(self._wire, team, channel):
            if roll is not None and (page is None or not roll.guests.isdisjoint(page)):
                return False
            unknown.update(each for each in page or () if roll is None or not roll.lists(each))
            if len(unknown) > MOST_UNKNOWN:
                return None if roll is None else False
        found = await asyncio.gather(*(self._people.profile(team, each) for each in sorted(unknown)))
        return all(each.member for each in found)
