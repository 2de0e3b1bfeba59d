"""The terminal: lines are typed, and what stands on the screen afterwards is the answer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

from adapters.console import Console, home_of
from adapters.console.parse import author_of
from adapters.console.screen import Screen
from adapters.types import Event
from bot.parts import deliver
from bot.supervise import Supervisor
from tests.bot.stage import staged
from tests.platforms.whole import Whole
from tests.scenarios.stages.scene import ANA, SECONDS, Act, Said, Shown, Where

PLACES = {Where.ALONE: "direct", Where.HALL: "#hall", Where.BOARD: "&board"}
MARK = "Rapport> "


class Keyboard:
    """Lines as somebody types them; the next is asked for when the last is answered."""

    typed = False

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._ready = asyncio.Event()

    async def read(self, prompt: str) -> str:
        """The next line, once it is typed."""
        self._ready.set()
        return await self._lines.get()

    def forget(self) -> None:
        """Nothing is kept."""

    def aside(self, write: Callable[[], None]) -> None:
        """Write at once."""
        write()

    async def type(self, line: str) -> None:
        """Type a line and wait until it is answered; raises TimeoutError."""
        async with asyncio.timeout(SECONDS):
            await self._ready.wait()
            self._ready.clear()
            self._lines.put_nowait(line)
            await self._ready.wait()


class AtTerminal:
    """People take turns at one terminal."""

    name = "terminal"
    acts: frozenset[Act] = frozenset()

    def __init__(self, bot: Whole, keyboard: Keyboard, screen: StringIO) -> None:
        self.bot = bot
        self._keyboard = keyboard
        self._screen = screen

    async def says(self, who: str, text: str, where: Where = Where.ALONE) -> Said:
        """A line."""
        return Said(await self._typed(who, text, where))

    async def orders(self, who: str, command: str, argument: str = "", where: Where = Where.ALONE) -> Shown:
        """A line that begins with a stroke."""
        return Shown(await self._typed(who, f"/{command} {argument}".rstrip(), where))

    async def seen_by(self, who: str, where: Where) -> list[str]:
        """A terminal has one reader, and shows everything."""
        return self._screen.getvalue().split(MARK)[1:]

    async def told(self, who: str, words: str, where: Where = Where.ALONE) -> Shown:
        """What appears between lines."""

        def found() -> list[str]:
            return [each.strip() for each in self._screen.getvalue().split(MARK) if words in each]

        async with asyncio.timeout(SECONDS):
            while not found():
                await asyncio.sleep(0.02)
        return Shown(found()[-1])

    def close(self, who: str) -> None:
        """A terminal cannot be closed."""
        raise NotImplementedError

    async def _typed(self, who: str, line: str, where: Where) -> str:
        await self._keyboard.type(f"/as {who}")
        await self._keyboard.type(f"/in {PLACES[where]}")
        before = len(self._screen.getvalue())
        await self._keyboard.type(line)
        return self._screen.getvalue()[before:].replace(MARK, "").strip()


@asynccontextmanager
async def at_terminal(dsn: str, folder: Path) -> AsyncIterator[AtTerminal]:
    """The whole bot at a terminal."""
    keyboard, shown = Keyboard(), StringIO()
    console = Console(keyboard, Screen(shown), seat=home_of(author_of(ANA)))
    async with staged(dsn, folder) as stage, Supervisor() as supervisor:

        async def handle(event: Event) -> None:
            await stage.assembly.dispatch.handle(event, console, trace=stage.records.append)

        async def attended() -> None:
            await console.run(handle)

        supervisor.start("learn", stage.worker.learn)
        supervisor.start("console", attended)
        deliver(stage.memory, [console], supervisor)
        yield AtTerminal(Whole(stage, dsn), keyboard, shown)
