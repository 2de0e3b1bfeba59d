"""Which days a matched name of a time means, seen from today. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from memory import stretch
from memory.stretch import Days
from memory.tongue import Tongue, found_in, number_of, value


def days_of(tongue: Tongue, kind: str, found: re.Match[str], *, today: date, locale: str | None = None) -> Days | None:
    """The days, or None where it is not sure which; raises ValueError or OverflowError where there are none."""
    part = found.groupdict()
    year = _year(tongue, part, today)
    match kind:
        case "iso":
            return stretch.of(int(part["year"]), int(part["number"]), int(part["day"]) if part["day"] else None)
        case "numbers":
            first, second = int(part["one"]), int(part["two"])
            if "/" in found[0] and first <= 12 and second <= 12 and not locale:
                return None  # where it was written decides, and is not known
            american = (locale or "").replace("_", "-").casefold() == "en-us"
            month, day = (first, second) if american or second > 12 else (second, first)
            return stretch.of(int(part["year"]), month, day)
        case "day":
            return stretch.named_day(_index(tongue.months, part["month"]), number_of(tongue, part["day"]), year, today)
        case "name":
            return _name(tongue, part["what"], year, today)
        case "year":
            return stretch.of(int(part["year"]))
        case "decade":
            return Days(date(int(part["decade"]), 1, 1), date(int(part["decade"]) + 10, 1, 1))
        case "ago" | "past":
            number, unit = _length(tongue, part)
            return (stretch.ago if kind == "ago" else stretch.past)(number, unit, today)
        case "step":
            return stretch.unit(*(value(tongue.steps, part["word"]) or (stretch.DAY, 0)), today)
        case "weekday":
            monday = today - timedelta(days=today.weekday() - 7 * (value(tongue.weeks, part["of_week"]) or 0))
            return stretch.one_day(monday + timedelta(days=_index(tongue.weekdays, part["weekday"])))
        case "offset":
            return stretch.one_day(today + timedelta(days=_offset(tongue, found)))
        case _:
            return _turned(tongue, kind, part["what"], today)


def _offset(tongue: Tongue, found: re.Match[str]) -> int:
    days = value(tongue.offsets, found["word"]) or 0
    return -days if days < 0 and re.search(tongue.ahead, found.string) else days


def _year(tongue: Tongue, part: Mapping[str, str], today: date) -> int | None:
    if part.get("of_year"):
        return today.year + (value(tongue.years, part["of_year"]) or 0)
    return int(part["year"]) if part.get("year") else None


def _length(tongue: Tongue, part: Mapping[str, str]) -> tuple[int, int]:
    """How many, and of which unit; one where no number is said."""
    if part.get("length"):
        return value(tongue.lengths, part["length"]) or (1, stretch.DAY)
    number = number_of(tongue, part["n"]) if part.get("n") else 1
    return number, _index(tongue.units, part["unit"])


def _name(tongue: Tongue, what: str, year: int | None, today: date) -> Days | None:
    """A month, season, feast or day of the week: that of the year, or the latest that has begun."""
    if (month := found_in(tongue.months, what)) is not None:
        return stretch.latest(lambda year: stretch.of(year, month + 1), year, today)
    if (season := found_in(tongue.seasons, what)) is not None:
        return stretch.latest(lambda year: stretch.season(season, year), year, today)
    if (weekday := found_in(tongue.weekdays, what)) is not None:
        return stretch.one_day(today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1))
    feast = value(tongue.feasts, what)
    return stretch.latest(lambda year: stretch.feast(feast, year), year, today) if feast else None


def _turned(tongue: Tongue, turn: str, what: str, today: date) -> Days | None:
    """The last, this or next unit or name."""
    step = {"last": -1, "this": 0, "next": 1}[turn]
    if (unit := found_in(tongue.units, what)) is not None:
        return stretch.unit(unit, step, today)
    if (weekday := found_in(tongue.weekdays, what)) is not None:
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=weekday)
        if step:
            ahead = (weekday - today.weekday() - 1) % 7 + 1
            day = today + timedelta(days=ahead if step > 0 else -((today.weekday() - weekday - 1) % 7 + 1))
        return stretch.one_day(day)
    began = _name(tongue, what, None, today)
    if began is None or began.start is None or began.end is None:
        return began
    running = began.end > today
    if step < 0:
        return _name(tongue, what, None, began.start - timedelta(days=1)) if running else began
    if step == 0 and (running or began.start.year == today.year):
        return began
    return _name(tongue, what, None, began.end + timedelta(days=366))


def _index(options: Sequence[str], text: str) -> int:
    number = found_in(options, text)
    if number is None:
        raise ValueError(text)
    return number
