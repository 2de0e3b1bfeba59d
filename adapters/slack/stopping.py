"""What Slack's button to stop means to the bot. Pure."""

from collections.abc import Mapping

from adapters.slack.payloads import text_in
from adapters.slack.spots import Where
from adapters.slack.translate import time_of
from adapters.types import Author, Stopped

KIND = "agent_session_stopped"


def stopped_of(event: Mapping[str, object], where: Where, *, author: Author, asked: tuple[str, ...] = ()) -> Stopped:
    """What the button stops: the answers to what was `asked` in its thread.

    Where that is not known, as in another process than the one that was asked, it is whatever is being answered in the
    place: the thread of a channel, or alone with somebody the one answer that they are being given.
    """
    return Stopped(where.address, author, time_of(text_in(event, "event_ts")), asked)
