"""Zones as people write them after a time: "PST", "London time", "UTC+2", "+01:00". Pure.

An abbreviation that several zones use is asked for. A zone's name carries its summer time: "PST" is the clock of Los
Angeles, also in July, because that is what people mean who write it then.
"""

from collections.abc import Mapping

from bot.when.made import Clock, Made, Number, Zone
from bot.when.pattern import Found, Scene, Stage
from bot.zones import zone_called

ZONES = Stage()
_UTC = ("UTC",)
_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("utc", "gmt", "z"), _UTC),
    **dict.fromkeys(("pst", "pdt", "pt"), ("America/Los_Angeles",)),
    **dict.fromkeys(("mst", "mdt", "mt"), ("America/Denver",)),
    **dict.fromkeys(("cdt", "ct"), ("America/Chicago",)),
    "cst": ("America/Chicago", "Asia/Shanghai"),
    **dict.fromkeys(("est", "edt", "et"), ("America/New_York",)),
    **dict.fromkeys(("cet", "cest", "mez", "mesz"), ("Europe/Berlin",)),
    **dict.fromkeys(("eet", "eest"), ("Europe/Helsinki",)),
    **dict.fromkeys(("wet", "west"), ("Europe/Lisbon",)),
    "bst": ("Europe/London",),
    **dict.fromkeys(("msk", "мск"), ("Europe/Moscow",)),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "hkt": ("Asia/Hong_Kong",),
    "sgt": ("Asia/Singapore",),
    **dict.fromkeys(("aest", "aedt"), ("Australia/Sydney",)),
    "acst": ("Australia/Adelaide",),
    "awst": ("Australia/Perth",),
    **dict.fromkeys(("nzst", "nzdt"), ("Pacific/Auckland",)),
    "brt": ("America/Sao_Paulo",),
    "trt": ("Europe/Istanbul",),
    "akst": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
}  # fmt: skip
_REGIONS = {
    "pacific": "America/Los_Angeles",
    "mountain": "America/Denver",
    "central": "America/Chicago",
    "eastern": "America/New_York",
}
_FURTHEST = 14 * 60


def zone_of(words: str) -> Zone | None:
    """The zone of an abbreviation or of a place."""
    if names := _ABBREVIATIONS.get(words):
        return Zone(names)
    if words in _REGIONS:
        return Zone((_REGIONS[words],))
    name = zone_called(words) if len(words) > 3 else None
    return Zone((name,)) if name else None


@ZONES.rule("z=strange/zulu sign=plus/dash h=+number +colon m=+number", "z=strange sign=plus/dash h=number")
def _utc_offset(found: Found, scene: Scene) -> Made | None:
    """UTC+2, gmt -08:45."""
    if found.named["z"][0].text not in ("utc", "gmt") or not (found.follows("clock", "open", "halfday")):
        return None
    return offset(found)


@ZONES.rule("z=strange/zulu sign=plus/dash c=+clock", "sign=plus/dash c=+clock")
def _clock_offset(found: Found, scene: Scene) -> Made | None:
    """UTC+5:30, whose hours were read as a time of day."""
    named = found.has("z") and found.named["z"][0].text in ("utc", "gmt", "z")
    if not (found.follows("clock", "open", "halfday") if named else found.follows("clock") and found.includes("plus")):
        return None
    clock = found.made("c", Clock)
    minutes = clock.hour * 60 + clock.minute
    sign = -1 if "dash" in found.named["sign"][0].keys else 1
    return zone_at(sign * minutes) if minutes <= _FURTHEST else None


@ZONES.rule("sign=plus h=number +colon m=+number", "sign=+dash h=+number +colon m=+number", "sign=plus h=+number")
def _bare_offset(found: Found, scene: Scene) -> Made | None:
    """10:00 +02:00."""
    hour = found.made("h", Number)
    if (
        not found.follows("clock")
        or hour.width not in (2, 4)
        or (hour.width == 2 and not found.has("m"))
        or found.precedes("unit")
    ):
        return None
    return offset(found)


def offset(found: Found) -> Zone | None:
    """The zone of a sign, hours and minutes."""
    hour = found.made("h", Number)
    minutes = hour.whole // 100 * 60 + hour.whole % 100 if hour.width in (3, 4) else hour.whole * 60
    minutes += found.made("m", Number).whole if found.has("m") else 0
    sign = -1 if "dash" in found.named["sign"][0].keys else 1
    return zone_at(sign * minutes) if abs(minutes) <= _FURTHEST else None


def zone_at(minutes: int) -> Zone:
    """The zone that is always so many minutes east of Greenwich: one with a name where the hours are whole."""
    hours = minutes // 60
    if minutes % 60 or not -12 <= hours <= 14:
        return Zone((), minutes)
    return Zone((f"Etc/GMT{-hours:+d}",) if hours else _UTC)


@ZONES.rule("open? z=strange/zulu/rel close?")
def _abbreviation(found: Found, scene: Scene) -> Made | None:
    """3pm PST, 8:30 (CET)."""
    token = found.named["z"][0]
    if "rel" in token.keys and not (found.follows("clock") and not found.precedes("part", "unit", "weekday")):
        return None
    if token.text not in _ABBREVIATIONS or not found.follows(
        "clock", "day", "part", "period", "rday", "weekday", "zone"
    ):
        return None
    return Zone(_ABBREVIATIONS[token.text])


@ZONES.rule(
    "(in|at)? a=strange b=strange c=strange zonetime",
    "(in|at)? a=strange b=strange zonetime",
    "(in|at)? a=strange zonetime",
    "zonepre a=strange b=strange",
    "zonepre a=strange",
)
def _place(found: Found, scene: Scene) -> Made | None:
    """London time, hora de Madrid."""
    words = [found.named[name][0].text for name in "abc" if found.has(name)]
    return zone_of(" ".join(words))


@ZONES.rule("in a=strange b=strange c=strange", "in a=strange b=strange", "in a=strange")
def _city(found: Found, scene: Scene) -> Made | None:
    """at 9 in Berlin."""
    return _place(found, scene) if found.follows("clock", "part", "day") else None
