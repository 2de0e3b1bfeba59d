"""Rhythms: "every Tuesday", "daily", "the 31st of every month", "0 9 * * 1". Pure.

What falls on the 29th to 31st is asked: the last day of a short month, or none in it.
"""

from bot.when.feasts import feast_in
from bot.when.frequency import of_unit, on_date, on_monthday, on_weekends
from bot.when.made import MONTHS, SECONDS, Day, Made, Number, Ordinal, Period, Rhythm, Span, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.reading import Unsure
from bot.when.rules import WEEKEND, WORKDAYS, Freq, Rule, weekly

RHYTHMS = Stage()
_OFTEN = {1: Rule(Freq.DAILY), 7: Rule(Freq.WEEKLY), 14: Rule(Freq.WEEKLY, 2), 30: Rule(Freq.MONTHLY),
          90: Rule(Freq.MONTHLY, 3), 365: Rule(Freq.YEARLY)}  # fmt: skip


@RHYTHMS.rule("m=number/star h=number/star d=number/star star w=number/star (dash v=+number)?")
def _cron(found: Found, scene: Scene) -> Made | None:
    """0 9 * * 1."""
    minute, hour = (found.all(name, Number) for name in "mh")
    if found.before is not None or not minute or not hour or not (minute[0].value < 60 and hour[0].value < 24):
        return None
    at = hour[0].whole * 100 + minute[0].whole
    weekdays, monthdays = found.all("w", Number), found.all("d", Number)
    if weekdays:
        first, last = weekdays[0].whole, (found.all("v", Number) or weekdays)[0].whole
        if not 0 <= first <= last <= 7:
            return None
        return Rhythm(weekly(*((day - 1) % 7 for day in range(first, last + 1))), hour=at)
    rule = on_monthday(monthdays[0].whole).rule if monthdays and 0 < monthdays[0].value < 32 else Rule(Freq.DAILY)
    return Rhythm(rule, hour=at)


@RHYTHMS.rule(
    "every d=day and the? e=day",
    "d=day and e=day (of|in)? every u=unit",
    "every u=unit d=day and e=day",
    "d=day (of|in|on)? every u=unit",
    "every u=unit comma? (on|at)? the? d=day",
    "every s=span on? the? d=day",
    "f=often on? the? d=day",
    "every n=number of the? u=unit",
    "every u=unit (on|at)? the? n=number/ordinal",
    "every d=day (of|in|the)* u=unit?",
    "the? n=ordinal/number (of|in)? every u=unit",
    "f=often on? the? n=ordinal",
)
def _day_of_every(found: Found, scene: Scene) -> Made | None:
    """every month on the 31st, every March 3rd, monthly on the 5th."""
    days = found.all("d", Day) + found.all("e", Day)
    interval, yearly = 1, False
    if spans := found.all("s", Span):
        interval, yearly = spans[0].months, spans[0].months % 12 == 0
        if not interval:
            return None
    if found.has("u"):
        unit = Unit(found.key("u", "unit"))
        if unit not in MONTHS or unit is Unit.QUARTER:
            return None
        yearly = unit is Unit.YEAR
    if found.has("f"):
        if found.key("f", "often") not in (30, 365):
            return None
        yearly = found.key("f", "often") == 365
    if not days:
        made = found.named["n"][0].made
        value = int(made.value) if isinstance(made, Ordinal | Number) else 0
        if (
            yearly
            or not 1 <= value <= 31
            or (
                isinstance(made, Number)
                and "the" not in {kind for token in found.tokens for kind in token.keys}
                and "dayalone" not in scene.words.flags
            )
            or found.precedes("colon", "halfday", "oclock", "unit")
        ):
            return None
        return on_monthday(value, interval=interval)
    if all(each.monthday for each in days) and not yearly:
        return on_monthday(*(each.monthday or 0 for each in days), interval=interval)
    if len(days) > 1 or any(each.weekday is not None for each in days):
        return None
    day = days[0].days[-1] if days[0].none else days[0].day
    return on_date(day.month, day.day)


@RHYTHMS.rule("every other w=weekday ((comma|and|slash)+ weekday)*")
def _every_other_weekday(found: Found, scene: Scene) -> Made | None:
    """every other tuesday and friday."""
    return Rhythm(
        weekly(*(int(token.keys["weekday"]) for token in found.tokens if "weekday" in token.keys), interval=2)
    )


@RHYTHMS.rule(
    "every (u=unit on?)? the? weekday ((comma|and|slash|every)+ the? weekday)*",
    "f=often (on|at)? the? (weekday|weekdays) ((comma|and|slash)+ (weekday|weekdays))*",
    "(on|every)? weekdays ((comma|and|slash|on|every)+ (weekdays|weekday))*",
    "weekday ((comma|and|slash)+ weekday)* (of|in)* every u=unit",
    "weekday postevery",
)
def _every_weekdays(found: Found, scene: Scene) -> Made | None:
    """every Monday and Thursday, weekly on Friday, Mondays."""
    if found.follows("number", "ordinal", "lastof"):
        return None
    interval = 1
    if found.has("f"):
        if found.key("f", "often") not in (7, 14):
            return None
        interval = found.key("f", "often") // 7
    if found.has("u") and Unit(found.key("u", "unit")) is not Unit.WEEK:
        return None
    days = [
        int(token.keys.get("weekday", token.keys.get("weekdays", 0)))
        for token in found.tokens
        if {"weekday", "weekdays"} & token.keys.keys()
    ]
    return Rhythm(weekly(*days, interval=interval))


@RHYTHMS.rule(
    "every other? workday",
    "on workday",
    "workdays",
    "on? weekends",
    "every weekend unit",
    "every other? weekend",
)
def _workdays(found: Found, scene: Scene) -> Made | None:
    """every weekday, on weekends."""
    kinds = {kind for token in found.tokens for kind in token.keys}
    if len(found.tokens) == 1 and found.follows("number", "rel", "except"):
        return None  # "in 3 working days"
    if not {"weekend", "weekends"} & kinds:
        return None if "other" in kinds else Rhythm(Rule(Freq.WEEKLY, 1, WORKDAYS))
    if "weekends" in kinds or "unit" in kinds:
        return Rhythm(Rule(Freq.WEEKLY, 1, WEEKEND))
    return on_weekends(2 if "other" in kinds else 1)


@RHYTHMS.rule("every other u=unit", "every o=ordinal u=unit")
def _every_other(found: Found, scene: Scene) -> Made | None:
    """every other day, every third week."""
    count = 2
    if found.has("o"):
        made = found.named["o"][0].made
        count = made.value if isinstance(made, Ordinal) else 0
    return of_unit(Unit(found.key("u", "unit")), count)


@RHYTHMS.rule("every s=span", "every approx? n=number u=unit", "s=span postevery")
def _every_span(found: Found, scene: Scene) -> Made | None:
    """every 3 days, every 90 minutes."""
    if found.has("n"):
        return of_unit(Unit(found.key("u", "unit")), found.made("n", Number).whole)
    span = found.made("s", Span)
    if span.is_elapsed:
        return Rhythm(None, span.seconds) if span.seconds else None
    if span.months and not span.days and not span.seconds:
        return of_unit(Unit.MONTH, span.months) if span.months % 12 else of_unit(Unit.YEAR, span.months // 12)
    if span.months or span.seconds:
        return None
    return (
        of_unit(Unit.WEEK, span.days // 7)
        if span.unit is Unit.WEEK and span.days % 7 == 0
        else of_unit(Unit.DAY, span.days)
    )


@RHYTHMS.rule("every feast")
def _every_feast(found: Found, scene: Scene) -> Made | None:
    day = feast_in(int(found.tokens[-1].keys["feast"]), scene.today.year)
    return on_date(day.month, day.day) if day and int(found.tokens[-1].keys["feast"]) < 10_000 else None


@RHYTHMS.rule("every p=period", "every m=month")
def _every_month_of(found: Found, scene: Scene) -> Made | None:
    """every March."""
    months = found.keys("m", "month") or [each.month for each in found.all("p", Period) if each.month]
    return on_date(months[0], 1) if months else None


@RHYTHMS.rule(
    "every u=unit", "o=often", "every (?=part|daypart|clock)", "every day", "u=unit postevery", "every (?=other)"
)
def _every(found: Found, scene: Scene) -> Made | None:
    """every day, hourly, every morning."""
    if found.has("o"):
        days = found.key("o", "often")
        return Rhythm(_OFTEN[days]) if days else Rhythm(None, SECONDS[Unit.HOUR])
    if found.has("u"):
        if found.named["u"][0].text in ("s", "m", "h", "d", "w", "mon", "sec", "'", '"'):
            return None
        return of_unit(Unit(found.key("u", "unit")), 1)
    token = found.tokens[-1]
    if isinstance(token.made, Day) and token.made.day == scene.today:
        return Rhythm(Rule(Freq.DAILY))
    return Rhythm(Rule(Freq.DAILY)) if found.precedes("part", "clock", "daypart") else None


@RHYTHMS.rule("r=rhythm comma? c=clampyes/clampno")
def _short_months(found: Found, scene: Scene) -> Made | None:
    """The answer to which days of short months are meant, in the words of `say`."""
    rhythm = found.made("r", Rhythm)
    if rhythm.why is not Unsure.SHORT_MONTHS:
        return None
    return Rhythm(rhythm.rule if "clampyes" in found.named["c"][0].keys else rhythm.other)
