"""`rapport run` with a look at what it does: python -m tests.bench.platform_sampled FILE

Each few milliseconds of processor time the stack of the event loop's thread is put down to the innermost part of it
that has a name here. FILE gets the counts when the program ends.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from bot.__main__ import main

EVERY_S = 0.002
ROOT = str(Path(__file__).parents[2]) + os.sep
LOOP = "event loop"
PARTS = {
    "selectors.py": "waiting, threads at work",
    "site-packages/discord/": "library of the platform",
    "site-packages/slack_bolt/": "library of the platform",
    "site-packages/slack_sdk/": "library of the platform",
    "site-packages/aiohttp/": "HTTP of the platform",
    "site-packages/asyncpg/": "asyncpg",
    "site-packages/openai/": "client of the model",
    "site-packages/httpx": "client of the model",
    "site-packages/httpcore": "client of the model",
    "site-packages/h11/": "client of the model",
    "site-packages/anyio/": "client of the model",
    "/logging/": "log",
    ROOT + "adapters/": "adapters",
    ROOT + "memory/store/": "memory.store",
    ROOT + "memory/": "memory",
    ROOT + "bot/llm/": "bot.llm",
    ROOT + "bot/": "bot",
    "/asyncio/": LOOP,
}


def part_of(file: str) -> str | None:
    """The part that a source file belongs to; None for what counts for whoever called it."""
    return next((part for piece, part in PARTS.items() if piece in file), None)


def placed(frame: FrameType | None) -> str:
    """The part at work; what the event loop does is put down to whoever it does it for."""
    found = "other"
    while frame is not None and found in ("other", LOOP):
        found = part_of(frame.f_code.co_filename) or found
        frame = frame.f_back
    return found


def within(frame: FrameType | None) -> set[str]:
    """All functions that the work is part of, as file:function."""
    found = set()
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        found.add(f"{file.parent.name}/{file.name}:{frame.f_code.co_name}")
        frame = frame.f_back
    return found


def sampling() -> Callable[[], dict[str, object]]:
    """Start; gives what tells what was seen."""
    parts: Counter[str] = Counter()
    functions: Counter[str] = Counter()

    def look(number: int, frame: FrameType | None) -> None:
        parts[placed(frame)] += 1
        functions.update(within(frame))

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
    return lambda: {"parts": dict(parts), "functions": dict(functions.most_common(160))}


if __name__ == "__main__":
    file, sys.argv = Path(sys.argv[1]), ["rapport", "run"]
    seen = sampling()
    try:
        main()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        file.write_text(json.dumps(seen()), "utf-8")
