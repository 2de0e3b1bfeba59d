"""What background work, erasure and sharing did, counted or listed."""

from dataclasses import dataclass

from memory.types import Fact, Kind, PersonId


@dataclass(frozen=True, slots=True)
class Learned:
    """What one batch of learning did, for metrics and the terminal."""

    utterances: int
    added: int = 0
    reinforced: int = 0
    superseded: int = 0
    ended: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What tidying one person's facts did: duplicates merged, contradictions found, and settled by an answer.

    `summaries`: sentences that tell old events; `asked`: whether the model was called.
    """

    person: PersonId
    merged: int = 0
    conflicts: int = 0
    settled: int = 0
    summaries: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class LeftWaiting:
    """Events of one place, by its key, that nobody answers any more; the newest last."""

    place: str
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure removed, counted."""

    facts: int
    messages: int
    replies: int


@dataclass(frozen=True, slots=True)
class SharedKind:
    """A kind of which all that is told in direct may be used in these places too; `facts`: how many that are now."""

    kind: Kind
    places: tuple[str, ...]
    facts: int


@dataclass(frozen=True, slots=True)
class SharedFact:
    """A fact told in direct that may be used in these places too."""

    fact: Fact
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a person lets be used beyond direct."""

    kinds: tuple[SharedKind, ...]
    facts: tuple[SharedFact, ...]


@dataclass(frozen=True, slots=True)
class Unshared:
    """What was taken back: from how many places or spaces, and whether something of it is shared otherwise still.

    Of a fact that is by its kind, of a kind that are single facts of it.
    """

    places: int
    still: bool
