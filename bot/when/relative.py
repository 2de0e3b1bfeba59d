"""Days by where they stand: tomorrow, next week, Friday, "wednesday of next week", the last day of the month. Pure.

"Next Friday" is the coming one to some and the one after to others: both are offered, always. A day of next week said on
a Sunday depends on when the week begins, and is asked where that is on a Sunday.
"""

from datetime import date, timedelta

from bot.when.calendar import day_or_none, month_end, month_start, next_weekday, nth_weekday, week_start
from bot.when.dates import RECENT, period_of_month
from bot.when.made import MONTHS, Broken, Day, Made, Moment, Number, Ordinal, Period, Span, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.reading import Unsure
from bot.when.spans import moment_at, span_of

RELATIVE, STRETCHES, NTH = Stage(), Stage(), Stage()
SUNDAY, SATURDAY, FRIDAY = 6, 5, 4
ONE, WEEK = timedelta(days=1), timedelta(weeks=1)
CLOSE = 18  # the hour at which a working day ends


def period(today: date, unit: Unit, ahead: int) -> Period:
    """The week, month, quarter or year so many from this one."""
    if unit is Unit.WEEK:
        start = week_start(today) + ahead * WEEK
        return Period(start, start + WEEK, unit, start if ahead else max(start, today))
    if unit is Unit.DAY:
        day = today + ahead * ONE
        return Period(day, day + ONE, unit, day)
    length = MONTHS[unit]
    begin = (
        month_start(today)
        if unit is Unit.MONTH
        else today.replace(month=1 if unit is Unit.YEAR else (today.month - 1) // 3 * 3 + 1, day=1)
    )
    start = month_start(begin, ahead * length)
    return Period(start, month_start(start, length), unit, start if ahead else max(start, today))


def weekend(today: date, ahead: int) -> Period:
    """Saturday and Sunday of this week, or so many weeks on."""
    saturday = week_start(today) + SATURDAY * ONE + ahead * WEEK
    return Period(saturday, saturday + 2 * ONE, Unit.DAY, saturday if saturday >= today or ahead else today)


@RELATIVE.rule("n=number d=rday")
def _days_beyond(found: Found, scene: Scene) -> Made | None:
    """ "2 days after tomorrow" where "day after tomorrow" is a word of its own."""
    ahead = found.key("d", "rday")
    if "beyond" not in found.named["d"][0].keys or abs(ahead) != 2:
        return None
    days = found.made("n", Number).whole
    return Day((scene.today + (1 if ahead > 0 else -1) * (days + 1) * ONE,)) if 0 < days < 1000 else None


@RELATIVE.rule("d=rday")
def _day_word(found: Found, scene: Scene) -> Made | None:
    ahead = found.key("d", "rday")
    return Day((scene.today + ahead * ONE,), said=ahead == 0)


@RELATIVE.rule("d=daypart")
def _day_and_part(found: Found, scene: Scene) -> Made | None:
    """tonight, 今晚."""
    value = found.named["d"][0].keys["daypart"]
    ahead, part = int(value), round(abs(value) % 1 * 10)
    return Day((scene.today + ahead * ONE,), part=part, said=ahead == 0)


@RELATIVE.rule(
    "in? the? r=rel n=number measure? u=unit",
    "in? the? n=number measure? r=rel measure? u=unit",
    "in? n=number u=unit r=relpost/rel",
    "in? the? r=rel s=span",
    "in? the? s=span r=relpost/rel",
)
def _next_few(found: Found, scene: Scene) -> Made | None:
    """the next three days: at the latest then, as with "within"."""
    token = found.named["r"][0]
    sign = int(token.keys.get("rel", token.keys.get("relpost", 0)))
    if not sign:
        return None
    if spans := found.all("s", Span):
        span = spans[0]
    else:
        made = span_of(found.made("n", Number).value, Unit(found.key("u", "unit")))
        if made is None:
            return None
        span = made
    if "nextup" in token.keys and span.unit >= Unit.DAY:  # "the upcoming two weeks" names the last of them
        return period(scene.today, span.unit, _count(span))
    return moment_at(scene.now, span, sign)


def _count(span: Span) -> int:
    """How many of its unit."""
    if span.unit in MONTHS:
        return max(1, span.months // MONTHS[span.unit])
    return max(1, span.days // 7 if span.unit is Unit.WEEK else span.days)


@RELATIVE.rule(
    "(at|on|in|of)* the? r=rel measure? u=unit", "(at|on|in|of)* the? u=unit r=relpost", "(in|of)* the? u=unit r=rel"
)
def _rel_unit(found: Found, scene: Scene) -> Made | None:
    """next week, la semaine prochaine."""
    token = found.named["r"][0]
    ahead, unit = int(token.keys.get("relpost", token.keys.get("rel", 0))), Unit(found.key("u", "unit"))
    if found.named["u"][0].text in ("mon", "sec", "s", "m", "h", "d", "w", "y", "second"):
        return None
    if unit < Unit.DAY:
        return (
            moment_at(scene.now, Span(0, 0, abs(ahead) * (60**unit), unit), 1 if ahead > 0 else -1) if ahead else None
        )
    if unit is Unit.DAY:
        return Day((scene.today + ahead * ONE,))
    return period(scene.today, unit, ahead)


@RELATIVE.rule("(in|on|of)* the? r=rel weekend", "(on|in)* the? weekend r=relpost/rel?", "(in|on)* the? weekend")
def _weekend(found: Found, scene: Scene) -> Made | None:
    if found.follows("every", "except", "starting", "ordinal") or (found.has("r") and found.precedes("of", "in")):
        return None
    token = found.named["r"][0] if found.has("r") else None
    return weekend(scene.today, int(token.keys.get("rel", token.keys.get("relpost", 0))) if token else 0)


@RELATIVE.rule("r=rel workday", "workday r=relpost")
def _workday(found: Found, scene: Scene) -> Made | None:
    """next weekday."""
    ahead = int(found.named["r"][0].keys.get("rel", found.named["r"][0].keys.get("relpost", 0)))
    if not ahead:
        return None
    day = scene.today + ahead * ONE
    while day.weekday() >= SATURDAY:
        day += (1 if ahead > 0 else -1) * ONE
    return Day((day,))


@RELATIVE.rule(
    "r=rel m=month",
    "m=month r=relpost",
    "m=period r=relpost",
    "r=rel m=period",
    "m=month comma? of? y=period",
    "m=period comma? of? y=period",
    "m=month/period s=moment",
    "m=period in s=moment",
)
def _rel_month(found: Found, scene: Scene) -> Made | None:
    """next March, März nächsten Jahres, March in a year."""
    months = found.keys("m", "month") or [each.month for each in found.all("m", Period) if each.month]
    years = [each for each in found.all("y", Period) if each.unit is Unit.YEAR]
    if not months or (found.has("y") and not years):
        return None
    if years:
        return period_of_month(date(years[0].start.year, months[0], 1))
    if moments := [token.made for token in found.tokens if isinstance(token.made, Moment)]:
        return period_of_month(date(moments[0].wall.year, months[0], 1)) if moments[0].unit is Unit.YEAR else None
    token = found.named["r"][0]
    ahead = int(token.keys.get("relpost", token.keys.get("rel", 0)))
    this = date(scene.today.year, months[0], 1)
    if ahead > 0:
        first = this if this > scene.today else month_start(this, 12)
        return period_of_month(month_start(first, 12 * (ahead - 1)))
    if ahead < 0:
        last = this if this < month_start(scene.today) else month_start(this, -12)
        return period_of_month(last)
    return period_of_month(this)


@RELATIVE.rule("on? the? n=number/ordinal daymark? (of|in)* p=period", "on? the? n=number/ordinal u=unit of p=period")
def _number_of_month(found: Found, scene: Scene) -> Made | None:
    """20 of next month."""
    made, stretch = found.named["n"][0].made, found.made("p", Period)
    if not isinstance(made, Number | Ordinal) or (isinstance(made, Number) and made.width > 2):
        return None
    if stretch.unit is not Unit.MONTH or stretch.month or (found.has("u") and found.key("u", "unit") != Unit.DAY):
        return None
    day = day_or_none(stretch.start.year, stretch.start.month, int(made.value))
    return Day((day,)) if day else Broken()


SEASONS = ((3, 20), (6, 21), (9, 23), (12, 21))  # of the north


@RELATIVE.rule("(in|on|of|the)* r=rel? s=season y=number?", "s=season r=relpost")
def _season(found: Found, scene: Scene) -> Made | None:
    """this summer."""
    token = found.named["r"][0] if found.has("r") else None
    if (
        token is None
        and not found.has("y")
        and not found.follows("in", "on")
        and not {"in", "on", "the"} & found.tokens[0].keys.keys()
        and (found.before or found.after)
    ):
        return None
    ahead = int(token.keys.get("rel", token.keys.get("relpost", 0))) if token else 0
    at = found.key("s", "season")
    year = found.made("y", Number).whole if found.has("y") else scene.today.year
    if not 1900 < year < 2200:
        return None
    begins = [
        (date(each, *SEASONS[at]), date(each + (at == 3), *SEASONS[(at + 1) % 4])) for each in range(year - 2, year + 3)
    ]
    current = next(
        index for index, (_, end) in enumerate(begins) if end > scene.today or (found.has("y") and end.year >= year)
    )
    start, end = begins[min(max(current + ahead, 0), 4)]
    return Period(start, end, Unit.QUARTER, max(start, scene.today) if start <= scene.today < end else start)


@RELATIVE.rule("(in|on|of|the)* r=rel seasonword")
def _season_from_now(found: Found, scene: Scene) -> Made | None:
    """next season."""
    begins = [date(scene.today.year + year, *begin) for year in (-1, 0, 1) for begin in SEASONS]
    current = max(index for index, begin in enumerate(begins) if begin <= scene.today)
    at = current + found.key("r", "rel")
    return Period(begins[at], begins[at + 1], Unit.QUARTER, begins[at]) if 0 <= at < len(begins) - 1 else None


@RELATIVE.rule("d=day comma? (of|in)? p=period")
def _date_of_year(found: Found, scene: Scene) -> Made | None:
    """the 20th of next month, 3 May next year."""
    day, stretch = found.made("d", Day), found.made("p", Period)
    if stretch.unit is Unit.MONTH and day.monthday:
        made = day_or_none(stretch.start.year, stretch.start.month, day.monthday)
        return Day((made,)) if made else Broken()
    if stretch.unit is Unit.YEAR and day.weekday is None and day.monthday is None:
        made = day_or_none(stretch.start.year, day.day.month, day.day.day)
        return Day((made,)) if made else Broken()
    return None


@RELATIVE.rule("p=period comma? (of|in|the)* d=day", "p=period (the|of)* n=number/ordinal daymark?")
def _month_then_day(found: Found, scene: Scene) -> Made | None:
    """下个月20号."""
    stretch = found.made("p", Period)
    if stretch.unit is not Unit.MONTH:
        return None
    if found.has("n"):
        made = found.named["n"][0].made
        value = int(made.value) if isinstance(made, Number | Ordinal) else 0
        if found.precedes("unit", "weekday", "measure", "oclock", "halfday", "colon", "month", "daymark") or (
            isinstance(made, Number) and "daymark" not in found.tokens[-1].keys
        ):
            return None
    else:
        value = found.made("d", Day).monthday or 0
    day = day_or_none(stretch.start.year, stretch.start.month, value) if value else None
    return Day((day,)) if day else None


@RELATIVE.rule(
    "on? the? w=weekday dot? comma? (the|on|of|close|open)* d=day",
    "d=day comma? (open|on)? w=weekday close?",
    "w=weekday the? n=number/ordinal dot?",
)
def _weekday_and_date(found: Found, scene: Scene) -> Made | None:
    """Friday 18 July: the year in which both are true; Thu 15th: the month."""
    weekday = found.key("w", "weekday")
    if found.has("d"):
        day = found.made("d", Day)
        if day.monthday is None:
            return (
                Day(
                    (day.day if day.fixed else _fitting(day.day, weekday, scene.today),), hour=day.hour, fixed=day.fixed
                )
                if day.weekday is None
                else None
            )
        value = day.monthday
    else:
        made = found.named["n"][0].made
        value = (
            int(made.value)
            if isinstance(made, Number | Ordinal) and (isinstance(made, Ordinal) or made.width < 3)
            else 0
        )
        if (
            found.precedes(
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
            or not value
        ):
            return None
        if found.precedes("dot") and found.after and found.after.glued and len(found.rest) > 1 and found.rest[1].glued:
            return None
        if isinstance(made, Number) and "dayalone" not in scene.words.flags and value < 13:
            return None
    starts = (month_start(scene.today, ahead) for ahead in range(60))
    days = (day_or_none(start.year, start.month, value) for start in starts)
    fits = next((each for each in days if each and each >= scene.today and each.weekday() == weekday), None)
    return Day((fits,)) if fits else None


def _fitting(day: date, weekday: int, today: date) -> date:
    if day.weekday() == weekday:
        return day
    near = [each for year in (-1, 1, 2) if (each := day_or_none(day.year + year, day.month, day.day))]
    fits = [each for each in near if each.weekday() == weekday and each > today - RECENT]
    return fits[0] if fits else day


@RELATIVE.rule(
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


@RELATIVE.rule(
    "on? w=weekday s=moment",
    "s=moment on? the? w=weekday",
    "n=number w=weekday/weekdays f=later/ago/inpost",
)
def _weekday_and_distance(found: Found, scene: Scene) -> Made | None:
    """mittwoch in 2 wochen, 3 fridays from now."""
    keys = found.named["w"][0].keys
    weekday = int(keys.get("weekday", keys.get("weekdays", 0)))
    if found.has("n"):
        number = found.made("n", Number).whole
        if not 0 < number < 200:
            return None
        if "ago" in found.named["f"][0].keys:
            return Day((next_weekday(scene.today, weekday, same=True) - number * WEEK,))
        return Day((next_weekday(scene.today, weekday) + (number - 1) * WEEK,))
    moment = found.made("s", Moment)
    if moment.unit is not Unit.WEEK:
        return None
    weeks = round((moment.wall - scene.now).days / 7)
    return Day((week_start(scene.today) + weeks * WEEK + weekday * ONE,))


@RELATIVE.rule("on? the? w=weekday after the? rel", "m=month/period after the? rel")
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


@RELATIVE.rule("on? the? r=rel w=weekday", "on? the? w=weekday r=relpost", "on? w=weekday r=rel")
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


@NTH.rule("(on|at)? the? o=ordinal/lastof/number (lastof)? w=weekday/weekend (of|in)* the? p=period", "p=period (of|in|the)? o=ordinal/lastof/number measure? w=weekday", "(on|at)? the? o=ordinal measure? w=weekday (of|in)? the? r=rel? u=unit",
          "the? w=weekday o=ordinal/lastof (of|in)* the? p=period", "p=period o=ordinal/lastof w=weekday")  # fmt: skip
def _nth_weekday(found: Found, scene: Scene) -> Made | None:
    """first monday of October."""
    made = found.named["o"][0]
    nth = -1 if "lastof" in made.keys else int(made.made.value) if isinstance(made.made, Ordinal) else 0
    if isinstance(made.made, Number) and "nthnumber" in scene.words.flags:
        nth = made.made.whole
    stretch = found.all("p", Period)
    if not stretch:
        if not found.has("u") or Unit(found.key("u", "unit")) is not Unit.MONTH or not nth or found.follows("every"):
            return None
        stretch = [period(scene.today, Unit.MONTH, int(found.named["r"][0].keys["rel"]) if found.has("r") else 0)]
    if not nth or stretch[0].unit is Unit.DAY or stretch[0].unit is Unit.WEEK:
        return None
    keys = found.named["w"][0].keys
    day = nth_weekday(stretch[0].start, stretch[0].end, int(keys.get("weekday", SATURDAY)), nth)
    return Day((day,)) if day else Broken()


@NTH.rule(
    "(on)? the? o=ordinal/lastof (lastof)? u=unit (of|in)* the? p=period",
    "(on)? the? u=unit o=ordinal/lastof (of|in)* the? p=period",
    "p=period (of)? o=ordinal/lastof measure? u=unit",
)
def _nth_unit(found: Found, scene: Scene) -> Made | None:
    """third day of October, last week of 2026, first month of 2013."""
    token = found.named["o"][0]
    unit, stretch = Unit(found.key("u", "unit")), found.made("p", Period)
    nth = -1 if "lastof" in token.keys else int(token.made.value) if isinstance(token.made, Ordinal) else 0
    if (
        len(found.tokens) > 2
        and isinstance(token.made, Ordinal)
        and any("lastof" in each.keys for each in found.tokens)
    ):
        nth = -nth
    if not nth or unit not in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER) or stretch.unit <= unit:
        return None
    if unit is Unit.DAY:
        day = stretch.start + (nth - 1) * ONE if nth > 0 else stretch.end + nth * ONE
        return Day((day,)) if stretch.start <= day < stretch.end else Broken()
    if unit is Unit.WEEK:
        sunday = nth_weekday(stretch.start, stretch.end, SUNDAY, nth) if nth < 0 else None  # the last whole week
        first = sunday - SUNDAY * ONE if sunday else nth_weekday(stretch.start, stretch.end, 0, nth)
        return Period(first, first + WEEK, unit, first) if first else None
    start = month_start(stretch.start if nth > 0 else stretch.end, (nth - (nth > 0)) * MONTHS[unit])
    return Period(start, month_start(start, MONTHS[unit]), unit, start)


@NTH.rule("the? o=ordinal u=unit (of? y=number)?")
def _quarter(found: Found, scene: Scene) -> Made | None:
    """third quarter, 4th quarter 2026."""
    nth = found.named["o"][0].made
    if not isinstance(nth, Ordinal) or not 1 <= nth.value <= 4 or Unit(found.key("u", "unit")) is not Unit.QUARTER:
        return None
    years = found.all("y", Number)
    year = years[0].whole if years and years[0].width == 4 else scene.today.year
    start = date(year, nth.value * 3 - 2, 1)
    return Period(start, month_start(start, 3), Unit.QUARTER, start)


@STRETCHES.rule(
    "at? w=eod", "at? w=eow", "at? w=eom", "at? w=eoy", "at? w=bom", "at? w=boy", "(r=rday|daypart|d=day) w=eod"
)
def _end_word(found: Found, scene: Scene) -> Made | None:
    """end of day, end of the month."""
    kinds = found.named["w"][0].keys
    if "eod" in kinds:
        days = found.all("d", Day)
        return Day((days[0].day if days else scene.today,), hour=CLOSE)
    if "eow" in kinds:
        friday = week_start(scene.today) + FRIDAY * ONE
        return Day((friday if friday >= scene.today else scene.today,), hour=CLOSE)
    if "eom" in kinds:
        return Day((month_end(scene.today),))
    if "eoy" in kinds:
        return Day((date(scene.today.year, 12, 31),))
    return Day((month_start(scene.today, 1),)) if "bom" in kinds else Day((date(scene.today.year + 1, 1, 1),))


@STRETCHES.rule(
    "(at|in|on)? the? e=end/begin/mid (of|the)* u=unit",
    "(at|in|on)? the? e=end (of|the)* p=period",
    "(at|in|on)? the? e=begin (of|the)* p=period",
    "(at|in|on)? the? e=mid dash? (of|the)* p=period",
    "e=late p=period",
    "(at)? the? e=end (of|the)* d=day",
    "p=period (of)? e=endpost/beginpost/midpost",
)
def _edge(found: Found, scene: Scene) -> Made | None:
    """end of April, mid March, beginning of next week."""
    kinds = found.named["e"][0].keys
    if found.has("d"):
        return Day((found.made("d", Day).day,), hour=CLOSE)
    if found.has("u"):
        unit = Unit(found.key("u", "unit"))
        if unit < Unit.DAY:
            return None
        stretch = period(scene.today, unit, 0)
        if "begin" in kinds and stretch.start < scene.today:
            stretch = period(scene.today, unit, 1)
    else:
        stretch = found.made("p", Period)
    last = stretch.end - ONE
    middle = stretch.start + (stretch.end - stretch.start) // 2
    if "begin" in kinds or "beginpost" in kinds:
        return Day((stretch.start,))
    if "mid" in kinds or "midpost" in kinds:
        return Day((stretch.start + 14 * ONE if stretch.unit is Unit.MONTH else middle,))
    if stretch.unit is Unit.WEEK:
        last = stretch.start + FRIDAY * ONE
    return (
        Day((last,))
        if "late" not in kinds
        else Period(stretch.end - 10 * ONE, stretch.end, Unit.DAY, stretch.end - 10 * ONE)
    )


@STRETCHES.rule(
    "(at|from)? between? the? d=day (dash|to|and) the? day",
    "between? the? d=period (dash|to|and) the? period",
    "d=day (dash|to) n=number",
    "d=moment to day",
    "d=day to moment",
)
def _range(found: Found, scene: Scene) -> Made | None:
    """8 - 12 August: when it begins."""
    kinds = {kind for token in found.tokens for kind in token.keys}
    if ("and" in kinds and "between" not in kinds) or ("until" in kinds and found.follows("starting")):
        return None
    first, last = found.named["d"][0].made, found.tokens[-1].made
    if isinstance(first, Day) and isinstance(last, Day) and last.fixed and not first.fixed and first.weekday is None:
        dated = day_or_none(last.day.year - (first.day.month > last.day.month), first.day.month, first.day.day)
        return Day((dated,), fixed=True) if dated else first
    return first


@STRETCHES.rule("the? u=unit of the? d=day")
def _week_of(found: Found, scene: Scene) -> Made | None:
    if Unit(found.key("u", "unit")) is not Unit.WEEK:
        return None
    start = week_start(found.made("d", Day).day)
    return Period(start, start + WEEK, Unit.WEEK, start)


@STRETCHES.rule("y=yearword")
def _this_year(found: Found, scene: Scene) -> Made | None:
    """今年."""
    return period(scene.today, Unit.YEAR, found.key("y", "yearword"))


@STRETCHES.rule(
    "in y=number", "(end|begin|mid|until|starting) y=number", "(in|of)? yearpre y=number", "y=number yearmark"
)
def _year(found: Found, scene: Scene) -> Made | None:
    """in 2027."""
    number = found.made("y", Number)
    if number.width != 4 or not 1900 <= number.value < 2100 or found.precedes("unit", "month", "strange", "measure"):
        return None
    whole = Period(date(number.whole, 1, 1), date(number.whole + 1, 1, 1), Unit.YEAR, date(number.whole, 1, 1))
    if {"end", "begin", "mid"} & found.tokens[0].keys.keys():
        first = found.tokens[0].keys
        day = whole.end - ONE if "end" in first else date(number.whole, 7 if "mid" in first else 1, 1)
        return Day((day,))
    return whole


@STRETCHES.rule("on? the? w=weekday dot?", "w=weekday r=again")
def _weekday(found: Found, scene: Scene) -> Made | None:
    """Friday: the next one, and on a Friday the one of next week too."""
    token = found.named["w"][0]
    if found.follows("every", "except", "and", "starting") and found.before is not None and found.follows("every"):
        return None
    alone = found.before is None and found.after is None
    if "verb" in token.keys and len(found.tokens) == 1 and not alone and not token.text.endswith("."):
        loose = not (
            found.precedes("at", "clock", "part", "comma", "day", "daypart", "dash", "number")
            or found.follows("at", "clock", "comma", "until", "starting", "except", "dash", "to")
        )
        if loose and (found.before is not None or (found.after is not None and "strange" in found.after.kinds)):
            return None
    return weekday_on(scene, found.key("w", "weekday"))


def weekday_on(scene: Scene, weekday: int) -> Day:
    """The next such day; today's is kept as the second, for a time of day that is still to come."""
    coming = next_weekday(scene.today, weekday)
    return Day((coming,), weekday=weekday)
