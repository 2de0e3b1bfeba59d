"""Which time a question names: "last spring", "seit Mai", "hace dos años", "before I moved". Pure, and without a model.

Dates of facts come from a model as numbers and are only checked (`memory.clock`); here there is no model to ask, so
words are read. A name that may be none of time ("may", "march") needs a preposition, an ending or a number beside it,
and one of the past is meant where the year is left out. It cost: thirteen languages, and no window in the others.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache

from memory import stretch
from memory.almanac import TONGUES
from memory.cues import ARTICLES
from memory.languages import languages
from memory.resolving import days_of
from memory.span import ALONE, Anchor, Asked, Side, Span, Timed
from memory.stretch import Days
from memory.terms import MARKS
from memory.tongue import Pattern, Tongue, begins, beside, ends, evened, found_in, number_of, patterns
from memory.wording import content, folded

LONGEST = 400  # characters that are looked through
UNSURE = 6  # words; of fewer the language cannot be told
_SNOWBALL = {"german": "de", "spanish": "es", "portuguese": "pt", "french": "fr", "italian": "it", "turkish": "tr"}
_SOUTHERN = (
    "Australia/", "Antarctica/", "Pacific/Auckland", "America/Argentina/", "America/Buenos_Aires", "America/Sao_Paulo",
    "America/Montevideo", "America/Santiago", "America/Asuncion", "Africa/Johannesburg", "Africa/Maputo",
)  # fmt: skip
_WORD = re.compile(rf"[\w'{MARKS}]+")
_VOWELS = re.compile("[\u064b-\u0652\u0640]+")  # of Arabic, which are hardly ever written
_VERB = re.compile(r"\s*(?:[?.!,;:)]|$|\d|(?:of|and|or|with|when|for|at|on)\b)")  # what follows no verb "may"


def timed(text: str, asked: Asked) -> Timed | None:
    """The time that `text` asks about; None where it names none."""
    text = _VOWELS.sub("", folded(text[:LONGEST]).replace("’", "'"))
    read = evened(text)
    tongues = [_tongue(code, _is_south(asked)) for code in _spoken(text, asked.locale)]
    for tongue in tongues:
        if (named := _named(tongue, text, read, asked=asked)) is not None:
            return named
    return next((Timed(found, text) for tongue in tongues if (found := _anchor(tongue, text, read))), None)


def told(text: str, asked: Asked) -> dict[tuple[str, str], Days]:
    """Every time that a statement names, by its pattern's kind and its own words, in the first language that has one.

    Most exact first; a preposition has made a window of it. The words are folded and evened; a kind ends with
    "weekday" where it is one.
    """
    read = evened(_VOWELS.sub("", folded(text[:LONGEST]).replace("’", "'")))
    today = asked.now.astimezone(asked.zone).date()
    for code in _spoken(read, asked.locale):
        tongue, found = _tongue(code, _is_south(asked)), dict[tuple[str, str], Days]()
        for pattern, match in _matches(tongue, read):
            try:
                days = days_of(tongue, pattern.kind, match, today=today, locale=asked.locale)
            except (ValueError, OverflowError):  # there is no such day
                continue
            if days is not None:
                related = _related(tongue, read, match, days=days, kind=pattern.kind)
                weekly = found_in(tongue.weekdays, match.groupdict().get("what") or "") is not None
                found.setdefault((f"{pattern.kind} weekday" if weekly else pattern.kind, match[0]), related)
        if found:
            return found
    return {}


def _spoken(text: str, locale: str | None) -> list[str]:
    own = (locale or "").replace("_", "-").partition("-")[0].casefold()
    written = [code for code, each in TONGUES.items() if re.search(each.script, text)]
    spoken = [own, *written, *(_SNOWBALL.get(each, "") for each in languages(text)), "en"]
    if len(text.split()) < UNSURE and not written:
        spoken += TONGUES
    return [code for code in dict.fromkeys(spoken) if code in TONGUES]


def _utc(days: Days, asked: Asked) -> Span:
    def moment(day: date | None) -> datetime | None:
        return datetime.combine(day, time(), asked.zone).astimezone(UTC) if day else None

    return Span(moment(days.start), moment(days.end))


def _named(tongue: Tongue, text: str, read: str, *, asked: Asked) -> Timed | None:
    """The first two times that belong together, else the most exact one; `read` is the text with letters evened out."""
    today = asked.now.astimezone(asked.zone).date()
    known: list[tuple[Pattern, re.Match[str], Days]] = []
    for pattern, found in _matches(tongue, read):
        try:
            days = days_of(tongue, pattern.kind, found, today=today, locale=asked.locale)
            if days is None:
                continue
            known.append((pattern, found, days))
            if (between := _between(tongue, read, found, days=days, today=today)) is not None:
                return _about(tongue, text, read, at=(found.start(), between[1]), span=_utc(between[0], asked))
        except (ValueError, OverflowError):  # there is no such day
            continue
    if not known:
        return None
    pattern, found, days = known[0]
    span = _utc(_related(tongue, read, found, days=days, kind=pattern.kind), asked)
    timed = _about(tongue, text, read, at=found.span(), span=span)
    return replace(timed, rest=text) if _is_said(tongue, pattern.kind, found.groupdict().get("what")) else timed


def _about(tongue: Tongue, text: str, read: str, *, at: tuple[int, int], span: Span) -> Timed:
    """The window, and the text without the named time and its preposition."""
    said_before, said_behind = ends(tongue, tongue.within).search(read[: at[0]]), _behind(tongue).match(read, at[1])
    first, last = said_before.start() if said_before else at[0], said_behind.end() if said_behind else at[1]
    rest = f"{text[:first].rstrip()} {text[last:].lstrip()}".strip()
    alone = all(re.fullmatch(tongue.asking, word) for word in _WORD.findall(evened(rest)))
    return Timed(replace(span, weight=ALONE) if alone else span, rest)


def _is_said(tongue: Tongue, kind: str, what: str | None) -> bool:
    """Whether people who tell of it say it that way too: "in summer", "on Sundays", "for four years", not "in 2023"."""
    names = (*tongue.seasons, *tongue.feasts, *tongue.weekdays)
    return kind in ("ago", "past") or (what is not None and found_in(names, what) is not None)


def _matches(tongue: Tongue, text: str) -> Iterator[tuple[Pattern, re.Match[str]]]:
    """What names a time, most exact first."""
    for pattern in patterns(tongue):
        for found in pattern.found.finditer(text):
            before = text[: found.start()]
            if pattern.bare and not _is_named(tongue, found, before):
                continue
            if pattern.kind in ("last", "this", "next") and not _of_time(tongue, found, before):
                continue
            yield pattern, found


def _is_named(tongue: Tongue, found: re.Match[str], before: str) -> bool:
    """Whether what stands beside a bare name, or its form, shows that it is one of time."""
    return bool(
        re.fullmatch(tongue.plain, found[0])
        or _behind(tongue).match(found.string, found.end())
        or ends(tongue, tongue.within).search(before)
    )


def _behind(tongue: Tongue) -> re.Pattern[str]:
    of = tongue.behind
    return begins(tongue, f"{of.since}|{of.until}|{of.before}|{of.after}|{of.within}")


def _of_time(tongue: Tongue, found: re.Match[str], before: str) -> bool:
    """False for "my last week there", "the last march" and "this may be"."""
    if re.search(rf"\b(?:{tongue.not_after})\s$", before):
        return False
    return found["what"] not in tongue.verbs or bool(
        _VERB.match(found.string, found.end()) and not before.endswith("the ")
    )


def _between(tongue: Tongue, text: str, found: re.Match[str], *, days: Days, today: date) -> tuple[Days, int] | None:
    """From the first to the second of two times, and where the second ends."""
    if not ends(tongue, tongue.between).search(text[: found.start()]):
        return None
    link = re.compile(rf"\s?(?:{tongue.ands})\s*(?:(?:{tongue.the})\s*)*").match(text, found.end())
    if link is None:
        return None
    for pattern in patterns(tongue):
        second = pattern.found.match(text, link.end())
        last = days_of(tongue, pattern.kind, second, today=today) if second else None
        if second is None or last is None or last.end is None or days.start is None:
            continue
        start = days.start
        if second.groupdict().get("year") and not found.groupdict().get("year"):
            start = start.replace(year=last.end.year)
        while start >= last.end:
            start = start.replace(year=start.year - 1)
        return Days(start, last.end), second.end()
    return None


def _related(tongue: Tongue, text: str, found: re.Match[str], *, days: Days, kind: str) -> Days:
    """The window that a preposition makes of the days: "since", "until", "before", "after", "two weeks before"."""
    before = text[: found.start()]
    for words, sign in ((tongue.before, -1), (tongue.after, 1)):
        if (relation := ends(tongue, words).search(before)) is not None:
            near = beside(tongue).search(before[: relation.start()])
            if near is not None:
                number = number_of(tongue, near["n"]) if near["n"] else 1
                return stretch.beside(days, sign * number, found_in(tongue.units, near["unit"]))
            return Days(None, days.start) if sign < 0 else Days(days.end, None)
    of = tongue.behind
    for words, sign in ((of.before, -1), (of.after, 1)):
        if begins(tongue, words).match(text, found.end()):
            return Days(None, days.start) if sign < 0 else Days(days.end, None)
    if begins(tongue, of.since).match(text, found.end()):
        return Days(days.start, None)
    if begins(tongue, of.until).match(text, found.end()):
        return Days(None, days.end)
    if ends(tongue, tongue.ever if kind == "ago" else tongue.since).search(before):  # "from 4 years ago" has an end
        return Days(days.start, None)
    return Days(None, days.end) if ends(tongue, tongue.until).search(before) else days


def _anchor(tongue: Tongue, text: str, read: str) -> Anchor | None:
    """An event that the question is dated by."""
    for side, words, told in (
        (Side.BEFORE, tongue.before, tongue.told_before),
        (Side.AFTER, f"{tongue.after}|{tongue.ever}", tongue.told_after),
    ):
        shown = rf"(?:{words})(?:\s|(?<='))(?={tongue.event}|{tongue.acts})(?P<clause>[^?.!,;]+)"
        found = re.search(rf"(?<!\w){shown}", read) or re.search(told, read)
        if found is None:
            continue
        known = content(text[slice(*found.span("clause"))]) - ARTICLES
        names = frozenset(word for word in known if not re.fullmatch(tongue.event, word))
        if names:
            return Anchor(side, names)
    return None


@cache
def _tongue(code: str, south: bool) -> Tongue:
    tongue = TONGUES[code]
    return replace(tongue, seasons=tongue.seasons[2:] + tongue.seasons[:2]) if south else tongue


def _is_south(asked: Asked) -> bool:
    """Whether seasons are the other way round there."""
    return str(asked.zone).startswith(_SOUTHERN)
