"""Who was left without an answer is told so once in their place, and nobody else is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from bot import amends
from bot.amends import INTERRUPTED
from memory.memory import Memory
from memory.store.database import open_database
from tests.bot.platform import HALL, Guildlike, platform, said
from tests.bot.stage import Stage, staged

EXPIRED = "UPDATE inbox SET lease_until = now() - interval '1 second' WHERE done_at IS NULL"
OPEN = "SELECT event_id FROM inbox WHERE done_at IS NULL ORDER BY received_at"


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(amends, "LOOK_SECONDS", 0.02)
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        yield stage


async def rows(dsn: str, statement: str) -> list[str]:
    connection = await asyncpg.connect(dsn)
    try:
        return [row["event_id"] for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def made(stage: Stage, seconds: float = 0.4) -> list[str]:
    """What is told to those who wait, within some time."""
    stage.sheet.sent.clear()
    try:
        async with asyncio.timeout(seconds):
            await stage.assembly.amends.run(stage.sheet)
    except TimeoutError:
        return list(stage.sheet.sent)
    raise AssertionError("it ended")


async def test_who_waits_in_vain_is_told_once_in_each_place(stage: Stage, database_dsn: str) -> None:
    for event in ("1", "2", "3"):
        assert await stage.memory.claim_event("discord", event, place=HALL.key)
    assert await stage.memory.claim_event("discord", "@7 4", place="discord//@7/")
    assert await stage.memory.claim_event("discord", "overheard")
    assert await stage.memory.claim_event("slack", "5", place="slack/s/c/")
    assert await made(stage) == [], "somebody works on them"
    await rows(database_dsn, EXPIRED)
    assert await made(stage) == [INTERRUPTED] * 2
    assert {(out.address.key, out.reply_to) for out in stage.sheet.out} == {(HALL.key, "3"), ("discord//@7/", "4")}
    await rows(database_dsn, EXPIRED)
    assert await made(stage) == []
    assert await rows(database_dsn, OPEN) == ["overheard", "5"]


@pytest.mark.parametrize("fault", [Unreachable(), RateLimited(9.0)])
async def test_an_answer_that_the_platform_could_not_take_is_owed(
    stage: Stage, database_dsn: str, fault: AdapterError
) -> None:
    platform(stage).fault = fault
    with pytest.raises(AdapterError):
        await stage.give(said("Are you there?"))
    await rows(database_dsn, EXPIRED)
    assert await made(stage) == []
    assert len(await rows(database_dsn, OPEN)) == 1
    platform(stage).fault = None
    assert await made(stage) == [], "it is tried again when the claim has ended"
    await rows(database_dsn, EXPIRED)
    assert await made(stage) == [INTERRUPTED]
    assert await rows(database_dsn, OPEN) == []


async def test_who_cannot_be_told_is_let_be(stage: Stage, database_dsn: str) -> None:
    platform(stage).fault = Refused()
    assert await stage.memory.claim_event("discord", "1", place=HALL.key)
    await rows(database_dsn, EXPIRED)
    assert await made(stage) == []
    assert await rows(database_dsn, OPEN) == []


async def test_what_is_being_answered_stays_claimed_and_what_is_answered_owes_nothing(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.RENEW_SECONDS", 0.05)
    begun, rest = asyncio.Event(), asyncio.Event()

    def answer(messages: object) -> list[str | asyncio.Event]:
        begun.set()
        return ["One, ", rest, "two."]

    stage.speak_with(answer)
    question = said("Count!")
    first = asyncio.ensure_future(stage.give(question))
    await asyncio.wait_for(begun.wait(), 10)
    second = asyncio.ensure_future(stage.give(said("And again!")))
    await stage.give(question)  # told twice, which ends no claim
    renewing = asyncio.ensure_future(stage.assembly.inbox.renew())
    await asyncio.sleep(0.2)
    assert len(await rows(database_dsn, OPEN)) == 2, "who waits for another's answer is known too"
    await rows(database_dsn, EXPIRED)
    await asyncio.sleep(0.3)
    assert INTERRUPTED not in await made(stage)
    rest.set()
    await asyncio.wait_for(asyncio.gather(first, second), 10)
    renewing.cancel()
    assert await rows(database_dsn, OPEN) == []


async def test_what_is_in_work_here_is_not_told_of_though_its_claim_is_over(stage: Stage, database_dsn: str) -> None:
    begun, rest = asyncio.Event(), asyncio.Event()

    def answer(messages: object) -> list[str | asyncio.Event]:
        begun.set()
        return [rest, "One."]

    stage.speak_with(answer)
    working = [asyncio.ensure_future(stage.give(said(text))) for text in ("Count!", "And again!")]
    await asyncio.wait_for(begun.wait(), 10)
    assert await stage.memory.claim_event("discord", "of the dead", place=HALL.key)
    await rows(database_dsn, EXPIRED)
    assert await made(stage) == [INTERRUPTED]
    assert [out.reply_to for out in stage.sheet.out] == ["dead"]
    assert len(await rows(database_dsn, OPEN)) == 2
    rest.set()
    await asyncio.wait_for(asyncio.gather(*working), 10)
    assert await rows(database_dsn, OPEN) == []


async def test_one_of_many_processes_tells(database_dsn: str) -> None:
    async with open_database(database_dsn) as database:
        memory = Memory(database, None)
        for place in "abc":
            assert await memory.claim_event("p", f"in {place}", place=place)
        await rows(database_dsn, EXPIRED)
        found = await asyncio.gather(*(memory.owed.claim_next("p") for _ in range(8)))
        told = [each.place for each in found if each is not None]
        assert len(told) == len(set(told)) and told
        while (left := await memory.owed.claim_next("p")) is not None:
            told.append(left.place)
        assert sorted(told) == ["a", "b", "c"]
