"""What people say of a reminder beside what and when: for all here, until I say done, useless after an hour. Pure.

The words are data, one table for each language; they are cut out before the time is read, since "every 10 minutes until
I confirm" is no rhythm of the reminder itself.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from memory.reminder import Policy

AGAIN, LEAST_AGAIN = timedelta(minutes=10), timedelta(minutes=5)
MOST_USELESS = timedelta(days=365)
LONGEST = 4_000  # characters in which such words are looked for


@dataclass(frozen=True, slots=True)
class Terms:
    """`text` is what is left; `here`: for all who read the place; the rest is as in `Policy`."""

    text: str
    here: bool = False
    again: timedelta | None = None
    useless_after: timedelta | None = None
    floating: bool = False


def policy_of(terms: Terms, known: Policy) -> Policy:
    """What holds of a reminder: what was said now, else what was said before."""
    return Policy(
        terms.useless_after or known.useless_after, terms.again or known.again, terms.floating or known.floating
    )


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    here: list[str]
    us: list[str]
    me: str
    until: str
    every: str
    useless: list[str]
    floating: list[str]
    units: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The same, made ready: `units` are lengths by the pattern that names them."""

    here: re.Pattern[str]
    us: re.Pattern[str]
    me: str
    again: tuple[re.Pattern[str], ...]
    useless: tuple[re.Pattern[str], ...]
    floating: re.Pattern[str]
    units: tuple[tuple[re.Pattern[str], timedelta], ...]
    half: re.Pattern[str]


def terms_of(text: str, *, company: bool = True) -> Terms:
    """The terms that the text states, and the text without them; without `company` nobody else is there to be told."""
    found = Terms(text)
    if len(text) > LONGEST:
        return found
    for words in _patterns():
        found = _read(found, words, company=company)
    return found


def _read(known: Terms, words: _Patterns, *, company: bool) -> Terms:
    text, again = _cut(known.text, words.again, words)
    text, useless = _cut(text, words.useless, words)
    text, wherever = words.floating.subn("", text)
    text, us = words.us.subn(words.me, text)
    text, here = words.here.subn("", text) if company else (text, 0)
    return Terms(
        _tidy(text) if text != known.text else text,
        known.here or (company and bool(us or here)),
        known.again or (None if again is None else max(again, LEAST_AGAIN)),
        known.useless_after or (None if useless is None else min(useless, MOST_USELESS)),
        known.floating or bool(wherever),
    )


def _cut(text: str, patterns: Iterable[re.Pattern[str]], words: _Patterns) -> tuple[str, timedelta | None]:
    """The text without what the first pattern that fits says, and the length said there."""
    found = next((match for pattern in patterns if (match := pattern.search(text))), None)
    if found is None:
        return text, None
    return text[: found.start()] + " " + text[found.end() :], _length(found, words)


def _length(found: re.Match[str], words: _Patterns) -> timedelta:
    span = found["span"]
    if span is None:
        return AGAIN
    number = re.match(r"\d{1,4}", span)
    unit = next((length for pattern, length in words.units if pattern.search(span)), timedelta(minutes=1))
    half = number is None and words.half.search(span) is not None
    return unit / 2 if half else unit * int(number[0] if number else 1)


def _tidy(text: str) -> str:
    return re.sub(r"\s+([,.;!?])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip(" ,;、，")


@cache
def _patterns() -> tuple[_Patterns, ...]:
    text = (resources.files("bot") / "reminders" / "terms.toml").read_text("utf-8")
    return tuple(_ready(_Words.model_validate(each)) for each in tomllib.loads(text).values())


def _ready(words: _Words) -> _Patterns:
    units, every, useless = words.units, words.every, words.useless
    named = "|".join(units[name] for name in ("minute", "hour", "day"))
    spelled = "|".join(units[name] for name in ("half", "one"))
    span = rf"(?P<span>(?:\d{{1,4}}|{spelled}) ?(?:{named}))"
    again = f"(?:{every.replace('SPAN', span)})?(?:{words.until})"
    return _Patterns(
        _any(words.here),
        _any(words.us),
        words.me,
        (_any([again]),),
        tuple(_any([each.replace("SPAN", span)]) for each in useless),
        _any(words.floating),
        tuple(_lengths(units)),
        _any([units["half"]]),
    )


def _lengths(units: Mapping[str, str]) -> Iterator[tuple[re.Pattern[str], timedelta]]:
    for name, length in (("minute", timedelta(minutes=1)), ("hour", timedelta(hours=1)), ("day", timedelta(days=1))):
        yield _any([rf"(?:{units[name]})\b" if units[name].isascii() else units[name]]), length


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)
