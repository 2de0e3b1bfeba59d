"""Locks between processes by flock(2): the kernel drops them when a process dies, so nothing is ever left to clean.

It ties the embedded database to Linux and macOS, and its folder to a file system that knows flock.
"""

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from memory.cluster import storage_faults
from memory.errors import DatabaseUnreachable
from memory.patience import until


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """A descriptor of the lock file, made when missing, kept from children; raises ReadOnlyStorage, DiskFull."""
    with storage_faults(path.parent):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@asynccontextmanager
async def turn(path: Path, *, within_s: float) -> AsyncIterator[None]:
    """Holds the file's exclusive lock; raises DatabaseUnreachable when others keep it for `within_s` seconds."""
    with opened(path) as descriptor:
        try:
            await until(lambda: _take(descriptor, fcntl.LOCK_EX), within_s=within_s)
        except TimeoutError as fault:
            raise DatabaseUnreachable(
                f"Another process has been starting or stopping the embedded database for {within_s:.0f} s."
            ) from fault
        yield


def join(descriptor: int) -> None:
    """Takes the shared lock, as one user among several; only inside a `turn`, where nobody holds it exclusively."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def is_alone(descriptor: int) -> bool:
    """Whether nobody else holds the shared lock; only inside a `turn`. Our own shared lock is kept."""
    alone = _take(descriptor, fcntl.LOCK_EX)
    join(descriptor)  # a failed conversion may have dropped the shared lock
    return alone


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
