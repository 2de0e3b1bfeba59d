"""Who asks for a reminder, and what comes of it: it is held, a question comes first, or it is refused. Typed."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from adapters.types import address_of
from bot.reminders.times import said_at
from bot.reminders.wish import Question
from bot.reminders.wording import PLAIN, Wording, tongue
from bot.when import Choice, Note, Once, Schedule
from memory.reminder import Reminder
from memory.types import PersonId, Place


class Refusal(Enum):
    """Why no reminder is made."""

    NOTHING = "nothing was said"
    TOO_LONG = "the text is too long"
    TOO_MANY = "they have as many as one person may have"
    TOO_OFTEN = "it would come too often"
    NOT_MANAGER = "for a whole channel only those may who manage the space"
    SETTLED = "what was asked is answered already, or was asked anew"
    OVER = "the time is over"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a reminder, where and when; `zone` is an IANA name, None where nobody knows theirs.

    `wording` is how they are answered. `source` is the id of the event: the same event makes one reminder.
    `manages`: as in `Author`.
    """

    person: PersonId
    platform: str
    handle: str
    origin: Place
    at: datetime
    source: str
    zone: str | None = None
    locale: str | None = None
    manages: bool = False
    wording: Wording = PLAIN

    @property
    def tongue(self) -> str | None:
        """The language to answer in, with how they are addressed."""
        return tongue(self.locale or "en", self.wording)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages to read in."""
        return () if self.locale is None else (self.locale,)

    def may_change(self, reminder: Reminder) -> bool:
        """Whether they may say what others read: in a channel only who manages its space, there and now."""
        if reminder.place_key is None:
            return True
        there, here = address_of(reminder.place_key), address_of(self.origin.key)
        return self.manages and (there.platform, there.space) == (here.platform, here.space)


@dataclass(frozen=True, slots=True)
class Made:
    """It is held. `others` are other ways to understand it; `fresh` is False where it was made before."""

    reminder: Reminder
    schedule: Schedule
    notes: tuple[Note, ...] = ()
    others: tuple[Choice, ...] = ()
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question comes first; what was said is kept as `proposal`. `named` is what the words name, even in the past."""

    proposal: Reminder
    task: str
    question: Question
    choices: tuple[Choice, ...] = ()
    named: Once | None = None

    @property
    def said(self) -> datetime:
        """When it was said; the choices are counted from then."""
        return said_at(self.proposal)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing is held."""

    why: Refusal


Outcome = Made | Asked | Refused
