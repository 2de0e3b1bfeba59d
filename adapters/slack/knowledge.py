"""All that is known of Slack beside what happens there: who people are, who is a guest, which place is what."""

from dataclasses import dataclass

from adapters.slack.conversations import Conversations
from adapters.slack.guests import Guests
from adapters.slack.people import People
from adapters.slack.readers import Readers
from adapters.slack.spots import Places
from adapters.slack.ways import Kept, Ways
from adapters.slack.wire import Wire


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one process knows; each is asked by itself."""

    wire: Wire
    people: People
    guests: Guests
    places: Places
    readers: Readers


def knowledge_by(wire: Wire, kept: Kept | None = None) -> Knowledge:
    """Nothing yet, to be asked for by that wire; `kept` holds what is kept of workspaces."""
    people = People(wire)
    guests = Guests(wire, people)
    places = Places(wire, people, conversations=Conversations(wire, guests), ways=Ways(kept))
    return Knowledge(wire, people, guests, places, Readers(wire, people, places))
