"""What answers took: counted for a person everywhere and for a whole space, and cheap however many came before."""

import json
from datetime import UTC, datetime, timedelta

from memory.feedback import Usage, Used
from memory.recalled import Turn
from memory.types import Account, PersonId, Place
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, CELLAR, GARDEN, SHED, World

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MANY = """
INSERT INTO turns (tenant, person_id, place_id, asked_seq, answered_seq, prompt_tokens, reply_tokens, created_at)
SELECT 'space:' || CASE WHEN n % 10 = 0 THEN 'other' ELSE 'club' END, n % 1000 + 100, 1, n, n, 100, 10,
       $1::timestamptz - n * interval '1 minute'
FROM generate_series(1, 200000) n"""


async def answer(
    world: World, who: Account = ANA, place: Place = GARDEN, *, prompt: int = 100, reply: int = 10, silent: bool = False
) -> PersonId:
    """A turn that took so much; who asked."""
    viewer = await world.viewer(who, place)
    asked = await world.say(who, "well?", place)
    answered = None if silent else await world.say(None, "well.", place)
    await world.memory.log_turn(Turn(viewer, asked, answered, (), (), "model", prompt, 7, reply_tokens=reply))
    return viewer.person


async def test_a_person_is_counted_everywhere_and_a_space_with_all_its_people(world: World) -> None:
    ana = await answer(world)
    await answer(world, place=CELLAR, prompt=200)
    await answer(world, place=ANA_DIRECT, prompt=1_000)
    ben = await answer(world, BEN, SHED, prompt=3, reply=4)
    used = world.memory.answers.used
    assert await used(ana, "club", since=LONG_AGO) == Used(Usage(3, 1_330), Usage(3, 327))
    assert await used(ben, "club", since=LONG_AGO) == Used(Usage(1, 7), Usage(3, 327))
    assert await used(ben, None, since=LONG_AGO) == Used(Usage(1, 7), Usage())
    assert await used(PersonId(4711), "clu", since=LONG_AGO) == Used(Usage(), Usage())
    assert await used(ana, "club\0%", since=LONG_AGO) == Used(Usage(3, 1_330), Usage())


async def test_what_came_before_does_not_count(world: World) -> None:
    ana = await answer(world)
    await world.owner("UPDATE turns SET created_at = now() - interval '2 hours'")
    await answer(world, prompt=5, reply=0)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert await world.memory.answers.used(ana, "club", since=hour_ago) == Used(Usage(1, 5), Usage(1, 5))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert await world.memory.answers.used(ana, "club", since=tomorrow) == Used(Usage(), Usage())


async def test_where_nothing_was_said_only_the_tokens_count(world: World) -> None:
    ana = await answer(world, silent=True, reply=0)
    assert (await world.memory.answers.used(ana, "club", since=LONG_AGO)).person == Usage(0, 100)


async def test_what_a_forgotten_answer_took_still_counts(world: World) -> None:
    ana = await answer(world)
    turn = await world.memory.last_turn(await world.viewer(ANA, GARDEN))
    assert turn is not None
    await world.memory.forget(turn.viewer, lines=[turn.asked])
    assert (await world.memory.answers.used(ana, "club", since=LONG_AGO)).person == Usage(1, 110)


async def test_among_very_many_turns_only_those_that_count_are_read(world: World) -> None:
    now = datetime.now(UTC)
    await world.owner(MANY, now)
    await world.owner("VACUUM ANALYZE turns")
    hour_ago = now - timedelta(minutes=60, seconds=30)
    used = await world.memory.answers.used(PersonId(101), "club", since=hour_ago)
    assert used == Used(Usage(1, 110), Usage(54, 54 * 110))
    plan = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM usage_since(101, 'club', $1)"
    async with world.database.transaction() as connection:
        for _ in range(2):  # the first time it reads what tables there are
            top = json.loads(await connection.fetchval(plan, hour_ago))[0]["Plan"]
    (size,) = await world.owner("SELECT pg_relation_size('turns') / 8192 AS pages")
    assert size["pages"] > 2_000
    assert top["Shared Hit Blocks"] + top["Shared Read Blocks"] < 40
