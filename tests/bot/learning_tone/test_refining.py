"""Wishes made of signals: of enough of them, told once with a button that undoes it, and never against the person."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from adapters.types import direct_with
from bot.delivering.due import Moment
from bot.delivering.message import told_at
from bot.learning_tone.refining import Refining, named, tell, told_of
from memory.preference import Refined, RefinementId
from memory.tone.wished import Dial
from memory.types import PersonId
from tests.bot.platform import BEN, Guildlike, ordered, reacted, said
from tests.bot.stage import Stage, staged

NOW = datetime.now(UTC)


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["Miso, I think, and I think so for many reasons."])
        yield stage


async def run(dsn: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()


async def refine(stage: Stage, dsn: str) -> PersonId:
    """Whose signals are due are looked at; gives Ben."""
    await run(dsn, "UPDATE due_refinements SET due_at = now()")
    refining = Refining(stage.memory.preferences, stage.memory.tones)
    while await refining.measure():
        pass
    while await refining.once():
        pass
    (row,) = await run(dsn, "SELECT person_id FROM accounts WHERE handle = '102'")
    return PersonId(row["person_id"])


async def dislike(stage: Stage, reason: str) -> None:
    """Ben thumbs an answer down and says why."""
    await stage.give(said("What is my cat called?"))
    await stage.give(reacted(stage.sheet.ids[-1], "👎"))
    asked = next((each for each in reversed(stage.sheet.out) if each.buttons), None)
    assert asked is not None
    await stage.give(ordered("rate", f"{asked.buttons[0].argument} {reason}", BEN, direct_with("discord", BEN.handle)))


async def thrice(stage: Stage, dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three answers on three days were too long."""
    monkeypatch.setattr("bot.ratings.ASK_S", -1.0)
    for _ in range(3):
        await dislike(stage, "Shorter please.")
        await run(dsn, "UPDATE preferences SET signalled_at = signalled_at - interval '1 day'")


async def test_the_same_on_several_days_becomes_a_wish_and_is_told_once(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await thrice(stage, database_dsn, monkeypatch)
    ben = await refine(stage, database_dsn)
    (row,) = await stage.memory.tones.wished(ben)
    assert (row.name, row.value, row.source) == (Dial.LENGTH, -1, None)
    assert [each.at == row.at for each in await stage.memory.preferences.refinements(ben)] == [True]
    preferences, outbox = stage.memory.preferences, stage.memory.outbox
    assert (await tell(preferences, outbox), await tell(preferences, outbox)) == (1, 0)
    (due,) = await outbox.claim(["discord"], most=9)
    message = told_at(direct_with("discord", BEN.handle), due, moment=Moment(timedelta(0)))
    assert "Length: shorter" in message.text and "3 answers on 3 days" in message.text
    (button,) = message.buttons
    assert (button.command, button.argument) == ("tone", "length 0")
    await stage.give(ordered(button.command, button.argument, BEN, direct_with("discord", BEN.handle)))
    assert [each.value for each in await stage.memory.tones.wished(ben)] == [0]
    await refine(stage, database_dsn)
    assert [each.value for each in await stage.memory.tones.wished(ben)] == [0], "what was undone stays so"


async def test_what_they_wish_themselves_is_left_alone(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await thrice(stage, database_dsn, monkeypatch)
    await stage.give(ordered("tone", "length 1", BEN, direct_with("discord", BEN.handle)))
    ben = await refine(stage, database_dsn)
    assert [each.value for each in await stage.memory.tones.wished(ben)] == [1]
    assert await stage.memory.preferences.refinements(ben) == ()


async def test_reasons_about_something_else_make_no_wish(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ratings.ASK_S", -1.0)
    for reason in ("My cat is called Mia.", "Wrong!", "Make my essay shorter, it says."):
        await dislike(stage, reason)
        await run(database_dsn, "UPDATE preferences SET signalled_at = signalled_at - interval '1 day'")
    ben = await refine(stage, database_dsn)
    assert await stage.memory.tones.wished(ben) == ()


@pytest.mark.parametrize("locale", ["en", "de-AT", "es", "fr", "pt-BR", "ja", "xx", None])
def test_it_is_told_in_the_language_of_its_person(locale: str | None) -> None:
    refinement = Refined(RefinementId(1), PersonId(1), Dial.LENGTH, -1, 4, 3, NOW - timedelta(days=1))
    told = told_of(refinement, locale)
    assert "4" in told and "3" in told and "/tone" in told and "{" not in told
    assert (told == told_of(refinement, "en")) is (locale in ("en", "xx", None))


def test_a_reason_names_a_dial_only_as_a_wish() -> None:
    assert named("shorter please") == {Dial.LENGTH: -1}
    assert named("kürzer bitte") == {Dial.LENGTH: -1}
    assert named("wrong") == {} and named("shorter please " * 40) == {}
