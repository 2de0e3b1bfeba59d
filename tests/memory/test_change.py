"""Time and change on a real database: both clocks, ends to come, and what rests on a fact that changed."""

from datetime import UTC, datetime, timedelta

from memory.types import Account, Sensitivity, Utterance
from tests.memory.learning_world import ANA, BEN, CELLAR, GARDEN, SHED, START, World, item

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


async def test_a_named_time_sets_the_world_clock(world: World) -> None:
    await world.say(ANA, "I work in Graz since 2019 and stay until 31 December 2090")
    fact = item(1, "I work in Graz since 2019", "Ana works in Graz.", since="2019", until="2090-12-31")
    await world.learn(fact)
    (known,) = await world.facts()
    assert known.valid_from == datetime(2019, 1, 1, tzinfo=UTC)
    assert known.valid_until == datetime(2091, 1, 1, tzinfo=UTC)
    assert known.sources[0].said_at > known.valid_from


async def test_what_is_over_by_its_own_words_is_history(world: World) -> None:
    await world.say(ANA, "I lived in Graz until 2019")
    await world.learn(item(1, "I lived in Graz until 2019", "Ana lived in Graz until 2019.", until="2019"))
    assert await world.facts() == ()
    (once,) = await world.facts(history=True)
    assert (once.valid_from.year, once.valid_until) == (2019, datetime(2020, 1, 1, tzinfo=UTC))


async def test_what_ends_in_the_future_holds_until_then(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "from January 2090 I live in Bergen")
    later = item(1, "from January 2090 I live in Bergen", "Ana lives in Bergen.", relation="updates", known=1)
    await world.learn(later | {"since": "2090-01-01"})
    assert await world.current() == ["Ana lives in Oslo.", "Ana lives in Bergen."]
    bergen, oslo = await world.facts()
    assert oslo.valid_until == bergen.valid_from == datetime(2090, 1, 1, tzinfo=UTC)
    assert (oslo.superseded_by, oslo.superseded_at) == (bergen.id, None)


async def test_an_announced_end_is_the_last_day(world: World) -> None:
    await world.say(ANA, "I work at Nordlys")
    await world.learn(item(1, "I work at Nordlys", "Ana works at Nordlys."))
    await world.say(ANA, "my job at Nordlys ends on 30 June 2090")
    over = item(1, "my job at Nordlys ends on 30 June 2090", "Ana's job at Nordlys ends.", relation="ends", known=1)
    await world.learn(over | {"until": "2090-06-30"})
    by_text = {fact.text: fact for fact in await world.facts()}
    assert by_text["Ana works at Nordlys."].valid_until == datetime(2090, 7, 1, tzinfo=UTC)
    assert by_text["Ana's job at Nordlys ends."].valid_until is None


async def test_that_something_ends_stays_true_after_its_end(world: World) -> None:
    await world.say(ANA, "I no longer live in Lisbon since yesterday")
    over = item(1, "I no longer live in Lisbon", "Ana no longer lives in Lisbon.", relation="ends", known=1)
    await world.learn(over | {"until": "2026-05-03"})
    (fact,) = await world.facts()
    assert (fact.text, fact.valid_until) == ("Ana no longer lives in Lisbon.", None)


async def test_what_ends_today_is_over_when_it_is_told(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    spot = await world.say(ANA, "I no longer live in Oslo since today")
    over = item(1, "I no longer live in Oslo", "Ana no longer lives in Oslo.", relation="ends", known=1)
    await world.learn(over | {"until": "2026-05-04", "since": "2026-05-04"})
    assert await world.current() == ["Ana no longer lives in Oslo."]
    (oslo,) = [fact for fact in await world.facts(history=True) if fact.text == "Ana lives in Oslo."]
    assert oslo.superseded_at is not None
    assert oslo.valid_until == START + timedelta(minutes=spot.seq)


async def test_news_is_news_though_it_began_long_ago(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "actually I live in Bergen since 2019")
    since = item(1, "actually I live in Bergen since 2019", "Ana lives in Bergen.", relation="updates", known=1)
    await world.learn(since | {"since": "2019"})
    assert await world.current() == ["Ana lives in Bergen."]
    (oslo,) = [fact for fact in await world.facts(history=True) if fact.text == "Ana lives in Oslo."]
    assert oslo.valid_until == oslo.valid_from, "it never held after what replaced it"


async def test_what_rests_on_a_changed_fact_may_no_longer_hold(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "my commute takes 20 minutes")
    await world.learn(item(1, "my commute takes 20 minutes", "Ana's commute takes 20 minutes.", depends=1))
    await world.say(ANA, "I always cycle to work, that commute keeps me fit")
    ride = "I always cycle to work, that commute keeps me fit"
    commute = 1 + [text for text in world.asked[-1].input.splitlines() if "[" in text].index("[1] Ana lives in Oslo.")
    await world.learn(item(1, ride, "Ana cycles to work, her commute keeps her fit.", depends=commute))
    assert all(fact.uncertain_since is None for fact in await world.facts())
    await world.say(ANA, "I live in Bergen now")
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    shaken = {fact.text for fact in await world.facts() if fact.uncertain_since is not None}
    assert "Ana's commute takes 20 minutes." in shaken
    assert "Ana lives in Bergen." not in shaken
    await world.say(ANA, "my commute takes 20 minutes")
    await world.learn(item(1, "my commute takes 20 minutes", "Ana's commute takes 20 minutes."))
    (sure,) = [fact for fact in await world.facts() if "20 minutes" in fact.text]
    assert sure.uncertain_since is None


async def test_lines_are_dated_as_their_speaker_counts_days(world: World) -> None:
    tokyo = Account("console", "yui", "Yui", "Asia/Tokyo")
    person = await world.memory.person(tokyo, GARDEN)
    late = START.replace(hour=20)
    await world.memory.note(Utterance("y1", person, GARDEN, "I travel tomorrow", late))
    ben = await world.memory.person(BEN, GARDEN)
    await world.memory.note(Utterance("b1", ben, GARDEN, "so do I", late))
    await world.learn()
    assert "Date: 2026-05-04 Monday" in world.asked[-1].input
    assert "1 Yui (2026-05-05): I travel tomorrow" in world.asked[-1].input
    assert "2 Ben: so do I" in world.asked[-1].input


async def test_what_was_believed_then_is_told_on_both_clocks(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "I moved, I live in Bergen since 1 January 2026")
    moved = item(1, "I live in Bergen since 1 January 2026", "Ana lives in Bergen.", relation="updates", known=1)
    await world.learn(moved | {"since": "2026-01-01"})
    await world.owner(
        "UPDATE facts SET recorded_at = '2025-06-01', superseded_at = '2026-02-01', valid_from = '2025-06-01',"
        " valid_until = '2026-01-01' WHERE text LIKE '%Oslo%'"
    )
    await world.owner("UPDATE facts SET recorded_at = '2026-02-01' WHERE text LIKE '%Bergen%'")
    await world.owner("DELETE FROM fact_ends WHERE valid_until IS NOT NULL")
    await world.owner("UPDATE fact_ends SET known_until = '2026-02-01'")
    await world.owner("DELETE FROM fact_beginnings")
    ana = await world.viewer(ANA)

    async def then(held: datetime, known: datetime) -> list[str]:
        return [fact.text for fact in await world.memory.facts_as_of(ana, held=held, known=known)]

    autumn, january, march = (datetime(*at, tzinfo=UTC) for at in ((2025, 10, 1), (2026, 1, 15), (2026, 3, 1)))
    assert await then(autumn, autumn) == ["Ana lives in Oslo."]
    assert await then(january, january) == ["Ana lives in Oslo."], "nobody had told that she had moved"
    assert await then(january, march) == ["Ana lives in Bergen."], "by now it is known"
    assert await then(autumn, march) == ["Ana lives in Oslo."], "history is known too"
    assert await then(march, autumn) == ["Ana lives in Oslo."]


async def test_what_is_delicate_changes_where_it_was_said_too(world: World) -> None:
    for place in (CELLAR, GARDEN):
        await world.say(ANA, "I take insulin", place)
        await world.learn(item(1, "I take insulin", "Ana takes insulin."))
        await world.say(ANA, "I no longer inject, no insulin any more", place)
        await world.learn(item(1, "no insulin any more", "Ana takes no insulin any more.", relation="ends", known=1))
        assert "Known:\n[1] Ana takes insulin." in world.asked[-1].input
    told = await world.current()
    assert set(told) == {"Ana takes no insulin any more."}
    assert await world.current(place=GARDEN) == [], "and is told in direct only"


async def test_what_is_delicate_stays_so_in_what_replaces_it(world: World) -> None:
    await world.say(ANA, "I take insulin", CELLAR)
    await world.learn(item(1, "I take insulin", "Ana takes insulin."))
    await world.say(ANA, "I no longer take them", CELLAR)
    await world.learn(item(1, "I no longer take them", "Ana no longer takes them.", relation="ends", known=1))
    (fact,) = await world.facts()
    assert fact.sensitivity is Sensitivity.HEALTH


async def test_what_is_delicate_is_shown_to_the_model_where_it_was_said_and_nowhere_else(world: World) -> None:
    await world.say(ANA, "I take insulin")
    await world.learn(item(1, "I take insulin", "Ana takes insulin."))
    await world.say(ANA, "I take insulin", CELLAR)
    await world.learn(item(1, "I take insulin", "Ana takes insulin."))
    for place in (GARDEN, SHED):
        await world.say(ANA, "insulin is a topic today", place)
        await world.learn()
        assert "Known: nothing" in world.asked[-1].input
    await world.say(BEN, "insulin is a topic today", CELLAR)
    await world.learn()
    assert "Known: nothing" in world.asked[-1].input
