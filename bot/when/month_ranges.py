"""Two numbers beside a month: "9 to 12 December" are days, "at 9 until 12 December" is an hour and a day. Pure."""

from dataclasses import replace
from datetime import date

from bot.when.calendar import day_or_none
from bot.when.made import Day, Made, Number, Ordinal
from bot.when.pattern import Found
from bot.when.reading import Unsure


def with_second(found: Found, first: Day) -> Day:
    """With the other day of "9 to 12 December", or of "9 and 12 December", for which there is no one time."""
    if len(numbers := _numbers(found)[: -1 if found.has("y") else None]) < 2:
        return first
    second = day_or_none(first.day.year, first.day.month, int(numbers[1].value))
    if second is None or second <= first.day:
        return first
    if found.includes("and"):
        return replace(first, days=(first.day, second), why=Unsure.WHICH_DAY)
    return replace(first, last=second)


def last_of(first: Day, last: Made | None) -> date | None:
    """The last day of "30 November to 3 December"; days of the week have none."""
    return last.day if isinstance(last, Day) and first.weekday is None and last.day > first.day else None


def begins_at_an_hour(found: Found) -> bool:
    """Whether what looks like a range of days is an hour and a day: "every day at 9 until 12 December"."""
    numbers = _numbers(found)
    return len(numbers) - found.has("y") > 1 and isinstance(numbers[0], Number) and _is_hour(found)


def _is_hour(found: Found) -> bool:
    """Whether what stands before says so; "from" begins either."""
    return found.follows("at") and not found.follows("from", "starting")


def ends_on_no_day(found: Found, month: int, year: int) -> bool:
    """Whether "June 10 - 31" ends on no day."""
    numbers = [each for each in _numbers(found) if each.value < 100]
    if any(isinstance(each, Number) and each.width == 2 and each.value > 31 for each in numbers):
        return False  # one of them is a year
    return any(day_or_none(year, month, int(each.value)) is None for each in numbers)


def _numbers(found: Found) -> list[Number | Ordinal]:
    """All that are in it, with that of a year."""
    return [token.made for token in found.tokens if isinstance(token.made, Number | Ordinal)]
