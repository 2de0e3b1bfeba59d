"""The embedded server's log: a plain file, so nothing reaches the terminal, and what its last words mean.

A file that the server inherits needs no collector process; it is turned over at a start only, one old one is kept.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from memory.errors import ClusterUnusable, DiskFull, MemoryFault, ReadOnlyStorage

_LARGE = 8_000_000
_ASKED_TOO_EARLY = "FATAL:  the database system is"  # the answer to our own question, not a fault
_TELLING = ("FATAL", "PANIC", "ERROR", "error:")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one program appends to the log: from `start` on."""

    log: Path
    descriptor: int
    start: int

    def lines(self) -> list[str]:
        """The lines written so far, the last ones if there are very many."""
        with self.log.open("rb") as file:
            file.seek(max(self.start, os.fstat(file.fileno()).st_size - _LARGE))
            text = file.read(_LARGE).decode("utf-8", "replace")
        return [line.strip() for line in text.splitlines() if line.strip()]

    def says(self, *phrases: str) -> bool:
        """Whether one of the phrases was written."""
        text = "\n".join(self.lines())
        return any(phrase in text for phrase in phrases)

    def fault(self) -> MemoryFault:
        """What the last error means to the operator."""
        lines = [line for line in self.lines() if _ASKED_TOO_EARLY not in line]
        if self.says("No space left on device", "Disk quota exceeded"):
            return DiskFull()
        if self.says("Read-only file system"):
            return ReadOnlyStorage()
        telling = [line for line in lines if any(mark in line for mark in _TELLING)]
        last = (telling or lines or ["it said nothing"])[-1]
        return ClusterUnusable(f"The embedded database did not start: {last} (its log: {self.log})")


@contextmanager
def appending(log: Path) -> Iterator[Stretch]:
    """Opens the log for one program to write to; its descriptor is closed here at the end. Raises OSError."""
    if log.exists() and log.stat().st_size > _LARGE:
        log.replace(log.with_suffix(".old"))
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        yield Stretch(log, descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)
