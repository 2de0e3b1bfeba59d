"""A day that is said of a rhythm: its new day from then on, or one time only, which nobody but the person knows. Pure.

How often it comes stays, and so do its end, its exceptions and how many times are left of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from bot.when import Choice, Freq, Once, Reading, Recurring, Rule, Schedule, Unsure, Weekday
from bot.when.say import apart

LONG_MONTHS = 28  # from the day after it on, some months have no such day
OPEN = (None, Unsure.WHICH_DAY, Unsure.MORNING_OR_EVENING, Unsure.WHICH_HOUR)


def asked_how_often(found: Reading, taken: Recurring, at: datetime, *, keeps_hours: bool) -> Reading:
    """The question, where one time was understood or what is open are all single times; else as it was found."""
    told = [found.understood] if found.understood is not None else []
    said = [*told, *(each.schedule for each in found.alternatives)]
    times = [each for each in said if isinstance(each, Once) and each.instant is None]
    if found.question not in OPEN or len(times) != len(said):
        return found
    rhythms: dict[tuple[object, ...], Recurring] = {}  # of one rule at one hour the first
    for each in (new for once in times for new in _from(once, taken, at, keeps_hours=keeps_hours)):
        rhythms.setdefault((each.rule, each.times), each)
    if not rhythms:
        return found
    ways: list[Schedule] = [*rhythms.values(), *times]
    choices = tuple(Choice(each, apart(each, ways)) for each in ways)
    return replace(found, understood=None, question=Unsure.HOW_OFTEN, alternatives=choices)


def _from(once: Once, taken: Recurring, at: datetime, *, keeps_hours: bool) -> Iterator[Recurring]:
    """The same as often on that day, at the hour that was said."""
    day = once.wall.date()
    left = None if taken.count is None else len(taken.first(taken.count, at))
    times, zone = (taken.times, taken.zone) if keeps_hours else ((once.wall.time(),), once.zone)
    for rule in _rules(taken.rule, day):
        new = replace(taken, start=day, times=times, zone=zone, rule=rule, count=left)
        if left != 0 and new.next(at) is not None:
            yield new


def _rules(rule: Rule, day: date) -> Iterator[Rule]:
    weekday = day.weekday()
    match rule.freq:
        case Freq.DAILY if rule.interval == 1:
            yield Rule(Freq.WEEKLY, weekdays=(Weekday(weekday),))
        case Freq.DAILY:
            yield rule
        case Freq.WEEKLY:
            yield replace(rule, weekdays=(Weekday(weekday),))
        case Freq.MONTHLY:
            if len(rule.weekdays) == 1:
                yield replace(rule, weekdays=(Weekday(weekday, rule.weekdays[0].nth),))
            yield replace(rule, weekdays=(), monthdays=(day.day,), clamp=day.day > LONG_MONTHS)
        case Freq.YEARLY:
            clamp = day.day > LONG_MONTHS
            yield replace(rule, weekdays=(), monthdays=(day.day,), months=(day.month,), clamp=clamp)
