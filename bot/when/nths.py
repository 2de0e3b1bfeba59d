"""Rhythms of days of the week within months: "every other Tuesday", "first Monday of every month". Pure.

"Every 3rd Friday" is the third of each month, and every three weeks is offered.
"""

from bot.when.frequency import on_monthday
from bot.when.made import Made, Number, Ordinal, Rhythm, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.rules import Freq, Rule, Weekday, weekly

NTHS = Stage()


@NTHS.rule(
    "every the? w=weekday (dash|to) the? v=weekday",
    "every unit (starting|between|on|of)* w=weekday (to|dash|until) v=weekday",
    "often (starting|between|on)* w=weekday (to|dash|until) v=weekday",
    "w=weekday startpost v=weekday untilpost (often|every unit)",
)
def _weekday_range(found: Found, scene: Scene) -> Made | None:
    """every Monday to Thursday; without "every" it is the first of them, once."""
    first, last = found.key("w", "weekday"), found.key("v", "weekday")
    named = [token.keys for token in found.tokens if "weekday" not in token.keys]
    lengths = {int(keys.get("unit", keys.get("often", 1))) for keys in named} - {1, int(Unit.DAY)}
    return Rhythm(weekly(*range(first, last + 1))) if first < last and not lengths else None


@NTHS.rule(
    "every the? o=ordinal/lastof w=weekday/weekdays of the? u=unit",
    "every o=ordinal w=weekday",
    "every n=number ordmark? w=weekday/weekdays",
)
def _every_nth_weekday(found: Found, scene: Scene) -> Made | None:
    """every other Tuesday, every 3rd Friday, every last Monday of the month."""
    keys = found.named["w"][0].keys
    weekday = int(keys.get("weekday", keys.get("weekdays", 0)))
    token = found.named["o" if found.has("o") else "n"][0]
    nth = -1 if "lastof" in token.keys else int(token.made.value) if isinstance(token.made, Ordinal | Number) else 0
    monthly = Rule(Freq.MONTHLY, weekdays=(Weekday(weekday, nth),))
    if found.has("u"):
        return Rhythm(monthly) if -1 <= nth <= 5 and nth else None
    if "other" in token.keys or isinstance(token.made, Number):
        offered = monthly if "ordinal" in token.keys else None
        return Rhythm(weekly(weekday, interval=max(nth, 2)), other=offered) if nth < 20 else None
    return Rhythm(monthly, other=weekly(weekday, interval=nth) if nth > 1 else None) if 1 <= nth <= 5 else None


@NTHS.rule("(on|at)? the? o=ordinal and the? p=ordinal w=weekday (of|in|on)? the? every u=unit")
def _two_of_every(found: Found, scene: Scene) -> Made | None:
    """first and third monday of each month."""
    if Unit(found.key("u", "unit")) is not Unit.MONTH:
        return None
    nths = [found.made(name, Ordinal).value for name in "op"]
    return Rhythm(Rule(Freq.MONTHLY, weekdays=tuple(Weekday(found.key("w", "weekday"), nth) for nth in sorted(nths))))


@NTHS.rule(
    "(on|at)? the? o=ordinal/lastof/end w=weekday? (of|in|on)? the? every the? u=unit (on|in)?",
    "every measure? u=unit (on|of|at)? the? o=ordinal/lastof measure? w=weekday",
    "every dayno o=ordinal/lastof w=weekday",
    "every u=unit (on|of|at)? the? e=end",
    "(on|at|in)? the? o=end (of|the)? every u=unit",
    "(on)? the? o=lastof/ordinal d=unit (of|in)? every u=unit",
    "every u=unit (on|at|in)? the? o=lastof/ordinal d=unit (of)?",
    "the? o=ordinal/lastof w=weekday f=often",
    "f=often (on|at)? the? o=ordinal/lastof w=weekday",
    "(on)? the? w=weekday o=ordinal/lastof (of|in)? every u=unit",
)
def _nth_of_every(found: Found, scene: Scene) -> Made | None:
    """first monday of every month, last day of each month."""
    unit = Unit(found.key("u", "unit")) if found.has("u") else Unit.MONTH
    if unit is not Unit.MONTH or (found.has("f") and found.key("f", "often") != 30):
        return None
    token = found.named["o"][0] if found.has("o") else found.named["e"][0]
    nth = -1 if {"lastof", "end"} & token.keys.keys() else token.made.value if isinstance(token.made, Ordinal) else 0
    if not nth:
        return None
    if found.has("d") and Unit(found.key("d", "unit")) is not Unit.DAY:
        return None
    if not found.has("w"):
        return Rhythm(Rule(Freq.MONTHLY, monthdays=(nth,))) if found.has("d") or nth < 0 else on_monthday(nth)
    return Rhythm(Rule(Freq.MONTHLY, weekdays=(Weekday(found.key("w", "weekday"), nth),)))
