"""Hours that are so long before another: "an hour before six", "una hora antes de las seis", 18時の10分前. Pure.

Read before the hours themselves are taken with the small words that lead to them: "antes de las" leads to both.
"""

from dataclasses import replace

from bot.when.made import Clock, Made, Span, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.spans import span_of
from bot.when.spoken import plain_clock

BEFORE_HOURS = Stage()
NOON = 720  # minutes


@BEFORE_HOURS.rule(
    "in? s=span before the? h=clock/number oclock?",
    "h=clock (of|to|at|tick)* s=span ago",
    "h=clock beforepost s=span",
    "before h=clock of (s=span|u=unit)",
)
def _before(found: Found, scene: Scene) -> Made | None:
    if found.follows("every", "clock") or found.precedes("unit", "month", "number", "slash", "ordmark"):
        return None
    clocks = found.all("h", Clock)
    clock = clocks[0] if clocks else plain_clock(found, "h")
    span = found.made("s", Span) if found.has("s") else span_of(1, Unit(found.key("u", "unit")))
    if clock is None or span is None or not span.is_elapsed or span.seconds % 60 or span.seconds >= NOON * 60:
        return None
    return _earlier(clock, span.seconds // 60)


def _earlier(clock: Clock, minutes: int) -> Clock:
    total = clock.hour * 60 + clock.minute - minutes
    if clock.half is None:  # of "an hour before one" twelve, of "an hour before six" five
        total += NOON if total < 60 else 0
        return replace(clock, hour=total // 60, minute=total % 60)
    total %= 2 * NOON
    return replace(clock, hour=total // 60, minute=total % 60, half=12 * (total >= NOON))
