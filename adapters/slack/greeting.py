"""Somebody opened the conversation with the bot: they are offered what may be asked, in their own language."""

from collections.abc import Mapping

from adapters.slack.background import surely
from adapters.slack.envelopes import envelope_of
from adapters.slack.payloads import text_in
from adapters.slack.people import People
from adapters.slack.spots import Spot
from adapters.slack.status import Status

MESSAGES = "messages"


class Greeting:
    """Knows people's languages by `people`."""

    def __init__(self, people: People, status: Status) -> None:
        self._people = people
        self._status = status

    async def opened(self, payload: Mapping[str, object]) -> None:
        """Somebody looks at the bot."""
        told = envelope_of(payload)
        user = text_in(told.event, "user")
        if text_in(told.event, "tab") == MESSAGES and user and told.channel:
            await surely(self._offer(Spot(told.team, told.channel), user))

    async def _offer(self, spot: Spot, user: str) -> None:
        self._status.greet(spot, await self._people.author(spot.team, user))
