"""What is told to begin or end only later: corrected, forgotten, told otherwise, and until then as if it were not."""

from datetime import UTC, datetime, timedelta

import pytest

from memory.types import Fact, Utterance
from tests.memory.learning_world import ANA, ANA_DIRECT, START, World, item
from tests.memory.tidying_world import tidied

AUGUST, SEPTEMBER = datetime(2090, 8, 1, tzinfo=UTC), datetime(2090, 9, 1, tzinfo=UTC)


async def told(world: World, quote: str, fact: str, **rest: object) -> None:
    await world.say(ANA, quote)
    await world.learn(item(1, quote, fact) | rest)


async def current(world: World) -> dict[str, Fact]:
    return {fact.text: fact for fact in await world.facts()}


async def move_in_september(world: World) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    await told(
        world, "I move, from September 2090 I live in Bergen", "Ana lives in Bergen.", relation="updates", known=1,
        since="2090-09",
    )  # fmt: skip


async def test_a_plan_that_is_corrected_stays_a_plan(world: World) -> None:
    await move_in_september(world)
    plan = (await current(world))["Ana lives in Bergen."]
    await world.memory.correct(await world.viewer(ANA), plan.id, "I live in Trondheim")
    facts = await current(world)
    assert set(facts) == {"Ana lives in Oslo.", "I live in Trondheim"}
    assert facts["Ana lives in Oslo."].valid_until == facts["I live in Trondheim"].valid_from == SEPTEMBER


async def test_what_is_corrected_ends_when_it_was_to_end(world: World) -> None:
    await move_in_september(world)
    home = (await current(world))["Ana lives in Oslo."]
    await world.memory.correct(await world.viewer(ANA), home.id, "I live in Moss")
    facts = await current(world)
    assert set(facts) == {"I live in Moss", "Ana lives in Bergen."}
    assert facts["I live in Moss"].valid_until == SEPTEMBER


async def test_a_plan_that_its_speaker_denies_when_asked_is_over(world: World) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    await told(world, "from September 2090 I live in Bergen", "Ana lives in Bergen.", since="2090-09")
    await tidied(world)
    viewer = await world.viewer(ANA)
    found = await world.memory.open_conflict(viewer)
    assert found is not None
    await world.memory.conflict_asked(viewer, found)
    await told(world, "Oslo it is, I live in Oslo", "Ana lives in Oslo.")
    await world.owner("UPDATE fact_sources SET said_at = now() WHERE quote LIKE 'Oslo it is%'")
    await tidied(world)
    assert set(await current(world)) == {"Ana lives in Oslo."}


async def forget_plan(world: World) -> None:
    await world.memory.forget(await world.viewer(ANA), facts=[(await current(world))["Ana lives in Bergen."].id])


async def test_a_plan_that_is_forgotten_ends_nothing(world: World) -> None:
    await move_in_september(world)
    await told(world, "my commute takes 20 minutes", "Ana's commute takes 20 minutes.")
    await world.owner("INSERT INTO fact_grounds SELECT tenant, max(id), min(id) FROM facts GROUP BY tenant")
    await world.owner("UPDATE facts SET uncertain_since = $1 WHERE text LIKE '%commute%'", SEPTEMBER)
    (row,) = await world.owner("SELECT clock_timestamp() AS now")
    await forget_plan(world)
    home = (await current(world))["Ana lives in Oslo."]
    assert (home.valid_until, home.superseded_by) == (None, None)
    (commute,) = await world.owner("SELECT uncertain_since FROM facts WHERE text LIKE '%commute%'")
    assert commute["uncertain_since"] is None
    later = datetime(2091, 1, 1, tzinfo=UTC)
    shown = await world.memory.facts_as_of(await world.viewer(ANA), held=later, known=row["now"])
    assert "Ana lives in Oslo." in [fact.text for fact in shown], "nothing tells of a date that is forgotten"
    assert await world.owner("SELECT FROM fact_ends WHERE valid_until IS NOT NULL") == []


async def test_a_plan_that_is_forgotten_leaves_the_end_that_was_told_besides(world: World) -> None:
    await told(world, "I live in Oslo until December 2090", "Ana lives in Oslo.", until="2090-12")
    quote = "I move, from September 2090 I live in Bergen"
    await told(world, quote, "Ana lives in Bergen.", relation="updates", known=1, since="2090-09")
    await forget_plan(world)
    assert (await current(world))["Ana lives in Oslo."].valid_until == datetime(2091, 1, 1, tzinfo=UTC)


async def test_a_message_that_names_another_month_after_its_edit_moves_the_end(world: World) -> None:
    await move_in_september(world)
    quote = "I move, from October 2090 I live in Bergen"
    person = await world.memory.person(ANA, ANA_DIRECT)
    edited = Utterance("m2", person, ANA_DIRECT, quote, START)
    await world.memory.following.edited(edited, START + timedelta(minutes=9))
    await world.learn(item(1, quote, "Ana lives in Bergen.", relation="updates", known=1, since="2090-10"))
    facts = await current(world)
    october = datetime(2090, 10, 1, tzinfo=UTC)
    assert facts["Ana lives in Oslo."].valid_until == facts["Ana lives in Bergen."].valid_from == october


async def test_a_home_to_which_one_was_to_come_back_goes_on_until_then(world: World) -> None:
    await move_in_september(world)
    back = "I move back, from December 2090 I live in Oslo"
    number = next(n for n, text in enumerate(sorted(await world.current(), reverse=True), 1) if "Bergen" in text)
    await told(world, back, "Ana lives in Oslo.", relation="updates", known=number, since="2090-12")
    await forget_plan(world)
    stays = sorted((fact.valid_from, fact.valid_until) for fact in await world.facts() if "Oslo" in fact.text)
    assert len(stays) == 2 and stays[0][1] == stays[1][0] == datetime(2090, 12, 1, tzinfo=UTC)


async def test_a_move_that_is_put_off_past_the_coming_back_can_be_forgotten(world: World) -> None:
    await move_in_september(world)
    await told(world, "from December 2090 I live in Oslo", "Ana lives in Oslo.", since="2090-12")
    await told(world, "from February 2091 I live in Bergen", "Ana lives in Bergen.", since="2091-02")
    december = datetime(2090, 12, 1, tzinfo=UTC)
    for _ in range(2):
        stays = sorted((fact.valid_from, fact.valid_until) for fact in await world.facts() if "Oslo" in fact.text)
        assert len(stays) == 2 and stays[0][1] == stays[1][0] == december and stays[1][1] is None
        if "Ana lives in Bergen." in await current(world):
            await forget_plan(world)
    assert set(await current(world)) == {"Ana lives in Oslo."}


async def test_a_move_that_is_put_off_past_the_coming_back_and_brought_forward_ends_it_then(world: World) -> None:
    await move_in_september(world)
    await told(world, "from December 2090 I live in Oslo", "Ana lives in Oslo.", since="2090-12")
    for month in ("2091-02", "2090-08"):
        await told(world, f"from {month} I live in Bergen", "Ana lives in Bergen.", since=month)
    assert AUGUST in [fact.valid_until for fact in await world.facts() if "Oslo" in fact.text]


async def about_plan(world: World, quote: str, fact: str, **rest: object) -> dict[str, Fact]:
    """Says something that the model takes for news about the move; what is current then."""
    await world.say(ANA, quote)
    await world.learn()
    shown = [line for line in world.asked[-1].input.splitlines() if line.startswith("[")]
    known = 1 + next(number for number, line in enumerate(shown) if "Bergen" in line)
    await told(world, quote, fact, **{"relation": "updates", "known": known, **rest})
    return await current(world)


async def test_who_does_not_move_after_all_stays(world: World) -> None:
    await move_in_september(world)
    quote = "I changed my mind, I will not live in Bergen"
    facts = await about_plan(world, quote, "Ana will not live in Bergen.", relation="ends")
    assert set(facts) == {"Ana lives in Oslo.", "Ana will not live in Bergen."}
    assert facts["Ana lives in Oslo."].valid_until is None


async def test_a_plan_in_place_of_another_ends_what_that_was_to_end(world: World) -> None:
    await move_in_september(world)
    quote = "I changed my mind, from August 2090 I live in Moss instead"
    facts = await about_plan(world, quote, "Ana lives in Moss.", since="2090-08")
    assert set(facts) == {"Ana lives in Oslo.", "Ana lives in Moss."}
    assert facts["Ana lives in Oslo."].valid_until == facts["Ana lives in Moss."].valid_from == AUGUST


async def test_what_holds_now_calls_no_plan_off(world: World) -> None:
    await move_in_september(world)
    facts = await about_plan(world, "I live in Moss now", "Ana lives in Moss.")
    assert facts["Ana lives in Bergen."].valid_from == facts["Ana lives in Moss."].valid_until == SEPTEMBER


async def test_what_is_no_more_from_then_on_is_not_so_before(world: World) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    quote = "from September 2090 I no longer live in Oslo"
    await told(world, quote, "Ana no longer lives in Oslo.", relation="ends", known=1, since="2090-09")
    facts = await current(world)
    assert facts["Ana lives in Oslo."].valid_until == facts["Ana no longer lives in Oslo."].valid_from == SEPTEMBER


UNTIL_JUNE, JULY = "I live in Oslo until June 2090", datetime(2090, 7, 1, tzinfo=UTC)


async def delete(world: World, name: str) -> None:
    await world.memory.following.deleted(ANA_DIRECT.key, [name])


@pytest.mark.parametrize("first", [True, False])
async def test_an_end_goes_with_the_message_that_told_it(world: World, first: bool) -> None:
    """Whether it was told with the fact or after it."""
    lines = [(UNTIL_JUNE, {"until": "2090-06"}), ("I live in Oslo", {})]
    for quote, dates in lines if first else reversed(lines):
        await told(world, quote, "Ana lives in Oslo.", **dates)
    assert (await current(world))["Ana lives in Oslo."].valid_until == JULY
    await delete(world, "m1" if first else "m2")
    assert (await current(world))["Ana lives in Oslo."].valid_until is None
    assert await world.owner("SELECT FROM fact_ends WHERE valid_until IS NOT NULL") == []


@pytest.mark.parametrize("name", ["m2", "m3"])
async def test_an_end_that_another_message_told_stays(world: World, name: str) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    await told(world, UNTIL_JUNE, "Ana lives in Oslo.", until="2090-06")
    await told(world, "I live in Oslo until August 2090", "Ana lives in Oslo.", until="2090-08")
    await delete(world, name)
    assert (await current(world))["Ana lives in Oslo."].valid_until == (SEPTEMBER if name == "m2" else JULY)
    await delete(world, "m3" if name == "m2" else "m2")
    assert (await current(world))["Ana lives in Oslo."].valid_until is None, "nothing is left that told of one"


async def test_a_beginning_goes_with_the_message_that_told_it(world: World) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    since = (await current(world))["Ana lives in Oslo."].valid_from
    await told(world, "I live in Oslo since 2019", "Ana lives in Oslo.", since="2019")
    assert (await current(world))["Ana lives in Oslo."].valid_from.year == 2019
    await delete(world, "m2")
    assert (await current(world))["Ana lives in Oslo."].valid_from == since
    assert await world.owner("SELECT FROM fact_beginnings WHERE valid_from < '2020-01-01'") == []


async def test_a_plan_that_is_put_off_by_a_deleted_message_is_as_before(world: World) -> None:
    await move_in_september(world)
    await told(world, "from October 2090 I live in Bergen", "Ana lives in Bergen.", since="2090-10")
    october = datetime(2090, 10, 1, tzinfo=UTC)
    assert (await current(world))["Ana lives in Oslo."].valid_until == october
    await delete(world, "m3")
    facts = await current(world)
    assert facts["Ana lives in Oslo."].valid_until == facts["Ana lives in Bergen."].valid_from == SEPTEMBER
    assert await world.owner("SELECT FROM fact_ends WHERE valid_until = $1", october) == []


async def test_what_holds_until_a_plan_begins_goes_on_without_the_plan(world: World) -> None:
    await move_in_september(world)
    await about_plan(world, "I live in Moss now", "Ana lives in Moss.")
    await forget_plan(world)
    assert (await current(world))["Ana lives in Moss."].valid_until is None


async def test_a_plan_that_is_learned_late_ends_what_was_said_meanwhile(world: World) -> None:
    await world.say(ANA, "hello there")
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    quote = "I move, from September 2090 I live in Bergen"
    person = await world.memory.person(ANA, ANA_DIRECT)
    edited = Utterance("m1", person, ANA_DIRECT, quote, START)
    await world.memory.following.edited(edited, START + timedelta(minutes=9))
    await world.learn(item(1, quote, "Ana lives in Bergen.", relation="updates", known=1, since="2090-09"))
    facts = await current(world)
    assert facts["Ana lives in Oslo."].valid_until == facts["Ana lives in Bergen."].valid_from == SEPTEMBER
    assert facts["Ana lives in Bergen."].valid_until is None
