"""Whether a message with a key was sent already, where the answer to sending it was lost.

Slack has no nonces, so the key goes along as metadata that only apps see, and what was written in the place since is
read for it. What the history does not show yet is not found: such a message may stand there twice.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from adapters.slack.payloads import inner, objects_in, text_in
from adapters.slack.spots import Spot
from adapters.slack.wire import Wire

EVENT = "rapport_sent"
PAGE, MOST_PAGES = 100, 5
DIFFERENCE = timedelta(seconds=10)  # of the clocks of Slack and of the database


def mark_of(key: str | None) -> Mapping[str, object] | None:
    """What says of a message that it is the one with that key."""
    return None if key is None else {"event_type": EVENT, "event_payload": {"key": key}}


async def find_post(wire: Wire, spot: Spot, *, key: str, since: datetime) -> str | None:
    """The ts of the message with that key, where it stands there since then; raises `AdapterError`."""
    method = "conversations.history" if spot.thread is None else "conversations.replies"
    bot, cursor = (await wire.bot(spot.team)).user, ""
    for _ in range(MOST_PAGES):
        answer = await wire.ask(spot.team, method, _asked(spot, since, cursor))
        for message in objects_in(answer, "messages"):
            if text_in(message, "user") == bot and _key_of(message) == key:
                return text_in(message, "ts")
        cursor = text_in(inner(answer, "response_metadata"), "next_cursor")
        if not cursor:
            return None
    return None


def _asked(spot: Spot, since: datetime, cursor: str) -> Mapping[str, object]:
    return {
        "channel": spot.channel,
        "ts": spot.thread,
        "oldest": f"{(since - DIFFERENCE).timestamp():.6f}",
        "limit": PAGE,
        "include_all_metadata": True,
        "cursor": cursor or None,
    }


def _key_of(message: Mapping[str, object]) -> str:
    mark = inner(message, "metadata")
    return text_in(inner(mark, "event_payload"), "key") if text_in(mark, "event_type") == EVENT else ""
