"""An export holds what is stored about and by a person, everywhere, and is given to nobody else."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from memory.errors import NotVisible
from memory.store.export import export
from memory.store.shares import share
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, CELLAR, GARDEN, World, item, open_world
from tests.memory.preference_world import answer, name_of


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


async def test_everything_by_and_about_the_person_is_there(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.say(None, "Oslo it is.")
    await world.learn(item(1, "I live in Oslo", "Ana lives in Oslo."))
    await world.say(ANA, "I keep bees", CELLAR)
    await world.learn(item(1, "I keep bees", "Ana keeps bees."))
    await world.say(BEN, "Ana sings well", CELLAR)
    await world.learn(item(1, "Ana sings well", "Ana sings well."))
    await world.say(BEN, "Ana owes me money", BEN_DIRECT)
    await world.learn(item(1, "Ana owes me money", "Ana owes Ben money."))
    (home,) = [fact for fact in await world.facts() if "Oslo" in fact.text]
    await share(world.database, await world.viewer(ANA), home.id, CELLAR)

    out: dict[str, Any] = await export(world.database, await world.viewer(ANA))

    assert [m["text"] for m in out["messages"]] == ["I live in Oslo", "I keep bees"]
    assert [r["text"] for r in out["replies"]] == ["Oslo it is."]
    assert [f["text"] for f in out["facts"]] == ["Ana lives in Oslo.", "Ana keeps bees."]
    assert out["facts"][0]["sources"][0]["quote"] == "I live in Oslo"
    assert out["facts"][0]["shared_with"] != []
    assert [f["text"] for f in out["said_by_others"]] == ["Ana sings well."]
    assert [a["handle"] for a in out["accounts"]] == ["ana"]
    assert {p["key"] for p in out["places"]} == {ANA_DIRECT.key, CELLAR.key}
    assert "owes" not in json.dumps(out)


async def test_words_in_a_place_that_was_left_are_still_ones_own(world: World) -> None:
    await world.say(ANA, "I keep bees", CELLAR)
    viewer = await world.viewer(ANA)
    await world.memory.leave(viewer.person, CELLAR)
    out: dict[str, Any] = await export(world.database, viewer)
    assert [m["text"] for m in out["messages"]] == ["I keep bees"]


async def test_what_was_known_before_of_when_facts_hold_is_there(world: World) -> None:
    for quote, fact, rest in (
        ("I live in Oslo", "Ana lives in Oslo.", {}),
        ("I live in Oslo until December 2090", "Ana lives in Oslo.", {"until": "2090-12"}),
        ("I move, from September 2090 I live in Bergen", "Ana lives in Bergen.",
         {"relation": "updates", "known": 1, "since": "2090-09"}),
        ("from August 2090 I live in Bergen", "Ana lives in Bergen.", {"since": "2090-08"}),
    ):  # fmt: skip
        await world.say(ANA, quote)
        await world.learn(item(1, quote, fact) | rest)
    out: dict[str, Any] = json.loads(json.dumps(await export(world.database, await world.viewer(ANA))))
    oslo, bergen = out["facts"]

    def days(rows: list[dict[str, Any]], *names: str) -> list[tuple[str | None, ...]]:
        return [tuple(row[name] and row[name][:10] for name in names) for row in rows]

    assert days(oslo["ends_known_before"], "ends") == [(None,), ("2091-01-01",), ("2090-09-01",)]
    assert all(row["known_until"] for row in oslo["ends_known_before"] + bergen["beginnings_known_before"])
    assert days(bergen["beginnings_known_before"], "begins") == [("2090-09-01",)]
    assert days(oslo["ended_by"], "held_until", "otherwise") == [("2090-08-01", "2091-01-01")]
    assert oslo["ended_by"][0]["fact"] == bergen["id"]
    assert days(oslo["dates_told"], "ended", "was_ended") == [("2091-01-01", None)]
    assert days(bergen["dates_told"], "began", "was_begun") == [("2090-08-01", "2090-09-01")]
    assert [(told["place"], told["seq"]) for told in bergen["dates_told"]] == [(ANA_DIRECT.key, 4)]
    assert (bergen["ends_known_before"], bergen["ended_by"], oslo["beginnings_known_before"]) == ([], [], [])


async def test_an_export_is_given_in_ones_own_direct_place_only(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    ben = await world.viewer(BEN, BEN_DIRECT)
    with pytest.raises(NotVisible):
        await export(world.database, await world.viewer(ANA, GARDEN))
    with pytest.raises(NotVisible):
        await export(world.database, ben.__class__(ben.person, ANA_DIRECT))


async def test_what_was_measured_of_answers_is_exported_as_well(world: World) -> None:
    _, spoken = await answer(world)
    await world.memory.answers.rate(await world.viewer(ANA, GARDEN), await name_of(world, spoken), 1)
    async with asyncio.timeout(30):
        while await world.memory.preferences.measure_next():
            pass
    exported = json.loads(json.dumps(await world.memory.export(await world.viewer(ANA, ANA_DIRECT))))
    (signal,) = exported["preferences"]
    assert signal["features"]
