"""A bot that answers whomever a test says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.stage import Stage, staged
from tests.bot.tone.told import Told


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path, told: Told) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, tones=told) as stage:
        yield stage
