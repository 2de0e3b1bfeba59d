"""An answer in the small world, and the thumbs that it got."""

from memory.feedback import Feedback
from memory.recalled import Turn
from memory.types import Place, Viewer
from tests.memory.learning_world import ANA, GARDEN, World


async def answered(world: World, place: Place = GARDEN, said: str = "It is late.", name: str = "answer") -> Viewer:
    """An answer to Ana under that message id; who asked."""
    ana = await world.viewer(ANA, place)
    asked = await world.say(ANA, "what time is it?", place)
    answer = await world.say(None, said, place, name)
    await world.memory.log_turn(Turn(ana, asked, answer, (), (), "model", 10, 0, reply_tokens=3))
    return ana


async def given_now(world: World) -> list[tuple[str, int, str | None]]:
    rows = await world.owner(
        "SELECT who.name, f.value, f.reason FROM feedback f JOIN people who ON who.id = f.person_id ORDER BY who.name"
    )
    return [(row["name"], row["value"], row["reason"]) for row in rows]


def values(feedback: Feedback | None) -> tuple[int, str | None] | None:
    return None if feedback is None else (feedback.value, feedback.reason)
