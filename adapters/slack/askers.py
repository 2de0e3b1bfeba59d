"""Who asked what, and where at Slack the answer belongs.

In the Messages tab all threads are one place to the bot, so an address does not say in which of them to answer: that
is known by what is answered. What is said without naming it goes where the message stands whose handling says it,
which is why `met` is to be called in the task that hands the event on, or in one that starts that task.
"""

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass

from adapters.recent import PASSING, Recent
from adapters.slack.markup import calling
from adapters.slack.profiles import WORKSPACE, user_of
from adapters.slack.spots import Spot
from adapters.types import Address, Command, Message

LONGEST_TITLE = 60
_handled: ContextVar[str | None] = ContextVar("handled", default=None)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who is to be answered; `title` is what they said, short and on one line, '' for a command."""

    id: str
    handle: str
    spot: Spot
    place: str
    title: str = ""

    @property
    def user(self) -> str:
        """Slack's id of the account."""
        return user_of(self.handle)[1]

    @property
    def team(self) -> str:
        """The workspace that the account is known by: its own, or the one in which it spoke."""
        scope = user_of(self.handle)[0]
        return scope if scope.startswith(WORKSPACE) else self.spot.team


class Askers:
    """Remembers of the last messages and commands who gave them, and which answers were stopped."""

    def __init__(self, size: int = PASSING) -> None:
        self._known: Recent[str, Asker] = Recent(size)
        self._asked: Recent[Spot, tuple[str, ...]] = Recent(size)
        self._stopped: Recent[str, bool] = Recent(size)

    def met(self, event: Message | Command, spot: Spot) -> None:
        """Something came that may be answered at `spot`; what this task says from now on belongs there."""
        title = title_of(event.text) if isinstance(event, Message) else ""
        self._known.put(event.id, Asker(event.id, event.author.handle, spot, event.address.key, title))
        if isinstance(event, Message):
            before = self._asked.get(spot) or ()
            self._asked.put(spot, (*before[-15:], event.id))
        _handled.set(event.id)

    def of(self, event_id: str | None) -> Asker | None:
        """Who gave that message or command, as far as it is remembered."""
        return None if event_id is None else self._known.get(event_id)

    def here(self, address: Address) -> Asker | None:
        """Whom this task is answering, where that is at the address."""
        asker = self.of(_handled.get())
        return asker if asker is not None and asker.place == address.key else None

    def asked_at(self, spot: Spot) -> tuple[str, ...]:
        """The ids of the last messages that are to be answered there, the oldest first."""
        return self._asked.get(spot) or ()

    def stop(self, event_ids: Collection[str]) -> None:
        """Somebody told us to answer these no further."""
        for each in event_ids:
            self._stopped.put(each, True)

    def is_stopped(self, event_id: str) -> bool:
        """Whether somebody told us so."""
        return self._stopped.get(event_id) is True


def title_of(text: str) -> str:
    """The beginning of what was said, on one line, cut between words; it calls nobody."""
    line = " ".join(calling(text).split())
    if len(line) <= LONGEST_TITLE:
        return line
    return line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
