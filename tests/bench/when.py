"""How many phrases about times are read right, beside two libraries: python -m tests.bench.when DATA [--peers FOLDER]

DATA holds reminders.jsonl, chrono.jsonl and duckling.jsonl, and is no part of this project; `tests.bench.phrases` says
what counts as right. Where we ask, the way that we would take first is looked at; what must not match is wrong whenever
any time is named. The libraries are installed in FOLDER and are not asked for reminders, of which they know nothing.
"""

import argparse
import asyncio
import json
import sys
import time
import zoneinfo
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.reminders.talk import wanted_in
from bot.when import Every, Once, Reading, Recurring, Schedule, read, request
from tests.bench.peers.environments import Package, interpreter
from tests.bench.phrases import OURS, Phrase, phrases
from tests.bench.when_answers import LIBRARIES, PINS, answers, at_offset

A_REQUEST = 0.5


def ours(phrase: Phrase) -> datetime | None:
    """The wall time that we take first; None where we find none."""
    zone = zoneinfo.ZoneInfo(phrase.zone)
    now = phrase.now.replace(tzinfo=zone)
    reading = read(phrase.text, now, zone, languages=(phrase.language,))
    schedule: Schedule | None = reading.named or reading.understood
    if schedule is None and reading.alternatives and isinstance(reading.alternatives[0].schedule, Recurring):
        schedule = reading.alternatives[0].schedule
    if isinstance(schedule, Once):
        if phrase.offset is not None:
            return at_offset(schedule.at, phrase.offset)
        return schedule.wall if phrase.source == "chrono" else schedule.at.astimezone(zone).replace(tzinfo=None)
    due = schedule.next(now) if schedule else None
    return due.astimezone(zone).replace(tzinfo=None) if due else None


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder phrase with what is right for it."""

    phrase: str
    languages: tuple[str, ...]
    zone: zoneinfo.ZoneInfo
    now: datetime
    expect: Mapping[str, Any]

    def wall(self, moment: datetime | None) -> str | None:
        """The wall time where it is due."""
        zone = zoneinfo.ZoneInfo(self.expect.get("in_zone", self.zone.key))
        return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes") if moment else None


def reminders(data: Path) -> list[Told]:
    """The phrases of reminders.jsonl."""
    rows = [json.loads(line) for line in (data / "reminders.jsonl").read_text("utf-8").splitlines()]
    zones = [zoneinfo.ZoneInfo(row["timezone"]) for row in rows]
    return [
        Told(
            row["phrase"],
            (row["locale"],) if row["locale"] else (),
            zone,
            datetime.fromisoformat(row["now"]).replace(tzinfo=zone),
            row["expect"],
        )
        for row, zone in zip(rows, zones, strict=True)
    ]


def wrong(told: Told) -> list[str]:
    """What is wrong with our reading of it, by the names that the file gives; nothing where it is right."""
    asks = request(told.phrase, told.languages) >= A_REQUEST
    reading = read(told.phrase, told.now, told.zone, languages=told.languages)
    if told.expect.get("none"):
        return ["none"] if asks or wanted_in(told.phrase) is not None else []
    missing = [] if asks else ["request"]
    if "ask" in told.expect and reading.understood is not None:
        missing.append("ask")
    return missing + [name for name, found in _looked_at(told, reading) if found != told.expect[name]]


def _looked_at(told: Told, reading: Reading) -> Iterator[tuple[str, Any]]:
    schedule, expect = reading.understood, told.expect
    due = schedule.next(told.now) if schedule else None
    rule = str(schedule.rule) if isinstance(schedule, Recurring) else None
    ends = schedule.ends.isoformat() if isinstance(schedule, Recurring) and schedule.ends else None
    found = {
        "at": told.wall(due),
        "first": told.wall(due),
        "utc": due.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if due else None,
        "rrule": rule,
        "elapsed_seconds": schedule.seconds if isinstance(schedule, Every) else None,
        "until": ends,
        "in_zone": schedule.zone if schedule else None,
        "text": reading.task,
    }
    yield from ((name, value) for name, value in found.items() if name in expect)
    for name in ("offer", "ask"):
        if name in expect:
            offered = {way for choice in reading.alternatives for way in _names(told, choice.schedule)}
            yield name, expect[name] if set(expect[name]) <= offered else sorted(offered)


def _names(told: Told, schedule: Schedule) -> Iterator[str]:
    if isinstance(schedule, Recurring):
        yield str(schedule.rule)
    elif isinstance(schedule, Once):
        yield schedule.zone
        yield told.wall(schedule.at) or ""


def shares(asked: Sequence[Phrase], answer: Sequence[datetime | None]) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Right and asked, by language and kind: chrono, duckling, feasts of it, and what must not match."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for phrase, found in zip(asked, answer, strict=True):
        kind = "feasts" if phrase.feast else phrase.source
        key = (phrase.language.partition("-")[0], kind)
        total[key] += 1
        right[key] += phrase.is_right(found)
    return {key: (right[key], total[key]) for key in total}


KINDS = ("chrono", "duckling", "feasts")
MUST_NOT = ("must not", "must not, strict")


def rows(name: str, found: Mapping[tuple[str, str], tuple[int, int]]) -> Iterator[str]:
    """Lines of the table for one reader."""
    for language in OURS:
        told = [found.get((language, kind), (0, 0)) for kind in KINDS]
        both = (sum(right for right, _ in told[:2]), sum(total for _, total in told[:2]))
        fires = [found.get((language, kind), (0, 0)) for kind in MUST_NOT]
        yield f"| {language} | {name} | " + " | ".join([_share(both), *map(_share, told), *map(_fires, fires)]) + " |"
    for kind in MUST_NOT:
        every = [each for (_, own), each in found.items() if own == kind]
        yield f"{name}, {kind}: {_fires((sum(right for right, _ in every), sum(total for _, total in every)))}"


def _fires(found: tuple[int, int]) -> str:
    right, total = found
    return f"{total - right} of {total}" if total else ""


def _share(found: tuple[int, int]) -> str:
    right, total = found
    return f"{right / total:.0%} of {total}" if total else ""


async def main(arguments: Sequence[str]) -> None:
    """Prints the reminders that are wrong, and the table."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.when")
    options.add_argument("data", type=Path)
    options.add_argument(
        "--peers", type=Path, default=None, help="a folder for their environment; without it only ours"
    )
    chosen = options.parse_args(arguments)
    zoneinfo.reset_tzpath(to=[])
    told = reminders(chosen.data)
    faults = {each.phrase: names for each in told if (names := wrong(each))}
    print(f"reminders: {len(told) - len(faults)} of {len(told)} right", *faults.items(), sep="\n")
    asked = phrases(chosen.data)
    begun = time.perf_counter()
    found = [ours(phrase) for phrase in asked]
    print(f"{1000 * (time.perf_counter() - begun) / len(asked):.1f} ms a phrase\n")
    print(
        "| language | reader | both | chrono | duckling | its feasts | false fires | in strict mode |\n| --- | --- |"
        + " --: |" * 6
    )
    print(*rows("ours", shares(asked, found)), sep="\n")
    if chosen.peers is not None:
        python = await interpreter(Package("when", PINS, postgres=False), chosen.peers)
        for library in LIBRARIES:
            peers = await answers(python, library, [(each.text, each.language, each.now) for each in asked])
            print(*rows(library, shares(asked, peers)), sep="\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
