"""Which time a question names: "last spring", "seit Mai", "hace dos años", "before I moved". Pure, and without a model.

Dates of facts come from a model as numbers and are only checked (`memory.clock`); here there is no model to ask, so
words are read. A name that may be none of time ("may", "march") needs a preposition or a number beside it, and one of
the past is meant where the year is left out. It cost: six languages, and in the others no window at all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from memory import stretch
from memory.almanac import TONGUES
from memory.cues import ARTICLES
from memory.languages import languages
from memory.span import ALONE, Anchor, Asked, Side, Span, Timed
from memory.stretch import Days
from memory.tongue import Pattern, Tongue, beside, ends, found_in, number_of, patterns, value
from memory.wording import content, folded

LONGEST = 400  # characters that are looked through
UNSURE = 6  # words; of fewer the language cannot be told
_SNOWBALL = {"german": "de", "spanish": "es", "portuguese": "pt", "french": "fr", "italian": "it"}
_SOUTHERN = (
    "Australia/", "Antarctica/", "Pacific/Auckland", "America/Argentina/", "America/Buenos_Aires", "America/Sao_Paulo",
    "America/Montevideo", "America/Santiago", "America/Asuncion", "Africa/Johannesburg", "Africa/Maputo",
)  # fmt: skip
_VERB = re.compile(r"\s*(?:[?.!,;:)]|$|\d|(?:of|and|or|with|when|for|at|on)\b)")  # what follows no verb "may"


def timed(text: str, asked: Asked) -> Timed | None:
    """The time that `text` asks about; None where it names none."""
    text = folded(text[:LONGEST]).replace("’", "'")
    tongues = [_tongue(code, _is_south(asked)) for code in _spoken(text, asked.locale)]
    for tongue in tongues:
        if (named := _named(tongue, text, asked)) is not None:
            return named
    return next((Timed(found, text) for tongue in tongues if (found := _anchor(tongue, text))), None)


def _spoken(text: str, locale: str | None) -> list[str]:
    own = (locale or "").replace("_", "-").partition("-")[0].casefold()
    spoken = [own, *(_SNOWBALL.get(each, "") for each in languages(text)), "en"]
    if len(text.split()) < UNSURE:
        spoken += TONGUES
    return [code for code in dict.fromkeys(spoken) if code in TONGUES]


def _utc(days: Days, asked: Asked) -> Span:
    def moment(day: date | None) -> datetime | None:
        return datetime.combine(day, time(), asked.zone).astimezone(UTC) if day else None

    return Span(moment(days.start), moment(days.end))


def _named(tongue: Tongue, text: str, asked: Asked) -> Timed | None:
    """The first two times that belong together, else the most exact one."""
    today = asked.now.astimezone(asked.zone).date()
    known: list[tuple[Pattern, re.Match[str], Days]] = []
    for pattern, found in _matches(tongue, text):
        try:
            days = _days(tongue, pattern.kind, found, today=today, locale=asked.locale)
            if days is None:
                continue
            known.append((pattern, found, days))
            if (between := _between(tongue, text, found, days=days, today=today)) is not None:
                return _about(tongue, text, (found.start(), between[1]), span=_utc(between[0], asked))
        except (ValueError, OverflowError):  # there is no such day
            continue
    if not known:
        return None
    pattern, found, days = known[0]
    span = _utc(_related(tongue, text, found, days=days, kind=pattern.kind), asked)
    timed = _about(tongue, text, found.span(), span=span)
    return replace(timed, rest=text) if _is_said(tongue, pattern.kind, found.groupdict().get("what")) else timed


def _about(tongue: Tongue, text: str, at: tuple[int, int], *, span: Span) -> Timed:
    """The window, and the text without the named time and its preposition."""
    said_before = ends(tongue, tongue.within).search(text[: at[0]])
    first = said_before.start() if said_before else at[0]
    rest = f"{text[:first].rstrip()} {text[at[1] :].lstrip()}".strip()
    alone = all(re.fullmatch(tongue.asking, word) for word in re.findall(r"[\w']+", rest))
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
            if pattern.bare and not ends(tongue, tongue.within).search(before):
                continue
            if pattern.kind in ("last", "this", "next") and not _of_time(tongue, found, before):
                continue
            yield pattern, found


def _of_time(tongue: Tongue, found: re.Match[str], before: str) -> bool:
    """False for "my last week there", "the last march" and "this may be"."""
    if re.search(rf"\b(?:{tongue.not_after})\s$", before):
        return False
    return found["what"] not in tongue.verbs or bool(
        _VERB.match(found.string, found.end()) and not before.endswith("the ")
    )


def _days(tongue: Tongue, kind: str, found: re.Match[str], *, today: date, locale: str | None = None) -> Days | None:
    part = found.groupdict()
    year = int(part["year"]) if part.get("year") else None
    match kind:
        case "iso":
            return stretch.of(int(part["year"]), int(part["number"]), int(part["day"]) if part["day"] else None)
        case "numbers":
            first, second = int(part["one"]), int(part["two"])
            if "/" in found[0] and first <= 12 and second <= 12 and not locale:
                return None  # where it was written decides, and is not known
            american = (locale or "").replace("_", "-").casefold() == "en-us"
            month, day = (first, second) if american or second > 12 else (second, first)
            return stretch.of(int(part["year"]), month, day)
        case "day":
            return stretch.named_day(_index(tongue.months, part["month"]), int(part["day"]), year, today)
        case "name":
            return _name(tongue, part["what"], year, today)
        case "year":
            return stretch.of(int(part["year"]))
        case "decade":
            return Days(date(int(part["decade"]), 1, 1), date(int(part["decade"]) + 10, 1, 1))
        case "ago":
            return stretch.ago(number_of(tongue, part["n"]), _index(tongue.units, part["unit"]), today)
        case "past":
            return stretch.past(number_of(tongue, part["n"]), _index(tongue.units, part["unit"]), today)
        case "offset":
            return stretch.one_day(today + timedelta(days=value(tongue.offsets, part["word"]) or 0))
        case _:
            return _turned(tongue, kind, part["what"], today)


def _name(tongue: Tongue, what: str, year: int | None, today: date) -> Days | None:
    """A month, season, feast or day of the week: that of the year, or the latest that has begun."""
    if (month := found_in(tongue.months, what)) is not None:
        return stretch.latest(lambda year: stretch.of(year, month + 1), year, today)
    if (season := found_in(tongue.seasons, what)) is not None:
        return stretch.latest(lambda year: stretch.season(season, year), year, today)
    if (weekday := found_in(tongue.weekdays, what)) is not None:
        return stretch.one_day(today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1))
    feast = value(tongue.feasts, what)
    return stretch.latest(lambda year: stretch.feast(feast, year), year, today) if feast else None


def _turned(tongue: Tongue, turn: str, what: str, today: date) -> Days | None:
    """The last, this or next unit or name."""
    step = {"last": -1, "this": 0, "next": 1}[turn]
    if (unit := found_in(tongue.units, what)) is not None:
        return stretch.unit(unit, step, today)
    if (weekday := found_in(tongue.weekdays, what)) is not None:
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=weekday)
        if step:
            ahead = (weekday - today.weekday() - 1) % 7 + 1
            day = today + timedelta(days=ahead if step > 0 else -((today.weekday() - weekday - 1) % 7 + 1))
        return stretch.one_day(day)
    began = _name(tongue, what, None, today)
    if began is None or began.start is None or began.end is None:
        return began
    running = began.end > today
    if step < 0:
        return _name(tongue, what, None, began.start - timedelta(days=1)) if running else began
    if step == 0 and (running or began.start.year == today.year):
        return began
    return _name(tongue, what, None, began.end + timedelta(days=366))


def _between(tongue: Tongue, text: str, found: re.Match[str], *, days: Days, today: date) -> tuple[Days, int] | None:
    """From the first to the second of two times, and where the second ends."""
    if not ends(tongue, tongue.between).search(text[: found.start()]):
        return None
    link = re.compile(rf"\s(?:{tongue.ands})\s*(?:(?:{tongue.the})\s*)*").match(text, found.end())
    if link is None:
        return None
    for pattern in patterns(tongue):
        second = pattern.found.match(text, link.end())
        last = _days(tongue, pattern.kind, second, today=today) if second else None
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
    if ends(tongue, tongue.ever if kind == "ago" else tongue.since).search(before):  # "from 4 years ago" has an end
        return Days(days.start, None)
    return Days(None, days.end) if ends(tongue, tongue.until).search(before) else days


def _anchor(tongue: Tongue, text: str) -> Anchor | None:
    """An event that the question is dated by."""
    for side, words in ((Side.BEFORE, tongue.before), (Side.AFTER, f"{tongue.after}|{tongue.ever}")):
        found = re.search(
            rf"(?<!\w)(?:{words})(?:\s|(?<='))(?={tongue.event}|{tongue.acts})(?P<clause>[^?.!,;]+)", text
        )
        if found is None:
            continue
        known = content(found["clause"]) - ARTICLES
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


def _index(options: Sequence[str], text: str) -> int:
    number = found_in(options, text)
    if number is None:
        raise ValueError(text)
    return number
