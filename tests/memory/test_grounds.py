"""What rests on something else is certain for as long as that holds: it changes, runs out, is refined or forgotten."""

from datetime import UTC, datetime

import asyncpg

from memory.learn import learn_next
from memory.outcomes import Learned
from memory.ports import Extraction
from memory.store.erasure import forget
from memory.store.migrate import shipped
from memory.types import Fact, Utterance
from tests.memory.learning_world import ANA, ANA_DIRECT, START, World, item
from tests.memory.test_erasure import everywhere

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")
BERGEN = item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1)
RIDE = item(1, "my commute takes 20 minutes", "Ana's commute takes 20 minutes.")


async def ride(world: World) -> Fact:
    """The fact about the commute."""
    (found,) = [fact for fact in await world.facts() if "commute" in fact.text]
    return found


async def doubted_from(world: World) -> datetime | None:
    """From when on the commute is uncertain, also where that is still to come."""
    (row,) = await world.owner("SELECT uncertain_since FROM facts WHERE text LIKE '%commute%'")
    since: datetime | None = row["uncertain_since"]
    return since


async def lives_and_rides(world: World, home: str = "I live in Oslo", **fields: object) -> None:
    """Where Ana lives and how long it takes from there, in one message."""
    await world.say(ANA, f"{home} and my commute takes 20 minutes")
    first = item(1, home, f"Ana lives{home.removeprefix('I live')}.") | fields
    assert await world.learn(first, RIDE | {"upon": 1}) == Learned(1, added=2)


async def test_a_ground_told_in_the_same_answer_counts(world: World) -> None:
    await lives_and_rides(world)
    assert (await ride(world)).uncertain_since is None
    await world.say(ANA, "I live in Bergen now")
    await world.learn(BERGEN)
    assert (await ride(world)).uncertain_since is not None


async def test_a_ground_that_changes_later_in_the_same_batch_counts(world: World) -> None:
    for said in ("I live in Oslo", "my commute takes 20 minutes", "I live in Bergen now"):
        await world.say(ANA, said)
    await world.learn(OSLO, RIDE | {"line": 2, "upon": 1}, item(3, "I live in Bergen now", "Ana lives in Bergen."))
    assert (await ride(world)).uncertain_since is not None


async def test_what_is_told_with_the_change_rests_on_the_news(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    for order in (1, -1):
        await world.say(ANA, "I live in Bergen now and my commute takes 20 minutes")
        await world.learn(*[BERGEN, RIDE | {"depends": 1}][::order])
        assert (await ride(world)).uncertain_since is None
    await world.say(ANA, "I live in Voss now")
    await world.learn(item(1, "I live in Voss now", "Ana lives in Voss."))
    assert (await ride(world)).uncertain_since is not None, "it was linked to Bergen"


async def test_what_the_changing_message_says_again_stays_certain(world: World) -> None:
    await lives_and_rides(world)
    await world.say(ANA, "I live in Bergen now, my commute takes 20 minutes")
    moved = BERGEN | {"relation": "none", "known": 0}
    assert await world.learn(RIDE, moved) == Learned(1, reinforced=1, superseded=1)
    assert (await ride(world)).uncertain_since is None


async def test_a_ground_that_runs_out_takes_certainty_along_on_that_day(world: World) -> None:
    home = "I live in Graz until 31 December 2090"
    await lives_and_rides(world, home, until="2090-12-31")
    assert (await ride(world)).uncertain_since is None
    assert await doubted_from(world) == datetime(2091, 1, 1, tzinfo=UTC)
    await world.say(ANA, "my commute takes 20 minutes")
    await world.learn(RIDE)
    assert await doubted_from(world) == datetime(2091, 1, 1, tzinfo=UTC), "saying it again does not outlast that"


async def test_a_ground_that_ran_out_before_it_was_learned_leaves_doubt(world: World) -> None:
    ana = await world.memory.person(ANA, ANA_DIRECT)
    home = "I live in Graz until 30 June 2019"
    said = f"{home}, my commute takes 20 minutes"
    await world.memory.note(Utterance("old", ana, ANA_DIRECT, said, datetime(2019, 5, 4, tzinfo=UTC)))
    first = item(1, home, f"Ana lives{home.removeprefix('I live')}.", until="2019-06-30")
    await world.learn(first, RIDE | {"upon": 1})
    assert (await ride(world)).uncertain_since == datetime(2019, 7, 1, tzinfo=UTC)
    await world.say(ANA, "my commute takes 20 minutes")
    await world.learn(RIDE)
    assert (await ride(world)).uncertain_since is None


async def test_what_was_learned_before_doubts_were_dated_is_dated_too(world: World) -> None:
    await lives_and_rides(world, "I live in Graz until 31 December 2090", until="2090-12-31")
    await world.owner("UPDATE facts SET uncertain_since = NULL")
    connection = await asyncpg.connect(world.dsn)
    try:
        await connection.execute(shipped()["0009_date_doubts.sql"])
    finally:
        await connection.close()
    assert await doubted_from(world) == datetime(2091, 1, 1, tzinfo=UTC)


async def test_an_announced_change_leaves_certainty_until_then(world: World) -> None:
    await lives_and_rides(world)
    await world.say(ANA, "from January 2090 I live in Bergen")
    later = item(
        1, "from January 2090 I live in Bergen", "Ana lives in Bergen.", relation="updates", since="2090-01-01"
    )
    (home,) = [n for n, row in enumerate(await known(world), 1) if "Oslo" in row]
    await world.learn(later | {"known": home})
    assert (await ride(world)).uncertain_since is None
    assert await doubted_from(world) == datetime(2090, 1, 1, tzinfo=UTC)


async def known(world: World) -> list[str]:
    """What the model would be shown as known for what waits to be learned, in its order."""
    shown: list[str] = []

    async def look(extraction: Extraction) -> object:
        shown.extend(row for row in extraction.input.splitlines() if row.startswith("["))
        raise LookupError

    try:
        await learn_next(world.database, look, None)
    except LookupError:
        await world.owner("UPDATE places SET learn_lease = NULL")
    return shown


async def test_a_forgotten_ground_leaves_doubt_and_no_word(world: World) -> None:
    await lives_and_rides(world, "I live in Ytterby")
    home = next(fact for fact in await world.facts() if "Ytterby" in fact.text)
    ana = await world.viewer(ANA)
    await forget(world.database, ana, facts=[home.id])
    assert await everywhere(world, "ytterb") == []
    left = await ride(world)
    assert left.uncertain_since is not None
    assert [source.quote for source in left.sources] == ["my commute takes 20 minutes"]
    assert await world.owner("SELECT FROM fact_grounds") == []
    await world.say(ANA, "my commute takes 20 minutes")
    await world.learn(RIDE)
    assert (await ride(world)).uncertain_since is None


async def test_a_forgotten_line_leaves_doubt_in_what_rested_on_it(world: World) -> None:
    spot = await world.say(ANA, "I live in Ytterby")
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    await world.say(ANA, "my commute takes 20 minutes")
    await world.learn(RIDE | {"depends": 1})
    await world.say(ANA, "with that commute I read a lot")
    (at,) = [n for n, row in enumerate(await known(world), 1) if "minutes" in row]
    reading = "with that commute I read a lot"
    await world.learn(item(1, reading, "Ana reads a lot on her way to work, with that.", depends=at))
    await forget(world.database, await world.viewer(ANA), lines=[spot])
    assert await everywhere(world, "ytterb") == []
    facts = await world.facts()
    assert len(facts) == 2
    assert all(fact.uncertain_since is not None for fact in facts), "with what rests on it in turn"


async def test_a_ground_that_goes_while_the_model_reads_leaves_doubt(world: World) -> None:
    await world.say(ANA, "I live in Ytterby")
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    await world.say(ANA, "my commute takes 20 minutes")
    (home,) = await world.facts()

    async def meanwhile(_: Extraction) -> object:
        await forget(world.database, await world.viewer(ANA), facts=[home.id])
        return {"facts": [RIDE | {"depends": 1}]}

    assert await learn_next(world.database, meanwhile, None) == Learned(1, added=1)
    assert (await ride(world)).uncertain_since is not None
    assert await everywhere(world, "ytterb") == []


async def test_what_was_said_again_no_longer_rests_on_what_is_over(world: World) -> None:
    await lives_and_rides(world)
    oslo = next(fact for fact in await world.facts() if "Oslo" in fact.text)
    await world.say(ANA, "I live in Bergen now")
    await world.learn(BERGEN)
    await world.say(ANA, "my commute takes 20 minutes")
    await world.learn(RIDE)
    await forget(world.database, await world.viewer(ANA), facts=[oslo.id])
    assert (await ride(world)).uncertain_since is None


async def test_a_ground_told_more_exactly_carries_what_rested_on_it(world: World) -> None:
    await lives_and_rides(world, "I live in Norway")
    norway = next(fact for fact in await world.facts() if "Norway" in fact.text)
    await world.say(ANA, "I live in Oslo, Norway")
    (at,) = [n for n, row in enumerate(await known(world), 1) if "Norway" in row]
    exact = item(1, "I live in Oslo, Norway", "Ana lives in Oslo, Norway.", relation="refines", known=at)
    assert await world.learn(exact) == Learned(1, superseded=1)
    assert (await ride(world)).uncertain_since is None
    oslo = next(fact for fact in await world.facts() if "Oslo" in fact.text)
    assert (oslo.valid_from, oslo.valid_until) == (norway.valid_from, None)
    assert not [fact for fact in await world.facts() if fact.text == "Ana lives in Norway."]
    await world.say(ANA, "I live in Bergen now")
    (at,) = [n for n, row in enumerate(await known(world), 1) if "Oslo" in row]
    await world.learn(BERGEN | {"known": at})
    assert (await ride(world)).uncertain_since is not None


async def test_what_was_told_more_exactly_is_told_once_on_both_clocks(world: World) -> None:
    await world.say(ANA, "I live in Norway")
    await world.learn(item(1, "I live in Norway", "Ana lives in Norway."))
    await world.say(ANA, "I live in Oslo, Norway")
    exact = item(1, "I live in Oslo, Norway", "Ana lives in Oslo, Norway.", relation="refines", known=1)
    await world.learn(exact)
    await world.owner(
        "UPDATE facts SET recorded_at = '2025-06-01', superseded_at = '2026-02-01' WHERE text NOT LIKE '%Oslo%'"
    )
    await world.owner("UPDATE facts SET recorded_at = '2026-02-01' WHERE text LIKE '%Oslo%'")
    ana, held = await world.viewer(ANA), START.replace(day=5)
    then, now = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3))
    assert [f.text for f in await world.memory.facts_as_of(ana, held=held, known=then)] == ["Ana lives in Norway."]
    assert [f.text for f in await world.memory.facts_as_of(ana, held=held, known=now)] == ["Ana lives in Oslo, Norway."]
    old = next(fact for fact in await world.facts(history=True) if "Oslo" not in fact.text)
    assert old.valid_until is None, "it did not end"


async def test_a_hedge_said_again_makes_nothing_surer(world: World) -> None:
    for line in ("maybe I move to Madrid", "maybe I move to Madrid, who knows", "maybe I move to Madrid, ask me later"):
        await world.say(ANA, line)
        await world.learn(item(1, "maybe I move to Madrid", "Ana moves to Madrid."))
    (madrid,) = await world.facts()
    assert madrid.is_hedged and len(madrid.sources) == 3
    await world.say(ANA, "it is settled, I move to Madrid")
    await world.learn(item(1, "I move to Madrid", "Ana moves to Madrid."))
    (madrid,) = await world.facts()
    assert not madrid.is_hedged
