"""How one language names a time: its words, and the patterns that are put together from them.

Words are alternatives of a regular expression, folded. A name that is a common word too ("may", "march", "fall",
"mars") counts only where a preposition or a number shows what it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

T = TypeVar("T")
YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """One language. `ago` to `next` are templates over {n}, {unit}, {what}; `within` may stand before a bare name."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    seasons: tuple[str, ...]  # spring, summer, autumn, winter
    units: tuple[str, ...]  # day, week, month, year, weekend
    offsets: Mapping[str, int]  # in days from today
    numbers: Mapping[str, int]
    feasts: Mapping[str, str]
    ago: tuple[str, ...]
    past: tuple[str, ...]  # the stretch of {n} {unit}s up to now
    last: tuple[str, ...]
    this: tuple[str, ...]
    next: tuple[str, ...]
    within: str
    since: str
    until: str
    before: str
    after: str
    between: str
    ands: str
    event: str  # what an event that dates the question begins with, after a word for before, after or since
    ever: str  # "since" before an event; "from my brother" dates nothing
    asking: str  # words of a question that asks for nothing but a time
    the: str  # articles and the like, between a preposition and a name
    of: str  # between day, month and year
    not_after: str  # words behind which a name is none of time
    verbs: tuple[str, ...] = ()  # names that are verbs too
    acts: str = "(?!)"  # what such an event may be by itself: "antes de mudarme"
    year_after: str = ""  # a year needs no preposition behind these
    month_first: bool = False  # "May 3"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way to name a time; a `bare` one needs a preposition before it."""

    kind: str
    found: re.Pattern[str]
    bare: bool = False


@cache
def patterns(tongue: Tongue) -> tuple[Pattern, ...]:
    """What may name a time, most exact first."""
    months, of = _any(tongue.months), rf",?\s(?:(?:{tongue.of})\s)?" if tongue.of else r",?\s"
    names, weekdays, unit = (
        _any(tongue.months, tongue.seasons, tongue.feasts),
        _any(tongue.weekdays),
        _any(tongue.units),
    )
    what, number = f"(?P<what>{unit}|{names}|{weekdays})", rf"(?P<n>\d{{1,3}}|{_any(tongue.numbers)})"
    american = [("day", rf"(?P<month>{months})\s(?P<day>\d\d?)(?:st|nd|rd|th)?(?!:)(?:,?\s(?P<year>{YEAR}))?")]
    counted = [(kind, each) for kind in ("ago", "past") for each in getattr(tongue, kind)]
    turned = [(kind, each) for kind in ("last", "this", "next") for each in getattr(tongue, kind)]
    shapes = [
        ("iso", r"(?P<year>\d{4})-(?P<number>\d\d)(?:-(?P<day>\d\d))?"),
        ("numbers", rf"(?P<one>\d\d?)[./-](?P<two>\d\d?)[./-](?P<year>{YEAR})"),
        ("day", rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.|º|er)?{of}(?P<month>{months})(?:{of}(?P<year>{YEAR}))?"),
        *(american if tongue.month_first else ()),
        ("name", rf"(?P<what>{names}){of}(?P<year>{YEAR})"),
        *((kind, each.replace("{n}", number).replace("{unit}", f"(?P<unit>{unit})")) for kind, each in counted),
        *((kind, each.replace("{what}", what)) for kind, each in turned),
        ("offset", f"(?P<word>{_any(tongue.offsets)})"),
    ]
    if tongue.year_after:
        shapes.append(("year", rf"(?:{tongue.year_after})\s(?P<year>{YEAR})(?![.,:/]?\d|\s?[%€$£])"))
    bare = [
        ("name", f"(?P<what>{names}|{weekdays})"),
        ("year", rf"(?P<year>{YEAR})(?![.,:/]?\d|\s?[%€$£])"),
        ("decade", r"(?P<decade>(?:19|20)\d0)(?:'?s|er)"),
    ]
    return tuple(
        Pattern(kind, re.compile(rf"(?<!\w)(?:{shape})(?!\w)"), bare=each is bare)
        for each in (shapes, bare)
        for kind, shape in each
    )


@cache
def ends(tongue: Tongue, words: str) -> re.Pattern[str]:
    """A text that ends with one of a tongue's words of a sort, articles behind it aside."""
    return re.compile(rf"(?<!\w)(?:{words})\s?(?:(?:{tongue.the})\s?)*$")


@cache
def beside(tongue: Tongue) -> re.Pattern[str]:
    """A text that ends with "two weeks" or "the Sunday"."""
    return re.compile(
        rf"(?<!\w)(?:(?P<n>\d\d?|{_any(tongue.numbers)})\s)?(?P<unit>{_any(tongue.units, tongue.weekdays)})\s$"
    )


def _any(*options: Iterable[str]) -> str:
    return "|".join(each for several in options for each in several)


def found_in(options: Sequence[str], text: str) -> int | None:
    """Which of the options the text is."""
    return next((number for number, each in enumerate(options) if re.fullmatch(each, text)), None)


def value(options: Mapping[str, T], text: str) -> T | None:
    """What belongs to the text."""
    return next((known for each, known in options.items() if re.fullmatch(each, text)), None)


def number_of(tongue: Tongue, text: str) -> int:
    """A number in digits or a word."""
    return int(text) if text.isdecimal() else value(tongue.numbers, text) or 1
