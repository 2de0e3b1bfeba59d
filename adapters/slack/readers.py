"""Whether somebody can read a place now: asked of Slack, for the bot keeps no list of members.

A guest reads the channels that they are in and nothing else of a workspace; so does somebody from elsewhere. What is
not there, or not ours to see, counts as not readable; what could not be asked raises.
"""

import time

from adapters.errors import AdapterError, Refused, Unreachable
from adapters.recent import PASSING, Clock, Recent
from adapters.slack.members import members
from adapters.slack.people import People
from adapters.slack.profiles import user_of
from adapters.slack.spots import Places, Spot
from adapters.slack.wire import Wire
from adapters.types import Address, Audience

KEPT_SECONDS = 20.0
TOO_MANY = "The channel has more members than are read."


class Readers:
    """Answers for some seconds from what it asked last."""

    def __init__(self, wire: Wire, people: People, places: Places, clock: Clock = time.monotonic) -> None:
        self._wire = wire
        self._people = people
        self._places = places
        self._answers: Recent[tuple[str, str], bool] = Recent(PASSING, clock)

    async def reads(self, handle: str, address: Address) -> bool:
        """Whether that account can read the place, or without a channel anything of the space."""
        if address.channel.startswith("@"):
            return address.channel == f"@{handle}"
        key = (handle, address.key)
        known = self._answers.get(key, KEPT_SECONDS)
        if known is not None:
            return known
        answer = await self._ask(handle, address)
        self._answers.put(key, answer)
        return answer

    async def _ask(self, handle: str, address: Address) -> bool:
        spot = await self._places.spot_of(address)
        scope, user = user_of(handle)
        try:
            bot = await self._wire.bot(spot.team)
        except Refused as fault:
            raise Unreachable from fault  # where the bot has no token it can ask for nothing, which says nothing
        if address.space is not None and scope not in (spot.team, bot.enterprise):
            return False
        try:
            if address.space is not None:
                return await self._reads_in_space(spot, user)
            return await self._is_in(spot, user) and await self._is_called(handle, spot.team, user)
        except Refused:
            return False

    async def _reads_in_space(self, spot: Spot, user: str) -> bool:
        profile = await self._people.profile(spot.team, user, within=KEPT_SECONDS)
        if profile.gone or profile.stranger:
            return False
        if not spot.channel:
            return profile.member
        place = await self._places.where(spot)
        return profile.member if place.audience is Audience.PUBLIC else await self._is_in(spot, user)

    async def _is_called(self, handle: str, team: str, user: str) -> bool:
        """Whether that user is who is meant: Slack promises ids that are alone in their workspace, no more."""
        return (await self._people.profile(team, user)).author.handle == handle

    async def _is_in(self, spot: Spot, user: str) -> bool:
        async for page in members(self._wire, spot.team, spot.channel):
            if page is None:
                raise AdapterError(TOO_MANY)
            if user in page:
                return True
        return False
