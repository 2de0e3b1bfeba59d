"""Facts told, told again, replaced, refined and forgotten in any order, against a simple model of both clocks."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from memory.store import beliefs
from memory.store.beliefs import Belief, Quote
from memory.types import Account, Audience, FactId, Kind, PersonId, Place, Sensitivity, Spot, Utterance, Viewer
from tests.memory.belief_model import Forget, Kept, Model, Tell
from tests.memory.learning_world import World, open_world

DAYS = (-40, -20, -10, 10, 20)  # from today: what lies at the very moment is nobody's concern
TEXTS = ("lives in Oslo", "lives in Bergen", "works at a bakery")
HELD = [(one + other) / 2 for one, other in zip((-60, *DAYS), (*DAYS, 40), strict=True)]
worlds = count()


class Scene:
    """One example in a club of its own, so that the database need not be emptied."""

    def __init__(self, world: World) -> None:
        self.world, self.model, self.club = world, Model(), f"club{next(worlds)}"
        self.place = Place(f"{self.club}:garden", self.club, Audience.PUBLIC, "garden")
        self.times: list[datetime] = []
        self.said: list[str] = []
        self.people: dict[str, PersonId] = {}

    async def open(self) -> None:
        for who in ("ana", "ben"):
            account = Account("console", f"{who}-{self.club}", who)
            self.people[who] = await self.world.memory.person(account, self.place)
        self.today = await self.now()

    async def now(self) -> datetime:
        at: datetime = await self.world.database.fetchval("SELECT clock_timestamp()")
        return at

    def day(self, number: float | None) -> datetime | None:
        return None if number is None else self.today + timedelta(days=number)

    async def happen(self, event: Tell | Forget) -> None:
        facts = self.model.facts
        if isinstance(event, Forget):
            if facts:
                gone = facts.pop(event.which % len(facts))
                for each in facts:
                    self.model.reopen(each, gone.id, len(self.times))
                viewer = Viewer(self.people[gone.who], self.place)
                await self.world.memory.forget(viewer, facts=[gone.id])
        else:
            old = facts[event.instead % len(facts)] if event.instead is not None and facts else None
            old = old if old is not None and old.who == event.who else None  # nobody ends what another said
            if old is not None and event.exactly and (not old.shown(0, len(self.times)) or old.text == event.text):
                old = None  # only what holds is told more exactly, and in other words
            await self.tell(event, old)
        self.times.append(await self.now())

    async def tell(self, event: Tell, old: Kept | None) -> None:
        new = await self.write(event, None if old is None else old.id)
        self.model.tell(event, len(self.times), new, old)

    async def write(self, event: Tell, old: FactId | None) -> FactId:
        """Says it in a message of its own; the number that was kept for it, whether or not it was known."""
        self.said.append(f"m{next(worlds)}")
        spot = (
            await self.world.memory.note(
                Utterance(self.said[-1], self.people[event.who], self.place, event.text, self.today)
            )
        ).spot
        tenant = f"space:{self.club}"
        async with self.world.database.transaction(tenant) as connection:
            (new,) = await beliefs.new_ids(connection, 1)
            fact, _ = await beliefs.insert(connection, self.belief(event, new, tenant, spot))
            if old is not None and old != fact:
                if event.exactly:
                    await beliefs.refine(connection, tenant, old, by=fact)
                else:
                    since = self.day(event.since)
                    assert since is not None
                    await beliefs.close(connection, tenant, old, by=fact, held_until=since)
        return new

    def belief(self, event: Tell, new: FactId, tenant: str, spot: Spot) -> Belief:
        since = self.day(event.since)
        assert since is not None
        return Belief(
            tenant=tenant, id=new, audience=Audience.PUBLIC, speaker=self.people[event.who],
            subject=self.people["ana"], subject_name="Ana", kind=Kind.FACT, text=event.text,
            quote=Quote(spot, event.text, self.today), valid_from=since, valid_until=self.day(event.until),
            confidence=1.0, sensitivity=Sensitivity.NONE, fingerprint=event.text, postings={"x": 1},
        )  # fmt: skip

    async def compare(self) -> None:
        viewer = Viewer(self.people["ana"], self.place)
        for known, at in enumerate(self.times):
            for held in HELD:
                moment = self.day(held)
                assert moment is not None
                shown = await self.world.memory.facts_as_of(viewer, held=moment, known=at)
                wanted = sorted(each.id for each in self.model.facts if each.shown(held, known))
                assert sorted(fact.id for fact in shown) == wanted, (held, known, [f.text for f in shown])
        current = {fact.id for fact in await self.world.memory.facts(viewer)}
        last = len(self.times) - 1
        ends = {each.id: each.end(last) for each in self.model.facts if not each.replaced}
        assert current == {each for each, end in ends.items() if end is None or end > 0}


tellings = st.builds(
    Tell,
    st.sampled_from(TEXTS),
    st.sampled_from([-40, -20, -10, 10, 20]),
    st.sampled_from([None, None, -10, 10, 20]),
    st.sampled_from(["ana", "ana", "ben"]),
    st.none() | st.integers(0, 3),
    st.booleans(),
).filter(lambda told: told.until is None or told.until > told.since)
THERE = [Tell("lives in Oslo", -40), Tell("lives in Bergen", 10, instead=0)]
THERE_AND_BACK = [*THERE, Tell("lives in Oslo", 20)]
events = st.lists(tellings | st.builds(Forget, st.integers(0, 3)), min_size=1, max_size=5)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example([Tell("lives in Oslo", -40, -10), Tell("lives in Oslo", -40)])  # it is not over after all
@example([Tell("lives in Oslo", -40), Tell("lives in Bergen", 10, instead=0)])  # an end that lies ahead
@example([Tell("lives in Oslo", -40), Tell("lives in Bergen", -10, instead=0), Tell("lives in Bergen", -20)])
@example([Tell("lives in Oslo", -40), Tell("lives in Bergen", 10, instead=0), Forget(1)])  # nothing ends it then
@example([Tell("lives in Oslo", -10), Tell("lives in Oslo", -40)])  # since when was told later
@example([Tell("lives in Oslo", -40, 10), Tell("lives in Oslo", 20)])  # and again after it
@example([Tell("lives in Oslo", -40, 20), Tell("lives in Oslo", 10)])  # and it goes on
@example([*THERE_AND_BACK, Tell("lives in Bergen", 30), Forget(1)])  # a move that is put off past the coming back
@given(events)
async def test_both_clocks_agree_with_a_simple_model(world: World, happened: list[Tell | Forget]) -> None:
    scene = Scene(world)
    await scene.open()
    for event in happened:
        await scene.happen(event)
    await scene.compare()
