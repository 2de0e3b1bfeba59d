"""Time zones by the names that people type: a city is enough where it is one zone's alone. Pure.

Only zones of the shape `Area/City` are offered, and UTC: the others are old names for the same.
"""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from zoneinfo import available_timezones

AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
MOST = 25
ZONE_DATA = version("tzdata")  # of which what was computed is true


def suggest_zones(typed: str) -> Sequence[str]:
    """At most 25 zones whose name holds what is typed, those whose city begins with it first."""
    wanted = _folded(typed)
    found = [name for name in _known() if wanted in _folded(name)]
    return sorted(found, key=lambda name: (not _city(name).startswith(wanted), name))[:MOST]


def zone_called(typed: str) -> str | None:
    """The IANA name that is meant, also by its city alone; None where that is no zone or several."""
    wanted = _folded(typed)
    named = [name for name in _known() if _folded(name) == wanted]
    return next(iter(named or _only([name for name in _known() if _city(name) == wanted])), None)


def _only(names: list[str]) -> list[str]:
    return names if len(names) == 1 else []


@cache
def _known() -> tuple[str, ...]:
    return ("UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS and "/" in name))


def _city(name: str) -> str:
    return _folded(name).rpartition("/")[2]


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())
