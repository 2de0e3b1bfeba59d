"""The nouns of memory: frozen, slotted, with aware UTC times.

Nothing here knows a platform: a place's key is opaque text, and the message id inside an utterance is whatever
the platform calls it. Database ids are plain integers behind `NewType`, so that they cannot be mixed up.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

PersonId = NewType("PersonId", int)
FactId = NewType("FactId", int)
TurnId = NewType("TurnId", int)
PlaceId = NewType("PlaceId", int)

PLAINLY = 0.75  # the confidence from which a fact was said without a hedge


class Audience(StrEnum):
    """Who can read a place: one person and the bot, a closed group, or every member of its space."""

    DIRECT = "direct"
    PRIVATE = "private"
    PUBLIC = "public"


class Kind(StrEnum):
    """What sort of thing a fact is."""

    FACT = "fact"
    PREFERENCE = "preference"
    EVENT = "event"
    RELATIONSHIP = "relationship"
    COMMITMENT = "commitment"
    INSTRUCTION = "instruction"
    VOCABULARY = "vocabulary"


class Sensitivity(StrEnum):
    """Kinds of content that are never used outside direct, even when said in public."""

    NONE = "none"
    HEALTH = "health"
    SEXUALITY = "sexuality"
    RELIGION = "religion"
    POLITICS = "politics"
    MONEY = "money"
    LOCATION = "location"
    MINORS = "minors"
    CREDENTIALS = "credentials"


class Certainty(StrEnum):
    """How the speaker meant it; only `SAID` and `HEDGED` become facts."""

    SAID = "said"
    HEDGED = "hedged"
    JOKED = "joked"
    HYPOTHETICAL = "hypothetical"


class Relation(StrEnum):
    """How a claim relates to the neighbouring fact it names."""

    SAME = "same"
    REFINES = "refines"
    UPDATES = "updates"
    CONTRADICTS = "contradicts"
    ENDS = "ends"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Account:
    """How a person is known on one platform; `zone` is an IANA name, `locale` a BCP 47 tag."""

    platform: str
    handle: str
    name: str
    zone: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said. `space` is the guild or workspace; None only for direct and private places.

    `room`: for a thread, the key of the channel around it, whose readers are the thread's too.
    """

    key: str
    space: str | None
    audience: Audience
    title: str = ""
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """That the account `handle` reads a whole `space`, or else the closed place with that key, as of `confirmed_at`."""

    handle: str
    space: str | None
    place: str | None
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks (`person`) and where the answer will be read (`place`)."""

    person: PersonId
    place: Place


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message. `id` is the platform's, unique in its place; `speaker` is None for the bot's own words.

    `more` are the ids of the messages in which a long one of ours goes on.
    """

    id: str
    speaker: PersonId | None
    place: Place
    text: str
    said_at: datetime
    reply_to: str | None = None
    more: tuple[str, ...] = ()


class Spot(NamedTuple):
    """Where an utterance stands in its place's transcript: consecutive `seq` from 1, gaps where one was erased."""

    place: PlaceId
    seq: int


@dataclass(frozen=True, slots=True)
class Noted:
    """Outcome of noting an utterance: `text` is what is kept.

    `fresh` is False when the same message was noted before, `shortened` True when its end was too long to keep.
    """

    spot: Spot
    fresh: bool
    text: str
    redacted: tuple[str, ...] = ()
    shortened: bool = False


class Line(NamedTuple):  # read by the hundred for each question
    """One transcript line as read back; `speaker` is a display name, None for the bot.

    `answers`: the line that it was a reply to, where learning reads it and the platform said so.
    """

    spot: Spot
    speaker_id: PersonId | None
    speaker: str | None
    text: str
    said_at: datetime
    answers: Spot | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The exact words a fact rests on."""

    spot: Spot
    quote: str
    said_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What extraction proposes, already grounded: `quote` is a substring of the utterance at `spot`.

    It would not hold without the known fact `depends_on`, nor without `upon`, another claim of the same answer. A
    `verbatim` one is told in its speaker's own words.
    """

    spot: Spot
    speaker: PersonId
    subject: PersonId | None
    subject_name: str
    kind: Kind
    text: str
    quote: str
    said_at: datetime
    certainty: Certainty = Certainty.SAID
    sensitivity: Sensitivity = Sensitivity.NONE
    relation: Relation = Relation.NONE
    neighbour: FactId | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    depends_on: FactId | None = None
    upon: "Claim | None" = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What is believed. World clock: `valid_from`/`valid_until`; our clock: `recorded_at`/`superseded_at`.

    `uncertain_since`: when a fact that this one rests on changed, ran out or was forgotten, and nobody has said since
    that this one still holds.
    """

    id: FactId
    tenant: str
    subject: PersonId | None
    subject_name: str
    speaker: PersonId
    speaker_name: str
    kind: Kind
    text: str
    valid_from: datetime
    valid_until: datetime | None
    recorded_at: datetime
    superseded_by: FactId | None
    superseded_at: datetime | None
    confidence: float
    sensitivity: Sensitivity
    place: str
    audience: Audience
    sources: tuple[Source, ...] = ()
    uncertain_since: datetime | None = None

    @property
    def is_claim_about_another(self) -> bool:
        """True where the speaker talks about somebody else: to be attributed, never asserted."""
        return self.subject != self.speaker

    @property
    def is_hedged(self) -> bool:
        """True where its speaker was not sure, and has not said it plainly since: to be hedged, never asserted."""
        return self.confidence < PLAINLY


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two current facts of one speaker that cannot both hold; `older` began first."""

    older: Fact
    newer: Fact
