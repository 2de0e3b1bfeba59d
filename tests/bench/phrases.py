"""Phrases about times with what is right for them, from the three files of a data folder, in one shape.

Where a stretch is named (a week, a month, "9 to 11"), any time within it is right. A time of day is looked at only
where one is named: for a part of a day ("this evening") it must lie within that part. Without a time at which it was
said a phrase is only taken if it names its year. What chrono must not match in its strict mode only is kept apart: much
of it ("in 15m") it reads in its other mode, as we do.
"""

import json
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

OURS = ("en", "de", "es", "pt", "fr", "it", "ru", "ja", "zh", "ar", "tr")
DUCKLING_NOW, DUCKLING_ZONE = datetime(2013, 2, 12, 4, 30), "Etc/GMT+2"
_VALUE = re.compile(r"^datetime(?P<kind>\w*)(?: (?P<open>Before|After))? \(?(?P<rest>.*)$")
_TUPLE = re.compile(r"\((-?\d+), (\d+), (\d+), (\d+)(?:, (\d+), (\d+))?\)")
_GRAINS = ("Second", "Minute", "Hour", "Day", "Week", "Month", "Quarter", "Year")
_PARTS = {
    6: (0, 12),
    8: (0, 12),
    14: (12, 19),
    15: (12, 19),
    18: (17, 24),
    20: (17, 24),
    22: (17, 24),
}  # the hours that chrono gives to parts of a day
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` said at `now` on the wall of `zone`; right is a wall time from `start`, before `end`, or none at all."""

    source: str
    language: str
    text: str
    now: datetime
    zone: str
    start: datetime | None
    end: datetime | None = None
    offset: int | None = None  # minutes east of Greenwich, where the right time is of another zone
    hours: tuple[int, int] | None = None  # of the day, where only a day is right otherwise
    feast: bool = False  # a feast by its name

    def is_right(self, answer: datetime | None) -> bool:
        """Whether that wall time is right; None says that no time was found."""
        if self.start is None or answer is None:
            return self.start is None and answer is None
        if self.end is None or not self.start <= answer < self.end:
            return False
        return self.hours is None or self.hours[0] <= answer.hour < self.hours[1]


def phrases(data: Path) -> list[Phrase]:
    """Of chrono.jsonl and duckling.jsonl, those in our languages, and of the others what must not match."""
    found = [*_of(data / "chrono.jsonl", chrono), *_of(data / "duckling.jsonl", duckling)]
    return [each for each in found if each.start is None or each.language.partition("-")[0] in OURS]


def _of(file: Path, reader: Any) -> Iterator[Phrase]:
    for line in file.read_text("utf-8").splitlines():
        yield from reader(json.loads(line))


def chrono(row: Mapping[str, Any]) -> Iterator[Phrase]:
    """A line of chrono.jsonl."""
    language = "en-GB" if row["parser"].endswith("en.GB") else "en-US" if row["lang"] == "en" else row["lang"]
    expect, now = row["expect"], _moment(row.get("ref"))
    told = now or datetime(2012, 8, 10, 12)
    if row["parser"] == "custom":
        return
    if expect is None:
        kind = "must not, strict" if row["parser"].endswith("strict") else "must not"
        yield Phrase(kind, language, row["text"], told, "UTC", None)
        return
    start = expect.get("start") or {}
    day = _day(start) or _moment(expect.get("start_date"))
    if day is None or (now is None and not _YEAR.search(row["text"])):
        return
    yield _chrono_phrase(language, row["text"], told, _Gold(day, start, _moment(expect.get("start_date"))))


@dataclass(frozen=True, slots=True)
class _Gold:
    day: datetime
    start: Mapping[str, int]
    moment: datetime | None


def _chrono_phrase(language: str, text: str, now: datetime, gold: _Gold) -> Phrase:
    midnight = datetime.combine(gold.day.date(), time())
    digits = any(char.isdigit() for char in text)
    hour, minute = gold.start.get("hour"), gold.start.get("minute", 0)
    if hour is None and gold.moment and gold.moment.time() not in (time(12), now.time(), time()):
        hour, minute = gold.moment.hour, gold.moment.minute
    offset = gold.start.get("timezoneOffset")
    if (
        hour is None
        or (hour == 12 and minute == 0)
        or (hour, minute) == (now.hour, now.minute)
        or (hour == 0 and not digits)
    ):
        return Phrase("chrono", language, text, now, "UTC", midnight, midnight + ONE, offset)
    if not digits and minute == 0 and hour in _PARTS:
        return Phrase("chrono", language, text, now, "UTC", midnight, midnight + ONE, offset, _PARTS[hour])
    begin = midnight + timedelta(hours=hour, minutes=minute)
    return Phrase("chrono", language, text, now, "UTC", begin, begin + timedelta(minutes=1), offset)


def _day(start: Mapping[str, int]) -> datetime | None:
    try:
        return datetime(start["year"], start["month"], start["day"])
    except (KeyError, ValueError):
        return None


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if isinstance(text, str) else None
    except ValueError:
        return None


def duckling(row: Mapping[str, Any]) -> Iterator[Phrase]:
    """A line of duckling.jsonl: one value and every phrase for it."""
    language, _, region = row["lang"].partition("/")
    tag = (
        f"{language.lower()}-{region or 'US'}"
        if language == "EN"
        else language.lower() + (f"-{region}" if region else "")
    )
    try:
        bounds = _bounds(row["value"])
    except ValueError:
        return
    if bounds:
        for text in row["phrases"]:
            yield Phrase("duckling", tag, text, DUCKLING_NOW, DUCKLING_ZONE, *bounds, feast="Holiday" in row["value"])


def _bounds(value: str) -> tuple[datetime, datetime] | None:
    found = _VALUE.match(value)
    tuples = [_parts(match) for match in _TUPLE.finditer(value)]
    grain = next((each for each in _GRAINS if re.search(rf"\) {each}\b", value)), None)
    if found is None or not tuples or grain is None:
        return None
    if "Interval" in found["kind"] and len(tuples) > 1:
        if tuples[0] == DUCKLING_NOW:  # "by" and "within" name the end
            return DUCKLING_NOW, tuples[1] + (ONE if tuples[1].time() == time() else timedelta(minutes=1))
        return tuples[0], tuples[1]
    begin, end = tuples[0], _after(tuples[0], grain)
    if found["open"] == "Before":
        return DUCKLING_NOW, end
    return (begin, max(end, datetime.combine(begin.date(), time()) + ONE)) if found["open"] == "After" else (begin, end)


def _parts(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, _ = (int(each or 0) for each in match.groups())
    return datetime(year, max(month, 1), max(day, 1), hour, minute)


def _after(begin: datetime, grain: str) -> datetime:
    match grain:
        case "Second" | "Minute":
            return begin + timedelta(minutes=1)
        case "Hour":
            return begin + timedelta(hours=1)
        case "Day":
            return begin + ONE
        case "Week":
            return begin + 7 * ONE
        case "Year":
            return begin.replace(year=begin.year + 1)
    for _ in range(3 if grain == "Quarter" else 1):
        begin += monthrange(begin.year, begin.month)[1] * ONE
    return begin
