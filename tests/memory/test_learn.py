"""Learning on a real database with a function for a model: what is stored, what is not, and what dying costs."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest

from memory import learn, telling
from memory.cues import delicate
from memory.errors import ExtractorPreempted, ExtractorUnavailable, NotVisible
from memory.learn import learn_next
from memory.ports import Extraction, Vector
from memory.store import learning
from memory.store.database import Connection, Database
from memory.telling import remember
from memory.types import Account, Audience, Learned, Place, Sensitivity
from tests.memory.learning_world import (
    ANA,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    SHED,
    CountingEmbedder,
    World,
    item,
    open_world,
)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


async def test_a_claim_becomes_a_fact_with_its_exact_words(world: World) -> None:
    spot = await world.say(ANA, "well,  I live in  Oslo these days")
    assert await world.learn(OSLO) == Learned(1, added=1)
    (fact,) = await world.facts()
    assert (fact.text, fact.subject_name, fact.speaker_name, fact.place) == (
        "Ana lives in Oslo.", "Ana", "Ana", "direct with Ana",
    )  # fmt: skip
    assert [(source.spot, source.quote) for source in fact.sources] == [(spot, "I live in  Oslo")]
    assert fact.valid_from == fact.sources[0].said_at
    assert await world.learn() is None


async def test_nothing_due_asks_nothing(world: World) -> None:
    assert await world.learn(OSLO) is None
    assert world.asked == []


async def test_commands_and_the_bots_words_are_not_sent_to_the_model(world: World) -> None:
    await world.say(ANA, "/memory")
    await world.say(None, "You live in Oslo.")
    assert await world.learn(OSLO) == Learned(1)
    assert world.asked == []


async def test_the_fixed_part_of_the_call_never_changes(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(BEN, "I keep bees", GARDEN)
    await world.learn()
    one, other = world.asked
    assert (one.instructions, one.examples) == (other.instructions, other.examples)
    assert json.dumps(one.schema) == json.dumps(other.schema)
    assert "Ana lives in Oslo" not in other.input


async def test_an_update_closes_the_old_fact_and_keeps_it(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "we moved, I live in Bergen now")
    learned = await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert learned == Learned(1, superseded=1)
    new, old = await world.facts(history=True)
    assert (new.text, old.text) == ("Ana lives in Bergen.", "Ana lives in Oslo.")
    assert old.superseded_by == new.id
    assert old.valid_until == new.valid_from
    assert await world.current() == ["Ana lives in Bergen."]


async def test_what_is_said_in_direct_changes_nothing_in_public(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(ANA, "I live in Bergen now")
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert await world.current(ANA, GARDEN) == ["Ana lives in Oslo."]
    assert await world.current() == ["Ana lives in Oslo.", "Ana lives in Bergen."]


async def test_in_public_a_change_reaches_every_public_place_of_the_space(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(ANA, "I live in Bergen now", SHED)
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert await world.current(ANA, GARDEN) == ["Ana lives in Bergen."]


async def test_private_talk_does_not_close_a_public_fact(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(ANA, "I live in Bergen now", CELLAR)
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert await world.current(ANA, GARDEN) == ["Ana lives in Oslo."]


async def test_another_person_never_closes_a_persons_own_fact(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(BEN, "Ana lives in Bergen now", GARDEN)
    await world.learn(item(1, "Ana lives in Bergen now", "Ana lives in Bergen.", relation="contradicts", known=1))
    first, second = await world.facts(ANA, GARDEN)
    assert {first.speaker_name, second.speaker_name} == {"Ana", "Ben"}
    assert first.superseded_at is None and second.superseded_at is None
    assert next(f for f in (first, second) if f.speaker_name == "Ben").is_claim_about_another


async def test_saying_it_again_adds_a_source_and_no_fact(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "as I said, I live in Oslo")
    assert await world.learn(OSLO) == Learned(1, reinforced=1)
    (fact,) = await world.facts()
    assert len(fact.sources) == 2
    assert fact.confidence > 0.9


async def test_the_same_message_again_is_not_learned_again(world: World) -> None:
    await world.say(ANA, "I live in Oslo", name="one")
    await world.learn(OSLO)
    await world.say(ANA, "I live in Oslo", name="one")
    assert await world.learn(OSLO) is None


async def test_delicate_words_mark_their_line_and_stay_out_of_public(world: World) -> None:
    await world.say(ANA, "I am allergic to nuts", GARDEN)
    await world.learn(item(1, "I am allergic to nuts", "Ana is allergic to nuts."))
    assert await world.current(ANA, GARDEN) == []
    (fact,) = await world.facts()
    assert fact.sensitivity is Sensitivity.HEALTH
    assert [row["sensitive"] for row in await world.owner("SELECT sensitive FROM utterances")] == [True]


async def test_delicate_words_are_marked_before_anything_is_learned(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await world.say(ANA, "I am allergic to nuts", GARDEN)
    await world.say(ANA, "meine Adresse: Lindenstraße 5", GARDEN)
    await world.say(ANA, "I am fond of nuts", GARDEN)
    assert [line.text for line in await world.memory.recent(ana)] == ["I am fond of nuts"]
    assert (await world.memory.recall(ana, "allergic")).passages == ()
    assert (await world.memory.recall(await world.viewer(ANA), "allergic nuts")).passages


def test_looking_for_delicate_words_takes_no_time_in_any_text() -> None:
    started = time.perf_counter()
    for text in ("a" * 50_000, "my " * 15_000, "1234 " * 10_000, "son " * 12_000, "strasseweg" * 5_000):
        delicate(text)
    assert time.perf_counter() - started < 10


async def test_other_peoples_direct_facts_are_no_neighbours(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(BEN, "I live in Oslo", BEN_DIRECT)
    await world.learn()
    assert "[1]" not in world.asked[-1].input


async def test_vectors_are_stored_where_the_model_is_known(database_dsn: str) -> None:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        await world.owner("INSERT INTO embedding_models (name, dimensions, active) VALUES ('letters', 26, true)")
        await world.say(ANA, "I live in Oslo")
        await world.learn(OSLO)
        await world.say(ANA, "I live in Bergen now")
        await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
        rows = await world.owner("SELECT model, vector_dims(embedding) AS n FROM facts")
        assert [(row["model"], row["n"]) for row in rows] == [(1, 26), (1, 26)]


async def refuse(_: Extraction) -> object:
    raise ExtractorUnavailable


async def step_aside(_: Extraction) -> object:
    raise ExtractorPreempted


async def due(world: World) -> None:
    await world.owner("UPDATE places SET learn_after = now() WHERE learn_after IS NOT NULL")


async def test_an_unreachable_model_costs_a_strike_and_nothing_else(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    with pytest.raises(ExtractorUnavailable):
        await learn_next(world.database, refuse, None)
    (row,) = await world.owner("SELECT attempts, learn_after - now() AS wait, learn_lease FROM utterances, places")
    assert (row["attempts"], row["learn_lease"]) == (1, None)
    assert timedelta(seconds=10) < row["wait"] < timedelta(minutes=2)
    assert await world.learn(OSLO) is None
    await due(world)
    assert await world.learn(OSLO) == Learned(1, added=1)


async def test_what_was_said_while_the_model_was_away_is_learned_when_it_is_back(world: World) -> None:
    for number in range(3):
        await world.say(ANA, f"I own {number} bees")
    for _ in range(11):
        await due(world)
        with pytest.raises(ExtractorUnavailable):
            await learn_next(world.database, refuse, None)
    parked = await world.owner("SELECT seq FROM utterances WHERE parked_at IS NOT NULL ORDER BY seq")
    assert [row["seq"] for row in parked] == [1, 2], "no line holds up its place for ever"
    for expected in (1, 2):
        await due(world)
        assert await world.learn() == Learned(expected)
    assert await world.owner("SELECT seq FROM utterances WHERE learned_at IS NULL") == []


async def test_stepping_aside_costs_no_strike(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    with pytest.raises(ExtractorPreempted):
        await learn_next(world.database, step_aside, None)
    (row,) = await world.owner("SELECT attempts, learn_lease FROM utterances, places")
    assert (row["attempts"], row["learn_lease"]) == (0, None)


async def test_a_line_that_a_model_chokes_on_is_parked_and_the_rest_is_learned(world: World) -> None:
    for number in range(12):
        await world.say(ANA, "this is the poison" if number == 6 else f"I own {number} bees")

    async def picky(extraction: Extraction) -> object:
        return "garbage" if "poison" in extraction.input.rpartition("Lines:")[2] else {"facts": []}

    for _ in range(30):
        await due(world)
        if await learn_next(world.database, picky, None) is None:
            break
    rows = await world.owner("SELECT seq, learned_at, parked_at FROM utterances ORDER BY seq")
    assert [row["seq"] for row in rows if row["parked_at"]] == [7]
    assert [row["seq"] for row in rows if row["learned_at"] is None] == [7]
    (place,) = await world.owner("SELECT pending, learn_after > now() + interval '23 hours' AS later FROM places")
    assert (place["pending"], place["later"]) == (0, True)
    await world.owner("UPDATE utterances SET parked_at = now() - interval '25 hours' WHERE parked_at IS NOT NULL")
    await due(world)
    assert await world.learn() == Learned(1)


async def test_a_line_set_aside_long_ago_does_not_read_the_whole_place_again(world: World) -> None:
    await world.say(ANA, "I own a bee")
    for number in range(120):
        await world.say(None, f"answer {number}")
    await world.say(ANA, "I own two bees")
    statements: list[int] = []

    class Watched(Database):
        def __init__(self) -> None: ...

        @asynccontextmanager
        async def transaction(self, tenant: str | None = None) -> AsyncIterator[Connection]:
            async with world.database.transaction(tenant) as connection:
                yield cast(Connection, _Watching(connection, statements))

    assert await learning.claim_batch(Watched(), lease=timedelta(minutes=1))
    assert max(statements) < 100


class _Watching:
    """Notes how many rows each fetch gives."""

    def __init__(self, connection: Connection, rows: list[int]) -> None:
        self._connection, self._rows = connection, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def fetch(self, *asked: Any) -> Any:
        found = await self._connection.fetch(*asked)
        self._rows.append(len(found))
        return found


@pytest.mark.parametrize("answer", [None, "text", [], {}, {"facts": None}, {"facts": {"a": 1}}])
async def test_garbage_is_a_strike(world: World, answer: object) -> None:
    await world.say(ANA, "I live in Oslo")

    async def garbage(_: Extraction) -> object:
        return answer

    assert await learn_next(world.database, garbage, None) == Learned(0, dropped=1)
    (row,) = await world.owner("SELECT attempts FROM utterances")
    assert row["attempts"] == 1


async def test_a_place_with_nothing_left_does_not_hide_another(world: World) -> None:
    spot = await world.say(ANA, "remember that my bike is red")
    await remember(world.database, None, await world.viewer(ANA), spot, "my bike is red")
    await world.say(BEN, "I live in Rome", BEN_DIRECT)
    assert await world.learn() == Learned(1)


async def test_two_workers_take_different_places_and_never_the_same(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.say(BEN, "I live in Rome", BEN_DIRECT)
    leased = await asyncio.gather(*(learning.claim_batch(world.database, lease=timedelta(minutes=1)) for _ in range(5)))
    assert sorted(batch.key for batch in leased if batch) == ["console:ana", "console:ben"]


async def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_writes_nothing(world: World) -> None:
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        await world.owner("UPDATE places SET learn_lease = now() - interval '1 second'")
        assert await world.learn(OSLO) == Learned(1, added=1)
        return {"facts": [item(1, "I live in Oslo", "Ana lives happily in Oslo.")]}

    assert await learn_next(world.database, slow, None) == Learned(0)
    assert await world.current() == ["Ana lives in Oslo."]


async def test_a_lease_is_short_and_lasts_as_long_as_the_model_thinks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=30) <= learn.LEASE <= timedelta(seconds=90), "what a dead worker holds is soon free"
    monkeypatch.setattr(learn, "LEASE", timedelta(seconds=1))
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        for _step in range(6):
            await asyncio.sleep(0.25)
            assert await learning.claim_batch(world.database, lease=timedelta(minutes=1)) is None
        return {"facts": [OSLO]}

    assert await learn_next(world.database, slow, None) == Learned(1, added=1)
    assert await world.current() == ["Ana lives in Oslo."]


@pytest.mark.parametrize("outcome", [ExtractorPreempted, ExtractorUnavailable])
async def test_a_renewed_batch_is_given_back_too(
    world: World, monkeypatch: pytest.MonkeyPatch, outcome: type[Exception]
) -> None:
    monkeypatch.setattr(learn, "LEASE", timedelta(seconds=0.2))
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        await asyncio.sleep(0.15)
        raise outcome

    with pytest.raises(outcome):
        await learn_next(world.database, slow, None)
    (row,) = await world.owner("SELECT attempts, learn_lease FROM utterances, places")
    assert (row["attempts"], row["learn_lease"]) == (int(outcome is ExtractorUnavailable), None)


async def test_a_lost_lease_stops_the_model(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "LEASE", timedelta(seconds=0.2))
    await world.say(ANA, "I live in Oslo")
    stopped = asyncio.Event()

    async def endless(_: Extraction) -> object:
        try:
            await world.owner("UPDATE places SET learn_lease = now() + interval '1 hour'")
            await asyncio.sleep(60)
        finally:
            stopped.set()
        return {"facts": [OSLO]}

    assert await learn_next(world.database, endless, None) == Learned(0)
    assert stopped.is_set()
    assert await world.current() == []


async def test_ending_the_program_gives_the_batch_back_at_once(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    thinking = asyncio.Event()

    async def endless(_: Extraction) -> object:
        thinking.set()
        await asyncio.sleep(60)
        return {"facts": []}

    task = asyncio.create_task(learn_next(world.database, endless, None))
    await asyncio.wait_for(thinking.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await world.learn(OSLO) == Learned(1, added=1)


async def test_what_was_erased_while_the_model_thought_is_not_learned(world: World) -> None:
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        await world.owner("UPDATE utterances SET text = '', erased_at = now()")
        return {"facts": [OSLO]}

    await learn_next(world.database, slow, None)
    assert await world.owner("SELECT id FROM facts") == []


async def test_a_fact_forgotten_while_the_model_thought_does_not_come_back_in_another(world: World) -> None:
    await world.say(ANA, "I live in Ytterby")
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    (old,) = await world.facts()
    viewer = await world.viewer(ANA)
    await world.say(ANA, "we moved, I live in Bergen now")

    async def slow(_: Extraction) -> object:
        await world.memory.forget(viewer, facts=[old.id])
        text = "Ana moved from Ytterby and lives in Bergen now."
        return {"facts": [item(1, "I live in Bergen now", text, relation="updates", known=1)]}

    await learn_next(world.database, slow, None)
    assert [fact.text for fact in await world.facts(history=True)] == []


async def test_an_end_dates_the_old_fact_which_is_no_longer_current(world: World) -> None:
    await world.say(ANA, "I play tennis")
    await world.learn(item(1, "I play tennis", "Ana plays tennis."))
    await world.say(ANA, "I no longer play tennis")
    ended = item(1, "I no longer play tennis", "Ana no longer plays tennis.", relation="ends", known=1)
    assert await world.learn(ended) == Learned(1, ended=1)
    assert await world.current() == ["Ana no longer plays tennis."]
    new, old = await world.facts(history=True)
    assert (old.text, old.valid_until, old.superseded_by) == ("Ana plays tennis.", new.valid_from, new.id)
    assert new.valid_until is None


async def test_what_a_line_takes_back_is_over_though_the_model_overlooked_it(world: World) -> None:
    await world.say(ANA, "I work as a nurse")
    await world.learn(item(1, "I work as a nurse", "Ana works as a nurse."))
    await world.say(ANA, "Lovely day. I changed jobs: I am a teacher now, not a nurse any more.")
    learned = await world.learn(item(1, "I changed jobs", "Ana changed jobs."))
    assert learned is not None and learned.ended == 1
    assert await world.current() == [
        "Ana changed jobs.",
        "Ana: I changed jobs: I am a teacher now, not a nurse any more.",
    ]
    (old,) = [fact for fact in await world.facts(history=True) if fact.text == "Ana works as a nurse."]
    (new,) = [fact for fact in await world.facts() if fact.id == old.superseded_by]
    assert new.sources[0].quote == "I changed jobs: I am a teacher now, not a nurse any more"


async def test_nothing_is_added_where_the_model_saw_the_end(world: World) -> None:
    await world.say(ANA, "I live in Lisbon")
    await world.learn(item(1, "I live in Lisbon", "Ana lives in Lisbon."))
    line = "I moved to Braga, I no longer live in Lisbon."
    await world.say(ANA, line)
    over = item(1, "I no longer live in Lisbon", "Ana no longer lives in Lisbon.", relation="ends", known=1)
    await world.learn(over, item(1, "I moved to Braga", "Ana lives in Braga.", relation="updates", known=1))
    assert await world.current() == ["Ana lives in Braga."]


@pytest.mark.parametrize("line", ["I am not a nurse any more, just kidding", "Am I not a nurse any more?"])
async def test_a_jest_or_a_question_takes_nothing_back(world: World, line: str) -> None:
    await world.say(ANA, "I work as a nurse")
    await world.learn(item(1, "I work as a nurse", "Ana works as a nurse."))
    await world.say(ANA, line)
    await world.learn()
    assert await world.current() == ["Ana works as a nurse."]


async def test_an_embedder_that_hangs_holds_up_no_learning(database_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(CountingEmbedder):
        async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
            await asyncio.sleep(60)
            return await super().embed(texts)

    monkeypatch.setattr(learn, "EMBED_S", 0.1)
    monkeypatch.setattr(telling, "EMBED_S", 0.1)
    async with open_world(database_dsn, Hanging()) as world:
        await world.say(ANA, "I live in Oslo")
        assert await world.learn(OSLO) == Learned(1, added=1)
        spot = await world.say(ANA, "my bike is red")
        assert await world.memory.remember(await world.viewer(ANA), spot, "my bike is red")


async def test_only_lines_of_one_audience_are_read_together(world: World) -> None:
    await world.say(ANA, "I live in Oslo", CELLAR)
    opened = CELLAR.__class__(CELLAR.key, "club", GARDEN.audience, "cellar")
    await world.say(ANA, "I keep bees", opened)
    await world.learn()
    await world.learn()
    assert ["bees" in asked.input for asked in world.asked] == [False, True]
    assert "Oslo" not in world.asked[1].input


async def test_remember_keeps_the_words_without_a_model(world: World) -> None:
    spot = await world.say(ANA, "remember that my bike is the red one")
    viewer = await world.viewer(ANA)
    fact = await remember(world.database, None, viewer, spot, "my bike is the red one")
    assert (fact.text, fact.confidence, fact.subject) == ("my bike is the red one", 1.0, viewer.person)
    assert fact.sources[0].quote == "my bike is the red one"
    again = await remember(world.database, None, viewer, spot, "my bike is the red one")
    assert again.id == fact.id
    assert await world.learn() is None


async def test_remember_knows_its_words_again_without_their_secret(world: World) -> None:
    spot = await world.say(ANA, "remember that the wifi password is tr0ub4dor&3")
    told = "the wifi password is tr0ub4dor&3"
    fact = await remember(world.database, None, await world.viewer(ANA), spot, told)
    assert fact.text == "the wifi password is [secret removed: password]"
    assert fact.sensitivity is Sensitivity.CREDENTIALS


async def test_remember_takes_only_the_persons_own_words(world: World) -> None:
    spot = await world.say(ANA, "remember that my bike is red", GARDEN)
    with pytest.raises(NotVisible):
        await remember(world.database, None, await world.viewer(BEN, GARDEN), spot, "my bike is red")
    with pytest.raises(NotVisible):
        await remember(world.database, None, await world.viewer(ANA, GARDEN), spot, "my car is blue")


class _Gone(Exception):
    """The process is gone."""


class _Mortal(Database):
    """A database whose user is gone before its nth statement."""

    def __init__(self, database: Database, steps: int) -> None:
        self._database = database
        self.left = steps

    @asynccontextmanager
    async def transaction(self, tenant: str | None = None) -> AsyncIterator[Connection]:
        async with self._database.transaction(tenant) as connection:
            yield cast(Connection, _Counted(connection, self))

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _Gone


class _Counted:
    def __init__(self, connection: Connection, owner: _Mortal) -> None:
        self._connection, self._owner = connection, owner

    def __getattr__(self, name: str) -> Any:
        self._owner.step()
        return getattr(self._connection, name)


BERGEN = item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1)


async def updating(_: Extraction) -> object:
    return {"facts": [BERGEN]}


async def test_dying_before_any_statement_loses_nothing_and_doubles_nothing(world: World) -> None:
    survived = False
    for steps in range(60):
        ana, place = Account("console", f"ana{steps}", "Ana"), Place(f"console:ana{steps}", None, Audience.DIRECT)
        await world.say(ana, "I live in Oslo", place)
        await world.learn(OSLO)
        await world.say(ana, "I live in Bergen now", place)
        try:
            survived = await learn_next(_Mortal(world.database, steps), updating, None) is not None
        except _Gone:
            await world.owner("UPDATE places SET learn_lease = now() WHERE learn_lease IS NOT NULL")
            await world.learn(BERGEN)
        assert await world.current(ana, place) == ["Ana lives in Bergen."]
        assert len(await world.facts(ana, place, history=True)) == 2
        if survived:
            break
    assert survived and steps > 12
    assert await world.owner("SELECT seq FROM utterances WHERE learned_at IS NULL") == []


async def test_one_call_stays_small_however_much_was_said(world: World) -> None:
    for number in range(12):
        await world.say(ANA, f"{number}" + "東京に住んでいます" * 60)
    await world.learn()
    (asked,) = world.asked
    fixed = asked.instructions + "".join(example.shown + example.answer for example in asked.examples)
    assert len(asked.input) < 1900, "a token a character in this script"
    assert len(fixed) < 4500, "about four characters a token"
