"""Small makers of memory's nouns for tests of pure modules."""

from datetime import UTC, datetime

from memory.recalled import Passage, Recall, Recalled
from memory.types import Audience, Fact, FactId, Kind, Line, PersonId, PlaceId, Sensitivity, Source, Spot

NOW = datetime(2026, 11, 22, 11, 7, tzinfo=UTC)
ANA, BEN = PersonId(1), PersonId(2)


def line(seq: int, text: str, speaker: str | None = "Ana") -> Line:
    """A transcript line of place 1; no speaker means the bot."""
    return Line(Spot(PlaceId(1), seq), None if speaker is None else ANA, speaker, text, NOW)


def fact(number: int, text: str, *, subject: PersonId | None = ANA, quote: str = "") -> Fact:
    """A fact that Ana told."""
    sources = (Source(Spot(PlaceId(1), number), quote, NOW, "direct"),) if quote else ()
    return Fact(
        id=FactId(number),
        tenant="person:1",
        subject=subject,
        subject_name="Ana",
        speaker=ANA,
        speaker_name="Ana",
        kind=Kind.FACT,
        text=text,
        valid_from=NOW,
        valid_until=None,
        recorded_at=NOW,
        superseded_by=None,
        superseded_at=None,
        confidence=0.9,
        sensitivity=Sensitivity.NONE,
        place="direct",
        audience=Audience.DIRECT,
        sources=sources,
    )


def recall(*items: Fact | Passage) -> Recall:
    """A recall of these items."""
    facts = tuple(Recalled(item, 1.0, "") for item in items if isinstance(item, Fact))
    passages = tuple(Recalled(item, 1.0, "") for item in items if isinstance(item, Passage))
    return Recall(facts, passages, 10, 0.5)


def passage(*lines: Line) -> Passage:
    """A passage matched at its first line."""
    return Passage(lines[0].spot, "direct", lines)
