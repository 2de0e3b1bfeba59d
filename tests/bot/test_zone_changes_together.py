"""Clocks that change for somebody with many reminders: they are told once, of all that come at another time."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import zone_changes
from bot.zone_changes import ZoneChanges
from bot.zones import ZONE_DATA
from memory.reminder import ReminderId, Replanned
from tests.bot import test_zone_changes as clocks
from tests.bot.platform import Guildlike
from tests.bot.stage import Stage, staged


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "NOW", datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        yield stage


@pytest.mark.parametrize("travels", [False, True])
async def test_who_has_more_than_are_looked_at_together_is_told_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, travels: bool
) -> None:
    monkeypatch.setattr(zone_changes, "MOST", 2)
    due = clocks.daily().next(clocks.NOW + timedelta(hours=2))
    assert due is not None
    early = replace(clocks.daily(), start=due.date())
    for number in range(5):
        if travels:
            kept = await clocks.hold(stage, clocks.daily(), due, floating=True, data=ZONE_DATA, source=str(number))
            await stage.memory.choices.set_zone(kept.person, clocks.TOKYO)
        else:
            await clocks.hold(stage, early, due - timedelta(hours=1), source=str(number))
    found = [await clocks.changes(stage).once() for _ in range(3)]
    (said,) = await clocks.notices(stage)
    assert sum(found) == said.count("take a walk") == 5


class Hasty:
    """An outbox whose first so many reminders are changed by their person just before their new time is put down."""

    def __init__(self, stage: Stage, changed: int) -> None:
        self._outbox, self._held, self._left = stage.memory.outbox, stage.memory.reminders, changed
        self.stale, self.drifted = self._outbox.stale, self._outbox.drifted
        self.followers = self._outbox.followers

    async def moved(self, replanned: Sequence[Replanned], zone_data: str) -> tuple[ReminderId, ...]:
        if self._left:
            self._left -= 1
            await self._held.pause(replanned[0].reminder.person, replanned[0].reminder.id)
        return await self._outbox.moved(replanned, zone_data)


@pytest.mark.parametrize("changed", [1, 2])
async def test_who_changes_the_first_meanwhile_is_told_of_the_others(stage: Stage, changed: int) -> None:
    wanted = clocks.daily().next(clocks.NOW + timedelta(hours=2))
    assert wanted is not None
    early = replace(clocks.daily(), start=wanted.date())
    for number in range(4):
        await clocks.hold(stage, early, wanted - timedelta(hours=1), source=str(number))
    found = await ZoneChanges(Hasty(stage, changed), clock=lambda: clocks.NOW).once()
    assert found == 4 - changed
    (said,) = await clocks.notices(stage)
    assert said.count("take a walk") == 4 - changed, "told once, of those that come at another time"
