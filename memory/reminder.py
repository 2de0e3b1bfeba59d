"""The nouns of reminders. When something is due is computed by whoever asks: here a schedule is opaque text.

A reminder has occurrences, one for each time it is due; what is to be sent of one is a row of the outbox, so that it
survives the process that was about to send it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from memory.types import Audience, FactId, PersonId, Place

ReminderId = NewType("ReminderId", int)
OccurrenceId = NewType("OccurrenceId", int)
SendId = NewType("SendId", int)


class Standing(StrEnum):
    """What becomes of a reminder: offered and not taken yet, going on, held up, past its last time, taken back."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


class State(StrEnum):
    """What became of an occurrence; `DROPPED`: it came too late to be of use, `FAILED`: nobody could be reached."""

    DUE = "due"
    DELIVERED = "delivered"
    DONE = "done"
    SKIPPED = "skipped"
    DROPPED = "dropped"
    FAILED = "failed"


class Way(StrEnum):
    """How it reaches somebody: in direct, in the place asked for, where it was asked for, or when they talk next."""

    DIRECT = "direct"
    PLACE = "place"
    ORIGIN = "origin"
    TALK = "talk"


class Consent(StrEnum):
    """Of a second person who is to be told."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Policy:
    """`useless_after`: how late it is dropped; `again`: how soon it comes again until it is acknowledged.

    `floating`: its wall times are those of wherever the person is.
    """

    useless_after: timedelta | None = None
    again: timedelta | None = None
    floating: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """When it is due from now on; `due_at` is the first of those times."""

    schedule: str
    zone: str
    zone_data: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes different about a reminder; None: that stays."""

    text: str | None = None
    timing: Timing | None = None
    policy: Policy | None = None


@dataclass(frozen=True, slots=True)
class NewReminder:
    """A reminder to hold: for whom, at which of their accounts, about what, when.

    `due_at` is its first time (aware), `zone_data` the version of the zone data that this was computed with. `origin`
    is where it was asked for; it is delivered in `place`, or where that is None, in direct. `source` names the event
    it was asked by: the same twice is held once. A proposal names the `fact` and the `quote` it rests on.
    """

    person: PersonId
    platform: str
    handle: str
    text: str
    schedule: str
    zone: str
    zone_data: str
    due_at: datetime
    origin: Place
    language: str
    source: str
    place: Place | None = None
    policy: Policy = field(default_factory=Policy)
    standing: Standing = Standing.ACTIVE
    quote: str | None = None
    fact: FactId | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is held; `next_due` is its next time, None where there is none (any more, or for now).

    `origin_key` is the key of the place where it was asked for ('' once that is gone), `place_key` of that where it is
    delivered, None in direct. `companion` is a second person to tell, as far as their `consent` goes. What was put off,
    or repeats, `comes_again_at`. `revision` counts changes of when it is due. `offered` are its words as they were said
    openly, which are all that others are told of it.
    """

    id: ReminderId
    person: PersonId
    platform: str
    handle: str
    text: str
    schedule: str
    zone: str
    zone_data: str
    language: str
    policy: Policy
    standing: Standing
    origin_key: str
    place_key: str | None
    created_at: datetime
    next_due: datetime | None = None
    quote: str | None = None
    companion: PersonId | None = None
    consent: Consent | None = None
    followers: int = 0
    origin_audience: Audience = Audience.PUBLIC
    companion_platform: str | None = None
    companion_handle: str | None = None
    comes_again_at: datetime | None = None
    revision: int = 0
    fact: FactId | None = None
    offered: str | None = None


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who joined another's public reminder, by which account, and how they are told of times."""

    person: PersonId
    platform: str
    handle: str
    zone: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Replanned:
    """A reminder with its times as computed anew, None: there is none to come; `notices` tell people of that."""

    reminder: Reminder
    timing: Timing | None
    notices: Mapping[PersonId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """Something to send that the caller has claimed; with `attempt` it is settled, by nobody whose claim has ended.

    Of a reminder: the `occurrence`, when that was due, the `round` (0 first, one more each time it comes again). Else
    the `text` of a notice and the `key` that it was kept by. `first_tried_at`: when somebody first began to send it,
    None: nobody has; of what waits for talk, `tried_in` are the keys of the places where. `ready_at` is when it was
    ready before this claim, which was made at `claimed_at` by the database's clock. Where it is `answered`, it reached
    the person and they have answered: it is to be settled without another send. `reads_origin`: whether they still read
    the place, shared with others, where it was asked for.
    """

    id: SendId
    attempt: int
    round: int
    way: Way
    person: PersonId
    platform: str
    handle: str
    ready_at: datetime
    reminder: Reminder | None = None
    occurrence: OccurrenceId | None = None
    due_at: datetime | None = None
    text: str | None = None
    first_tried_at: datetime | None = None
    tried_in: tuple[str, ...] = ()
    zone: str | None = None
    locale: str | None = None
    quiet: tuple[time, time] | None = None
    key: str | None = None
    answered: bool = False
    claimed_at: datetime | None = None
    reads_origin: bool = False


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What could not be delivered, for whom, and the kind of the last fault."""

    id: SendId
    person: PersonId
    text: str
    due_at: datetime
    fault: str
