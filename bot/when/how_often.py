"""How often a day or week: "three times a day", 週2回; at which hours or days is asked where it is not said. Pure."""

from dataclasses import replace

from bot.when.frequency import of_unit
from bot.when.made import Made, Number, Unit
from bot.when.meant import Meant
from bot.when.pattern import Found, Scene, Stage
from bot.when.reading import Unsure
from bot.when.rules import Freq

HOW_OFTEN = Stage()
MOST = 24


@HOW_OFTEN.rule(
    "n=number times (per|a|every)+ u=unit",
    "(many|once) (per|a|every)+ u=unit",
    "n=number? u=unit (at|of)* m=number times",
)
def _times_a_unit(found: Found, scene: Scene) -> Made | None:
    if found.has("m"):
        ones = found.all("n", Number)
        if "weekbased" not in scene.words.flags or found.follows("every") or (ones and ones[0].value != 1):
            return None
    counts = found.all("m" if found.has("m") else "n", Number)
    times = counts[0].whole if counts else 1 if found.includes("once") else 2
    rhythm = of_unit(Unit(found.key("u", "unit")), 1) if 0 < times <= MOST else None
    return replace(rhythm, times=times) if rhythm else None


def unsaid(meant: Meant) -> Unsure | None:
    """What is to be asked where it was said how often, and not when."""
    if meant.often:
        return Unsure.WHICH_HOUR
    if meant.rhythm is None or meant.rhythm.times == 1:
        return None
    rule = meant.rhythm.rule
    if rule is None or rule.freq is Freq.DAILY:
        hours = 0 if meant.clock is None else 1 + len(meant.also)
        return Unsure.WHICH_HOUR if hours < meant.rhythm.times else None
    return Unsure.WHICH_DAY if len(rule.weekdays) < meant.rhythm.times else None
