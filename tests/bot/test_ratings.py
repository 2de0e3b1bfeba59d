"""Thumbs on answers: kept, taken back, explained in private, and nobody's but who reads the answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from adapters.outgoing import LONGEST_CONTROL
from adapters.types import Address, Author, Cleared, direct_with
from bot.ratings import COMMAND, thumb
from memory.recalled import Turn
from memory.types import TurnId
from tests.bot.platform import ADA, BEN, HALL, Guildlike, alone, ordered, reacted, said
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["Miso, I think."])
        yield stage


async def ratings(dsn: str) -> list[tuple[int, str | None]]:
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("SELECT value, reason FROM feedback ORDER BY given_at")
        return [(row["value"], row["reason"]) for row in rows]
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("emoji", "value"),
    [
        ("👍", 1),
        ("👍🏿", 1),
        ("👎🏻", -1),
        ("👎\ufe0f", -1),
        ("thumbsup", 1),
        (":thumbsdown:", -1),
        ("+1", 1),
        (":-1::skin-tone-4:", -1),
        ("+1::skin-tone-2", 1),
        ("👏", 0),
        ("thumbs", 0),
        ("", 0),
        ("🏿", 0),
    ],
)
def test_a_thumb_is_known_in_every_form_and_skin(emoji: str, value: int) -> None:
    assert thumb(emoji) == value


async def test_a_thumb_is_kept_changed_and_taken_back(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    answer = stage.sheet.ids[-1]
    await stage.give(reacted(answer, "👍"))
    assert await ratings(database_dsn) == [(1, None)]
    await stage.give(reacted(answer, "👎"))
    assert await ratings(database_dsn) == [(-1, None)]
    await stage.give(reacted(answer, "👍", added=False))
    assert await ratings(database_dsn) == [(-1, None)], "the older thumb was taken away, not this one"
    await stage.give(reacted(answer, "👎", added=False))
    assert (0, None) in [*await ratings(database_dsn), (0, None)]
    assert (-1, None) not in await ratings(database_dsn)


async def test_thumbs_that_somebody_cleared_are_taken_back(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    answer = stage.sheet.ids[-1]
    for author, emoji in ((BEN, "👍"), (ADA, "👎")):
        await stage.give(reacted(answer, emoji, author))
    for emoji in ("🎉", "👎🏿"):
        await stage.give(Cleared(HALL, answer, emoji, datetime.now(UTC)))
    assert sorted(await ratings(database_dsn)) == [(0, None), (1, None)]
    await stage.give(Cleared(HALL, answer, None, datetime.now(UTC)))
    assert await ratings(database_dsn) == [(0, None), (0, None)]


async def test_a_thumb_that_is_quicker_than_the_log_is_kept(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ratings.PAUSES", (0.2,))
    log_turn, go = stage.memory.log_turn, asyncio.Event()

    async def slowly(turn: Turn) -> TurnId:
        await go.wait()
        return await log_turn(turn)

    monkeypatch.setattr(stage.memory, "log_turn", slowly)
    answering = asyncio.ensure_future(stage.give(said("What is my cat called?")))
    async with asyncio.timeout(10):
        while not stage.sheet.ids:
            await asyncio.sleep(0.01)
    rating = asyncio.ensure_future(stage.give(reacted(stage.sheet.ids[-1], "👍")))
    await asyncio.sleep(0.1)
    go.set()
    await asyncio.gather(answering, rating)
    assert await ratings(database_dsn) == [(1, None)]


async def test_what_is_no_thumb_or_no_answer_of_ours_is_nothing(stage: Stage, database_dsn: str) -> None:
    question = said("What is my cat called?")
    await stage.give(question)
    sent = len(stage.sheet.sent)
    for reaction in (
        reacted(stage.sheet.ids[-1], "🎉"),
        reacted("unknown", "👎"),
        reacted(question.id, "👎"),
        reacted(stage.sheet.ids[-1], "👎", Author("77", "Robo", is_bot=True)),
    ):
        await stage.give(reaction)
    assert await ratings(database_dsn) == []
    assert len(stage.sheet.sent) == sent


async def test_a_stranger_may_rate_and_is_not_written_to(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    sent = len(stage.sheet.sent)
    await stage.give(reacted(stage.sheet.ids[-1], "👎", Author("78", "Stranger")))
    assert await ratings(database_dsn) == [(-1, None)]
    assert len(stage.sheet.sent) == sent


async def test_who_thumbs_down_often_is_asked_once(stage: Stage, database_dsn: str) -> None:
    for _ in range(3):
        await stage.give(said("What is my cat called?"))
    answers = list(stage.sheet.ids)
    sent = len(stage.sheet.sent)
    for answer in answers:
        await stage.give(reacted(answer, "👎"))
    assert await ratings(database_dsn) == [(-1, None)] * 3
    assert len(stage.sheet.sent) == sent + 1


async def test_a_reason_is_asked_for_in_private_and_kept(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    await stage.give(reacted(stage.sheet.ids[-1], "👎"))
    asked = stage.sheet.out[-1]
    assert (asked.address, asked.private) == (direct_with("discord", BEN.handle), True)
    (button,) = asked.buttons
    assert button.command == COMMAND
    where = direct_with("discord", BEN.handle)
    await stage.give(ordered(COMMAND, button.argument, BEN, where))
    form = stage.sheet.out[-1].form
    assert form is not None and (form.command, form.argument) == (COMMAND, button.argument)
    await stage.give(ordered(COMMAND, f"{form.argument} My cat is called\nMia.", BEN, where))
    assert await ratings(database_dsn) == [(-1, "My cat is called\nMia.")]
    await stage.give(reacted(stage.sheet.ids[0], "👎"))
    assert stage.sheet.sent[-1] == "Thank you. I have kept that with the answer.", "it was explained already"


async def test_a_button_gives_nobody_a_say_about_what_they_cannot_read(stage: Stage, database_dsn: str) -> None:
    await stage.give(alone("What is my cat called?"))
    where = direct_with("discord", BEN.handle)
    await stage.give(reacted(stage.sheet.ids[-1], "👎", address=where))
    (button,) = stage.sheet.out[-1].buttons
    text = await stage.give(ordered(COMMAND, f"{button.argument} Nonsense!", ADA, direct_with("discord", ADA.handle)))
    assert text == "That answer is not there any more."
    for nonsense in ("", "x", "discord/1/2", "discord/~zz/~!!/~/~x bad", "a/b/c/d/e/f reason", "%/%/%/%/% x"):
        assert await stage.give(ordered(COMMAND, nonsense, ADA)) == "That answer is not there any more."
    assert await ratings(database_dsn) == [(-1, None)]


async def test_the_button_fits_whatever_ids_a_platform_has(stage: Stage) -> None:
    snowflake = 1_575_366_051_284_123_648
    address = Address("discord", str(snowflake), str(snowflake + 7), str(snowflake + 99), title="a thread")
    await stage.give(said("What is my cat called?", address=address))
    await stage.give(reacted(stage.sheet.ids[-1], "👎", address=address))
    (button,) = stage.sheet.out[-1].buttons
    assert len(button.command) + 1 + len(button.argument) <= LONGEST_CONTROL
    await stage.give(ordered(COMMAND, f"{button.argument} Wrong.", BEN))
    assert stage.sheet.sent[-1] == "Thank you. I have kept that with the answer."
    far = replace(HALL, channel="C" * 70)
    await stage.give(said("What is my cat called?", ADA, far))
    sent = len(stage.sheet.sent)
    await stage.give(reacted(stage.sheet.ids[-1], "👎", ADA, far))
    assert len(stage.sheet.sent) == sent, "kept without a question"
