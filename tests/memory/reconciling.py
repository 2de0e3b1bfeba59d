"""Claims, known facts and the ground they are judged on."""

from datetime import UTC, datetime, timedelta
from itertools import count

from memory.changes import Change, Ground, Known
from memory.reconcile import reconcile
from memory.types import Audience, Claim, FactId, Kind, PersonId, PlaceId, Relation, Spot

START = datetime(2026, 5, 4, 9, tzinfo=UTC)


ANA, BEN = PersonId(1), PersonId(2)


HERE, ELSEWHERE = PlaceId(1), PlaceId(2)


def claim(
    text: str, seq: int = 10, *, speaker: PersonId = ANA, relation: Relation = Relation.NONE, known: int | None = None
) -> Claim:
    return Claim(
        Spot(HERE, seq), speaker, ANA, "Ana", Kind.FACT, text, text, START + timedelta(days=seq),
        relation=relation, neighbour=None if known is None else FactId(known),
    )  # fmt: skip


def fact(text: str, number: int = 1, *, speaker: PersonId = ANA, place: PlaceId = HERE) -> Known:
    return Known(FactId(number), speaker, ANA, "Ana", text, START, place, Audience.PRIVATE)


def ground(line: str = "", *, audience: Audience = Audience.PRIVATE, near: float = 0.0) -> Ground:
    return Ground(audience, {10: line}, lambda one, other: near)


def decided(one: Claim, *known: Known, where: Ground | None = None) -> Change:
    ids = (FactId(n) for n in count(100))
    (change,) = reconcile([one], known, ids=ids, ground=where or ground(one.quote))
    return change


def kind(one: Claim, *known: Known, where: Ground | None = None) -> type[Change]:
    return type(decided(one, *known, where=where))


UPDATES, ENDS, SAME, CONTRADICTS = Relation.UPDATES, Relation.ENDS, Relation.SAME, Relation.CONTRADICTS
REFINES = Relation.REFINES
