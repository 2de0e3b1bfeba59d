"""Dates with the name or the sign of a month: "March 3rd", "3 de marzo", 三月三号, "the 15th", "May 2026". Pure."""

from datetime import date

from bot.when.calendar import day_or_none, next_date, next_monthday
from bot.when.dates import full_date, year_of
from bot.when.made import Broken, Day, Made, Number, Ordinal, Period, Unit
from bot.when.month_ranges import begins_at_an_hour, ends_on_no_day, with_second
from bot.when.pattern import Found, Scene, Stage
from bot.when.periods import coming_month, period_of_month
from bot.when.reading import Unsure

MONTH_DATES = Stage()


@MONTH_DATES.rule(
    "the? d=number/ordinal dash/to/and the? number/ordinal of? the? m=month comma? of? y=number",
    "the? d=number/ordinal dot? +?dash? to? the? number/ordinal dot? of? the? m=month comma? of? y=number".replace(
        "+?dash? to?", "dash/to/and"
    ),
    "the? d=number/ordinal dot? (dash|to|and) the? number/ordinal dot? of? m=month",
    "dayno? the? d=number/ordinal dot? u=unit? of? monthword? (+dash)? slash? tick? m=month"
    " (+dash|+slash|comma|of|tick)* y=number",
    "(dayno)? the? d=number/ordinal dot? u=unit? of? monthword? (+dash)? slash? m=month",
    "m=month comma? dot? the? d=number/ordinal (dash|to|and) the? number/ordinal comma? of? y=number",
    "m=month comma? dot? the? d=number/ordinal dot? comma? of? y=number",
    "m=month the? d=number/ordinal (dash|to|and) the? number/ordinal",
    "m=month comma? the? d=number/ordinal",
)
def _month_and_day(found: Found, scene: Scene) -> Made | None:
    """March 3rd, 3 March 2026, 10 to 22 August."""
    number, month = found.number("d"), found.key("m", "month")
    if number.width > 2 or number.whole < 0 or _belongs_elsewhere(found) or begins_at_an_hour(found):
        return None
    if found.has("y"):
        return _with_year(found, month, number.whole)
    upcoming = next_date(scene.today, month, number.whole)
    if (month, number.whole) == (2, 29) and upcoming and (upcoming - scene.today).days > 366:
        return _no_leap_day(scene.today, upcoming)
    if upcoming is None or ends_on_no_day(found, month, upcoming.year):
        return Broken()
    return with_second(found, Day((upcoming,)))


def _belongs_elsewhere(found: Found) -> bool:
    """Whether the number beside the month counts something else: "in May 3 days", "March 3:15", Arabic Mondays."""
    day = found.named["d"][0]
    if found.has("u") and found.key("u", "unit") != Unit.DAY:
        return True
    if found.follows("lastof", "ordinal") and "weekday" in day.keys:
        return True
    if found.after is not None and found.after.glued and found.precedes("colon", "oclock"):
        return True
    return found.precedes("halfday") or (found.tokens[-1] is day and found.precedes("unit"))


def _with_year(found: Found, month: int, day: int) -> Made | None:
    year = found.made("y", Number)
    if year.width == 0 and year.value < 1900:
        return None
    if year.width == 2 and (found.includes("to") or found.precedes(*_AFTER_HOURS)):
        return None
    whole = year_of(year)
    if whole is None:
        return None
    made = full_date(whole, month, day)
    if ends_on_no_day(found, month, whole) or not isinstance(made, Day):
        return Broken()
    return with_second(found, made)


_AFTER_HOURS = ("colon", "halfday", "oclock", "part", "at", "dot", "dash", "unit")


def _no_leap_day(today: date, leap: date) -> Day:
    """29 February of a year without one: the days beside it are asked, and the next that there is."""
    last = next_date(today, 2, 28) or leap
    return Day((last, date(last.year, 3, 1), leap), Unsure.WHICH_DAY, none=True)


@MONTH_DATES.rule("era n=number yearmark (m=number monthmark|m=month) d=number daymark", "era n=number yearmark")
def _era(found: Found, scene: Scene) -> Made | None:
    """令和3年8月6日."""
    year = int(found.tokens[0].keys["era"]) + found.made("n", Number).whole
    if not found.has("d"):
        return Period(date(year, 1, 1), date(year + 1, 1, 1), Unit.YEAR, date(year, 1, 1))
    months = found.keys("m", "month")
    return full_date(year, months[0] if months else found.made("m", Number).whole, found.made("d", Number).whole)


@MONTH_DATES.rule(
    "y=number yearmark m=number/month monthmark? d=number daymark",
    "y=number yearmark comma? m=number monthmark d=number daymark",
    "y=number yearmark comma? m=month d=number daymark",
)
def _marked_full_date(found: Found, scene: Scene) -> Made | None:
    """2026年3月14日."""
    year, day = found.made("y", Number), found.made("d", Number)
    months = found.keys("m", "month")
    month = months[0] if months else found.made("m", Number).whole
    return full_date(year_of(year) if year.width else year.whole, month, day.whole)


@MONTH_DATES.rule(
    "yearword (m=number monthmark|m=month) of? d=number daymark", "(m=number monthmark|m=month) of? d=number daymark"
)
def _marked(found: Found, scene: Scene) -> Made | None:
    """3月14日."""
    months = found.keys("m", "month")
    month = months[0] if months else found.made("m", Number).whole
    if "yearword" in found.tokens[0].keys:
        return full_date(scene.today.year + int(found.tokens[0].keys["yearword"]), month, found.made("d", Number).whole)
    upcoming = next_date(scene.today, month, found.made("d", Number).whole)
    return Day((upcoming,)) if upcoming else Broken()


@MONTH_DATES.rule("y=number yearmark (m=number monthmark|m=month)", "yearword (m=number monthmark|m=month)")
def _marked_month(found: Found, scene: Scene) -> Made | None:
    months = found.keys("m", "month")
    month = months[0] if months else found.made("m", Number).whole
    year = (
        scene.today.year + int(found.tokens[0].keys["yearword"])
        if not found.has("y")
        else found.made("y", Number).whole
    )
    first = day_or_none(year, month, 1)
    return period_of_month(first) if first else Broken()


@MONTH_DATES.rule(
    "m=month comma? (of|yearpre)+ y=number",
    "m=month monthword? comma? of? the? tick? dash? slash? y=number",
    "y=number yearera? dash? slash? m=month",
)
def _monthyear_of(found: Found, scene: Scene) -> Made | None:
    """September 2026, Aug 96."""
    year = found.made("y", Number)
    if year.width not in (0, 2, 4) or (year.width == 2 and (year.value < 32 or found.named["y"][0] is found.tokens[0])):
        return None
    whole = year_of(year)
    return period_of_month(date(whole, found.key("m", "month"), 1)) if whole and 1900 <= whole < 2100 else None


@MONTH_DATES.rule("monthmark n=number/ordinal", "n=number monthmark")
def _month_number(found: Found, scene: Scene) -> Made | None:
    """3月, شهر 3."""
    number = found.named["n"][0].made
    value = int(number.value) if isinstance(number, Number | Ordinal) else 0
    if not 1 <= value <= 12 or found.precedes("unit", "measure"):
        return None
    return coming_month(value, scene)


_ENDS = {"number", "ordinal", "the", "weekday", "day"}
_OTHERS = ("unit", "weekday", "month", "colon", "oclock", "halfday", "slash", "half", "rel", "weekend", "workday")


@MONTH_DATES.rule(
    "dayno the? d=number/ordinal",
    "(on|the)* d=ordinal daymark?",
    "d=number daymark",
    "starting d=number",
    "on the d=number",
    "the d=number",
    "on d=number dot",
)
def _month_day(found: Found, scene: Scene) -> Made | None:
    """on the 5th, el día 15, 25日."""
    made = found.named["d"][0].made
    value = int(made.value) if isinstance(made, Number | Ordinal) else 0
    kinds = {kind for token in found.tokens for kind in token.keys}
    ends = {kind for token in found.rest[1:2] for kind in token.kinds}  # "on the 2nd to pay" is no range
    is_range = found.precedes("to") and not found.precedes("at") and not ends.isdisjoint(_ENDS)
    if not 1 <= value <= 31 or (
        "daymark" not in kinds and (is_range or found.precedes(*_OTHERS, "dash", "measure", "times"))
    ):
        return None
    if (isinstance(made, Ordinal) and not _is_named(found, kinds)) or (
        isinstance(made, Number) and not _is_day(found, scene)
    ):
        return None
    upcoming = next_monthday(scene.today, value)
    counts = not kinds & {"dayno", "daymark"} and _may_count(found, scene)
    return Day((upcoming,), monthday=value, counts=counts) if upcoming else None


def _may_count(found: Found, scene: Scene) -> bool:
    """Whether something follows of which it may be the second, and no verb of what is to be done."""
    rest = [*found.rest]
    if found.precedes("dot") and rest[0].glued and "dmy_dots" in scene.words.flags:  # "an den 2. Termin"
        del rest[0]
    return bool(rest) and "strange" in rest[0].kinds and not scene.words.is_verb(rest[0].text)


def _is_named(found: Found, kinds: set[str]) -> bool:
    """Whether an ordinal is of days: "second" alone is not."""
    spelled = "ordinal" in found.named["d"][0].keys
    return not spelled or bool(kinds & {"the", "on", "dayno"}) or found.follows("weekday")


def _is_day(found: Found, scene: Scene) -> bool:
    """Whether a bare number is a day: after its word or mark, or after "el" or "am" where days are said so."""
    kinds = {kind for token in found.tokens for kind in token.keys}
    if kinds & {"dayno", "daymark"}:
        return True
    if found.made("d", Number).width > 2 or not kinds & {"on", "the", "starting"}:
        return False
    if found.precedes("strange"):  # "am 2. Termin", which is an ordinal by its dot
        return "dmy_dots" in scene.words.flags and {"on", "dot"} <= kinds and "at" not in kinds
    alone = found.before is None and found.after is None
    if "starting" in kinds and not kinds & {"on", "the"}:
        return alone and "dayalone" in scene.words.flags
    return alone or "dayalone" in scene.words.flags or found.follows("weekday")


@MONTH_DATES.rule("of y=number")
def _ofyear_of(found: Found, scene: Scene) -> Made | None:
    """last week of 2026."""
    number = found.made("y", Number)
    if number.width != 4 or not 1900 <= number.value < 2100 or not found.follows("unit", "lastof", "season", "feast"):
        return None
    start = date(number.whole, 1, 1)
    return Period(start, date(number.whole + 1, 1, 1), Unit.YEAR, start)


@MONTH_DATES.rule("(in|of)? monthword m=month", "(in|of) m=month", "m=month")
def _month(found: Found, scene: Scene) -> Made | None:
    """in March; "may" and "march" only where nothing makes them a verb."""
    token = found.named["m"][0]
    if found.after and isinstance(found.after.made, Number) and found.after.made.width > 4:
        return Broken()
    alone = found.before is None and found.after is None
    may_be_verb = "verb" in token.keys and not alone and len(found.tokens) == 1
    if may_be_verb and not found.follows(*_BEFORE_MONTHS) and not found.precedes("rel"):
        return None
    if alone and len(token.text) <= 3 and "shortalone" not in scene.words.flags and token.text != "may":
        return None
    return coming_month(found.key("m", "month"), scene)


_BEFORE_MONTHS = ("rel", "ordinal", "lastof", "begin", "end", "mid", "late", "of", "until", "in", "every", "weekday",
                  "except", "starting", "dash")  # fmt: skip
