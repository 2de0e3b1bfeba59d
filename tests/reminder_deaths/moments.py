"""Counts the moments at which a process may die: when a task waits, and before it goes on.

Whatever a process does to the world, it does between two of these. A task factory wraps each coroutine that becomes a
task; where it waits deep inside others, each `send` of the outermost is such a moment.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Generator
from contextvars import Context
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any, TypeVar

ROOT = Path(__file__).parents[2]
OURS = tuple(f"{ROOT / each}/" for each in ("bot", "adapters", "memory"))
T = TypeVar("T")
Seen = Callable[[str], None]


class Moments:
    """Calls `seen` at each moment with where the task waits, see `where`.

    Each task that begins after `watch` is watched, and from `begin` on its moments are told. A wait in one of the
    functions `idle`, `module:function`, is none: there it waits for work.
    """

    def __init__(self, seen: Seen, idle: Collection[str] = ()) -> None:
        self._seen = seen
        self._idle = idle
        self._begun = False

    def watch(self) -> None:
        """Each task that begins from now on may tell its moments."""
        asyncio.get_running_loop().set_task_factory(self._task)

    def begin(self) -> None:
        """From now on moments are told."""
        self._begun = True

    def end(self) -> None:
        """No moment is told any more."""
        self._begun = False

    def now(self, waiting: object) -> None:
        """This is one."""
        if self._begun:
            site = where(waiting)
            if site.rpartition(" ")[2].rpartition(":")[0] not in self._idle:
                self._seen(site)

    def _task(
        self,
        loop: asyncio.AbstractEventLoop,
        work: "Coroutine[Any, Any, T] | Generator[Any, None, T]",
        *,
        context: Context | None = None,
    ) -> "asyncio.Task[T]":
        assert isinstance(work, Coroutine)
        return asyncio.Task(_Watched(work, self), loop=loop, context=context)


class _Watched(Coroutine[Any, Any, T]):
    """A coroutine that tells when it goes on and when it waits."""

    def __init__(self, work: Coroutine[Any, Any, T], moments: Moments) -> None:
        self._work = work
        self._moments = moments
        self._begun = False

    def send(self, value: object) -> object:
        if self._begun:
            self._moments.now(self._work)
        self._begun = True
        waited = self._work.send(value)
        self._moments.now(self._work)
        return waited

    def throw(
        self,
        kind: type[BaseException] | BaseException,
        fault: BaseException | object = None,
        trace: TracebackType | None = None,
        /,
    ) -> object:
        self._moments.now(self._work)
        waited = self._work.throw(kind if isinstance(kind, BaseException) else kind())
        self._moments.now(self._work)
        return waited

    def close(self) -> None:
        self._work.close()

    def __await__(self) -> Generator[Any, Any, T]:
        return self._work.__await__()


def where(waiting: object) -> str:
    """The functions of ours in which a coroutine waits, `function function module:function:line`; empty for none."""
    names, line = list[str](), ""
    while waiting is not None:
        code, frame, inner = _look(waiting)
        if code is not None and frame is not None and code.co_filename.startswith(OURS):
            names.append(code.co_name)
            line = f"{function_of(code)}:{frame.f_lineno}"
        waiting = inner
    return " ".join([*dict.fromkeys(names[:-1]), line]) if names else ""


def function_of(code: CodeType) -> str:
    """A function of ours as `where` names it, without the line."""
    return f"{_inside(code)}:{code.co_name}"


def _inside(code: CodeType) -> str:
    return code.co_filename.removeprefix(f"{ROOT}/")


def _look(waiting: object) -> tuple[CodeType | None, FrameType | None, object]:
    """Code, frame and what it waits for, of a coroutine or a generator; nothing of anything else."""
    for letters, inner in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
        code = getattr(waiting, f"{letters}_code", None)
        if isinstance(code, CodeType):
            return code, getattr(waiting, f"{letters}_frame", None), getattr(waiting, inner, None)
    return None, None, None
