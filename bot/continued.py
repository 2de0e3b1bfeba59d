"""Long answers stand in several messages, and only the first is what was answered: the others lead to it.

Kept for as long as the process lives: after a restart, what is done to a later part of an older answer means nothing.
"""

from dataclasses import replace

from adapters.outgoing import Sent
from adapters.recent import Recent
from adapters.types import Event, Message, Reaction

REMEMBERED = 20_000


class Continued:
    """The later parts of answers."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._firsts: Recent[tuple[str, str], str] = Recent(size)

    def said(self, sent: Sent) -> None:
        """An answer was sent."""
        for part in sent.more:
            self._firsts.put((sent.address.key, part), sent.message_id)

    def meant(self, event: Event) -> Event:
        """The event, on the answer itself where it is on a later part of it."""
        match event:
            case Reaction(message_id=part) if first := self._firsts.get((event.address.key, part)):
                return replace(event, message_id=first)
            case Message(reply_to=str(part)) if first := self._firsts.get((event.address.key, part)):
                return replace(event, reply_to=first)
            case _:
                return event
