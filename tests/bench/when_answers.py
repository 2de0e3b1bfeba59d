"""Who reads times: our grammar, and two libraries in an environment of their own that are asked over a pipe.

Run as a program by the Python of that environment it is the other end: a line of JSON in, a line of JSON out.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

LIBRARIES = ("dateparser", "parsedatetime")
PINS = ("dateparser==1.5.0", "parsedatetime==2.6")


def dateparser(text: str, language: str, now: datetime) -> datetime | None:
    """What dateparser finds: the whole text as a time, else the first time in it."""
    import importlib

    module: Any = importlib.import_module("dateparser")
    search: Any = importlib.import_module("dateparser.search").search_dates
    order = {"DATE_ORDER": "MDY"} if language == "en-US" else {}
    settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future", **order}
    own = language.partition("-")[0]
    found = module.parse(text, languages=[own], settings=settings)
    if found is None:
        several = search(text, languages=[own], settings=settings)
        found = several[0][1] if several else None
    return found if found is None else _plain(found)


def parsedatetime(text: str, language: str, now: datetime) -> datetime | None:
    """What parsedatetime finds; it is told no language but English."""
    import importlib

    if not language.startswith("en"):
        return None
    module: Any = importlib.import_module("parsedatetime")
    found, status = module.Calendar(version=module.VERSION_CONTEXT_STYLE).parseDT(text, now)
    return _plain(found) if status.hasDateOrTime else None


def _plain(found: datetime) -> datetime:
    return found.replace(tzinfo=None)


def serve() -> None:
    """Answers until the pipe closes; a text on which a library raises has no time for it."""
    ways = {"dateparser": dateparser, "parsedatetime": parsedatetime}
    for line in sys.stdin:
        library, text, language, now = json.loads(line)
        answer = None
        with suppress(Exception):
            answer = ways[library](text, language, datetime.fromisoformat(now))
        sys.stdout.write(json.dumps(answer.isoformat() if answer else None) + "\n")
        sys.stdout.flush()


async def answers(python: Path, library: str, asked: Sequence[tuple[str, str, datetime]]) -> list[datetime | None]:
    """What the library answers to each text, language and time of asking."""
    lines = [json.dumps([library, text, language, now.isoformat()]) for text, language, now in asked]
    process = await asyncio.create_subprocess_exec(
        str(python), __file__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(1800):
        told, _ = await process.communicate("\n".join(lines).encode() + b"\n")
    found = [json.loads(line) for line in told.decode().splitlines()]
    return [datetime.fromisoformat(each) if each else None for each in found]


def at_offset(moment: datetime, minutes: int) -> datetime:
    """The wall time of an aware moment so many minutes east of Greenwich."""
    return moment.astimezone(timezone(timedelta(minutes=minutes))).replace(tzinfo=None)


if __name__ == "__main__":
    serve()
