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

from bot.tone.beginnings import shared
from bot.tone.clauses import clauses, outer_clauses
from bot.tone.markless import LANGUAGES as MARKLESS
from bot.tone.markless import markless, markless_pattern
from bot.tone.tongues import tongues
from bot.tone.vetoes import Vetoes, any_of

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


_DOT_ABOVE = "\u0307"  # left of a Turkish capital when its case is folded
_GRAVE = (Easing.EMERGENCY, Easing.DISTRESS)
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]"), "ru": re.compile("[\u0400-\u04ff]"), "ja": _HAN, "zh": _HAN}


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
    told = tuple(each.replace(_DOT_ABOVE, "") for each in outer_clauses(text, LONGEST))
    maybe = [at for at, each in enumerate(told) if _may_hold(each)]
    for kind in Easing:
        for at in maybe:
            if language := _felt_in(kind, told, at):
                return Noticed(kind, language)
    return None


def beside(text: str) -> str:
    """What a message says besides: a wish with nothing else beside it is one, though it was said in anger or grief."""
    told = clauses(text)
    return "\n".join(each for at, each in enumerate(told) if not any(_felt_in(kind, told, at) for kind in Easing))


def _felt_in(kind: Easing, told: Sequence[str], at: int) -> str:
    """The language in which the clause there says it of now; '' where it is only told, asked about or long ago.

    What is said before and after does not silence a cry for help: rather one help line too many.
    """
    for language, cues in _cues(kind).items():
        vetoes = _vetoes(language, grave=kind in _GRAVE)
        read = [_read(language, each) for each in told]
        felt = any(not vetoes.silence(told[at], cue) for cue in cues.finditer(read[at]))
        if felt and (kind in _GRAVE or not (vetoes.frame(read[:at]) or vetoes.retract(read))):
            return language
    return ""


def _read(language: str, clause: str) -> str:
    return markless(clause) if language in MARKLESS else clause


def advice_in(language: str) -> str:
    """What is advised in an emergency where the operator gave no help line; English where a language has no words."""
    lists = _lists()
    return lists.get(language.partition("-")[0].casefold(), lists["en"]).advice


def prepare() -> None:
    """Reads and compiles all lists, so that no message has to wait for that."""
    _any_cue()
    for kind in Easing:
        _cues(kind)
    for language in _lists():
        for grave in (True, False):
            _vetoes(language, grave=grave)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have lists."""
    return tuple(sorted(_lists()))


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid")
    language: str
    advice: str
    emergency: list[str]
    distress: list[str]
    grief: list[str]
    anger: list[str]
    never: list[str] = Field(alias="not")
    asked: list[str] = []  # asked in general; of a grave kind only where it is asked of `<anyone>`
    handed: list[str] = []  # a text that somebody hands over, all of which is told
    unless: list[str] = []  # what holds one of `not` and is none: a denial, an occasion
    joins: list[str] = []  # words between two parts of a sentence
    retracted: list[str] = []  # takes back whatever was said
    parts: dict[str, str] = {}
    prefix: str = ""  # what may be written as one with any of the sentences

    def cues(self, kind: Easing) -> list[str]:
        """The sentences of a kind, with what stands for `<part>` in them."""
        felt: list[str] = shared(getattr(self, kind))
        return self._whole([f"{self.prefix}(?:{each})" if self.prefix else each for each in felt])

    def _told(self, *, grave: bool) -> list[str]:
        """What is said of none now. Who asks what to do for somebody of theirs may be in need of it."""
        asked = self.asked if grave else [each.replace("<anyone>", "") for each in self.asked]
        return self._whole([*self.never, *asked])

    def vetoes(self, *, grave: bool) -> Vetoes:
        """What makes a sentence of a kind none."""
        return Vetoes.of(
            words=self._told(grave=grave),
            handing=self._whole(self.handed),
            unless=self._whole(self.unless),
            joins=self.joins,
            retracted=self._whole(self.retracted),
        )

    def _whole(self, found: list[str]) -> list[str]:
        for name, part in self.parts.items():
            found = [each.replace(f"<{name}>", part) for each in found]
        return [markless_pattern(each, self.language) for each in found] if self.language in MARKLESS else found


@cache
def _lists() -> Mapping[str, _List]:
    return {
        language: _List.model_validate({"language": language, **known}) for language, known in tongues("easing").items()
    }


@cache
def _cues(kind: Easing) -> Mapping[str, re.Pattern[str]]:
    """The sentences by language."""
    return {language: re.compile(any_of(known.cues(kind))) for language, known in _lists().items()}


def _may_hold(clause: str) -> bool:
    """Whether any language has a sentence of any kind in the clause: nearly none has, which has to be told fast."""
    return any(
        cue.search(_read(language, clause))
        for (language, script), cue in _any_cue().items()
        if script is None or script.search(clause)
    )


@cache
def _any_cue() -> Mapping[tuple[str, re.Pattern[str] | None], re.Pattern[str]]:
    """Those of all languages by how they are read and the script without which none of them can stand there."""
    read_so: dict[tuple[str, re.Pattern[str] | None], list[str]] = {}
    for language, known in _lists().items():
        first = min(MARKLESS) if language in MARKLESS else language
        cues = [each for kind in Easing for each in known.cues(kind)]
        read_so.setdefault((first, _SCRIPTS.get(language)), []).extend(cues)
    return {how: re.compile(any_of(cues)) for how, cues in read_so.items()}


@cache
def _vetoes(language: str, *, grave: bool) -> Vetoes:
    return _lists()[language].vetoes(grave=grave)
