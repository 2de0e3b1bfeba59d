"""Commands as they come in: so many a minute from one person, and the rest at no cost to the database."""

from pathlib import Path

import pytest

from adapters.errors import Unclaimed
from adapters.outgoing import Hearing
from bot.config import LimitSettings
from bot.learning_tone.again import COMMAND as AGAIN
from tests.bot.platform import ADA, BEN, Guildlike, alone, ordered
from tests.bot.stage import staged

LIMITS = LimitSettings(person_answers_per_minute=1, space_answers_per_minute=0, person_commands_per_minute=2)


async def test_too_many_commands_are_told_once_and_take_nobody_elses_nor_an_answer(
    database_dsn: str, tmp_path: Path
) -> None:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(), limits=LIMITS) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        for _ in range(3):
            await stage.give(ordered("help", author=BEN))
        for _ in range(2):
            with pytest.raises(Unclaimed):
                await stage.give(ordered("help", author=BEN))
        assert len(stage.sheet.out) == 3
        refused = stage.sheet.out[-1]
        assert "a lot of commands within a minute. I go on in about" in refused.text
        assert refused.private
        assert "You just talk to me" in await stage.give(ordered("help", author=ADA))
        assert await stage.give(alone("And an answer?", BEN)) == "Yes."


async def test_what_is_refused_changes_nothing(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(), limits=LIMITS) as stage:
        for argument in ("channels here off", "channels here on", "channels here off"):
            await stage.give(ordered("settings", argument, ADA))
        (kept,) = await stage.memory.settings.of("discord/900")
        assert kept.value is True


async def test_who_sits_at_the_terminal_may_give_any_number(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.ALL), limits=LIMITS) as stage:
        for _ in range(5):
            assert "You just talk to me" in await stage.give(ordered("help"))


@pytest.mark.parametrize("name", ["help", AGAIN])
async def test_what_another_process_has_claimed_is_not_answered(database_dsn: str, tmp_path: Path, name: str) -> None:
    async with staged(database_dsn, tmp_path / "one") as one, staged(database_dsn, tmp_path / "two") as two:
        order = ordered(name)
        await one.give(order)
        assert len(one.sheet.out) == 1
        with pytest.raises(Unclaimed):
            await two.give(order)
        assert two.sheet.out == []


async def test_what_is_too_much_for_one_process_and_obeyed_by_another_is_not_told(
    database_dsn: str, tmp_path: Path
) -> None:
    async with (
        staged(database_dsn, tmp_path / "one", sheet=Guildlike(), limits=LIMITS) as one,
        staged(database_dsn, tmp_path / "two", sheet=Guildlike()) as two,
    ):
        for _ in range(2):
            await one.give(ordered("help", author=BEN))
        order = ordered("help", author=BEN)
        assert "You just talk to me" in await two.give(order)
        with pytest.raises(Unclaimed):
            await one.give(order)
        assert len(one.sheet.out) == 2
