"""Rhythms that leave some out between: "un mardi sur deux", "隔週", "iki haftada bir", "раз в две недели". Pure.

They are read before all else, since their numbers and units look like lengths, dates and hours. Which days of the week
are meant may be said on either side of any rhythm of weeks, so that is read last.
"""

from dataclasses import replace

from bot.when.frequency import of_unit, on_weekdays, on_weekends, together
from bot.when.made import Made, Number, Rhythm, Span, Unit
from bot.when.nths import NTHS
from bot.when.pattern import Found, Scene, Stage
from bot.when.rhythms import RHYTHMS
from bot.when.rules import Freq, Rule, weekly
from bot.when.spans import moment_at

ALTERNATING = Stage()
_COUNTED = ("unit", "fortnight", "weekday", "weekdays", "weekend", "measure", "perunit")
_DATED = ("day", "month", "number", "ordinal", "rel", "relpost", "to", "dash")


def _weekdays(found: Found) -> list[int]:
    keys = [token.keys for token in found.tokens if {"weekday", "weekdays"} & token.keys.keys()]
    return [int(each.get("weekday", each.get("weekdays", 0))) for each in keys]


@ALTERNATING.rule("every? e=alternate", "(a|every)? e=alternateon")
def _named(found: Found, scene: Scene) -> Made | None:
    """隔日, gün aşırı, dia sim dia não; terça sim, terça não."""
    keys = found.named["e"][0].keys
    if "alternateon" in keys:
        return Rhythm(weekly(int(keys["alternateon"]), interval=2))
    return of_unit(Unit(int(keys["alternate"])), 2)


@ALTERNATING.rule(
    "(a|every)+ (weekday|weekdays) ((comma|and)+ a? (weekday|weekdays))* o=outof",
    "(a|every)+ (u=unit|x=weekend) o=outof",
    "(a|every|on|the)* (weekday|weekdays) ((comma|and)+ a? (weekday|weekdays))* byturns",
    "(a|every|on|the)* (u=unit|x=weekend) byturns",
)
def _one_of(found: Found, scene: Scene) -> Made | None:
    """un mardi sur deux, a giorni alterni, un fin de semana sí y otro no; but not: "mardi sur deux écrans"."""
    interval = found.key("o", "outof") if found.has("o") else 2
    if found.has("u"):
        return of_unit(Unit(found.key("u", "unit")), interval)
    return on_weekends(interval) if found.has("x") else Rhythm(weekly(*_weekdays(found), interval=interval))


@ALTERNATING.rule("a weekday every n=number")
def _one_of_every(found: Found, scene: Scene) -> Made | None:
    """un martedì ogni due."""
    interval = found.made("n", Number).whole
    if found.precedes(*_COUNTED) or not 2 <= interval <= 10:
        return None
    return Rhythm(weekly(*_weekdays(found), interval=interval))


@ALTERNATING.rule(
    "every? gap (n=number measure?)? (u=unit/perunit|weekday|weekdays) ((comma|and)+ (weekday|weekdays))*",
    "n=number u=unit gappost",
)
def _gap(found: Found, scene: Scene) -> Made | None:
    """每隔一天, 隔周二, 一日おき, alternate Tuesdays: one is left out; of hours and less none is."""
    count = found.made("n", Number).whole if found.has("n") else 1
    if not found.has("u"):
        return Rhythm(weekly(*_weekdays(found), interval=2)) if count == 1 else None
    unit = _unit(found)
    if unit < Unit.DAY:
        return None
    if count == 1:
        return of_unit(unit, 2)
    made, other = of_unit(unit, count), of_unit(unit, count + 1)  # people mean both by "two days between"
    return Rhythm(made.rule, other=other.rule) if made and other else None


def _unit(found: Found) -> Unit:
    keys = found.named["u"][0].keys
    return Unit(int(keys.get("unit", keys.get("perunit", 0))))


@ALTERNATING.rule(
    "every? n=number u=perunit",
    "every u=perunit",
    "u=perunit (?=weekday|weekdays)",
    "n=number u=unit postevery/oncepost",
    "once of n=number u=unit",
)
def _once_in(found: Found, scene: Scene) -> Made | None:
    """iki haftada bir, 两周一次, 2週間ごと, раз в две недели; but not: "five times in two weeks", "once more at 2"."""
    unit, is_per = _unit(found), "perunit" in found.named["u"][0].keys
    if (unit < Unit.DAY and not is_per) or found.follows("monthmark"):
        return None
    if "once" in found.tokens[0].keys and found.follows("number", "ordinal"):
        return None
    return of_unit(unit, found.made("n", Number).whole if found.has("n") else 1)


@ALTERNATING.rule("b=of n=number in m=number u=unit")
def _in_equal_steps(found: Found, scene: Scene) -> Made | None:
    """de duas em duas semanas; but not: "às 2 em 2 dias"."""
    count = found.made("n", Number).whole
    if "at" in found.named["b"][0].keys or count != found.made("m", Number).whole:
        return None
    return of_unit(Unit(found.key("u", "unit")), count)


@ALTERNATING.rule("skip u=unit")
def _skipped(found: Found, scene: Scene) -> Made | None:
    """через день в 9, через неделю по вторникам; without such days it is a week from now, without an hour it is asked.

    At an hour "in a day" would be called tomorrow; who asks again and again does not mean once.
    """
    unit = Unit(found.key("u", "unit"))
    if unit is Unit.WEEK and (found.precedes("weekdays") or found.follows("weekdays")):
        return of_unit(unit, 2)
    if unit is not Unit.DAY or found.precedes("after", "before", "dash", "number"):
        return None
    has_hour = found.precedes("on") and len(found.rest) > 1 and "number" in found.rest[1].kinds
    if has_hour or found.precedes("part") or found.follows("number", "oclock", "part", "askoften"):
        return of_unit(unit, 2)
    later = moment_at(scene.now, Span(0, 1, 0, unit))
    return replace(later, steps=of_unit(unit, 2)) if later else None


@RHYTHMS.rule("r=rhythm")
def _two_weeks(found: Found, scene: Scene) -> Made | None:
    """cada quince días: who counts both ends calls two weeks so."""
    is_so = "fifteen" in scene.words.flags and found.made("r", Rhythm).rule == Rule(Freq.DAILY, 15)
    return Rhythm(Rule(Freq.WEEKLY, 2)) if is_so else None


@NTHS.rule(
    "r=rhythm (comma|on|at|of|the)* d=weekday/weekdays ((comma|and|slash)+ (on|the)* (weekday|weekdays))*",
    "(on|the)* d=weekday/weekdays ((comma|and|slash)+ (on|the)* (weekday|weekdays))* (comma|on|of|the)* r=rhythm",
)
@RHYTHMS.rule(
    "r=rhythm (comma|on|at|of|the)* d=weekday ((comma|and|slash)+ (on|the)* weekday)*",
    "(on|the)* d=weekday ((comma|and|slash)+ (on|the)* weekday)* (comma|on|of|the)* r=rhythm",
    "r=rhythm (comma|on|the)* q=rhythm",
)
def _on_days(found: Found, scene: Scene) -> Made | None:
    """隔週の火曜日, dienstags alle zwei Wochen, every 2 weeks on Monday and Friday."""
    rhythm = found.made("r", Rhythm)
    if found.has("q"):
        return together(rhythm, found.made("q", Rhythm))
    is_word = "verb" in found.named["d"][0].keys and not found.includes("on", "at", "comma", "the")
    if is_word or found.precedes(*_DATED):
        return None
    return on_weekdays(rhythm, *_weekdays(found))
