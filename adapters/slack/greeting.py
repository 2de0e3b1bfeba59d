"""Somebody opened the conversation with the bot: they are offered what may be asked, in their own language."""

from collections.abc import Mapping

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
        """Somebody looks at the bot; raises `AdapterError` where nothing is known of the workspace."""
        told = envelope_of(payload)
        user = text_in(told.event, "user")
        if text_in(told.event, "tab") == MESSAGES and user and told.channel:
            self._status.greet(Spot(told.team, told.channel), await self._people.author(told.team, user))
