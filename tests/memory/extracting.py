"""A batch of what was said, and items of a model's answer about it."""

from datetime import UTC, datetime, timedelta

from memory.extract import Extracted, extract
from memory.prompts import Batch, Neighbour
from memory.types import FactId, Kind, Line, PersonId, PlaceId, Spot

START = datetime(2026, 5, 4, 9, tzinfo=UTC)


ANA, BEN = PersonId(1), PersonId(2)


HOME = Neighbour(FactId(7), ANA, ANA, "Ana", Kind.FACT, "Ana lives in Oslo.", START)


def batch(*said: str, speaker: str | None = "Ana") -> Batch:
    person = {"Ana": ANA, "Ben": BEN, None: None}[speaker]
    lines = tuple(
        Line(Spot(PlaceId(1), seq), person, speaker, text, START + timedelta(minutes=seq))
        for seq, text in enumerate(said, 1)
    )
    return Batch(lines=lines, neighbours=(HOME,), people=(("Ana", ANA), ("Ben", BEN)))


def item(quote: str, fact: str, *, line: int = 1, about: str = "Ana", **rest: object) -> dict[str, object]:
    return {"line": line, "quote": quote, "about": about, "fact": fact, **rest}


def tried(given: Batch, *items: object) -> Extracted:
    return extract({"facts": list(items)}, given)


def refusal(given: Batch, one: dict[str, object]) -> str:
    extracted = tried(given, one)
    assert extracted.claims == ()
    (reason,) = extracted.dropped
    return reason
