"""Who so clearly asks in talk for a reminder that nobody need be asked back, and what claims that one was made. Pure.

Stricter than `request`, which serves where a request is expected: here "remind me what we said on Friday" asks for
something else, "don't remind me" for the opposite, and "he said: remind me at 5" for nothing. What is not clear is
left to a model with tools. The words are data, one table for each language.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.when import Unsure, read

LONGEST = 2_000  # characters in which a request is looked for
MOST_SAID = 20_000  # characters of an answer in which claims are looked for
_ANY_TIME = datetime(2026, 1, 7, 12, tzinfo=UTC)
_SENTENCES = re.compile(r"(?<=[!?。！？])\s*(?=\S)|(?<=\w{3}\.)\s+(?=\S)")
_EDGES = " \t\r\n,.;:!?¡¿。、，！？-–—"
_STOPS = re.compile(r"[.!?。！？\n]")
_QUOTED = re.compile(r"^\s*>|[\"“”„«»「」『』`]")
_SPLIT_GERMAN = re.compile(
    r"^(?P<lead>.*?\b(?:kannst|könntest|würdest|magst|bitte)\b.*?)\bmich\b(?P<what>.+?)\berinnern\b", re.I
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request in talk: its words; whether nothing else was said; whether it means a reminder without a time, too."""

    text: str
    alone: bool
    duty: bool


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    before: str
    heads: list[str]
    tails: list[str]
    weak: list[str] = []
    spoilt: str = "(?!)"
    known: str
    duty: str
    timed: str
    promises: list[str]
    condition: str
    cancels: str
    none: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The same, made ready."""

    before: re.Pattern[str]
    head: re.Pattern[str] | None
    tail: re.Pattern[str] | None
    weak: re.Pattern[str] | None
    spoilt: re.Pattern[str]
    known: re.Pattern[str]
    duty: re.Pattern[str]
    timed: re.Pattern[str]
    promise: re.Pattern[str]
    condition: re.Pattern[str]
    cancels: re.Pattern[str]
    none: str


def wanted_in(text: str, names: Collection[str] = ()) -> Wanted | None:
    """The reminder that the words ask for; `names` are those of who is spoken to. None where it is not clear."""
    if len(text) > LONGEST or _QUOTED.search(text):
        return None
    sentences = [each for each in _SENTENCES.split(_without_name(text, names)) if each.strip(_EDGES)]
    found = [each for each in (_wanted(sentence, alone=len(sentences) == 1) for sentence in sentences) if each]
    return found[0] if len(found) == 1 else None


def denial_of(said: str) -> str | None:
    """What to add where an answer claims that a reminder was made and none was; None where it claims nothing."""
    plain = _plain(said[:MOST_SAID])
    return next((words.none for words in _patterns().values() if _promises(words, plain)), None)


def may_cancel(text: str) -> bool:
    """Whether the words may ask to take something away: a model's own idea of it is not enough."""
    plain = _plain(text[:LONGEST])
    return any(words.cancels.search(plain) for words in _patterns().values())


def _promises(words: _Patterns, said: str) -> bool:
    """Whether a sentence claims it; a question does not, nor what depends on something still to come."""
    return any(_claims(words, _sentence(said, found)) for found in words.promise.finditer(said))


def _claims(words: _Patterns, sentence: str) -> bool:
    return not sentence.endswith(("?", "？")) and words.condition.search(sentence) is None


def _sentence(said: str, found: re.Match[str]) -> str:
    """The sentence around, with the sign at its end."""
    start = max((each.end() for each in _STOPS.finditer(said, 0, found.start())), default=0)
    stop = _STOPS.search(said, found.end())
    return said[start : stop.end() if stop else None]


def _wanted(sentence: str, *, alone: bool) -> Wanted | None:
    sentence = _whole_german(sentence).strip()
    plain = _plain(sentence)
    for words in _patterns().values():
        rest = _rest(words, plain)
        if rest is None:
            if (weak := _weakly(words, sentence)) is not None:
                return Wanted(weak, alone, duty=False)
            continue
        head, after = rest
        is_timed = words.timed.match(head) is not None
        if _is_known(words, after) or (is_timed and _is_known(words, _past_time(after) or "")):
            return None
        return Wanted(sentence, alone, words.duty.match(after.lstrip(_EDGES)) is not None and not is_timed)
    return None


def _is_known(words: _Patterns, after: str) -> bool:
    return words.known.match(after.lstrip(_EDGES)) is not None


def _weakly(words: _Patterns, sentence: str) -> str | None:
    """The time and what is to be done at it, of "tell me at 9 to call"; None where anything else is to be told."""
    found = words.weak.match(sentence.strip(_EDGES).casefold()) if words.weak is not None else None
    if found is None:
        return None
    after = sentence.strip(_EDGES)[found.end() :]
    rest = _past_time(after)
    return after.strip(_EDGES) if rest and words.duty.match(_plain(rest).strip(_EDGES)) else None


def _past_time(after: str) -> str | None:
    """What follows the time with which these words begin; None where they begin with none."""
    words = after.strip(_EDGES)
    span = read(words, _ANY_TIME, ZoneInfo("UTC")).span
    return words[span[1] :] if span is not None and span[0] == 0 else None


def _rest(words: _Patterns, plain: str) -> tuple[str, str] | None:
    """The words that ask, and what follows them; None where they stand elsewhere than a request has them."""
    found = words.head.search(plain) if words.head is not None else None
    if found is not None and _leads(words, plain[: found.start()]):
        return found[0], plain[found.end() :]
    found = words.tail.search(plain.rstrip(_EDGES)) if words.tail is not None else None
    return None if found is None or words.spoilt.search(plain[: found.start()]) else (found[0], "")


def _leads(words: _Patterns, before: str) -> bool:
    """Whether nothing stands there but greetings, words of politeness and a time."""
    before = before.strip(_EDGES)
    while found := words.before.match(before):
        before = before[found.end() :].strip(_EDGES)
        if not found[0]:
            break
    if not before:
        return True
    reading = read(before, _ANY_TIME, ZoneInfo("UTC"))
    return reading.question is not Unsure.NO_TIME and not reading.task.strip(_EDGES)


def _without_name(text: str, names: Collection[str]) -> str:
    """Without the name of who is spoken to in front."""
    for name in names:
        text = re.sub(
            rf"^\s*(?:(?:hey|hi|ok|hallo|hola)\s+)?@?{re.escape(name)}\b[\s,:!.]*", "", text, flags=re.IGNORECASE
        )
    return text


def _whole_german(sentence: str) -> str:
    """German puts the verb last: `kannst du mich um 8 an Milch erinnern` is `erinnere mich um 8 an Milch`."""
    found = _SPLIT_GERMAN.match(sentence)
    return f"erinnere mich{found['what'].rstrip()}{sentence[found.end() :]}" if found else sentence


def _plain(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.casefold().replace("’", "'").splitlines())
    return "\n".join(lines)


@cache
def _patterns() -> Mapping[str, _Patterns]:
    text = (resources.files("bot") / "reminders" / "talk.toml").read_text("utf-8")
    return {name: _ready(_Words.model_validate(each)) for name, each in tomllib.loads(text).items()}


def _ready(words: _Words) -> _Patterns:
    return _Patterns(
        re.compile(words.before),
        _any(words.heads),
        _any(words.tails, end="$"),
        _any(words.weak),
        re.compile(words.spoilt),
        re.compile(words.known),
        re.compile(words.duty),
        re.compile(words.timed),
        re.compile("|".join(words.promises)),
        re.compile(words.condition),
        re.compile(words.cancels),
        words.none,
    )


def _any(patterns: list[str], *, end: str = "") -> re.Pattern[str] | None:
    joined = "|".join(_bounded(each) for each in patterns)
    return re.compile(f"(?:{joined}){end}") if patterns else None


def _bounded(pattern: str) -> str:
    """Not in the middle of a word, in scripts that have words apart."""
    return rf"(?<![a-zà-ÿа-яё]){pattern}"
