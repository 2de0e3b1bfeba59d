"""How one language names a time: its words, and the patterns that are put together from them.

Words are alternatives of a regular expression, folded. A name that is a common word too ("may", "march", "fall",
"mars") counts only where a preposition or a number shows what it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

T = TypeVar("T")
YEAR = r"(?:19|20)\d\d"
NEVER = "(?!)"
# Letters and digits that are typed in more than one way, one for one, so that places in the text stay.
_EVEN = str.maketrans("أإآٱىة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "ااااي" + "ه" + "0123456789" * 3)


@dataclass(frozen=True, slots=True)
class Behind:
    """What makes a window of a time by standing behind it: case endings and postpositions."""

    within: str = NEVER
    since: str = NEVER
    until: str = NEVER
    before: str = NEVER
    after: str = NEVER


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """One language. `ago` to `next` are templates over {n}, {unit}, {what}; `within` may stand before a bare name.

    `dates` adds shapes of its own, by kind, over {year}, {month}, {day}, {names}, {weekday}, {of_year} and {of_week}.
    """

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
    acts: str = NEVER  # what such an event may be by itself: "antes de mudarme"
    year_after: str = ""  # a year needs no preposition behind these
    month_first: bool = False  # "May 3"
    script: str = NEVER  # letters by which a text is known to be in it
    left: str = r"(?<!\w)"  # where a word begins
    right: str = r"(?!\w)"  # where it ends, or its endings begin
    plain: str = NEVER  # names that need no preposition
    behind: Behind = Behind()
    steps: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # a word for a unit, so many from this one
    lengths: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # a word for so many of a unit
    years: Mapping[str, int] = field(default_factory=dict)  # what beside a name says of which year it is, from this one
    weeks: Mapping[str, int] = field(default_factory=dict)  # the same before a day of the week
    dates: tuple[tuple[str, str], ...] = ()
    ahead: str = NEVER  # what shows that an offset back is meant as one ahead, where a word is both
    told_before: str = NEVER  # an event with what stands behind it to date a question; its group is the event
    told_after: str = NEVER


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
    parts = {
        "{n}": number, "{unit}": f"(?P<unit>{unit})", "{what}": what, "{length}": f"(?P<length>{_any(tongue.lengths)})",
        "{year}": f"(?P<year>{YEAR})", "{month}": f"(?P<month>{months})", "{names}": f"(?P<what>{names})",
        "{day}": rf"(?P<day>\d\d?|{_any(tongue.numbers)})", "{weekday}": f"(?P<weekday>{weekdays})",
        "{of_year}": f"(?P<of_year>{_any(tongue.years)})", "{of_week}": f"(?P<of_week>{_any(tongue.weeks)})",
    }  # fmt: skip
    american = [("day", rf"(?P<month>{months})\s(?P<day>\d\d?)(?:st|nd|rd|th)?(?!:)(?:,?\s(?P<year>{YEAR}))?")]
    templates = [(kind, each) for kind in ("ago", "past", "last", "this", "next") for each in getattr(tongue, kind)]
    shapes = [
        ("iso", r"(?P<year>\d{4})-(?P<number>\d\d)(?:-(?P<day>\d\d))?"),
        ("numbers", rf"(?P<one>\d\d?)[./-](?P<two>\d\d?)[./-](?P<year>{YEAR})"),
        ("day", rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.|º|er)?{of}(?P<month>{months})(?:{of}(?P<year>{YEAR}))?"),
        *(american if tongue.month_first else ()),
        *((kind, _filled(each, parts)) for kind, each in tongue.dates),
        ("name", rf"(?P<what>{names}){of}(?P<year>{YEAR})"),
        *((kind, _filled(each, parts)) for kind, each in templates),
        ("step", f"(?P<word>{_any(tongue.steps) or NEVER})"),
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
        Pattern(kind, re.compile(rf"{tongue.left}(?:{shape})(?:{tongue.right})"), bare=each is bare)
        for each in (shapes, bare)
        for kind, shape in each
    )


@cache
def ends(tongue: Tongue, words: str) -> re.Pattern[str]:
    """A text that ends with one of a tongue's words of a sort, articles behind it aside."""
    return re.compile(rf"{tongue.left}(?:{words})\s?(?:(?:{tongue.the})\s?)*$")


@cache
def begins(tongue: Tongue, words: str) -> re.Pattern[str]:
    """What stands behind a name, where it is one of the words."""
    return re.compile(rf"\s?(?:{words})(?:{tongue.right})")


@cache
def beside(tongue: Tongue) -> re.Pattern[str]:
    """A text that ends with "two weeks" or "the Sunday"."""
    return re.compile(
        rf"(?<!\w)(?:(?P<n>\d\d?|{_any(tongue.numbers)})\s)?(?P<unit>{_any(tongue.units, tongue.weekdays)})\s$"
    )


def _filled(template: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        template = template.replace(name, part)
    return template


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


def evened(text: str) -> str:
    """`text` as long as before, with plain digits, and in one spelling what Arabic is spelt by at will."""
    return text.translate(_EVEN)
