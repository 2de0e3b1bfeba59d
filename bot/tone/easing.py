"""Where matching somebody's tone would harm: anger is met calmly, grief gently, an emergency plainly. Pure.

Told by closed lists of plain sentences in a message, for the answer to this message alone: it says nothing about the
person and is never kept. Lists rather than a model, because a wrong guess here hurts; it cost what is said between the
lines.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from bot.tone.clauses import clauses

_SPACED = re.compile(r"[^\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


class Easing(StrEnum):
    """Why an answer is not matched to how somebody writes, the gravest first."""

    EMERGENCY = "emergency"
    DISTRESS = "distress"
    GRIEF = "grief"
    ANGER = "anger"


@dataclass(frozen=True, slots=True)
class Eased:
    """What holds for the answer instead: `words` a sentence and `sentences` in all at most, None where neither matters.

    No emoji, no jokes and no exclamation marks in any case.
    """

    instruction: str
    sentences: int | None = None
    words: int | None = None


EASED: Mapping[Easing, Eased] = {
    Easing.EMERGENCY: Eased(
        "This may be an emergency. Answer plainly and calmly in short sentences: first what to do right now, one step"
        " at a time, and that the local emergency number or the help line shown above is to be called. No jokes, no"
        " emoji, no exclamation marks, no small talk.",
        sentences=6,
        words=15,
    ),
    Easing.DISTRESS: Eased(
        "This person is having a very hard time. Answer gently, simply and in few words: take it seriously, judge and"
        " diagnose nothing, and say that talking to somebody they trust or to a doctor can help. No jokes, no emoji, no"
        " exclamation marks.",
        sentences=6,
        words=18,
    ),
    Easing.GRIEF: Eased(
        "This person is grieving. Answer gently and briefly: say that you are sorry, use the name or word that they use"
        " and give no advice that they did not ask for. No jokes, no emoji, no exclamation marks.",
        sentences=6,
    ),
    Easing.ANGER: Eased(
        "This person is angry. Answer calmly and to the point: no jokes, no emoji, no exclamation marks, no reproach"
        " and no harsh words back. If you were wrong, say so once, then help.",
        sentences=8,
    ),
}


_GRAVE = (Easing.EMERGENCY, Easing.DISTRESS)


def easing_of(text: str) -> Easing | None:
    """What a message plainly says of the state that it was written in; None as a rule."""
    said = clauses(text)
    vetoed = [_vetoes().search(each) is not None for each in said]
    for kind, cue in _cues().items():
        found = [bool(cue.search(each)) for each in said]
        if kind in _GRAVE:  # a film that is spoken of as well is no reason to pass over a cry for help
            found = [each and not veto for each, veto in zip(found, vetoed, strict=True)]
        if any(found) and (kind in _GRAVE or not any(vetoed)):
            return kind
    return None


@cache
def languages() -> tuple[str, ...]:
    """The languages that have lists."""
    return tuple(sorted(_lists()))


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    folder = resources.files("bot.tone") / "easing"
    named = [each for each in folder.iterdir() if each.name.endswith(".toml")]
    return {each.name.removesuffix(".toml"): tomllib.loads(each.read_text("utf-8")) for each in named}


@cache
def _cues() -> Mapping[Easing, re.Pattern[str]]:
    return {kind: any_of([each for known in _lists().values() for each in known.get(kind, ())]) for kind in Easing}


@cache
def _vetoes() -> re.Pattern[str]:
    return any_of([each for known in _lists().values() for each in known.get("not", ())])


def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all, each as whole words where its script has any."""
    return re.compile("|".join(_bounded(each) for each in patterns) or r"(?!)")


def _bounded(pattern: str) -> str:
    left = r"(?<!\w)" if _SPACED.match(pattern[:1]) else ""
    right = r"(?!\w)" if _SPACED.match(pattern[-1:]) else ""
    return f"{left}(?:{pattern}){right}"
