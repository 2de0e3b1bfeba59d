"""Ranges of hours: "from 9 to 5", "3-4pm", "between 2 and 3". Pure."""

from dataclasses import replace

from bot.when.daytime import ends_at
from bot.when.made import Clock, Made
from bot.when.pattern import Found, Scene, Stage
from bot.when.spoken import plain_clock

HOUR_RANGES = Stage()


@HOUR_RANGES.rule(
    "c=clock to d=clock",
    "c=clock dash d=clock",
    "c=clock dash n=number",
    "n=number dash/to d=clock",
    "c=clock to n=number",
    "between c=clock and d=clock",
    "between n=number and d=clock",
    "n=number dash m=number (?=at? part)",
    "between n=number to/dash/and m=number",
)
def _range(found: Found, scene: Scene) -> Made | None:
    """3-4pm: when it begins, and its end beside it."""
    joins = {kind for token in found.tokens for kind in token.keys}
    if {"to", "at"} <= joins and found.follows("on", "the", "dayno", "weekday", "month"):
        return None  # "le 16 à 18h" is no range
    if "until" in joins and (found.precedes("month", "unit", "ordmark", "eom") or not found.all("c", Clock)):
        return None
    begins, ends = found.all("c", Clock), found.all("d", Clock)
    last = ends[0] if ends else plain_clock(found, "n") if begins else plain_clock(found, "m")
    first = begins[0] if begins else plain_clock(found, "n")
    if first is None:
        return None
    if first.half is None and ends and ends[0].half is not None and not ends[0].literal:
        half = ends[0].half
        if not begins and first.hour != 12 and first.hour % 12 > ends[0].hour % 12:
            half = 12 - half
        first = replace(first, hour=first.hour % 12 + half, half=half) if first.hour <= 12 else first
    return replace(first, end=ends_at(first, last)) if last else first
