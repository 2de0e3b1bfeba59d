"""Nothing stays of a space that was erased: no counts, and no note of who had joined it and is not used any more."""

from tests.memory.learning_world import CELLAR, GARDEN, SHED, World
from tests.memory.test_clearing import cleared, due_in_days, tell


async def test_an_erased_space_leaves_no_count_and_no_name_with_who_is_not_used_any_more(world: World) -> None:
    following = world.memory.following
    for application in ("now", "before", "beside"):
        await following.began("console", application, spaces=["club", "clubhouse"])
    for place in (GARDEN, SHED, CELLAR):
        await tell(world, place)
    await following.closed_space("club", "now")
    await following.began("console", "beside", spaces=["club", "clubhouse"])
    await due_in_days(world, 30)
    await cleared(world)
    assert await world.owner("SELECT FROM word_totals") == []
    left = await world.owner("SELECT application FROM joined_spaces WHERE space = 'club'")
    assert [row["application"] for row in left] == ["beside"], "which says itself when it is put out"
    assert len(await world.owner("SELECT FROM joined_spaces WHERE space = 'clubhouse'")) == 3
