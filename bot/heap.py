"""Keeps what the process holds of the machine's memory near to what it uses, and collects garbage rarely.

What comes and goes with each message leaves free pieces between what stays, and glibc keeps their pages: at 100,000
messages a process held 570 MiB of which 150 were free. So threads share two heaps, and large pieces are asked of the
system one by one and given back at once. What is free among the small ones is given back each ten seconds: a look takes
milliseconds, in a thread of its own, and holds nobody up for more than a fraction of one. Other C libraries give
back by themselves.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable

EVERY_SECONDS = 10.0
LARGE, HEAPS = 4 * 2**20, 2  # bytes; of 256 KiB each recall took a tenth longer; glibc alone goes up to 32 MiB and 16
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # as glibc's malloc.h numbers them
COLLECTED_AFTER = (5_000, 10, 10)  # objects, and collections of the younger generation


def hold_little() -> None:
    """Have large pieces given back as soon as they are free; to be called before threads begin. With glibc only."""
    if trimming() is None:  # musl has no such settings, and macOS others
        return
    mallopt = ctypes.CDLL(None).mallopt
    mallopt(_MMAP_THRESHOLD, LARGE)
    mallopt(_ARENA_MAX, HEAPS)


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
