"""What the profile puts first: standing instructions, then tastes, then what was said often or lately."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from memory.types import Place
from tests.memory.learning_world import ANA, ANA_DIRECT, GARDEN, SHED, World, open_world

ADD = """
INSERT INTO facts (tenant, id, place_id, audience, speaker_id, subject_id, subject_name, kind, text, valid_from,
                   confidence, fingerprint, recorded_at)
SELECT tenant, $2, id, audience, $3, $3, 'Ana', $4, $5, $6, 1 - 0.1 / 2.0 ^ ($7 - 1), $5, $6
FROM places WHERE key = $1"""
SAY = """
INSERT INTO fact_sources SELECT p.tenant, $2::bigint, p.id, 1000 * $2::bigint + n, 'quote', $3
FROM places p, generate_series(1, $4::integer) n WHERE p.key = $1"""


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        for place in (ANA_DIRECT, GARDEN, SHED):
            await world.viewer(ANA, place)
        yield world


class Past:
    """Facts as learning would have left them: said `times`, last so many days ago."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._last = 0

    async def add(
        self, text: str, *, days: float, times: int = 1, kind: str = "fact", place: Place = ANA_DIRECT
    ) -> None:
        self._last += 1
        at = datetime.now(UTC) - timedelta(days=days)
        person = (await self._world.viewer(ANA)).person
        await self._world.owner(ADD, place.key, self._last, person, kind, text, at, times)
        await self._world.owner(SAY, place.key, self._last, at, times)

    async def profile(self, place: Place = ANA_DIRECT) -> list[str]:
        return [fact.text for fact in await self._world.memory.profile(await self._world.viewer(ANA, place))]


@pytest.fixture
def past(world: World) -> Past:
    return Past(world)


async def test_instructions_go_before_tastes_and_tastes_before_facts(past: Past) -> None:
    await past.add("lives in Oslo", days=1, times=5)
    await past.add("likes tea", days=1, kind="preference")
    await past.add("answer in French", days=400, kind="instruction")
    await past.add("is Mo's sister", days=2, kind="relationship")
    await past.add("went to Rome", days=0, kind="event")
    assert await past.profile() == ["answer in French", "likes tea", "lives in Oslo", "is Mo's sister"]


async def test_what_was_said_again_stays_and_trivia_fades(past: Past) -> None:
    await past.add("lives in Oslo", days=300, times=4)
    for number in range(40):
        await past.add(f"ate dish {number}", days=30 + number)
    shown = await past.profile()
    assert shown[:3] == ["lives in Oslo", "ate dish 0", "ate dish 1"]
    assert len(shown) == 8


async def test_lately_said_weighs_more_and_age_never_takes_all(past: Past) -> None:
    await past.add("old and said twice", days=3000, times=2)
    await past.add("old", days=3000)
    await past.add("new", days=1)
    await past.add("newer", days=0.5)
    assert await past.profile() == ["newer", "new", "old and said twice", "old"]


async def test_wishes_leave_room_for_facts_and_fill_what_facts_leave(past: Past) -> None:
    for number in range(9):
        await past.add(f"wish {number}", days=number, kind="preference")
    assert await past.profile() == [f"wish {number}" for number in range(8)]
    await past.add("lives in Oslo", days=1)
    assert await past.profile() == [
        *(f"wish {number}" for number in range(5)), "lives in Oslo", "wish 5", "wish 6"]  # fmt: skip


@pytest.mark.parametrize("stated", ["Ana uses they/them.", "pronouns: she/her", "Anas Pronomen sind sie/ihr", "он/его"])
async def test_pronouns_are_not_crowded_out(past: Past, stated: str) -> None:
    await past.add(stated, days=900)
    for number in range(20):
        await past.add(f"dish {number} and/or 20 km/h", days=1)
    assert (await past.profile())[0] == stated


async def test_the_same_words_in_two_places_are_shown_once_and_each_where_it_may_be(past: Past) -> None:
    await past.add("lives in Oslo", days=3, place=GARDEN)
    await past.add("lives in Oslo", days=2, place=SHED)
    await past.add("lives in Oslo", days=1)
    assert await past.profile() == ["lives in Oslo"]
    assert await past.profile(GARDEN) == ["lives in Oslo"]
    await past.add("a secret", days=0)
    assert await past.profile(GARDEN) == ["lives in Oslo"]
