"""A channel in which a reply grows, in scripted time: waiting takes none, and every call is kept."""

import asyncio
import selectors
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.errors import AdapterError
from adapters.growing import Growing

Fault = AdapterError | None


class ScriptedLoop(asyncio.SelectorEventLoop):
    """A loop in which waiting takes no time: its clock jumps to what is due next."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self.now


class _Jumping(selectors.SelectSelector):
    def __init__(self, loop: ScriptedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everything waits for nothing"
        self._loop.now += max(0.0, timeout)
        return super().select(0)


def played(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a story in scripted time."""
    with asyncio.Runner(loop_factory=ScriptedLoop) as runner:
        runner.run(story())


def now() -> float:
    """Seconds of scripted time."""
    return asyncio.get_running_loop().time()


@dataclass
class Channel:
    """What people see. `faults` are raised by the calls one after another; `seconds` is how long a call takes."""

    faults: list[Fault] = field(default_factory=list)
    seconds: float = 0.0
    shown: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[float, str, str]] = field(default_factory=list)

    async def post(self, text: str) -> str:
        await self._call("post", text)
        self.shown[name := f"m{len(self.shown)}"] = text
        return name

    async def edit(self, name: str, text: str) -> None:
        await self._call(name, text)
        self.shown[name] = text

    async def _call(self, name: str, text: str) -> None:
        self.calls.append((now(), name, text))
        assert 0 < len(text) <= 2000
        assert text.strip()
        fault = self.faults.pop(0) if self.faults else None
        await asyncio.sleep(self.seconds)
        if fault is not None:
            raise fault

    def growing(self, limit: int = 2000) -> Growing:
        return Growing(self.post, self.edit, limit=limit, clock=now)

    @property
    def times(self) -> list[float]:
        return [round(at, 3) for at, _, _ in self.calls]

    @property
    def texts(self) -> list[str]:
        return list(self.shown.values())


async def said(pieces: Sequence[str], pause: float = 0.1) -> AsyncIterator[str]:
    """Pieces that arrive one after another."""
    for number, piece in enumerate(pieces):
        await asyncio.sleep(pause if number else 0)
        yield piece


def words(count: int) -> list[str]:
    """So many words, each another."""
    return [f"word{number} " for number in range(count)]
