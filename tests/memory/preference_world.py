"""Answers in the small world, and the signals about them."""

from datetime import UTC, datetime

from memory.preference import Preference
from memory.recalled import Turn
from memory.types import Account, Place, Spot, Viewer
from tests.memory.learning_world import ANA, GARDEN, World


async def answer(
    world: World, said: str = "It is late.", *, who: Account = ANA, place: Place = GARDEN, asked: Spot | None = None
) -> tuple[Spot, Spot]:
    """An answer to the person there, to a new question or to that one; question and answer."""
    viewer = await world.viewer(who, place)
    question = asked or await world.say(who, "what time is it?", place)
    spoken = await world.say(None, said, place)
    await world.memory.log_turn(Turn(viewer, question, spoken, (), (), "model", 10, 0, reply_tokens=3))
    return question, spoken


async def signals(world: World, viewer: Viewer) -> tuple[Preference, ...]:
    """The person's signals, measured."""
    while await world.memory.preferences.measure_next():
        pass
    return await world.memory.preferences.of(viewer.person, now=datetime.now(UTC))


async def name_of(world: World, spot: Spot) -> str:
    """The platform's id of a line."""
    rows = await world.owner(
        "SELECT external_id FROM utterances WHERE place_id = $1 AND seq = $2", spot.place, spot.seq
    )
    return str(rows[0]["external_id"])
