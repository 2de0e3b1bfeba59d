"""Facts told, told again, replaced, refined and forgotten in any order, against a simple model of both clocks."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from memory.store import beliefs
from memory.store.beliefs import Belief, Quote
from memory.types import Account, Audience, FactId, Kind, PersonId, Place, Sensitivity, Spot, Utterance, Viewer
from tests.memory.learning_world import World, open_world

DAYS = (-40, -20, -10, 10, 20)  # from today: what lies at the very moment is nobody's concern
TEXTS = ("lives in Oslo", "lives in Bergen", "works at a bakery")
HELD = [(one + other) / 2 for one, other in zip((-60, *DAYS), (*DAYS, 40), strict=True)]
worlds = count()


@dataclass(frozen=True, slots=True)
class Tell:
    """Somebody says of Ana that something holds; `instead` is the how manieth fact it ends, or tells more exactly."""

    text: str
    since: int
    until: int | None = None
    who: str = "ana"
    instead: int | None = None
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """The how manieth fact is forgotten."""

    which: int


@dataclass(slots=True)
class Kept:
    """A fact of the model; `begins` and `ends` are its beginnings and ends by when each came to be known."""

    id: FactId
    text: str
    who: str
    begins: list[tuple[int, int]]
    recorded: int
    ends: list[tuple[int, int | None]]
    replaced: bool = False
    told_by_another: int | None = None  # from when on
    by: FactId | None = None  # what took its place

    @property
    def since(self) -> int:
        return self.begins[-1][1]

    def end(self, known: int) -> int | None:
        return [end for at, end in self.ends if at <= known][-1]

    def touches(self, since: int, until: int | None, known: int) -> bool:
        end = self.end(known)
        return (end is None or since < end) and (until is None or self.since < until)

    def shown(self, held: float, known: int) -> bool:
        if known < self.recorded or (self.told_by_another is not None and self.told_by_another <= known):
            return False
        end = self.end(known)
        since = [begin for at, begin in self.begins if at <= known][-1]
        return since <= held and (end is None or held < end)


@dataclass(slots=True)
class Model:
    """What is believed, by the number of the event that told it."""

    facts: list[Kept] = field(default_factory=list)

    def standing(self, told: Tell) -> list[Kept]:
        same = [each for each in self.facts if (each.text, each.who) == (told.text, told.who) and not each.replaced]
        return sorted(same, key=lambda each: each.since)

    def tell(self, told: Tell, at: int, new: FactId, old: Kept | None) -> None:
        same = self.said_again(told, at) or self.said_anew(told, at, new)
        if old is None or old is same or old.replaced:
            return
        old.by = same.id
        end = old.end(at)
        if told.exactly:
            old.replaced, old.told_by_another = True, at
            same.begins.append((at, min(same.since, old.since)))
            own = same.end(at)
            same.ends.append((at, end if own is None else own))
            return
        old.ends.append((at, max(old.since, told.since if end is None else min(end, told.since))))
        old.replaced = told.since < 0 or told.since <= old.since

    def said_anew(self, told: Tell, at: int, new: FactId) -> Kept:
        for over in self.standing(told):
            end = over.end(at)
            if end is not None and end < 0 and end <= told.since:
                over.replaced, over.by = True, new
        self.facts.append(same := Kept(new, told.text, told.who, [(at, told.since)], at, [(at, told.until)]))
        return same

    def said_again(self, told: Tell, at: int) -> Kept | None:
        """What was said before of the time that is told, with the dates that it has now."""
        met = [each for each in self.standing(told) if each.touches(told.since, told.until, at)]
        if not met:
            return None
        same = next((each for each in met if each.since <= told.since), met[0])
        end, begun = same.end(at), same.since
        same.begins.append((at, told.since if told.since > 0 < begun else min(begun, told.since)))
        new = told.until if end is None or told.until is not None or told.since > 0 or end < 0 else end
        if new != end:
            same.ends.append((at, new))
            same.by = None
        for other in self.standing(told):
            if other is not same and other.since >= begun and other.touches(same.since, new, at):
                other.replaced = True
                other.ends.append((at, other.since))
        for replaced in self.facts:  # what it took the place of held until it began
            ends = replaced.end(at)
            if replaced.by == same.id and ends == begun > replaced.since and begun != same.since:
                replaced.ends.append((at, moved := max(replaced.since, same.since)))
                replaced.replaced = moved < 0
        return same


class Scene:
    """One example in a club of its own, so that the database need not be emptied."""

    def __init__(self, world: World) -> None:
        self.world, self.model, self.club = world, Model(), f"club{next(worlds)}"
        self.place = Place(f"{self.club}:garden", self.club, Audience.PUBLIC, "garden")
        self.times: list[datetime] = []
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
                    each.by = None if each.by == gone.id else each.by
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
        spot = (
            await self.world.memory.note(
                Utterance(f"m{next(worlds)}", self.people[event.who], self.place, event.text, self.today)
            )
        ).spot
        tenant = f"space:{self.club}"
        async with self.world.database.transaction(tenant) as connection:
            (new,) = await beliefs.new_ids(connection, 1)
            fact, _ = await beliefs.insert(connection, self.belief(event, new, tenant, spot))
            if old is not None and old.id != fact:
                if event.exactly:
                    await beliefs.refine(connection, tenant, old.id, by=fact)
                else:
                    since = self.day(event.since)
                    assert since is not None
                    await beliefs.close(connection, tenant, old.id, by=fact, held_until=since)
        self.model.tell(event, len(self.times), new, old)

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
events = st.lists(tellings | st.builds(Forget, st.integers(0, 3)), min_size=1, max_size=5)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example([Tell("lives in Oslo", -40, -10), Tell("lives in Oslo", -40)])  # it is not over after all
@example([Tell("lives in Oslo", -40), Tell("lives in Bergen", 10, instead=0)])  # an end that lies ahead
@example([Tell("lives in Oslo", -40), Tell("lives in Bergen", -10, instead=0), Tell("lives in Bergen", -20)])
@example([Tell("lives in Oslo", -10), Tell("lives in Oslo", -40)])  # since when was told later
@example([Tell("lives in Oslo", -40, 10), Tell("lives in Oslo", 20)])  # and again after it
@example([Tell("lives in Oslo", -40, 20), Tell("lives in Oslo", 10)])  # and it goes on
@given(events)
async def test_both_clocks_agree_with_a_simple_model(world: World, happened: list[Tell | Forget]) -> None:
    scene = Scene(world)
    await scene.open()
    for event in happened:
        await scene.happen(event)
    await scene.compare()
