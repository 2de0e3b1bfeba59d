"""Days by where they stand: tomorrow, tonight, next week, the 20th of next month, this summer. Pure.

Of a longer stretch the first day is taken, and that this was done is noted.
"""

from dataclasses import replace
from datetime import date

from bot.when.calendar import ONE, day_or_none, month_start
from bot.when.made import MONTHS, Broken, Day, Made, Moment, Number, Ordinal, Period, Rhythm, Span, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.periods import SATURDAY, period, period_of_month, weekend
from bot.when.reading import Unsure
from bot.when.rules import Freq, Rule
from bot.when.spans import moment_at, span_of

RELATIVE = Stage()


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
    moment = moment_at(scene.now, span, sign)
    if moment is None or sign < 0 or span.unit is not Unit.DAY or span.days < 2:
        return moment
    return replace(moment, steps=Rhythm(Rule(Freq.DAILY)), days=span.days)  # "the next three days at 9"


def _count(span: Span) -> int:
    """How many of its unit."""
    if span.unit in MONTHS:
        return max(1, span.months // MONTHS[span.unit])
    return max(1, span.days // 7 if span.unit is Unit.WEEK else span.days)


@RELATIVE.rule(
    "(at|on|in|of)* the? r=rel measure? u=unit", "(at|on|in|of)* the? u=unit r=relpost", "(in|of)* the? u=unit r=rel"
)
def _rel_unit(found: Found, scene: Scene) -> Made | None:
    """next week, la semaine prochaine; not what leads to the end or the beginning of a rhythm."""
    token = found.named["r"][0]
    if found.tokens[0] is not token and {"until", "starting"} & found.tokens[0].keys.keys():
        return None
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


@RELATIVE.rule("(in|on|of)* the? weekend after the? r=rel")
def _weekend_after_next(found: Found, scene: Scene) -> Made | None:
    """The one after the next may be the second or the third from now."""
    if found.key("r", "rel") < 1 or found.precedes("weekday", "unit", "month", "weekend"):
        return None
    return Day((weekend(scene.today, 2).start, weekend(scene.today, 1).start), Unsure.WHICH_DAY, stretch=True)


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
