"""Somebody in Berlin who is reminded."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.chat import Chat, chatting, fits
from tests.bot.reminders.reminded import ZONE
from tests.bot.stage import Stage, staged


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """Somebody in Berlin at a platform with buttons."""
    async with chatting(database_dsn, tmp_path) as chat:
        await chat.order("timezone", ZONE)
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)
        assert all(shown.plain and shown.mentions is None for shown in chat.sheet.outgoing if shown.buttons)


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Somebody in Berlin at a terminal."""
    async with staged(database_dsn, tmp_path) as stage:
        await stage.order("timezone", ZONE)
        yield stage
