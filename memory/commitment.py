"""The nouns of what people said they would do, and of reminders that rest on it."""

from dataclasses import dataclass
from datetime import datetime

from memory.reminder import Reminder
from memory.types import FactId, PersonId, Place, Sensitivity


@dataclass(frozen=True, slots=True)
class Commitment:
    """What `person` said that they will do: the fact's text, their own words, where and when.

    They are reached as `handle` at `platform`. `offered_of_late`: how much was offered to them within a day.
    """

    tenant: str
    fact: FactId
    person: PersonId
    text: str
    sensitivity: Sensitivity
    quote: str
    said_at: datetime
    place: Place
    platform: str
    handle: str
    zone: str | None = None
    locale: str | None = None
    offered_of_late: int = 0


@dataclass(frozen=True, slots=True)
class Shaken:
    """A reminder whose `fact` was ended, replaced or is in doubt.

    `by` is the fact of the same person that did it, with their words and when they said them; None where that is not
    known.
    """

    reminder: Reminder
    tenant: str
    fact: FactId
    by: FactId | None = None
    quote: str | None = None
    said_at: datetime | None = None
    zone: str | None = None
    locale: str | None = None
