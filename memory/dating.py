"""When something holds, read from the statement itself where a model left the date out. Pure.

Small models seldom work "last week" or "until June" out, and the reader of questions does. A statement is no question,
though: a day without a year may lie ahead, so the nearest one is meant, and what happens again and again has no date.
It cost: days of
the week, which may be the last one or the next, and "in March" of anything but an event stay undated.
"""

import re
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
_JOINED = re.compile(r"[,;]| (?:and|und|y|et|e|и) ")
_WEEK = timedelta(days=7)
# It comes again and again, or is no day at all.
_AGAIN = any_of(
    r"every\b", r"each\b", "usually", "always", "often", r"\w+days\b", "birthday", r"born\b", r"jede[nrsm]?\b", "immer",
    r"\w+tags\b", "geburtstag", "geboren", r"cada\b", r"tod[oa]s l[oa]s\b", "siempre", r"los \w+s\b", "cumpleaños",
    "nac[ií]", r"chaque\b", r"tou(?:s|tes) les\b", "toujours", "anniversaire", r"née?\b", r"tod[oa]s? [oa]s?\b",
    "sempre", "aniversário", "nasc", r"ogni\b", r"tutt[ie] [il]", "compleanno", r"nat[oa]\b", "кажд", "всегда",
    "день рождения", "родил", r"elke\b", r"her (?:gün|hafta|ay|yıl|sene)\b", "doğum", "毎", "誕生日", "生まれ", "每",
    "生日", "出生", "생일", "매일", "매주", "كل ", "ميلاد", "anniversary", "name day", "hochzeitstag", "namenstag",
    "onomástic", r"aniversario\b", "called ", "named ", r"hei(?:ß|ss)t\b", "se llama", "s'appelle", "se chama",
    # Names that are months: "got a cat from June".
    r"got .{0,40}from (?:april|may|june|august)\b", r"learn\w* .{0,40}from (?:april|may|june|august)\b",
    r"bought .{0,40}from (?:april|may|june|august)\b", r"rent\w* .{0,40}from (?:april|may|june|august)\b",
)  # fmt: skip
# It is over: the latest such day is meant.
_PAST = re.compile(
    r"(?<!\w)(?:was|were|had|got|did|went|quit|left|met|began|broke|bought|sold|won|lost|gave|\w{3,}ed"
    r"|(?:war|hatte|wurde|ging|bekam|verlor|kam)(?:en|e)?|(?:hat|haben|ist|sind|bin|habe) .{0,60}\bge\w+"
    r"|(?:hat|haben|ist|sind|bin|habe) .{0,60}\w+iert|fue|era|estuvo|tuvo|\w{2,}(?:ó|aron|ieron)"
    r"|(?:a|ont|est|sont|ai) \w+(?:é|i|u)e?s?|foi|teve|esteve|\w{2,}(?:ou|iu|aram|eram)"
    r"|(?:è|ha|hanno|sono) \w+(?:ato|ito|uto|sto|tto)|\w+(?:л|ла|ли|лся|лась))(?!\w)"
    r"|した|だった|ました|った|了|했|었|았"
)
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
            if not _is_beside(text, key[1], days, day):
                yield key, days
        elif pattern in _YEARLY and (bounded or kind is Kind.EVENT or pattern == "day"):
            yield key, _meant(days, ahead.get(key, days), text, day, kind)


def _is_beside(text: str, name: str, days: Days, day: date) -> bool:
    """Whether a day ahead dates only the second of two things: "is vegan and starts a course next month"."""
    ahead = days.start is not None and days.start > day
    return ahead and _JOINED.search(text[: max(text.find(name), 0)]) is not None


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


def _meant(past: Days, coming: Days, text: str, day: date, kind: Kind) -> Days:
    """Of the latest that has begun and the one after it: the nearest, or the one ahead where an end or a start is."""
    over = _PAST.search(text) is not None
    if past.start is None:  # "until June"
        return past if over or (past.end is not None and past.end > day) else coming
    if past.end is None:  # "since March", "from June"
        return coming if _FROM.search(text) else past
    if over or kind is not Kind.EVENT:
        return past
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
