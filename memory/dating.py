"""When something holds, read from the statement itself where a model left the date out. Pure.

Small models seldom work "last week" or "until June" out, and the reader of questions does. A statement is no question,
though: a day without a year may lie ahead, so the tense decides, or the one that is near, and what happens again and
again has no date. No date is better than a wrong year. It cost: days of the week, which may be the last one or the
next, "in March" of anything but an event, and days without a tense that are months away either way stay undated.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from memory.clock import Held
from memory.cues import any_of
from memory.span import Asked
from memory.stretch import Days, one_day
from memory.tense import has_lasted, is_over, lies_ahead
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
_NEAR = timedelta(days=60)
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
_FILLER = (
    r"(?:[\s'](?:the|on|in|early|mid|late|about|around|dem|den|der|anfang|mitte|ende|el|la|le|o|il|d[eiuao]l?|d[ea]lla"
    r"|l|d|dall|dell|principios|finales|início|fim|début|fin|inizio|fine|من))*[\s']?$"
)
# From then on, and so ahead where no year is said: right before the day.
_FROM = re.compile(
    r"(?<!\w)(?:from|starting|beginning|effective|as of|ab|a partir|à partir|dès|a partire|начиная с|vanaf|ابتداء"
    rf"|اعتبارا|بدءا){_FILLER}"
)
_SINCE = re.compile(rf"(?<!\w)(?:since|seit|depuis|منذ|自从|自從){_FILLER}")  # the last such day, whatever else is told
# The day that follows ends what began on another one: "from 3 to 10 June".
_ENDS_RANGE = re.compile(
    r"\d{1,2}(?:\.|st|nd|rd|th|er|º)? ?(?:to|through|till|until|and|-|–|bis|und|al|y|au|et|a|e|по|до|do|tot)"
    r"(?: the| le| el| den| il| o)? ?$"
)
# Done with what may come yet: the day may be that of either.
_FOR_LATER = any_of(
    "ticket", "cancel", "invit", "decided", r"applied", "karten", "eingeladen", "einladung", "storniert",
    "entschieden", "beschlossen", "entradas", "boletos", "cancelad", "decidi", "convidad", "billet", "annul", "décid",
    "ingresso", "bigliett", "annullat", "deciso", "билет", "отмен", "приглас", "решил", "bilet", "iptal", "チケット",
    "キャンセル", "招待", "誘われ", "决定", "取消", "邀请", "表를", "초대", "취소", "تذكر", "ألغي", "دعي",
)  # fmt: skip
# What is booked, put off or saved for a day is told before it.
_TOWARDS = re.compile(
    rf"(?<!\w)(?:for|(?<!up )to|für|auf|para|pour|per|на|(?<!\d )(?<!fino )(?<!jusqu')(?:al|au)){_FILLER}"
)


def dated(fact: str, said: str, kind: Kind, day: date) -> Held:
    """The time that `fact` names with words of the line `said`, seen from the day on which it was said."""
    text = evened(folded(fact))
    if kind not in _DATED or _AGAIN.search(text):
        return Held()
    line = evened(folded(said))
    heard = content(line)
    for (pattern, name), days in _named(text, kind, day):
        wanted = content(name) or frozenset(words(name))
        if name in line or covered(wanted, heard) == wanted:
            return _held(pattern, days, day)
    return Held()


def names_beginning(said: str, day: date) -> bool:
    """Whether a beginning may be told there, rather than nothing but an end: "I work at the zoo until June"."""
    found = told(evened(folded(said)), _asked(day)).values()
    return not found or any(days.start is not None for days in found)


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
            before = _before(text, key[1])
            both = (days, ahead.get(key, days))
            past, coming = map(_itself, both) if pattern == "day" and _TOWARDS.search(before) else both
            meant = None if _ENDS_RANGE.search(before) else _meant(past, coming, (text, before), day)
            if meant is not None:
                yield key, meant


def _before(text: str, name: str) -> str:
    """What stands before the name of a time."""
    found = re.search(rf"(?<!\w){re.escape(name)}", text)
    return text[: found.start() if found else max(text.find(name), 0)]


def _is_beside(text: str, name: str, days: Days, day: date) -> bool:
    """Whether a day ahead dates only the second of two things: "is vegan and starts a course next month"."""
    ahead = days.start is not None and days.start > day
    return ahead and _JOINED.search(_before(text, name)) is not None


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


def _itself(days: Days) -> Days:
    """The day that "para el 10 de enero" names, which is no end where something is set for it."""
    return one_day(days.end - timedelta(days=1)) if days.start is None and days.end is not None else days


def _meant(past: Days, coming: Days, told_in: tuple[str, str], day: date) -> Days | None:
    """Of the latest that has begun and the one after it: by the tense and the words before it, else what is near.

    None where neither is likely: what "got cancelled" may be about a day that comes.
    """
    text, before = told_in
    if past.start is None:  # "until June"
        return past if is_over(text, arranged=True) or (past.end is not None and past.end > day) else coming
    nearest = _nearest(past, coming, day)
    if _FROM.search(before):
        return past if has_lasted(text) else nearest if is_over(text) else coming
    if past.end is None:  # "since March", and what means both
        return coming if lies_ahead(text) and not _SINCE.search(before) else past
    if _TOWARDS.search(before) and not is_over(text, arranged=True):
        return nearest if is_over(text) else coming
    behind, before_it = day - (past.start or day), (coming.start or day) - day
    if past == coming:  # its year was said
        return past
    if is_over(text):
        return None if before_it < behind and _FOR_LATER.search(text) else past
    return coming if lies_ahead(text) else nearest if min(behind, before_it) <= _NEAR else None


def _nearest(past: Days, coming: Days, day: date) -> Days:
    starts = (past.start or day), (coming.start or past.start or day)
    return past if day - starts[0] < starts[1] - day else coming


def _held(pattern: str, days: Days, day: date) -> Held:
    since, until = days.start, days.end if days.start is None else None
    if pattern == "ago" and days.start is not None and days.end is not None:
        since = days.start + (days.end - days.start) / 2
    if since == day:
        since = None  # the time of the telling says more
    return Held(_midnight(since), _midnight(until))


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day is not None else None
