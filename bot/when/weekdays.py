"""Days of the week: "Friday 18 July", "next Friday", "wednesday of next week", "Friday after next". Pure.

"Next Friday" is the coming one to some and the one after to others: both are offered, always. A day of next week said
on a Sunday depends on when the week begins, and is asked where that is on a Sunday.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.when.calendar import ONE, day_or_none, month_start, next_weekday, week_start
from bot.when.made import Day, Made, Period, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.periods import SUNDAY, WEEK, period_of_month
from bot.when.reading import Unsure

WEEKDAYS = Stage()
RECENT = timedelta(days=60)


@WEEKDAYS.rule(
    "on? the? w=weekday dot? comma? (the|on|of|close|open)* d=day",
    "d=day comma? (open|on)? w=weekday close?",
    "w=weekday the? n=number/ordinal dot?",
)
def _weekday_and_date(found: Found, scene: Scene) -> Made | None:
    """Friday 18 July: the year in which both are true; Thu 15th: the month."""
    weekday = found.key("w", "weekday")
    if found.has("n"):
        return _on_monthday(scene, weekday, int(found.number("n").value)) if _is_monthday(found, scene) else None
    day = found.made("d", Day)
    if day.monthday is not None:
        return _on_monthday(scene, weekday, day.monthday)
    if day.weekday is not None:
        return None
    return replace(day, days=(day.day if day.fixed else _fitting(day.day, weekday, scene.today),))


_OF_OTHERS = (
    "colon",
    "halfday",
    "oclock",
    "unit",
    "dash",
    "month",
    "to",
    "slash",
    "monthmark",
    "measure",
    "part",
    "daymark",
)


def _is_monthday(found: Found, scene: Scene) -> bool:
    """Whether the number after a weekday is a day of the month, and no hour or part of something else."""
    number = found.number("n")
    if number.width > 2 or number.whole < 1 or found.precedes(*_OF_OTHERS) or found.goes_on("dot"):
        return False
    return number.width == 0 or "dayalone" in scene.words.flags or number.value > 12


def _on_monthday(scene: Scene, weekday: int, number: int) -> Day | None:
    """The next day of that number which is that weekday."""
    starts = (month_start(scene.today, ahead) for ahead in range(60))
    days = (day_or_none(start.year, start.month, number) for start in starts)
    fits = next((each for each in days if each and each >= scene.today and each.weekday() == weekday), None)
    return Day((fits,)) if fits else None


def _fitting(day: date, weekday: int, today: date) -> date:
    if day.weekday() == weekday:
        return day
    near = [each for year in (-1, 1, 2) if (each := day_or_none(day.year + year, day.month, day.day))]
    fits = [each for each in near if each.weekday() == weekday and each > today - RECENT]
    return fits[0] if fits else day


@WEEKDAYS.rule(
    "on? the? w=weekday comma? (of|in|on|the)* r=rel u=unit",
    "on? the? w=weekday comma? (of|in|the|on)* p=period",
    "p=period (of|on|the)* w=weekday",
    "w=weekday (of|in)? the? u=unit r=relpost/rel",
)
def _weekday_of_week(found: Found, scene: Scene) -> Made | None:
    """wednesday of next week, sunday from last week."""
    if found.has("p"):
        stretch = found.made("p", Period)
        if stretch.unit is not Unit.WEEK:
            return None
        ahead = (stretch.start - week_start(scene.today)).days // 7
    else:
        if Unit(found.key("u", "unit")) is not Unit.WEEK:
            return None
        token = found.named["r"][0]
        ahead = int(token.keys.get("rel", token.keys.get("relpost", 0)))
    weekday = found.key("w", "weekday")
    day = week_start(scene.today) + ahead * WEEK + weekday * ONE
    if scene.week_starts_sunday and scene.today.weekday() == SUNDAY and ahead > 0 and weekday != SUNDAY:
        return Day((day, day + WEEK), Unsure.WHICH_DAY)
    return Day((day,))


@WEEKDAYS.rule("on? the? w=weekday after the? rel", "m=month/period after the? rel")
def _after_next(found: Found, scene: Scene) -> Made | None:
    """Friday after next, March after next."""
    if found.tokens[-1].keys["rel"] < 1 or found.precedes("weekday", "unit", "month", "period", "number"):
        return None
    if found.has("w"):
        coming = next_weekday(scene.today, found.key("w", "weekday"))
        return Day((max(coming, week_start(scene.today) + WEEK + coming.weekday() * ONE),))
    months = found.keys("m", "month") or [each.month for each in found.all("m", Period) if each.month]
    if not months:
        return None
    coming = date(scene.today.year, months[0], 1)
    return period_of_month(month_start(coming, 12 if coming > scene.today else 24))


@WEEKDAYS.rule("on? the? r=rel w=weekday", "on? the? w=weekday r=relpost", "on? w=weekday r=rel")
def _rel_weekday(found: Found, scene: Scene) -> Made | None:
    """this, next, last Friday."""
    weekday, token = found.key("w", "weekday"), found.named["r"][0]
    ahead = int(token.keys.get("relpost", token.keys.get("rel", 0)))
    if ("lastof" in token.keys and found.precedes("of", "in")) or ("after" in token.keys and found.precedes("weekday")):
        return None
    if "weekbased" in scene.words.flags:
        return Day((week_start(scene.today) + ahead * WEEK + weekday * ONE,))
    if ahead == 0:
        this = week_start(scene.today) + weekday * ONE
        return Day((this if "thisweek" in scene.words.flags else next_weekday(scene.today, weekday),))
    if ahead < 0:
        return Day((next_weekday(scene.today, weekday, same=True) - WEEK,))
    if ahead > 1:
        return Day((week_start(scene.today) + ahead * WEEK + weekday * ONE,))
    return _next_weekday(scene, weekday)


def _next_weekday(scene: Scene, weekday: int) -> Day:
    """The coming one or the one after: both, first what the language rather means."""
    coming = next_weekday(scene.today, weekday)
    if coming.weekday() == scene.today.weekday():
        return Day((coming,))
    is_near = "nextiscoming" in scene.words.flags or coming >= week_start(scene.today) + WEEK
    return Day((coming, coming + WEEK) if is_near else (coming + WEEK, coming), Unsure.WHICH_DAY)
