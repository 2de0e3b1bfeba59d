"""Signals as people give them in a conversation, and an answer that is given anew."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from adapters.types import Edited
from bot.learning_tone.again import NOTHING
from memory.preference import Signal
from memory.tone.wished import Dial
from memory.types import PersonId
from tests.bot.platform import ADA, BEN, Guildlike, ordered, said
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    answers = iter([f"Miso, try number {each}." for each in range(99)])
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: [next(answers)])
        yield stage


async def signals(stage: Stage, dsn: str) -> list[tuple[Signal, dict[Dial, int], bool]]:
    """Everybody's signals: which, of which dials, and whether there is another answer."""
    connection = await asyncpg.connect(dsn)
    try:
        people = await connection.fetch("SELECT id FROM people ORDER BY id")
    finally:
        await connection.close()
    now = datetime.now(UTC)
    kept = [each for row in people for each in await stage.memory.preferences.of(PersonId(row["id"]), now=now)]
    return [(each.signal, dict(each.ways), each.chosen is not None) for each in kept]


async def test_a_wish_right_after_an_answer_is_about_it(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("Shorter please."))
    assert await signals(stage, database_dsn) == [], "about which answer?"
    await stage.give(said("What is my cat called?"))
    await stage.give(said("Kürzer bitte."))
    assert await signals(stage, database_dsn) == [
        (Signal.WISH, {Dial.LENGTH: -1}, False),
    ]


async def test_the_same_in_other_words_leaves_two_answers(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    await stage.give(said("Say that in other words."))
    assert await signals(stage, database_dsn) == [(Signal.WISH, {}, True)]


async def test_a_correction_is_kept_and_anything_else_is_not(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    await stage.give(said("Thank you!"))
    await stage.give(said("And my dog?"))
    assert await signals(stage, database_dsn) == []
    await stage.give(said("No, that's wrong."))
    assert await signals(stage, database_dsn) == [(Signal.CORRECTION, {}, False)]


async def test_somebody_else_says_nothing_about_the_answer(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    await stage.give(said("That's wrong.", ADA))
    assert await signals(stage, database_dsn) == []


async def test_a_question_put_otherwise_once_answered_is_a_signal(stage: Stage, database_dsn: str) -> None:
    question = said("What is my cat called?")
    await stage.give(question)
    for text in ("What is my cat caled?", "What is my dog called?"):
        await stage.give(Edited(replace(question, text=text), datetime.now(UTC)))
    assert await signals(stage, database_dsn) == [(Signal.EDIT, {}, False)]


async def test_an_answer_is_given_anew_to_the_same_question(stage: Stage, database_dsn: str) -> None:
    model = stage.speak_with(lambda messages: [f"Answer {len(model.prompts)}."])
    await stage.give(said("What is my cat called?"))
    await stage.give(ordered("again", "", BEN))
    assert stage.sheet.sent[-1] == "Answer 2."
    assert stage.sheet.out[-1].reply_to == stage.sheet.out[0].reply_to
    assert model.prompts[0][-1].text == model.prompts[1][-1].text
    assert await signals(stage, database_dsn) == [(Signal.AGAIN, {}, True)]
    await stage.give(ordered("again", "", BEN))
    assert await signals(stage, database_dsn) == [(Signal.AGAIN, {}, True)] * 2


async def test_nobody_has_anothers_answer_given_anew(stage: Stage, database_dsn: str) -> None:
    await stage.give(said("What is my cat called?"))
    sent = len(stage.sheet.sent)
    assert await stage.give(ordered("again", "", ADA)) == NOTHING
    assert len(stage.sheet.sent) == sent + 1
    assert await signals(stage, database_dsn) == []


async def test_nothing_is_kept_with_learning_off(stage: Stage, database_dsn: str) -> None:
    await stage.give(ordered("privacy", "learning off", BEN))
    await stage.give(said("What is my cat called?"))
    await stage.give(said("Shorter please."))
    await stage.give(ordered("again", "", BEN))
    assert stage.sheet.sent[-1].startswith("Miso"), "it is answered anew all the same"
    assert await signals(stage, database_dsn) == []
