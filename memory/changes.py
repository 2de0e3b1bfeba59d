"""What is known, on which ground claims are judged, and what can become of one: the nouns of reconciling. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from memory.types import Audience, Claim, FactId, Kind, PersonId, PlaceId


@dataclass(frozen=True, slots=True)
class Known:
    """A current fact of the tenant, as far as deciding needs it."""

    id: FactId
    speaker: PersonId
    subject: PersonId | None
    subject_name: str
    text: str
    valid_from: datetime
    place: PlaceId
    audience: Audience
    said_at: datetime | None = None  # last; None: when it began
    kind: Kind = Kind.FACT
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Add:
    """A new fact; `valid_until` is set where it was over before something newer that is known.

    `before` is set where it holds until that plan begins.
    """

    id: FactId
    claim: Claim
    valid_until: datetime | None = None
    before: Known | None = None


@dataclass(frozen=True, slots=True)
class Reinforce:
    """The fact was said again: one more source."""

    claim: Claim
    fact: FactId


@dataclass(frozen=True, slots=True)
class Supersede:
    """A new fact takes the place of `old`, which held until the new one began."""

    id: FactId
    claim: Claim
    old: FactId


@dataclass(frozen=True, slots=True)
class End:
    """Like `Supersede`, where the new words only say that `old` is over."""

    id: FactId
    claim: Claim
    old: FactId


@dataclass(frozen=True, slots=True)
class Refine:
    """A new fact says what `old` says, only more exactly, and takes its place; nothing ended in the world."""

    id: FactId
    claim: Claim
    old: FactId


@dataclass(frozen=True, slots=True)
class Drop:
    """Nothing is stored."""

    claim: Claim
    why: str


Change = Add | Reinforce | Supersede | End | Refine | Drop
Similarity = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where claims stand: the audience of their place, the words of their lines, and how near two texts are."""

    audience: Audience
    lines: Mapping[int, str]
    similarity: Similarity
