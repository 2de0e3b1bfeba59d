"""Where matching somebody's tone would harm: anger is met calmly, grief gently, an emergency plainly. Pure.

Told by closed lists of plain sentences in a message, for the answer to it and those right after (`lingering`): it says
nothing about the person and is never kept. Lists rather than a model, because a wrong guess here hurts; it cost what is
said between the lines.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict, Field

from bot.tone.clauses import outer_clauses
from bot.tone.tongues import tongues

_SPACED = re.compile(r"[^\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+$")


LONGEST = 500  # characters that are looked at, at either end: a cry for help often stands after all that led to it


class Easing(StrEnum):
    """Why an answer is not matched to how somebody writes, the gravest first."""

    EMERGENCY = "emergency"
    DISTRESS = "distress"
    GRIEF = "grief"
    ANGER = "anger"


@dataclass(frozen=True, slots=True)
class Eased:
    """What holds for the answer instead: `words` a sentence at most, None for as many as there are.

    No emoji, no jokes and no exclamation marks in any case.
    """

    instruction: str
    words: int | None = None


EASED: Mapping[Easing, Eased] = {
    Easing.EMERGENCY: Eased(
        "This may be an emergency. Answer plainly, calmly and kindly in short sentences: first what to do right now,"
        " one step at a time, and that the local emergency number or the help line shown above is to be called. No"
        " jokes, no emoji, no exclamation marks, no small talk.",
        words=15,
    ),
    Easing.DISTRESS: Eased(
        "This person is having a very hard time. Answer gently, simply and in few words: take it seriously, judge and"
        " diagnose nothing, and say that talking to somebody they trust or to a doctor can help. No jokes, no emoji, no"
        " exclamation marks.",
        words=18,
    ),
    Easing.GRIEF: Eased(
        "This person is grieving. Answer gently and briefly: say that you are sorry, use the name or word that they use"
        " and give no advice that they did not ask for. No jokes, no emoji, no exclamation marks.",
    ),
    Easing.ANGER: Eased(
        "This person is angry. Answer calmly and to the point: no jokes, no emoji, no exclamation marks, no reproach"
        " and no harsh words back. If you were wrong, say so once, then help.",
    ),
}


_GRAVE = (Easing.EMERGENCY, Easing.DISTRESS)


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a message plainly says, and in which language."""

    easing: Easing
    language: str


def easing_of(text: str) -> Easing | None:
    """What a message plainly says of the state that it was written in; None as a rule."""
    noticed = notice(text)
    return None if noticed is None else noticed.easing


@lru_cache(maxsize=64)  # asked for a message by who names help and by who matches tone
def notice(text: str) -> Noticed | None:
    """The same with the language."""
    told = outer_clauses(text, LONGEST)
    for kind in Easing:
        for each in told:
            found = _cues(kind).search(each)
            if found and not _is_told_only(each, told, grave=kind in _GRAVE):
                return Noticed(kind, str(found.lastgroup))
    return None


def _is_told_only(clause: str, told: Sequence[str], *, grave: bool) -> bool:
    """Whether it is made up, asked about or long ago; a film spoken of as well does not silence a cry for help."""
    return any(_vetoes().search(each) for each in ((clause,) if grave else told))


def advice_in(language: str) -> str:
    """What is advised in an emergency where the operator gave no help line; English where a language has no words."""
    lists = _lists()
    return lists.get(language.partition("-")[0].casefold(), lists["en"]).advice


@cache
def languages() -> tuple[str, ...]:
    """The languages that have lists."""
    return tuple(sorted(_lists()))


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid")
    advice: str
    emergency: list[str]
    distress: list[str]
    grief: list[str]
    anger: list[str]
    never: list[str] = Field(alias="not")


@cache
def _lists() -> Mapping[str, _List]:
    return {language: _List.model_validate(known) for language, known in tongues("easing").items()}


@cache
def _cues(kind: Easing) -> re.Pattern[str]:
    """The sentences of all languages, each language a group of its name."""
    of = {language: getattr(known, kind) for language, known in _lists().items()}
    return re.compile("|".join(f"(?P<{language}>{any_of(each)})" for language, each in of.items()))


@cache
def _vetoes() -> re.Pattern[str]:
    return re.compile("|".join(any_of(each.never) for each in _lists().values()))


def any_of(patterns: Sequence[str]) -> str:
    """One pattern for all, as whole words where the script has any; the bounds stand once outside, since each costs."""
    spaced = [each for each in patterns if _SPACED.match(each)]
    unspaced = [each for each in patterns if not _SPACED.match(each)]
    parts = [f"(?<!\\w)(?:{'|'.join(spaced)})(?!\\w)"] if spaced else []
    parts += [f"(?=[^\\x00-\\x7f])(?:{'|'.join(unspaced)})"] if unspaced else []
    return "|".join(parts) or "(?!)"
