"""What was offered or taken rests on what was said, and goes or is asked about with it."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest

from bot import proposals
from bot.bridge import place_of
from bot.proposals import meant
from bot.when import Once
from memory.commitment import Commitment
from memory.reminder import Reminder, Standing
from memory.types import Viewer
from tests.bot.platform import Guildlike, alone, ordered
from tests.bot.proposal_world import ANA, FACT, QUOTE, all_of, learn, once, promise, told
from tests.bot.serving_world import person_of
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["I see."])
        yield stage


async def accepted(stage: Stage) -> Reminder:
    await learn(stage, alone(QUOTE, ANA), promise())
    await once(stage)
    (kept,) = await all_of(stage)
    await told(stage)
    await stage.give(ordered("reminder", f"accept {kept.id}", ANA))
    return (await all_of(stage))[0]


async def replaced(stage: Stage, quote: str, fact: str, relation: str = "updates") -> None:
    """The person's only commitment is replaced by this."""
    await learn(stage, alone(quote, ANA), promise(quote, fact, relation=relation, known=1))


async def test_what_no_longer_holds_offers_to_stop_its_reminder_once(stage: Stage) -> None:
    kept = await accepted(stage)
    await replaced(stage, "the report is off, Ben does not want it any more", "Ana need not send Ben the report")
    assert await once(stage) > 0
    ((text, buttons),) = await told(stage)
    assert "the report is off" in text and FACT in text
    assert [each.argument for each in buttons] == [f"stop {kept.id}", f"open {kept.id}"]
    assert (await all_of(stage))[0].standing is Standing.ACTIVE
    assert await once(stage) == 0 and await told(stage) == []
    await stage.give(ordered("reminder", f"stop {kept.id}", ANA))
    assert (await all_of(stage))[0].standing is Standing.CANCELLED


async def test_what_was_only_offered_is_withdrawn(stage: Stage) -> None:
    await learn(stage, alone(QUOTE, ANA), promise())
    await once(stage)
    await replaced(stage, "the report is off, Ben does not want it any more", "Ana need not send Ben the report")
    await once(stage)
    assert [each.standing for each in await all_of(stage)] == [Standing.CANCELLED] and await told(stage) == []


async def test_the_same_said_more_exactly_is_the_same(stage: Stage) -> None:
    kept = await accepted(stage)
    more = "I'll send Ben the whole report by mail tomorrow at 9pm"
    await replaced(stage, more, "Ana will send Ben the whole report by mail", "refines")
    await once(stage)
    (again,) = await all_of(stage)
    assert (again.id, again.standing, again.quote) == (kept.id, Standing.ACTIVE, more)
    assert await told(stage) == [] and await once(stage) == 0


async def test_what_is_forgotten_takes_its_proposal_and_what_was_told_of_it_along(
    stage: Stage, database_dsn: str
) -> None:
    await learn(stage, alone(QUOTE, ANA), promise())
    await once(stage)
    viewer = Viewer(await person_of(stage, alone("Hi", ANA)), place_of(alone("Hi", ANA)))
    facts = await stage.memory.facts(viewer)
    await stage.memory.forget(viewer, facts=[each.id for each in facts])
    assert await all_of(stage) == ()
    connection = await asyncpg.connect(database_dsn)
    try:
        for table in ("reminders", "outbox", "weighed_commitments"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    finally:
        await connection.close()


async def test_what_was_taken_and_is_forgotten_no_longer_quotes(stage: Stage, database_dsn: str) -> None:
    await accepted(stage)
    viewer = Viewer(await person_of(stage, alone("Hi", ANA)), place_of(alone("Hi", ANA)))
    await stage.memory.forget(viewer, facts=[each.id for each in await stage.memory.facts(viewer)])
    assert [(each.standing, each.quote) for each in await all_of(stage)] == [(Standing.ACTIVE, None)]
    connection = await asyncpg.connect(database_dsn)
    try:
        assert await connection.fetchval("SELECT count(*) FROM outbox WHERE text IS NOT NULL") == 0
    finally:
        await connection.close()


async def test_words_by_which_something_seemed_off_go_with_their_fact(stage: Stage, database_dsn: str) -> None:
    await accepted(stage)
    await replaced(stage, "the report is off, Ben does not want it any more", "Ana need not send Ben the report")
    await once(stage)
    viewer = Viewer(await person_of(stage, alone("Hi", ANA)), place_of(alone("Hi", ANA)))
    connection = await asyncpg.connect(database_dsn)
    try:
        asked = "SELECT count(*) FROM outbox WHERE text LIKE '%the report is off%'"
        assert await connection.fetchval(asked) == 1
        off = [each.id for each in await stage.memory.facts(viewer) if "need not" in each.text]
        await stage.memory.forget(viewer, facts=off)
        assert len(off) == 1 and await connection.fetchval(asked) == 0
    finally:
        await connection.close()


async def test_words_over_which_the_grammar_stumbles_keep_nobody_else_waiting(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "I'll bake the cake tomorrow at 8pm"
    await learn(stage, alone(QUOTE, ANA), promise())
    await learn(stage, alone(other, ANA), promise(other, "Ana will bake the cake"))

    def stumbling(commitment: Commitment, now: datetime) -> Once | None:
        return meant(commitment, now) if commitment.quote == other else Once(now, "no zone")

    monkeypatch.setattr(proposals, "meant", stumbling)
    await once(stage)
    assert [each.text for each in await all_of(stage)] == ["Ana will bake the cake"]
    assert await once(stage) == 0
