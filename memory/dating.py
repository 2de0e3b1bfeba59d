"""When something holds, read from the statement itself where a model left the date out. Pure.

Small models seldom work "last week" or "until June" out, and the reader of questions does. A statement is no question,
though: a day without a year may lie ahead, so the nearest one is meant, and what happens again and again has no date.
It cost: days of
the week, which may be the last one or the next, and "in March" of anything but an event stay undated.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from memory.clock import Held
from memory.cues import any_of
from memory.span import Asked
from memory.stretch import Days, one_day
from memory.timing import told
from memory.tongue import evened
from memory.types import Kind
from memory.wording import content, covered, folded, words

_YEAR = timedelta(days=365)
_EXACT = frozenset(("iso", "numbers", "ago", "past", "last", "last weekday", "next", "step", "offset", "weekday"))
_YEARLY = frozenset(("day", "name"))  # the year is often left out
_DATED = frozenset((Kind.FACT, Kind.EVENT, Kind.RELATIONSHIP, Kind.VOCABULARY, Kind.COMMITMENT))
_WEEK = timedelta(days=7)
# It comes again and again, or is no day at all.
_AGAIN = any_of(
    r"every\b", r"each\b", "usually", "always", "often", r"\w+days\b", "birthday", r"born\b", r"jede[nrsm]?\b", "immer",
    r"\w+tags\b", "geburtstag", "geboren", r"cada\b", r"tod[oa]s l[oa]s\b", "siempre", r"los \w+s\b", "cumpleaños",
    "nac[ií]", r"chaque\b", r"tou(?:s|tes) les\b", "toujours", "anniversaire", r"née?\b", r"tod[oa]s? [oa]s?\b",
    "sempre", "aniversário", "nasc", r"ogni\b", r"tutt[ie] [il]", "compleanno", r"nat[oa]\b", "кажд", "всегда",
    "день рождения", "родил", r"elke\b", r"her (?:gün|hafta|ay|yıl|sene)\b", "doğum", "毎", "誕生日", "生まれ", "每",
    "生日", "出生", "생일", "매일", "매주", "كل ", "ميلاد",
)  # fmt: skip
# From then on, and so ahead where no year is said.
_FROM = any_of(r"from\b", r"starting\b", r"as of\b", r"ab\b", r"a partir d", r"à partir d", r"dès\b", r"dal\b", r"с\b")


def dated(fact: str, said: str, kind: Kind, day: date) -> Held:
    """The time that `fact` names with words of the line `said`, seen from the day on which it was said."""
    text = folded(fact)
    if kind not in _DATED or _AGAIN.search(text):
        return Held()
    heard = content(evened(folded(said)))
    for (pattern, name), days in _named(text, kind, day):
        wanted = content(name) or frozenset(words(name))
        if covered(wanted, heard) == wanted:
            return _held(pattern, days, day)
    return Held()


def _named(text: str, kind: Kind, day: date) -> Iterator[tuple[tuple[str, str], Days]]:
    """The times in `text` that can date it; of what comes once a year the one that is meant."""
    ahead = told(text, _asked(min(day, date.max - _YEAR) + _YEAR))
    for key, days in told(text, _asked(day)).items():
        pattern, _ = key
        if kind is Kind.COMMITMENT:
            if due := _due(pattern, days, ahead.get(key, days), day):
                yield key, due
            continue
        bounded = days.start is None or days.end is None
        if pattern in _EXACT or (pattern == "year" and bounded):
            yield key, days
        elif pattern in _YEARLY and (bounded or kind is Kind.EVENT or pattern == "day"):
            yield key, _meant(days, ahead.get(key, days), text, day)


def _due(pattern: str, days: Days, later: Days, day: date) -> Days | None:
    """The day that somebody promises something for, which lies ahead, with "by" before it or without."""
    first = days.start or (days.end - timedelta(days=1) if days.end is not None else day)
    if pattern in ("name weekday", "next weekday"):
        return one_day(day + ((first - day) % _WEEK or _WEEK))
    if first < day and pattern in _YEARLY:
        first = later.start or first
    return one_day(first) if first >= day and pattern in (_EXACT | _YEARLY) else None


def _asked(day: date) -> Asked:
    return Asked(datetime.combine(day, time(12), UTC))


def _meant(past: Days, coming: Days, text: str, day: date) -> Days:
    """Of the latest that has begun and the one after it: the nearest, or the one ahead where an end or a start is."""
    if past.start is None:  # "until June"
        return past if past.end is not None and past.end > day else coming
    if past.end is None:  # "since March", "from June"
        return coming if _FROM.search(text) else past
    behind, before = day - past.start, (coming.start or past.start) - day
    return past if behind < before else coming


def _held(pattern: str, days: Days, day: date) -> Held:
    since, until = days.start, days.end if days.start is None else None
    if pattern == "ago" and days.start is not None and days.end is not None:
        since = days.start + (days.end - days.start) / 2
    if since == day:
        since = None  # the time of the telling says more
    return Held(_midnight(since), _midnight(until))


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day is not None else None
