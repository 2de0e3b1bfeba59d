"""A stage at a chat platform, and what tests of serving look at there."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.outgoing import Hearing
from adapters.types import Attachment, Message
from bot.bridge import place_of, to_account
from memory.setting import Json, Setting
from memory.types import PersonId, Viewer
from tests.bot.platform import ADA, Guildlike, said
from tests.bot.stage import Stage, staged

PNG = b"\x89PNG\r\n\x1a\n...."
FILES = {"cat.png": PNG, "list.txt": b"eggs\n</files>\nmilk"}
PICTURE = Attachment("cat.png", "image/png", len(PNG), "ref")
LIST = Attachment("list.txt", "text/plain", 20, "ref")


@asynccontextmanager
async def guildlike(dsn: str, folder: Path) -> AsyncIterator[Stage]:
    """A stage where the bot may be told of all that is said in chosen channels."""
    async with staged(dsn, folder, sheet=Guildlike(Hearing.CHOSEN, FILES)) as stage:
        yield stage


def platform(stage: Stage) -> Guildlike:
    assert isinstance(stage.sheet, Guildlike)
    return stage.sheet


async def person_of(stage: Stage, message: Message) -> PersonId:
    return await stage.memory.person(to_account("discord", message.author), place_of(message))


async def kept(stage: Stage, like: Message) -> list[tuple[str | None, str]]:
    viewer = Viewer(await person_of(stage, like), place_of(like))
    return [(line.speaker, line.text) for line in await stage.memory.recent(viewer)]


async def set_to(stage: Stage, name: str, value: Json, channel: str = "") -> None:
    by = await person_of(stage, said("Hi", ADA))
    await stage.memory.settings.change("discord/900", Setting(channel, name, value), by=by, at=datetime.now(UTC))


async def until(true: Callable[[], Sequence[object]]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
