"""Among few lines all are compared with a question, among many those with near signatures: both by the same rule."""

from collections.abc import AsyncIterator

import pytest

from memory.store import candidates, vectors
from memory.store.candidates import Question
from memory.store.database import open_database
from memory.types import Audience, Place, PlaceId, Spot, Viewer
from tests.memory.recall_world import BEN_HOME, CHATTER, GARDEN, HOME, World

ROOM = Place("room", "acme", Audience.PRIVATE, "#room")
MANY, ALL = 10_000, 50


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


async def compared(world: World, viewer: Viewer, among: int) -> set[Spot]:
    (vector,) = await world.embedder.embed(["the oboe of Ana"])
    model = await vectors.ensure_model(world.database, world.embedder.name, world.embedder.dimensions)
    question = Question(["obo"], model, vector)
    near = (await candidates.signals(world.database, viewer, question=question, also=(), among=among)).nearest
    return {Spot(PlaceId(place), seq) for place, seq in zip(near.place.tolist(), near.seq.tolist(), strict=True)}


@pytest.mark.parametrize("among", [ALL, MANY, 0])
async def test_what_is_compared_is_what_may_be_used_there(world: World, among: int) -> None:
    ana, ben = await world.enter("Ana", HOME), await world.enter("Ben", BEN_HOME)
    for each in (GARDEN, ROOM):
        await world.enter("Ana", each)
    await world.enter("Ben", GARDEN)
    said = [
        *await world.say(ana, HOME, "my oboe is old", "and loud"),
        *await world.say(ben, BEN_HOME, "I hear an oboe"),
        *await world.say(ben, GARDEN, "an oboe in the garden"),
        *await world.say(ana, ROOM, "my oboe is in the room"),
    ]
    await world.embed()
    for viewer in (
        *(Viewer(ana, place) for place in (HOME, GARDEN, ROOM)),
        *(Viewer(ben, place) for place in (BEN_HOME, GARDEN, HOME, ROOM)),
    ):
        usable = {each.line.spot for each in await candidates.lines(world.database, viewer, said)}
        assert await compared(world, viewer, among) == usable


async def test_among_few_lines_none_is_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "SHORTLIST", 5)
    ana = await world.enter("Ana", HOME)
    said = await world.say(ana, HOME, *CHATTER)
    await world.embed()
    viewer = Viewer(ana, HOME)
    assert await compared(world, viewer, len(said)) == set(said)
    assert len(await compared(world, viewer, candidates.FEW + 1)) == 5
    assert len(await compared(world, viewer, 0)) == 5  # how many there are is not known


@pytest.mark.parametrize("few", [0, 640])
async def test_the_same_is_found_either_way(world: World, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(candidates, "FEW", few)
    ana = await world.enter("Ana", HOME)
    (oboe, *_) = await world.say(ana, HOME, "I play the oboe", *CHATTER)
    await world.embed()
    assert (await world.recaller.spots(Viewer(ana, HOME), "Who plays the oboe?", 5))[0] == oboe
