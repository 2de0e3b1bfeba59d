"""Who comes, speaks, leaves, is put out and let in, in any order: the oracle is right all the time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from itertools import count, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.types import Account, Audience, PersonId, Place, Utterance
from memory.visibility import Asker, Origin, Presence, Standing, may_use
from tests.memory.learning_world import START, World, open_world

PEOPLE = ("ana", "ben")
HALL, CELLAR, BARREL, BOTTLE, NOOK = "hall", "cellar", "cellar#1", "cellar#2", "ana#1"
ROOMS = {BARREL: CELLAR, BOTTLE: CELLAR, NOOK: "ana"}
PLACES = (HALL, CELLAR, BARREL, BOTTLE, *PEOPLE, NOOK)
DIRECT = {"ana": "ana", NOOK: "ana", "ben": "ben"}

places = st.sampled_from(PLACES)
closed = st.sampled_from((CELLAR, BARREL, BOTTLE))
people = st.sampled_from(PEOPLE)
steps = st.lists(
    st.tuples(st.just("say"), people, places)
    | st.tuples(st.just("say"), people, closed)
    | st.tuples(st.sampled_from(("leave", "left place")), people, closed)
    | st.tuples(st.sampled_from(("left space", "put out", "let in", "turn")), people, st.just(CELLAR)),
    max_size=14,
)


@dataclass
class Model:
    """What is true by what was told, and the memory that was told it, under names of its own."""

    world: World
    mark: str
    inside: dict[str, dict[str, Audience]] = field(default_factory=lambda: {who: {} for who in PEOPLE})
    spaces: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PEOPLE, False))
    audience: Audience = Audience.PRIVATE
    known: set[str] = field(default_factory=set)
    put_out: bool = False
    ids: dict[str, PersonId] = field(default_factory=dict)
    said: list[tuple[int, int, Origin]] = field(default_factory=list)

    def account(self, who: str) -> Account:
        return Account("console", f"{self.mark} {who}", who)

    def place(self, key: str) -> Place:
        room = f"{self.mark} {ROOMS[key]}" if key in ROOMS else None
        space = None if key in DIRECT else self.mark
        return Place(f"{self.mark} {key}", space, self.heard_by(key), key, room)

    def heard_by(self, key: str) -> Audience:
        if key in DIRECT:
            return Audience.DIRECT
        return Audience.PUBLIC if key == HALL else self.audience

    def standing(self, key: str) -> Standing:
        who = DIRECT.get(key)
        space = None if who else self.mark
        shut = self.put_out and space is not None
        return Standing(key, space, self.heard_by(key), self.ids[who] if who else None, ROOMS.get(key), shut)

    def asker(self, who: str) -> Asker:
        around = {key: ROOMS.get(key, key) for key in self.inside[who]}
        came = {around[key] for key, audience in self.inside[who].items() if audience is not Audience.PUBLIC}
        spaces = frozenset({self.mark} if self.spaces[who] else ())
        return Asker(self.ids[who], (Presence(1, frozenset(around.values()), spaces, frozenset(came)),))

    async def take(self, step: str, who: str, key: str) -> None:
        following, person = self.world.memory.following, self.ids[who]
        match step:
            case "say" if DIRECT.get(key, who) == who:
                await self.say(who, key)
            case "turn":
                self.audience = Audience.PUBLIC if self.audience is Audience.PRIVATE else Audience.PRIVATE
                await self.say(who, key)
            case "leave":
                await self.world.memory.leave(person, self.place(key))
                self.leave(who)
                room_known = bool(self.known & {CELLAR, BARREL, BOTTLE})
                self.spaces[who] = self.spaces[who] and (HALL in self.inside[who] or not room_known)
            case "left place":
                await following.left_place(self.account(who), self.place(key).key)
                if key == CELLAR or key in self.known:  # of a thread that was never met nobody knows the channel
                    self.leave(who)
            case "left space":
                await following.left_space(self.account(who), self.mark)
                self.end_space(who)
            case "put out":
                await following.closed_space(self.mark)
                self.put_out = self.put_out or bool(self.known - set(DIRECT))
                for each in PEOPLE:
                    self.end_space(each)
            case "let in":
                await following.opened_space(self.mark)
                self.put_out = False

    async def say(self, who: str, key: str) -> None:
        place, number = self.place(key), len(self.said)
        assert await self.world.memory.person(self.account(who), place) == self.ids[who]
        spot = (await self.world.memory.note(Utterance(str(number), self.ids[who], place, "hello", START))).spot
        self.known.add(key)
        if key in DIRECT or not self.put_out:
            self.inside[who].setdefault(key, self.heard_by(key))
            self.spaces[who] = self.spaces[who] or key not in DIRECT
        self.said.append((spot.place, spot.seq, Origin(self.standing(key), self.heard_by(key), sensitive=False)))

    def leave(self, who: str) -> None:
        for key in (CELLAR, BARREL, BOTTLE):
            self.inside[who].pop(key, None)

    def end_space(self, who: str) -> None:
        self.leave(who)
        self.inside[who].pop(HALL, None)
        self.spaces[who] = False

    async def agrees(self) -> None:
        every = [(place, seq) for place, seq, _ in self.said]
        for who, key in product(PEOPLE, PLACES):
            reading = self.standing(key) if key in self.known else None
            now = [replace(origin, place=self.standing(origin.place.key)) for *_, origin in self.said]
            may = {at for at, origin in zip(every, now, strict=True) if may_use(origin, self.asker(who), reading)}
            statement = "SELECT place_id, seq FROM visible_lines($1, $2, $3, $4, 0)"
            where = (self.ids[who], self.place(key).key, [at[0] for at in every], [at[1] for at in every])
            rows = await self.world.database.fetch(statement, *where)
            assert {(row["place_id"], row["seq"]) for row in rows} == may, (who, key)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


numbers = count(1)


@given(steps)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
async def test_what_may_be_used_is_what_the_oracle_says(world: World, told: list[tuple[str, str, str]]) -> None:
    model = Model(world, f"w{next(numbers)}")
    for who in PEOPLE:
        model.ids[who] = await world.memory.person(model.account(who), model.place(who))
        model.inside[who][who] = Audience.DIRECT
        model.known.add(who)
    for step in told:
        await model.take(*step)
        await model.agrees()
