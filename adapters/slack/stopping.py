"""What Slack's button to stop means to the bot. Pure."""

from collections.abc import Mapping

from adapters.slack.payloads import text_in
from adapters.slack.spots import Where
from adapters.slack.translate import time_of
from adapters.types import Author, Stopped

KIND = "agent_session_stopped"


def stopped_of(
    event: Mapping[str, object], where: Where, *, author: Author, asked: tuple[str, ...] = ()
) -> Stopped | None:
    """What the button stops: the answers to what was `asked` in its thread; None where nothing is known of it.

    In the conversation of two, whose threads are one place to the bot, nothing else is stopped with it.
    """
    if where.address.thread is None and not asked:
        return None
    return Stopped(where.address, author, time_of(text_in(event, "event_ts")), asked)
