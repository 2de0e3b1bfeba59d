"""What somebody says about how they want to be answered: "shorter please", "duz mich bitte nicht". Pure; no model.

A sentence counts where the whole of it is such a wish. What could as well be about a text that is being written
("shorter please") counts only where it is all that is said, or where it says that it is meant for good ("from now on");
so wishes are missed rather than made up. Anything quoted, told of others or asked about is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict, Field

from bot.tone.clauses import clauses
from bot.tone.tongues import tongues
from memory.tone.wished import LEAST, MOST, Dial, Preset, Wishes
from memory.wording import content, covered, words

_SMALL, _HAN = 4, re.compile("[\u4e00-\u9fff]")  # letters of words that are in any question
LONGEST, LONGEST_CLAUSE, MOST_CLAUSES = 600, 100, 8


@dataclass(frozen=True, slots=True)
class Turn:
    """A dial to be turned: to `value`, or where it is a `step`, by it."""

    dial: Dial
    value: int
    step: bool = False

    def after(self, before: int) -> int:
        """Where the dial stands afterwards; a step from the other side of the middle begins at the middle."""
        if not self.step:
            return self.value
        start = before if before * self.value >= 0 else 0
        return max(LEAST, min(MOST, start + self.value))


@dataclass(frozen=True, slots=True)
class Said:
    """What was said; `again`: that the last answer is wanted in other words.

    `lasting`: all of it is a wish whatever went before; else it may be the answer to a question, see `answers`.
    `language`: in which the first wish was understood; '' for none.
    """

    turns: tuple[Turn, ...] = ()
    presets: tuple[tuple[Preset, bool], ...] = ()
    again: bool = False
    lasting: bool = True
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.turns or self.presets or self.again)

    def changes(self, wishes: Wishes) -> tuple[tuple[Dial, int, int], ...]:
        """Each dial with where it stands and where it will."""
        held = [(each.dial, wishes.dials.get(each.dial, 0), each) for each in self.turns]
        return tuple((dial, before, turn.after(before)) for dial, before, turn in held)


NOTHING = Said()


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")
    dial: Dial | None = None
    to: int | None = Field(default=None, ge=LEAST, le=MOST)
    step: int | None = Field(default=None, ge=LEAST, le=MOST)
    preset: Preset | None = None
    on: bool = True
    again: bool = False
    alone: list[str] = Field(default_factory=list)  # a wish where nothing else is said
    clause: list[str] = Field(default_factory=list)  # a wish beside anything


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    spaced: bool = True
    lead: list[str] = Field(default_factory=list)
    asks: list[str] = Field(default_factory=list)  # what makes a question a request
    trail: list[str] = Field(default_factory=list)
    lasting: list[str] = Field(default_factory=list)  # before or after: meant for good
    small: list[str] = Field(default_factory=list)  # says nothing of its own
    parts: dict[str, str] = Field(default_factory=dict)
    wish: list[_Wish] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The wishes of one language, as patterns over a whole clause."""

    alone: re.Pattern[str]
    clause: re.Pattern[str]
    lasting: re.Pattern[str]
    asking: re.Pattern[str]
    small: re.Pattern[str]
    wishes: tuple[_Wish, ...]


@lru_cache(maxsize=64)  # asked for a message by who heeds wishes and by who learns from them
def said(text: str) -> Said:
    """The wishes in a message; nothing as a rule."""
    told = clauses(text) if len(text) <= LONGEST else ()
    if not told or len(told) > MOST_CLAUSES:
        return NOTHING
    found = [*filter(None, (_wish_in(each, told) for each in told if len(each) <= LONGEST_CLAUSE))]
    wishes = [each.wish for each in found]
    turns = {each.dial: _turn(each.dial, each) for each in wishes if each.dial is not None}
    presets = {each.preset: each.on for each in wishes if each.preset is not None}
    return Said(
        tuple(turns.values()),
        tuple(presets.items()),
        any(each.again for each in wishes),
        all(each.lasts for each in found),
        found[0].language if found else "",
    )


def answers(text: str, question: str) -> bool:
    """Whether a text that could be a wish rather answers what was asked before: "Longer or shorter?", "shorter"."""
    asked = clauses(question)[-1:]
    if not asked or not asked[0].rstrip("\"')* ").endswith(("?", "？", "؟")):
        return False
    telling = [each for each in content(text) if len(each) > _SMALL or _HAN.search(each)]
    return len(words(text)) == 1 or bool(covered(telling, words(asked[0])))


def _turn(dial: Dial, wish: _Wish) -> Turn:
    return Turn(dial, wish.step, step=True) if wish.step is not None else Turn(dial, wish.to or 0)


@dataclass(frozen=True, slots=True)
class _Found:
    """A wish in a clause, whether it is one whatever else is said, and its language."""

    wish: _Wish
    lasts: bool
    language: str


def _wish_in(clause: str, told: Sequence[str]) -> _Found | None:
    """The wish that a clause is."""
    bare = clause.rstrip(".!…。！ ")
    others = [each for each in told if each != clause]
    for language, known in _lexicons().items():
        if bare.endswith(("?", "？")) and not known.asking.match(bare):
            continue
        asked = bare.rstrip("?？ ")
        if match := known.clause.fullmatch(asked):
            return _Found(_named(match, known), True, language)
        if (match := known.alone.fullmatch(asked)) and (_lasts(asked, known) or _is_small(others, known)):
            return _Found(_named(match, known), _lasts(asked, known), language)
    return None


def _lasts(words: str, known: _Lexicon) -> bool:
    return known.lasting.fullmatch(words) is not None


def _is_small(others: Sequence[str], known: _Lexicon) -> bool:
    """Whether nothing else is said but courtesies and more wishes of the kind."""
    bare = (each.rstrip(".!…。！ ") for each in others)
    return all(known.small.fullmatch(each) or known.alone.fullmatch(each) for each in bare)


def _named(match: re.Match[str], known: _Lexicon) -> _Wish:
    return known.wishes[int(str(match.lastgroup).removeprefix("w"))]


def languages() -> tuple[str, ...]:
    """The languages in which wishes are understood."""
    return tuple(sorted(_lexicons()))


@cache
def _lexicons() -> Mapping[str, _Lexicon]:
    return {language: _lexicon(_File.model_validate(known)) for language, known in tongues("said").items()}


def _lexicon(file: _File) -> _Lexicon:
    gap = r"[, ]+" if file.spaced else r"[、,\s]*"
    lead = f"(?:(?:{_either([*file.lead, *file.asks, *file.lasting])}){gap})*"
    trail = f"(?:{gap}(?:{_either([*file.trail, *file.lasting])}))*"
    lasting, space = _either(file.lasting), gap if file.spaced else ""
    return _Lexicon(
        re.compile(f"{lead}(?:{_wishes(file, alone=True)}){trail}"),
        re.compile(f"{lead}(?:{_wishes(file)}){trail}"),
        re.compile(f"{lead}(?:{lasting}){space}.*|.*{space}(?:{lasting}){trail}"),
        re.compile(f"(?:(?:{_either(file.lead)}){gap})*(?:{_either(file.asks)})" if file.spaced else ""),
        re.compile(f"(?:(?:{_either(file.small)})[,.!…。！、 ]*)+"),
        tuple(file.wish),
    )


def _wishes(file: _File, *, alone: bool = False) -> str:
    """Each wish as a group that is named by its number."""
    made = [(at, [*each.clause, *(each.alone if alone else ())]) for at, each in enumerate(file.wish)]
    return "|".join(f"(?P<w{at}>{_either(_filled(each, file.parts))})" for at, each in made if each) or "(?!)"


def _filled(patterns: Sequence[str], parts: Mapping[str, str]) -> Iterator[str]:
    """The patterns with what stands for `<name>` in them."""
    for pattern in patterns:
        for name, part in parts.items():
            pattern = pattern.replace(f"<{name}>", f"(?:{part})")
        yield pattern


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns) or "(?!)"
