"""Gives memory that is free inside the C library back to the system now and then, and collects garbage rarely.

What comes and goes with each message leaves free pieces between what stays, and glibc keeps their pages: over 100,000
messages a process seemed to grow by a tenth though what it used did not. A look through takes milliseconds, in a thread
of its own, and holds nobody up for more than a fraction of one. Other C libraries give back by themselves.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable

EVERY_SECONDS = 60.0
COLLECTED_AFTER = (5_000, 10, 10)  # objects, and collections of the younger generation


async def give_back(*, every: float = EVERY_SECONDS) -> None:
    """Give back what is free each `every` seconds, for ever; returns at once where the C library has no such call."""
    trim = trimming()
    while trim is not None:
        await asyncio.sleep(every)
        await asyncio.to_thread(trim, 0)


def trimming() -> Callable[[int], int] | None:
    """glibc's `malloc_trim`, which takes how many bytes to keep; None in other C libraries."""
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    trim: Callable[[int], int] = found
    return trim


def collect_rarely() -> None:
    """Leave what the start made out of garbage collection: looking through all of it stops every answer for 0.1 s."""
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
