"""Any sequence of statements, replayed, doubled and shuffled, comes to the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from random import Random
from typing import assert_never

from hypothesis import given
from hypothesis import strategies as st

from memory.changes import Add, Change, Drop, End, Ground, Known, Refine, Reinforce, Supersede
from memory.reconcile import identity, reconcile
from memory.types import Audience, Claim, FactId, PersonId, Relation
from tests.memory.reconciling import (
    ANA,
    BEN,
    HERE,
    claim,
)

# Any sequence of statements, replayed, doubled and shuffled -------------------------------------------------------

_TEXTS = (
    "Ana lives in Oslo.",
    "Ana lives in Bergen.",
    "Ana has a cat.",
    "Ana has a dog.",
    "Ana works at Acme.",
    "Ana lives in Oslo, Norway.",
)


_claims = st.lists(
    st.builds(
        lambda text, seq, speaker, relation: claim(text, seq, speaker=speaker, relation=relation),
        st.sampled_from(_TEXTS), st.integers(1, 30), st.sampled_from((ANA, BEN)), st.sampled_from(list(Relation)),
    ),
    max_size=8,
    unique_by=lambda one: one.spot.seq,
)  # fmt: skip


class Store:
    """What the database would hold: current facts, and the sources of each statement."""

    def __init__(self) -> None:
        self.current: dict[FactId, Known] = {}
        self.sources: set[tuple[PersonId, str, int]] = set()
        self.closed: list[FactId] = []
        self.ids = (FactId(n) for n in count(1))

    def learn(self, claims: Sequence[Claim], lines: Mapping[int, str] | None = None) -> None:
        """Decides and applies one batch."""
        where = Ground(Audience.PRIVATE, lines or {}, lambda one, other: 0.0)
        for change in reconcile(claims, self.current.values(), ids=self.ids, ground=where):
            self._apply(change)

    def _apply(self, change: Change) -> None:
        one = change.claim
        self.sources.add((one.speaker, identity(one), one.spot.seq))
        match change:
            case Add():
                if change.valid_until is None:
                    self._hold(change.id, one)
            case Supersede() | End() | Refine():
                assert self.current[change.old].speaker == one.speaker
                self.closed.append(change.old)
                del self.current[change.old]
                self._hold(change.id, one)
            case Reinforce():
                known = self.current[change.fact]
                self.current[change.fact] = replace(known, said_at=max(known.said_at or one.said_at, one.said_at))
            case Drop():
                raise AssertionError("nothing here is a joke")
            case _:
                assert_never(change)

    def _hold(self, number: FactId, one: Claim) -> None:
        assert all((k.speaker, k.text) != (one.speaker, one.text) for k in self.current.values()), "said once"
        self.current[number] = Known(
            number,
            one.speaker,
            one.subject,
            one.subject_name,
            one.text,
            one.said_at,
            HERE,
            Audience.PRIVATE,
            one.said_at,
        )

    def believed(self) -> set[tuple[PersonId, str]]:
        """Who says what, now."""
        return {(known.speaker, known.text) for known in self.current.values()}


@given(_claims)
def test_a_batch_learned_again_changes_nothing(claims: list[Claim]) -> None:
    once, twice = Store(), Store()
    once.learn(claims)
    twice.learn(claims)
    twice.learn(claims)
    assert once.believed() == twice.believed()
    assert once.sources == twice.sources
    assert once.closed == twice.closed


@given(_claims, st.randoms(use_true_random=False))
def test_the_order_of_delivery_inside_a_batch_does_not_matter(claims: list[Claim], random: Random) -> None:
    straight, shuffled = Store(), Store()
    straight.learn(claims)
    mixed = list(claims)
    random.shuffle(mixed)
    shuffled.learn(mixed)
    assert straight.believed() == shuffled.believed()


@given(_claims)
def test_every_statement_keeps_its_source(claims: list[Claim]) -> None:
    store = Store()
    store.learn(claims)
    assert {(one.speaker, one.spot.seq) for one in claims} == {(who, seq) for who, _, seq in store.sources}


_moves = st.lists(st.sampled_from(("Oslo", "Bergen", "Voss")), min_size=1, max_size=6)


@given(_moves, st.lists(st.integers(0, 5), max_size=6), st.randoms(use_true_random=False))
def test_whatever_order_and_however_often_batches_come_the_last_said_holds(
    towns: list[str], again: list[int], random: Random
) -> None:
    """Each message is a batch of its own; some come late, some twice, and the model calls each an update."""
    deliveries = [*range(len(towns)), *(number for number in again if number < len(towns))]
    random.shuffle(deliveries)
    store = Store()
    for number in deliveries:
        moved = claim(f"Ana lives in {towns[number]}.", number + 1, relation=Relation.UPDATES)
        store.learn([moved], {number + 1: f"I live in {towns[number]} now"})
    assert store.believed() == {(ANA, f"Ana lives in {towns[-1]}.")}
