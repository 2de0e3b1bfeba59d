"""A schedule in other languages than English, from `words/say.toml`: one time, and the rhythms most people have."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

from bot.when.rules import Freq, Rule
from bot.when.schedule import Every, Once, Recurring, Schedule

Words = Mapping[str, str | list[str]]


def said_in(language: str, schedule: Schedule) -> str | None:
    """The echo in that language; None where there are no words for it."""
    words = _tongues().get(language)
    if words is None or isinstance(schedule, Every):
        return None
    if isinstance(schedule, Once):
        day = _date(words, schedule.wall.date())
        return f"{_text(words, 'once').format(date=day, time=f'{schedule.wall:%H:%M}')} ({schedule.zone})"
    return _rhythm(words, schedule)


def _rhythm(words: Words, schedule: Recurring) -> str | None:
    is_plain = not (schedule.ends or schedule.count or schedule.without) and len(schedule.times) == 1
    pattern = _pattern(words, schedule.rule) if is_plain and schedule.rule.interval == 1 else None
    if pattern is None:
        return None
    begins = _text(words, "starting").format(date=_date(words, schedule.start))
    return f"{pattern.replace('{time}', f'{schedule.times[0]:%H:%M}')} {begins} ({schedule.zone})"


def _pattern(words: Words, rule: Rule) -> str | None:
    if rule == Rule(Freq.DAILY):
        return _text(words, "daily")
    if rule.freq is Freq.WEEKLY and rule.weekdays:
        names = [words["weekdays"][each.day] for each in rule.weekdays]
        listed = f" {_text(words, 'and')} ".join(names)
        return _text(words, "weekly").replace("{days}", listed)
    if rule == Rule(Freq.MONTHLY, monthdays=(-1,)):
        return _text(words, "last")
    if rule.freq is Freq.MONTHLY and len(rule.monthdays) == 1 and 0 < rule.monthdays[0] < 29:
        return _text(words, "monthly").replace("{day}", str(rule.monthdays[0]))
    return None


def _date(words: Words, day: date) -> str:
    return _text(words, "date").format(
        weekday=words["weekdays"][day.weekday()],
        day=day.day,
        month=words["months"][day.month - 1],
        year=f"{day.year:04}",
    )


def _text(words: Words, name: str) -> str:
    found = words[name]
    return found if isinstance(found, str) else " ".join(found)


@cache
def _tongues() -> Mapping[str, Words]:
    return tomllib.loads((resources.files("bot.when") / "words" / "say.toml").read_text("utf-8"))
