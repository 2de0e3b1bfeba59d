"""What tone and learning from feedback add to the questions that an answer asks the database."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from memory.store.codecs import register_codecs
from tests.bot.platform import alone, said
from tests.bot.serving_world import guildlike
from tests.bot.stage import Stage

OF_TONE = (
    "tones_for",
    "tone_wishes",
    "place_tones",
    "tone_groups",
    "preferences",
    "refinement",
    "prefer_",
    "own_words",
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the program sends from now on."""
    found: list[str] = []

    async def watched(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        await register_codecs(connection)
        connection.add_query_logger(lambda record: found.append(record.query))

    monkeypatch.setattr("memory.store.database.register_codecs", watched)
    return found


@pytest.fixture
async def stage(asked: list[str], database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with guildlike(database_dsn, tmp_path) as stage:
        stage.speak_with(lambda messages: ["It is late."])
        asked.clear()  # of what the start asks
        yield stage


def of_tone(asked: list[str]) -> list[str]:
    return [each for each in asked if any(part in each for part in OF_TONE)]


async def test_an_answer_asks_once_how_it_is_to_sound_and_the_next_one_not_at_all(
    stage: Stage, asked: list[str]
) -> None:
    await stage.give(said("What time is it?"))
    assert len(of_tone(asked)) == 1 and "tones_for" in of_tone(asked)[0]
    asked.clear()
    await stage.give(said("And now?"))
    assert asked and of_tone(asked) == [], "it is at hand"
    await stage.give(alone("Hi"))
    assert len(of_tone(asked)) == 1, "alone with the bot other things are known"


async def test_what_says_something_of_an_answer_is_kept_by_one_statement_more(stage: Stage, asked: list[str]) -> None:
    await stage.give(alone("What time is it?"))
    asked.clear()
    await stage.give(alone("No, that is wrong."))
    (kept,) = of_tone(asked)
    assert "prefer_after" in kept
