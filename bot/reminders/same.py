"""Whether somebody has a reminder already that they wish for, or are offered: as much, at the same times. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.reminders.terms import policy_of
from bot.reminders.times import is_open, schedule_of
from bot.reminders.wish import Wish
from bot.when import Every, Recurring, Schedule
from memory.reminder import Policy, Reminder
from memory.wording import content, covered, numbers

LOOKED_AT = 3  # times: a rhythm that began on another day may still be the same one


def same_as(
    held: Iterable[Reminder], wish: Wish, schedule: Schedule, *, at: datetime, place: str | None
) -> Reminder | None:
    """The one of `held` that is this wish, told in the same place; None: it is another."""
    terms = (policy_of(wish.terms, Policy()), place)
    for each in held:
        if (
            (each.policy, each.place_key) == terms
            and _words(each.text) == _words(wish.task)
            and _fits(each, schedule, at)
        ):
            return each
    return None


def near_to(held: Iterable[Reminder], text: str, schedule: Schedule, *, at: datetime) -> Reminder | None:
    """The one of `held` that comes at those times and says the same, or the same and more; None: there is none.

    Where each has a word that the other lacks they are two, since that word may be a name.
    """
    for each in held:
        if not is_open(each) and _says_as_much(each.text, text) and _fits(each, schedule, at):
            return each
    return None


def _says_as_much(one: str, other: str) -> bool:
    few, many = sorted((content(one), content(other)), key=len)
    same_numbers = numbers(one) == numbers(other)
    return same_numbers and bool(few) and len(covered(few, many)) == len(few)


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _fits(each: Reminder, wished: Schedule, at: datetime) -> bool:
    """Whether it comes at those times. One that cannot be read keeps nobody from wishing."""
    try:
        held = schedule_of(each)
    except ValueError:
        return False
    if isinstance(held, Every) and isinstance(wished, Every) and held.count is None:
        return replace(held, start=wished.start) == wished
    if isinstance(held, Recurring) and isinstance(wished, Recurring) and held.count is None:
        same = replace(held, start=wished.start) == wished
        return same and held.first(LOOKED_AT, at) == wished.first(LOOKED_AT, at)
    return held == wished
