"""Rules by what is counted: every so many of a unit, a day of each month, a date of each year. Pure."""

from bot.when.made import SECONDS, Rhythm, Unit
from bot.when.reading import Unsure
from bot.when.rules import WEEKEND, Freq, Rule, weekly

_MOST = {Freq.DAILY: 3660, Freq.WEEKLY: 520, Freq.MONTHLY: 120, Freq.YEARLY: 10}


def of_unit(unit: Unit, count: int) -> Rhythm | None:
    """Every so many of a unit: of days and more by the calendar, of less by the clock."""
    if count < 1:
        return None
    if unit < Unit.DAY:
        seconds = count * SECONDS[unit]
        return Rhythm(None, seconds) if seconds <= 3660 * SECONDS[Unit.DAY] else None
    freq, times = {
        Unit.DAY: (Freq.DAILY, 1), Unit.WEEK: (Freq.WEEKLY, 1), Unit.MONTH: (Freq.MONTHLY, 1),
        Unit.QUARTER: (Freq.MONTHLY, 3), Unit.YEAR: (Freq.YEARLY, 1),
    }[unit]  # fmt: skip
    return Rhythm(Rule(freq, count * times)) if count * times <= _MOST[freq] else None


def on_monthday(*days: int, interval: int = 1) -> Rhythm:
    """That day of each month; of the short months it is asked."""
    if len(days) == 1 and days[0] > 28:
        last = Rule(Freq.MONTHLY, interval, monthdays=(-1,) if days[0] == 31 else days, clamp=days[0] != 31)
        return Rhythm(last, other=Rule(Freq.MONTHLY, interval, monthdays=days), why=Unsure.SHORT_MONTHS)
    return Rhythm(Rule(Freq.MONTHLY, interval, monthdays=tuple(sorted(days))))


def on_date(month: int, day: int) -> Rhythm:
    """Every year; a 29 February is its last day in other years."""
    return Rhythm(Rule(Freq.YEARLY, monthdays=(day,), months=(month,), clamp=(month, day) == (2, 29)))


def on_weekends(interval: int = 1) -> Rhythm:
    """Its Saturdays; both days are offered."""
    return Rhythm(Rule(Freq.WEEKLY, interval, WEEKEND[:1]), other=Rule(Freq.WEEKLY, interval, WEEKEND))


def on_weekdays(rhythm: Rhythm, *days: int) -> Rhythm | None:
    """A rhythm of weeks, or of two weeks that are counted in days, on these days of the week; None for any other."""
    match rhythm.rule:
        case Rule(Freq.WEEKLY, weeks, ()):
            return Rhythm(weekly(*days, interval=weeks), hour=rhythm.hour)
        case Rule(Freq.DAILY, 14 | 15):
            return Rhythm(weekly(*days, interval=2), hour=rhythm.hour)
        case _:
            return None


def together(one: Rhythm, other: Rhythm) -> Rhythm | None:
    """ "Every two weeks" and "Tuesdays" are one rhythm; None where they are two."""
    for rhythm, days in ((one, other), (other, one)):
        rule = days.rule
        if rule is not None and rule.freq is Freq.WEEKLY and rule.interval == 1 and rule.weekdays:
            made = on_weekdays(rhythm, *(each.day for each in rule.weekdays))
            if made is not None:
                return made
    return None
