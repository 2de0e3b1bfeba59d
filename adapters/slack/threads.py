"""The threads in which the bot takes part, and which of its messages stand in one: the last of each.

Slack names the thread of a message neither with a reaction nor where a message is looked up, but its link tells.
"""

import logging
from urllib.parse import parse_qs, urlsplit

from adapters.errors import AdapterError
from adapters.recent import PASSING, Recent
from adapters.slack.payloads import text_in
from adapters.slack.spots import Spot
from adapters.slack.wire import Wire

log = logging.getLogger(__name__)
LOOK_SECONDS = 5.0
Place = tuple[str, str, str]  # workspace, conversation, and the message that begins the thread


class Threads:
    """What this process knows of them; after a restart a thread is known again when the bot is mentioned there."""

    def __init__(self, wire: Wire, size: int = PASSING) -> None:
        self._wire = wire
        self._joined: Recent[Place, bool] = Recent(size)
        self._within: Recent[Place, str] = Recent(size)  # '' for what stands in none

    def join(self, team: str, channel: str, thread: str) -> None:
        """The bot was spoken to there, or answered."""
        self._joined.put((team, channel, thread), True)

    def joined(self, team: str, channel: str, thread: str | None) -> bool:
        """Whether the bot takes part."""
        return thread is not None and self._joined.get((team, channel, thread)) is not None

    def sent(self, spot: Spot, ts: str) -> None:
        """The bot's own message stands there."""
        if spot.thread is not None and ts:
            self.join(spot.team, spot.channel, spot.thread)
            self._within.put((spot.team, spot.channel, ts), spot.thread)

    async def found(self, spot: Spot, ts: str) -> str | None:
        """The thread that a message of the conversation stands in, None for none and for what cannot be learnt."""
        place = (spot.team, spot.channel, ts)
        known = self._within.get(place)
        if known is None:
            known = await self._asked(spot, ts)
            if known is None:
                return None
            self._within.put(place, known)
        return known or None

    async def _asked(self, spot: Spot, ts: str) -> str | None:
        sent = {"channel": spot.channel, "message_ts": ts}
        try:
            answer = await self._wire.ask(spot.team, "chat.getPermalink", sent, seconds=LOOK_SECONDS)
            thread = parse_qs(urlsplit(text_in(answer, "permalink")).query).get("thread_ts", [""])[0]
        except (AdapterError, ValueError) as fault:
            log.info("thread not known", extra={"channel": spot.channel, "kind": type(fault).__name__})
            return None
        return "" if thread == ts else thread
