"""Messages, their edits and their deletions, in any order and told twice, with learning and embedding in between."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from memory.learn import learn_next
from memory.ports import Extraction
from memory.terms import postings
from memory.types import Account, Audience, PersonId, Place, Utterance
from tests.memory.learning_world import START, CountingEmbedder, World, item, open_world

KNOWN = {
    "I live in Oslo": "Ana lives in Oslo.",
    "My dog is called Rex": "Ana's dog is called Rex.",
    "I work at a bakery": "Ana works at a bakery.",
    "I play the cello": "Ana plays the cello.",
}
TEXTS = [*KNOWN, "I live in Oslo. My dog is called Rex", "My dog is called Rex. I play the cello", "never mind"]
MESSAGES = 3


@dataclass(frozen=True, slots=True)
class Script:
    """What happened to one message on the platform: its words at first and after each edit, and whether it is gone."""

    versions: tuple[str, ...]
    gone: bool

    def events(self, name: str) -> list["Told"]:
        told = [Told(name, number) for number in range(len(self.versions))]
        return [*told, Told(name, -1)] if self.gone else told


@dataclass(frozen=True, slots=True)
class Told:
    """One delivery: a version of a message (0: the message itself), or its deletion (-1)."""

    name: str
    version: int


scripts = st.lists(
    st.builds(Script, st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map(tuple), st.booleans()),
    min_size=1,
    max_size=MESSAGES,
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Script], list[Told | str]]:
    """Scripts, and deliveries: any part of the events in any order with work in between, then all of them, shuffled."""
    drawn = draw(scripts)
    events = [event for number, script in enumerate(drawn) for event in script.events(f"m{number}")]
    work = st.sampled_from(["learn", "embed"])
    first = draw(st.lists(st.sampled_from(events) | work, max_size=12))
    last: list[Told | str] = [event for event in events if event.version == 0 and event not in first]
    for event in draw(st.permutations(events)):
        last += [event, draw(work)] if draw(st.booleans()) else [event]
    return drawn, [*first, *last]


async def extractor(extraction: Extraction, /) -> object:
    """Every known sentence of every line."""
    lines = extraction.input.rsplit("Lines:\n", 1)[1].splitlines()
    numbered = [(int(line.split(" ", 1)[0]), line) for line in lines if line[0].isdigit()]
    return {"facts": [item(n, said, fact) for n, line in numbered for said, fact in KNOWN.items() if said in line]}


@dataclass
class Run:
    """One history in a place and by a person of its own."""

    world: World
    person: PersonId
    place: Place
    scripts: Sequence[Script]

    async def deliver(self, told: Told | str) -> None:
        following = self.world.memory.following
        if isinstance(told, str):
            await self.work(told)
        elif told.version == -1:
            await following.deleted(self.place.key, [told.name])
        else:
            text = self.scripts[int(told.name[1:])].versions[told.version]
            line = Utterance(told.name, self.person, self.place, text, START)
            if told.version:
                await following.edited(line, START + timedelta(minutes=told.version))
            else:
                await self.world.memory.note(line)

    async def work(self, kind: str) -> None:
        if kind == "embed":
            while await self.world.memory.embed_next():
                pass
        else:
            await learn_next(self.world.database, extractor, self.world.embedder)

    async def finish(self) -> None:
        while await learn_next(self.world.database, extractor, self.world.embedder):
            pass
        await self.work("embed")

    async def rows(self, statement: str) -> list[tuple[object, ...]]:
        tenant = f"person:{self.person}"
        return [tuple(row) for row in await self.world.owner(statement.replace("$1", f"'{tenant}'"))]


LINES = "SELECT external_id, text FROM utterances WHERE tenant = $1 AND erased_at IS NULL ORDER BY 1"
TOMBS = "SELECT external_id, text FROM utterances WHERE tenant = $1 AND erased_at IS NOT NULL ORDER BY 1"
SOURCES = """
SELECT f.text, u.external_id FROM facts f JOIN fact_sources s ON s.tenant = f.tenant AND s.fact_id = f.id
JOIN utterances u ON u.tenant = s.tenant AND u.place_id = s.place_id AND u.seq = s.seq
WHERE f.tenant = $1 AND f.superseded_at IS NULL ORDER BY 1, 2"""
FACTS = "SELECT text FROM facts WHERE tenant = $1 ORDER BY 1"
TERMS = """
SELECT u.external_id, x.term, x.tf FROM terms x JOIN utterances u ON u.tenant = x.tenant AND u.seq = x.document
WHERE x.tenant = $1 AND x.source = 'u' ORDER BY 1, 2"""
COUNTS = "SELECT documents, term_count, pending, learn_after IS NULL FROM places WHERE tenant = $1"
VECTORS = "SELECT seq, embedding::text, around::text FROM utterance_vectors WHERE tenant = $1 ORDER BY seq"


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


numbers = count(1)


@given(histories())
@example(([Script(("I live in Oslo", "never mind"), True)], [Told("m0", -1), Told("m0", 1), Told("m0", 0)]))
@example(([Script(("I live in Oslo", "never mind", "I live in Oslo"), False)], [
    Told("m0", 0), "learn", "embed", Told("m0", 2), "learn", Told("m0", 1), Told("m0", 0), Told("m0", 2)]))  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
async def test_any_order_ends_in_the_same(world: World, history: tuple[list[Script], list[Told | str]]) -> None:
    told, deliveries = history
    number = next(numbers)
    place = Place(f"console:{number}", None, Audience.DIRECT, "direct")
    person = await world.memory.person(Account("console", str(number), "Ana"), place)
    run = Run(world, person, place, told)
    for delivery in deliveries:
        await run.deliver(delivery)
    await run.finish()

    kept = {f"m{n}": script.versions[-1] for n, script in enumerate(told) if not script.gone}
    assert await run.rows(LINES) == sorted(kept.items())
    assert await run.rows(TOMBS) == [(f"m{n}", "") for n, script in enumerate(told) if script.gone]
    expected = {(fact, name) for name, text in kept.items() for said, fact in KNOWN.items() if said in text}
    assert await run.rows(SOURCES) == sorted(expected)
    assert await run.rows(FACTS) == sorted({(fact,) for fact, _ in expected})
    terms = sorted((name, term, tf) for name, text in kept.items() for term, tf in postings(text).items())
    assert sorted(await run.rows(TERMS)) == terms
    assert await run.rows(COUNTS) == [(len(kept), sum(tf for *_, tf in terms), 0, True)]
    vectors = await run.rows(VECTORS)
    assert len(vectors) == len(kept)
    await world.owner(f"DELETE FROM utterance_vectors WHERE tenant = 'person:{person}'")
    await world.owner(f"UPDATE utterances SET embedded_at = NULL WHERE tenant = 'person:{person}' AND text <> ''")
    await run.work("embed")
    assert await run.rows(VECTORS) == vectors, "as if everything had been embedded at the end"
