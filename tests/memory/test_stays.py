"""What holds for a while, is over, and holds again later: each stay by its own dates, however often it is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.types import Account, Audience, Fact, Place, Utterance
from tests.memory.learning_world import ANA, START, World, item, open_world

OSLO = "Ana lives in Oslo."
JULY, SEPTEMBER = datetime(2090, 7, 1, tzinfo=UTC), datetime(2090, 9, 1, tzinfo=UTC)
UNTIL_JUNE = ("I live in Oslo until June 2090", {"until": "2090-06"})
FROM_SEPTEMBER = ("from September 2090 I live in Oslo again", {"since": "2090-09"})
Told = tuple[str, dict[str, str]]
Stay = tuple[datetime, datetime | None]


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


async def told(world: World, line: Told, fact: str = OSLO, **rest: object) -> datetime:
    """Says and learns the line; the database's time after that."""
    quote, dates = line
    await world.say(ANA, quote)
    await world.learn(item(1, quote, fact) | dates | rest)
    (row,) = await world.owner("SELECT clock_timestamp() AS now")
    at: datetime = row["now"]
    return at


async def stays(world: World, text: str = OSLO) -> list[Stay]:
    """From when until when it holds, by what is current."""
    found = [(fact.valid_from, fact.valid_until) for fact in await world.facts() if fact.text == text]
    return sorted(found, key=lambda stay: stay[0])


async def test_what_begins_again_later_leaves_what_holds_until_then(world: World) -> None:
    before = await told(world, UNTIL_JUNE)
    after = await told(world, FROM_SEPTEMBER)
    (first, second) = await stays(world)
    assert (first[1], second) == (JULY, (SEPTEMBER, None))
    ana = await world.viewer(ANA)

    async def then(held: datetime, known: datetime) -> list[datetime | None]:
        return [fact.valid_until for fact in await world.memory.facts_as_of(ana, held=held, known=known)]

    may, august, october = (datetime(2090, month, 2, tzinfo=UTC) for month in (5, 8, 10))
    assert await then(may, before) == await then(may, after) == [JULY]
    assert await then(august, before) == await then(august, after) == []
    assert (await then(october, before), await then(october, after)) == ([], [None])
    profile = [(fact.text, fact.valid_until) for fact in await world.memory.profile(ana)]
    assert sorted(profile, key=lambda each: each[1] is None) == [(OSLO, JULY), (OSLO, None)]
    recalled = (await world.memory.recall(ana, "where does Ana live in Oslo?")).facts
    assert {each.item.valid_until for each in recalled if isinstance(each.item, Fact)} == {JULY, None}


async def test_both_stays_are_learned_from_one_message(world: World) -> None:
    line = "I live in Oslo until June 2090, and from September 2090 again"
    await world.say(ANA, line)
    await world.learn(item(1, line, OSLO, until="2090-06"), item(1, line, OSLO, since="2090-09"))
    first, second = await stays(world)
    assert (first[1], second) == (JULY, (SEPTEMBER, None))


@pytest.mark.parametrize("order", list(permutations([UNTIL_JUNE, FROM_SEPTEMBER, UNTIL_JUNE, FROM_SEPTEMBER])))
async def test_each_stay_is_kept_once_in_any_order(world: World, order: tuple[Told, ...]) -> None:
    for line in order:
        await told(world, line)
    first, second = await stays(world)
    assert (first[1], second) == (JULY, (SEPTEMBER, None))


async def test_what_begins_again_before_it_ends_goes_on(world: World) -> None:
    await told(world, UNTIL_JUNE)
    await told(world, ("from May 2090 on I live in Oslo for good", {"since": "2090-05"}))
    ((since, until),) = await stays(world)
    assert since < datetime(2090, 5, 1, tzinfo=UTC) and until is None


async def test_two_stays_become_one_where_what_is_told_joins_them(world: World) -> None:
    await told(world, UNTIL_JUNE)
    await told(world, FROM_SEPTEMBER)
    before = (await stays(world))[0][0]
    await told(world, ("from May 2090 on I live in Oslo for good", {"since": "2090-05"}))
    assert await stays(world) == [(before, None)]
    (fact,) = await world.facts()
    assert len(fact.sources) == 3, "the words behind both"


async def test_that_it_holds_now_says_nothing_of_its_end(world: World) -> None:
    await told(world, UNTIL_JUNE)
    await told(world, FROM_SEPTEMBER)
    await told(world, ("I live in Oslo", {}))
    first, second = await stays(world)
    assert (first[1], second) == (JULY, (SEPTEMBER, None))


async def test_who_says_that_it_holds_already_is_believed(world: World) -> None:
    await told(world, FROM_SEPTEMBER)
    await told(world, ("I live in Oslo", {}))
    ((since, until),) = await stays(world)
    assert since.year == START.year and until is None


async def test_a_beginning_that_is_put_off_moves(world: World) -> None:
    await told(world, FROM_SEPTEMBER)
    await told(world, ("from October 2090 I live in Oslo", {"since": "2090-10"}))
    assert await stays(world) == [(datetime(2090, 10, 1, tzinfo=UTC), None)]


@pytest.mark.parametrize("month", [4, 8])
async def test_the_end_told_last_counts(world: World, month: int) -> None:
    await told(world, UNTIL_JUNE)
    await told(world, (f"I live in Oslo until {month}/2090", {"until": f"2090-{month:02}"}))
    ((_, until),) = await stays(world)
    assert until == datetime(2090, month + 1, 1, tzinfo=UTC)


async def test_an_end_that_is_told_later_is_kept(world: World) -> None:
    await told(world, ("I live in Oslo", {}))
    await told(world, UNTIL_JUNE)
    ((_, until),) = await stays(world)
    assert until == JULY


async def test_what_rests_on_it_is_uncertain_from_its_end(world: World) -> None:
    await told(world, ("I live in Oslo", {}))
    await told(world, ("my commute takes 20 minutes", {}), "Ana's commute takes 20 minutes.", depends=1)
    await told(world, UNTIL_JUNE)
    (row,) = await world.owner("SELECT uncertain_since FROM facts WHERE text LIKE '%commute%'")
    assert row["uncertain_since"] == JULY
    await told(world, ("from May 2090 on I live in Oslo for good", {"since": "2090-05"}))
    (row,) = await world.owner("SELECT uncertain_since FROM facts WHERE text LIKE '%commute%'")
    assert row["uncertain_since"] is None, "it goes on"


async def test_a_guess_moves_nothing(world: World) -> None:
    await told(world, UNTIL_JUNE)
    await told(world, ("maybe I live in Oslo until August 2090", {"until": "2090-08"}))
    ((_, until),) = await stays(world)
    assert until == JULY


async def test_a_message_that_is_learned_again_changes_nothing(world: World) -> None:
    for line in (UNTIL_JUNE, FROM_SEPTEMBER):
        await told(world, line)
    before = await world.facts(history=True)
    for quote, dates in (UNTIL_JUNE, FROM_SEPTEMBER):
        await world.owner("UPDATE utterances SET learned_at = NULL WHERE text = $1", quote)
        await world.owner("UPDATE places SET pending = 1, learn_after = now()")
        await world.learn(item(1, quote, OSLO, **dates))
    assert await world.facts(history=True) == before


MOMENTS = [START + timedelta(days=36500 + 100 * n) for n in range(5)]
told_stays = st.tuples(st.sampled_from([None, *MOMENTS]), st.sampled_from([None, *MOMENTS])).filter(
    lambda dates: dates[0] is None or dates[1] is None or dates[0] < dates[1]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(told_stays, min_size=1, max_size=4), st.data())
async def test_stays_never_overlap_and_the_same_told_again_changes_nothing(
    world: World, lines: list[tuple[datetime | None, datetime | None]], data: st.DataObject
) -> None:
    number = world.clock()
    place = Place(f"console:{number}", None, Audience.DIRECT, "direct")
    someone = Account("console", str(number), "Ana")
    again = data.draw(st.permutations(lines))
    shown: list[list[Stay]] = []
    for since, until in [*lines, lines[-1], *again]:
        quote = f"I live in Oslo {'from ' + str(since) if since else ''} {'until ' + str(until) if until else ''}"
        person = await world.memory.person(someone, place)
        minute = world.clock()
        said = Utterance(f"m{minute}", person, place, quote, START + timedelta(minutes=minute))
        await world.memory.note(said)
        last = "" if until is None else f"{until - timedelta(days=1):%Y-%m-%d}"
        await world.learn(item(1, quote, OSLO, since="" if since is None else f"{since:%Y-%m-%d}", until=last))
        facts = await world.facts(someone, place)
        shown.append(sorted(((fact.valid_from, fact.valid_until) for fact in facts), key=lambda stay: stay[0]))
        for one, other in zip(shown[-1], shown[-1][1:], strict=False):
            assert one[1] is not None and one[1] <= other[0]
        assert shown[-1], "what is told is believed"
    assert shown[len(lines)] == shown[len(lines) - 1], "told twice, it is told once"
