"""Why an answer was bad is asked once, whichever process hears of the thumb, and after a restart."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.errors import Unreachable
from adapters.outgoing import Outgoing, Sent
from tests.bot.platform import ADA, BEN, Guildlike, reacted, said
from tests.bot.stage import Stage, staged


class Away(Guildlike):
    """A platform that cannot be reached as often as it is told."""

    away = 0

    async def send(self, outgoing: Outgoing) -> Sent:
        if self.away and outgoing.buttons:
            self.away -= 1
            raise Unreachable
        return await super().send(outgoing)


@pytest.fixture
async def stages(database_dsn: str, tmp_path: Path) -> AsyncIterator[tuple[Stage, Stage]]:
    """Two processes on one database."""
    async with (
        staged(database_dsn, tmp_path, sheet=Away()) as one,
        staged(database_dsn, tmp_path, sheet=Away()) as two,
    ):
        for each in (one, two):
            each.speak_with(lambda messages: ["Miso, I think."])
        yield one, two


async def answers(stage: Stage, count: int) -> list[str]:
    """Answers to Ben."""
    for _ in range(count):
        await stage.give(said("What is my cat called?"))
    return list(stage.sheet.ids)


def questions(*stages: Stage) -> int:
    """How often anybody was asked."""
    return sum(bool(each.buttons) for stage in stages for each in stage.sheet.out)


async def test_a_thumb_that_two_processes_hear_of_is_asked_about_once(stages: tuple[Stage, Stage]) -> None:
    one, two = stages
    (answer,) = await answers(one, 1)
    await asyncio.gather(*(each.give(reacted(answer, "👎")) for each in (one, two, one, two)))
    assert questions(one, two) == 1


async def test_another_process_remembers_who_was_asked_of_late(
    stages: tuple[Stage, Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = stages
    first, second, third = await answers(one, 3)
    await one.give(reacted(first, "👎"))
    await two.give(reacted(second, "👎"))
    assert questions(one, two) == 1
    await two.give(said("What is my cat called?", ADA))
    await two.give(reacted(third, "👎", ADA))
    assert questions(one, two) == 2, "that is somebody else"
    monkeypatch.setattr("bot.ratings.ASK_S", 0.0)
    await two.give(reacted(first, "👎", added=False))
    await two.give(reacted(first, "👎"))
    assert questions(one, two) == 2, "of that answer they were asked"
    await two.give(reacted(third, "👎", BEN))
    assert questions(one, two) == 3


async def test_who_could_not_be_asked_is_asked_with_the_next_thumb(stages: tuple[Stage, Stage]) -> None:
    one, two = stages
    first, second = await answers(one, 2)
    assert isinstance(one.sheet, Away)
    one.sheet.away = 1
    with pytest.raises(Unreachable):
        await one.give(reacted(first, "👎"))
    assert questions(one, two) == 0
    await one.give(reacted(second, "👎"))
    assert questions(one, two) == 1
