"""Thumbs in any order, each delivered once or twice, come to the same."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.feedback import Feedback
from memory.types import Viewer
from tests.memory.feedback_world import answered, values
from tests.memory.learning_world import ANA, GARDEN, World

Step = tuple[str, int, str | None]
STEPS = st.lists(
    st.tuples(st.sampled_from(["rate", "reason", "undo", "back"]), st.sampled_from([1, -1]), st.sampled_from("xy")),
    max_size=8,
)


def expected(steps: Sequence[Step]) -> tuple[int, str | None] | None:
    """What should stand after the steps."""
    stands: tuple[int, str | None] | None = None
    for act, value, reason in steps:
        match act:
            case "rate":
                stands = stands if stands and stands[0] == value else (value, None)
            case "reason":
                stands = (value, reason)
            case "undo":
                stands = (0, None) if stands and stands[0] == value else stands
            case _:
                stands = stands and (0, None)
    return stands


async def done(world: World, viewer: Viewer, step: Step) -> Feedback | None:
    act, value, reason = step
    rate = world.memory.answers.rate
    match act:
        case "rate":
            return await rate(viewer, "answer", value)
        case "reason":
            return await rate(viewer, "answer", value, reason)
        case "undo":
            return await rate(viewer, "answer", 0, undone=value)
        case _:
            return await rate(viewer, "answer", 0)


@given(steps=STEPS, twice=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_order_of_thumbs_each_delivered_once_or_twice_comes_to_the_same(
    world: World, steps: list[Step], twice: bool
) -> None:
    if not await world.owner("SELECT FROM turns"):
        await answered(world)
    await world.owner("DELETE FROM feedback")
    ana = await world.viewer(ANA, GARDEN)
    last = None
    for step in steps:
        for _ in range(2 if twice else 1):
            last = await done(world, ana, step)
    assert values(last) == expected(steps)
