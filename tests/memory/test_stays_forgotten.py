"""Moves there and back, told in any order: any of them can be forgotten, and nothing ever holds twice at a time."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from memory.types import FactId, Viewer
from tests.memory.belief_model import Forget, Tell
from tests.memory.learning_world import World, open_world
from tests.memory.test_belief_orders import THERE, THERE_AND_BACK, Scene

OVERLAPS = """
SELECT a.text, a.valid_from, a.valid_until, b.valid_from, b.valid_until FROM facts a JOIN facts b
  ON a.tenant = b.tenant AND a.speaker_id = b.speaker_id AND a.place_id = b.place_id AND a.fingerprint = b.fingerprint
WHERE a.tenant = $1 AND a.id < b.id AND a.superseded_at IS NULL AND b.superseded_at IS NULL
  AND tstzrange(a.valid_from, a.valid_until) && tstzrange(b.valid_from, b.valid_until)"""
STANDING = "SELECT id FROM facts WHERE tenant = $1 AND superseded_at IS NULL ORDER BY id"


class Moves(Scene):
    """What is told of where Ana lives."""

    async def step(self, event: Tell | Forget | int) -> None:
        """A statement, a fact that is forgotten, or the number of a message that is deleted."""
        standing = await self.standing()
        if isinstance(event, Tell):
            instead = standing[event.instead % len(standing)] if standing and event.instead is not None else None
            await self.write(event, instead)
        elif isinstance(event, Forget):
            if standing:
                which = standing[event.which % len(standing)]
                await self.world.memory.forget(Viewer(self.people["ana"], self.place), facts=[which])
        elif self.said:
            await self.world.memory.following.deleted(self.place.key, [self.said.pop(event % len(self.said))])
        assert await self.world.owner(OVERLAPS, f"space:{self.club}") == []

    async def standing(self) -> list[FactId]:
        return [FactId(row["id"]) for row in await self.world.owner(STANDING, f"space:{self.club}")]


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


OSLO, BERGEN = "lives in Oslo", "lives in Bergen"
statements = st.builds(
    Tell, st.sampled_from([OSLO, BERGEN]), st.sampled_from([-40, 10, 20, 30, 40]), instead=st.none() | st.integers(0, 3)
)
forgettings = st.builds(Forget, st.integers(0, 3)) | st.integers(0, 6)
PUT_OFF = [*THERE_AND_BACK, Tell(BERGEN, 30)]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(PUT_OFF, [Forget(1)])
@example(PUT_OFF, [3, 1])
@example([*THERE, Tell("lives in Norway", -50), Tell(OSLO, 20, instead=2, exactly=True)], [Forget(1)])
@given(st.lists(statements | forgettings, min_size=2, max_size=7), st.lists(forgettings, max_size=4))
async def test_whatever_is_forgotten_nothing_holds_twice(
    world: World, told: list[Tell | Forget | int], gone: list[Forget | int]
) -> None:
    scene = Moves(world)
    await scene.open()
    for event in [*told, *gone]:
        await scene.step(event)
    while await scene.standing():
        await scene.step(Forget(0))
