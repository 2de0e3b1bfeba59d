"""Processes that are forked off this one, which has imported everything and in which no event loop runs."""

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[object], None]
Live = Callable[[Tell], None]
GLANCE = 0.001


class Overdue(Exception):
    """A process neither died nor ended."""


@dataclass(slots=True)
class Child:
    """A process; `ended` once it is no more, `stood` while it stands still."""

    pid: int
    pipe: int
    ended: bool = False
    stood: bool = False

    def look(self) -> None:
        """See whether it stands still or is no more."""
        if self.ended:
            return
        pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
        if pid and os.WIFSTOPPED(status):
            self.stood = True
        elif pid:
            self.ended = True

    def go_on(self) -> None:
        """It stands still no more."""
        self.stood = False
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """It is no more."""
        if not self.ended:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.ended = True

    def told(self) -> list[object]:
        """All that it said; to be asked once, when it is no more."""
        with os.fdopen(self.pipe, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def fork(live: Live) -> Child:
    """A child that lives and ends; what it tells comes through a pipe, which is short enough never to be full."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return Child(pid, reader)
    try:
        os.close(reader)
        live(lambda line: _write(writer, line))
    finally:
        os._exit(0)


def wait(children: list[Child], seconds: float) -> None:
    """Until each stands still or is no more; raises `Overdue`, and then none is left."""
    until = time.monotonic() + seconds
    while not all(each.ended or each.stood for each in children):
        if time.monotonic() > until:
            for each in children:
                each.kill()
            raise Overdue
        for each in children:
            each.look()
        time.sleep(GLANCE)


def _write(pipe: int, line: object) -> None:
    os.write(pipe, json.dumps(line).encode() + b"\n")
