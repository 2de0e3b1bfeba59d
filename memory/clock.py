"""When something holds in the world, from the dates that a model worked out: believed only where the words bear them.

A model resolves "next month" well or invents a date where none was named, so a date counts only where the sentence has
a number or a word of time in it, and the end of something only where an end is told. A part of a date means the whole
of it: "2026-06" begins on 1 June and ends with the month. Bare days are midnight UTC, as everywhere. It cost: a time
told only by another event ("after the wedding") has no date here and stays in the words.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from memory.cues import TIME, UNTIL, YEARS, any_of
from memory.tense import is_over
from memory.wording import folded

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ].*)?", re.DOTALL)
_FARTHEST = 120  # years, in the past and in the future
_NEAR = timedelta(days=400)  # "last year" at most
# A time that is behind, whatever the tense.
_BEHIND = any_of(
    r"(?:19|20)\d\d", r"last\b", r"ago\b", "yesterday", "letzt", "gestern", "vorig", "pasad", r"ayer\b", "derni",
    r"hier\b", "passad", "ontem", "scors", r"ieri\b", "прошл", "вчера", "geçen", r"dün\b", "gisteren", "昨", "先",
    "去", "上", "지난", "어제", "작년", "الماضي", "أمس", "पिछल",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """The stretch of time that was named: from `since` up to and without `until`; None is not named."""

    since: datetime | None = None
    until: datetime | None = None


def held(since: str, until: str, said: str, at: datetime, *, ends: bool = False) -> Held:
    """What the dates say, as far as the sentence `said` at that time bears them out; `ends`: it tells of an end."""
    if not _tells_time(said):
        return Held()
    begin, end = (_borne_out(_period(named, at), said, at) for named in (since, until))
    if not (ends or UNTIL.search(folded(said))):
        end = None
    first = begin[0] if begin and not _is_day_of(begin, at) else None  # the day of the telling says less than its time
    last = end[1] if end else None
    if last is not None and begin is None and last <= at and not (ends or _says_over(said)):
        return Held()
    if last is not None and first is None and last <= at:
        first = end[0] if end else None  # over before it was told: since when, nobody said
    if first is not None and last is not None and first >= last:
        return Held()
    return Held(first, last)


def _borne_out(period: tuple[datetime, datetime] | None, said: str, at: datetime) -> tuple[datetime, datetime] | None:
    """The period, unless it lies years away and no number or word says so: models copy years from elsewhere."""
    if period is None or (period[0] - _NEAR <= at <= period[1] + _NEAR):
        return period
    return period if any(letter.isdigit() for letter in said) or YEARS.search(folded(said)) else None


def _says_over(said: str) -> bool:
    """Whether an end may lie before the day on which it was told: else a model took the last January for the next."""
    text = folded(said)
    return _BEHIND.search(text) is not None or is_over(text, arranged=True)


def _is_day_of(period: tuple[datetime, datetime], at: datetime) -> bool:
    return period[0] <= at < period[1] <= period[0] + timedelta(days=1)


def _tells_time(said: str) -> bool:
    return any(letter.isdigit() for letter in said) or TIME.search(folded(said)) is not None


def _period(text: str, at: datetime) -> tuple[datetime, datetime] | None:
    """First moment of the day, month or year that is named, and the first one after it."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or abs(year - at.year) > _FARTHEST:
        return None
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError:
        return None
    if day is not None:
        return first, first + timedelta(days=1)
    if month is not None:
        return first, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    return first, datetime(year + 1, 1, 1, tzinfo=UTC)
