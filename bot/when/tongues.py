"""A schedule in other languages than English, from `words/say.toml`. Pure."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from bot.when.made import SECONDS, Unit
from bot.when.rules import WORKDAYS, Freq, Rule
from bot.when.schedule import Every, Once, Recurring, Schedule

Word = str | list[str]
Words = Mapping[str, Word | Mapping[str, list[str]]]
UNITS = {Freq.DAILY: "day", Freq.WEEKLY: "week", Freq.MONTHLY: "month", Freq.YEARLY: "year"}
LATEST_SURE = 28  # day that every month has


def said_in(language: str, schedule: Schedule) -> str | None:
    """The echo in that language; None where there are no words for it."""
    words = _tongues().get(language)
    if words is None:
        return None
    match schedule:
        case Once():
            said = _moment(words, schedule.wall)
        case Every():
            said = " ".join(_even(words, schedule, language))
        case Recurring():
            said = " ".join(_rhythm(words, schedule, language))
    return f"{said} ({schedule.zone})"


def moment_in(language: str, wall: datetime) -> str | None:
    """A day and time; None as above."""
    words = _tongues().get(language)
    return None if words is None else _moment(words, wall)


def day_in(language: str, day: date) -> str | None:
    """A day; None as above."""
    words = _tongues().get(language)
    return None if words is None else _text(words, "date", day)


def _even(words: Words, schedule: Every, language: str) -> Iterator[str]:
    unit = max(each for each in (Unit.SECOND, Unit.MINUTE, Unit.HOUR) if schedule.seconds % SECONDS[each] == 0)
    yield _counted(words, unit.name.lower(), schedule.seconds // SECONDS[unit], language)
    start = schedule.start.astimezone(ZoneInfo(schedule.zone))
    yield _text(words, "from", start.date(), time=_clock(start.time()))
    last = None if schedule.ends is None else schedule.ends.astimezone(ZoneInfo(schedule.zone))
    if last is not None and last.time() != time():
        yield _text(words, "until_time", time=_clock(last.time()))
    elif last is not None:
        yield _text(words, "until", last.date() - timedelta(days=1))
    if schedule.count is not None:
        yield _text(words, "count", count=schedule.count)


def _rhythm(words: Words, schedule: Recurring, language: str) -> Iterator[str]:
    yield from _rule(words, schedule.rule, language)
    yield _text(words, "at", times=_listed(words, map(_clock, schedule.times)))
    yield _text(words, "starting", schedule.start)
    if schedule.ends is not None:
        yield _text(words, "until", schedule.ends - timedelta(days=1))
    if schedule.count is not None:
        yield _text(words, "count", count=schedule.count)
    if schedule.without:
        name = "except" if "except" in words else "date"
        yield _text(words, "without", dates=_listed(words, (_text(words, name, day) for day in schedule.without)))


def _rule(words: Words, rule: Rule, language: str) -> Iterator[str]:
    """What repeats, and on which days of it."""
    if rule.freq is Freq.WEEKLY and rule.weekdays and rule.interval == 1:
        days = _listed(words, (_of_weekday(words, "each", day.day) for day in rule.weekdays))
        every = _text(words, "weekly", days=days) if "weekly" in words else days
        yield _text(words, "workdays") if rule.weekdays == WORKDAYS else every
        return
    yield _counted(words, UNITS[rule.freq], rule.interval, language)
    if rule.freq is Freq.WEEKLY and rule.weekdays:
        yield _listed(words, (_of_weekday(words, "on", day.day) for day in rule.weekdays))
    elif rule.freq is Freq.MONTHLY and rule.weekdays:
        yield _listed(words, (_nth(words, day.day, day.nth) for day in rule.weekdays))
    elif rule.freq is Freq.MONTHLY and rule.monthdays:
        yield _monthdays(words, rule)
    elif rule.freq is Freq.YEARLY and rule.months and rule.monthdays:
        yield _text(words, "yearly", day=rule.monthdays[0], month=_word(words, "months", rule.months[0] - 1))


def _monthdays(words: Words, rule: Rule) -> str:
    if rule.monthdays == (-1,):
        return _text(words, "last")
    days = _listed(words, (_text(words, "monthday", day=day) for day in rule.monthdays))
    if len(rule.monthdays) > 1 or rule.monthdays[0] <= LATEST_SURE:
        return days
    return f"{days} ({_text(words, 'clamped' if rule.clamp else 'skipped')})"


def _nth(words: Words, weekday: int, nth: int) -> str:
    genders = words.get("genders", "")
    name = f"nth_{genders[weekday]}" if isinstance(genders, str) and genders else "nth"
    days = "nth_weekdays" if "nth_weekdays" in words else "weekdays"
    at = -1 if nth < 0 else nth - 1
    return _text(words, "nth_weekday", nth=_word(words, name, at), weekday=_word(words, days, weekday))


def _counted(words: Words, unit: str, count: int, language: str) -> str:
    every = words["every"]
    assert isinstance(every, Mapping)
    forms = every[unit]
    return forms[_plural(language, count, len(forms))].format(count=count)


def _plural(language: str, count: int, forms: int) -> int:
    """Which form is for that many: by the plural rules of CLDR, as far as these languages tell more than one apart."""
    if count == 1:
        return 0
    if language == "ru":
        return 1 if count % 10 in (1, 2, 3, 4) and count % 100 not in (11, 12, 13, 14) and count % 10 != 1 else 2
    if language == "ar":
        return 1 if count == 2 else 2 if count % 100 in range(3, 11) else 3
    return forms - 1


def _of_weekday(words: Words, name: str, weekday: int) -> str:
    pattern = words[name]
    if isinstance(pattern, str):
        return pattern.format(weekday=_word(words, "weekdays", weekday))
    return _word(words, name, weekday)


def _moment(words: Words, wall: datetime) -> str:
    return _text(words, "once", wall.date(), time=_clock(wall.time()))


def _clock(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _text(words: Words, name: str, day: date | None = None, /, **filled: str | int) -> str:
    """A pattern filled in: with `date` (of a day, with its weekday), `bare` (without), `on` (that weekday)."""
    pattern = words[name]
    assert isinstance(pattern, str)
    if day is None:
        return pattern.format(**filled)
    parts = {
        "weekday": _word(words, "weekdays", day.weekday()),
        "day": day.day,
        "month": _word(words, "months", day.month - 1),
        "year": f"{day.year:04}",
    }
    dates = {key: found.format(**parts) for key in ("date", "bare") if isinstance(found := words.get(key), str)}
    return pattern.format(**(parts | dates | {"on": _of_weekday(words, "on", day.weekday())} | filled))


def _word(words: Words, name: str, at: int) -> str:
    found = words[name]
    assert not isinstance(found, Mapping)
    return found[at]


def _listed(words: Words, parts: Iterable[str]) -> str:
    *first, last = parts
    return _text(words, "and").join([", ".join(first), last] if first else [last])


@cache
def _tongues() -> Mapping[str, Words]:
    return tomllib.loads((resources.files("bot.when") / "words" / "say.toml").read_text("utf-8"))
