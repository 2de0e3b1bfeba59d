"""Lengths with a part of a unit: "1.5 hours", "three quarters of an hour", "2 1/2 days", "an hour and a half". Pure."""

from bot.when.made import Made, Number, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.spans import is_hour, span_of

SHARES = Stage()
HALF = 30  # minutes


@SHARES.rule("n=number +dot/comma d=+number u=unit")
def _decimal(found: Found, scene: Scene) -> Made | None:
    whole, part = found.made("n", Number), found.made("d", Number)
    if not whole.width or not part.width:
        return None
    amount = whole.value + part.value / 10**part.width
    return span_of(amount, Unit(found.key("u", "unit")))


@SHARES.rule(
    "a? w=number n=number slash/fraction d=number measure? u=unit",
    "a? n=number slash/fraction d=number of? a? measure? u=unit",
)
def _fraction(found: Found, scene: Scene) -> Made | None:
    """3/4 of an hour, 1 ½ hours."""
    whole = found.made("w", Number).value if found.has("w") else 0
    above, below = found.made("n", Number).value, found.made("d", Number).value
    return span_of(whole + above / below, Unit(found.key("u", "unit"))) if below and above else None


@SHARES.rule(
    "n=number and? a? q=half/threequarters/quarterof measure? u=unit",
    "n=number q=andquarter/andthree measure? u=unit",
    "n=number measure? q=half measure? u=unit",
)
def _and_share_before(found: Found, scene: Scene) -> Made | None:
    """two and a half hours, one and three quarter hours."""
    return span_of(found.made("n", Number).value + _share(found), Unit(found.key("u", "unit")))


def _share(found: Found) -> float:
    kinds = found.named["q"][0].keys
    if {"threequarters", "andthree"} & kinds.keys():
        return 0.75
    return 0.25 if {"quarterof", "andquarter"} & kinds.keys() else 0.5


@SHARES.rule("n=number measure m=mins")
def _and_half_an_hour(found: Found, scene: Scene) -> Made | None:
    """一个半小时."""
    hours = found.made("n", Number).value
    return span_of(hours + 0.5, Unit.HOUR) if found.key("m", "mins") == HALF else None


@SHARES.rule("a? q=threequarters a? u=unit", "a? q=quarterof of? a? u=unit", "a? q=half of? a? measure? u=unit")
def _part(found: Found, scene: Scene) -> Made | None:
    return span_of(_share(found), Unit(found.key("u", "unit")))


@SHARES.rule(
    "(n=number|a) measure? u=unit and a? half",
    "(n=number|a) measure? u=unit andhalf",
    "n=number measure? u=unit measure? half/andhalf",
)
def _and_half_after(found: Found, scene: Scene) -> Made | None:
    """an hour and a half, un'ora e mezza."""
    if not found.has("u") or (found.has("n") and is_hour(found, scene)):
        return None
    amounts = found.all("n", Number)
    return span_of((amounts[0].value if amounts else 1) + 0.5, Unit(found.key("u", "unit")))
