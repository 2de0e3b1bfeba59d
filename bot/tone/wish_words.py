"""The words of wishes about answers, a file for each language, as patterns over a whole clause. Pure.

A clause may be several wishes that are joined ("shorter and no emoji"): then every piece of it must be one, or say why
of the person themselves ("I'm on my phone"), of which nothing is kept. In front of it who is addressed may stand, one
word with a comma, as a persona is by its name, but no word for what is written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from bot.tone.tongues import tongues
from bot.tone.vocabulary import Vocabulary, strings_in
from memory.tone.wished import LEAST, MOST, Dial, Preset

_LATIN = re.compile("[a-z]")
_OTHER = re.compile("[^\u0000-\u024f\u1e00-\u1eff\u2000-\u2bff]")  # letters of other scripts; signs are of every one
_ENDS = ".!…。！?？؟¡¿ *_~()"


class Reach(IntEnum):
    """What may be said beside a wish without its being about that alone."""

    NOTHING = 0  # but courtesies and more wishes
    STATEMENTS = 1
    QUESTIONS = 2  # too, but nothing that asks for a text
    ANYTHING = 3


_SHADES = (Dial.DIRECTNESS, Dial.WARMTH, Dial.HUMOUR)  # "be honest with me" asks for one answer, not for a manner


class Wish(BaseModel):
    """A dial or a preset with the patterns that ask for it."""

    model_config = ConfigDict(extra="forbid")
    dial: Dial | None = None
    to: int | None = Field(default=None, ge=LEAST, le=MOST)
    step: int | None = Field(default=None, ge=LEAST, le=MOST)
    preset: Preset | None = None
    on: bool = True
    again: bool = False
    reset: bool = False  # all that was wished is taken back
    alone: list[str] = Field(default_factory=list)  # a wish where nothing else is said
    clause: list[str] = Field(default_factory=list)  # a wish beside what asks for no text


class WordFile(BaseModel):
    """What a file holds."""

    model_config = ConfigDict(extra="forbid")
    spaced: bool = True
    lead: list[str] = Field(default_factory=list)
    asks: list[str] = Field(default_factory=list)  # what makes a question a request
    courtesy: list[str] = Field(default_factory=list)  # makes a question a request, too
    joins: list[str] = Field(default_factory=list)  # stand between wishes
    things: list[str] = Field(default_factory=list)  # what is written rather than who is addressed
    trail: list[str] = Field(default_factory=list)
    lasting: list[str] = Field(default_factory=list)  # before or after, of time: meant for good
    toward: list[str] = Field(default_factory=list)  # of whom it is asked for: rather meant for good
    small: list[str] = Field(default_factory=list)  # says nothing of its own
    because: list[str] = Field(default_factory=list)  # before a reason
    hence: list[str] = Field(default_factory=list)  # after one
    reason: list[str] = Field(default_factory=list)  # what people say of themselves beside a wish
    swears: list[str] = Field(default_factory=list)  # amid a wish of somebody who is angry
    parts: dict[str, str] = Field(default_factory=dict)
    wish: list[Wish] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The wishes of one language, as patterns over a whole clause."""

    alone: re.Pattern[str]
    clause: re.Pattern[str]
    lasting: re.Pattern[str]
    toward: re.Pattern[str]
    asking: re.Pattern[str]
    small: re.Pattern[str]
    beside: re.Pattern[str]  # small, or a reason
    called: re.Pattern[str]
    joins: re.Pattern[str]
    wishes: tuple[Wish, ...]
    latin: bool
    vocabulary: Vocabulary

    def read(self, clause: str) -> tuple[tuple[Wish, Reach], ...]:
        """The wishes that all of a clause is, each with what may be said beside it."""
        bare = clause.strip(_ENDS)
        if self.latin and not self.vocabulary.may_be(bare):
            return ()
        if is_asked(clause) and not self.asking.match(bare):
            return ()
        for told in dict.fromkeys((bare, self.called.sub("", bare, count=1))):
            if found := self._one(told) or self._joined(told):
                return tuple((wish, max(reach, self._said_with(bare, wish))) for wish, reach in found)
        return ()

    def _said_with(self, bare: str, wish: Wish) -> Reach:
        """How far it reaches by the words around it."""
        if self.lasting.fullmatch(bare):
            return Reach.ANYTHING
        return Reach.STATEMENTS if wish.dial not in _SHADES and self.toward.fullmatch(bare) else Reach.NOTHING

    def _joined(self, words: str) -> tuple[tuple[Wish, Reach], ...]:
        """Wishes that are joined; none where more is said but a reason, or the contrary as well."""
        told = list[tuple[Wish, Reach]]()
        for each in self._pieces(words):
            found = self._one(each)
            if not found and each and not self.beside.fullmatch(each):
                return ()
            told += found
        asked = {(_what(wish), wish.to, wish.step, wish.on) for wish, _ in told}
        return tuple(told) if len({what for what, *_ in asked}) == len(asked) else ()

    def _pieces(self, words: str) -> Iterator[str]:
        """What is joined, one after another, as nearly always the first is none; what stands alone is looked at."""
        start = 0
        for each in self.joins.finditer(words):
            yield words[start : each.start()]
            start = each.end()
        if start:
            yield words[start:]

    def is_small(self, clause: str) -> bool:
        """Whether nothing is said but courtesies, reasons, or more wishes."""
        bare = clause.strip(_ENDS)
        if not bare or self.small.fullmatch(bare) or self.read(clause):
            return True
        return not is_asked(clause) and all(self.beside.fullmatch(each) for each in self.joins.split(bare) if each)

    def _one(self, words: str) -> tuple[tuple[Wish, Reach], ...]:
        alone = self.alone.fullmatch(words)  # those beside anything are among them, so nearly always one look is enough
        if alone is None:
            return ()
        match = self.clause.fullmatch(words)
        return ((self._named(match or alone), Reach.QUESTIONS if match else Reach.NOTHING),)

    def _named(self, match: re.Match[str]) -> Wish:
        return self.wishes[int(str(match.lastgroup).removeprefix("w"))]


def is_asked(clause: str) -> bool:
    """Whether a clause is a question."""
    return clause.rstrip("\"' *_~()").endswith(("?", "？", "؟"))


def _what(wish: Wish) -> Dial | Preset | None:
    return wish.dial or wish.preset


def lexicons_of(clause: str) -> Iterator[tuple[str, Lexicon]]:
    """The words of each language that may be the clause's, by its script."""
    latin, other = _LATIN.search(clause) is not None, _OTHER.search(clause) is not None
    return ((name, known) for name, known in lexicons().items() if (latin if known.latin else other))


def prepare() -> None:
    """Reads and compiles all of it, so that no message has to wait for that."""
    lexicons()
    _swears()


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """The words of each language."""
    return {language: lexicon_of(file) for language, file in word_files().items()}


@cache
def word_files() -> Mapping[str, WordFile]:
    """The files by language."""
    return {language: WordFile.model_validate(known) for language, known in tongues("said").items()}


def without_swears(clause: str) -> str:
    """A clause without what only tells that somebody is angry, in whichever language."""
    return _swears().sub("", clause)


@cache
def _swears() -> re.Pattern[str]:
    files = word_files().values()
    spaced, unspaced = (
        _either(each for file in files if file.spaced is is_spaced for each in file.swears)
        for is_spaced in (True, False)
    )
    return re.compile(rf"(?<!\w)(?:{spaced})(?: |(?<=[ '])|$)|{unspaced}")


def lexicon_of(file: WordFile) -> Lexicon:
    """The patterns of a file."""
    gap = r"[,، ]+" if file.spaced else r"[、,\s]*"
    always = [*file.lasting, *file.toward]
    fore = f"(?:(?:{_either([*file.lead, *file.asks, *always])}){gap})*"
    called = f"(?:(?!(?:{_either(file.things)})[,،、])[^\\W\\d_]{{2,20}}[,،、] ?)?"
    trail = f"(?:{gap}(?:{_either([*file.trail, *always])}))*"
    space, around = gap if file.spaced else "", f"{fore}{called}{fore}"
    asked = f"{fore}{called}(?:(?:{_either(file.lead)}){gap})*(?:{_either(file.asks)})"
    kindly = f".*(?<!\\w)(?:{_either(file.courtesy)})(?!\\w)"
    small = f"(?:(?:{_either(file.small)})[,،.!…。！、 ]*)+"
    return Lexicon(
        alone=re.compile(f"{fore}(?:{_wishes(file, alone=True)}){trail}"),
        clause=re.compile(f"{fore}(?:{_wishes(file)}){trail}"),
        lasting=re.compile(f"{around}(?:{_either(file.lasting)}){space}.*|.*{space}(?:{_either(file.lasting)}){trail}"),
        toward=re.compile(f"{around}(?:{_either(file.toward)}){space}.*|.*{space}(?:{_either(file.toward)}){trail}"),
        asking=re.compile(f"{asked}|{kindly}" if file.spaced else ""),
        small=re.compile(small),
        beside=re.compile(f"{small}|{_reasons(file)}"),
        called=re.compile(f"{fore}{called}"),
        joins=re.compile(_joins(file)),
        wishes=tuple(file.wish),
        latin=_LATIN.search("".join(file.trail)) is not None,
        vocabulary=Vocabulary.of(strings_in(file.model_dump())),
    )


def _wishes(file: WordFile, *, alone: bool = False) -> str:
    """Each wish as a group that is named by its number."""
    made = [(at, [*each.clause, *(each.alone if alone else ())]) for at, each in enumerate(file.wish)]
    return "|".join(f"(?P<w{at}>{_either(_filled(each, file.parts))})" for at, each in made if each) or "(?!)"


def _reasons(file: WordFile) -> str:
    thing = f"(?:{_either(file.things)})" + (r"(?!\w)" if file.spaced else "")
    because = f"(?:(?:{_either(file.because)}),? )?" if file.spaced else ""
    return f"{because}(?:{_either(_filled(file.reason, {**file.parts, 'thing': thing}))})"


def _joins(file: WordFile) -> str:
    hence, because = _either(file.hence), _either(file.because)
    if not file.spaced:
        return f"[、，,]?(?:{hence})|{_either(file.joins)}"
    return f"[,،]? (?:(?:{hence}),? |(?=(?:{because})(?!\\w))|[-–—]+ )|: |{_either(file.joins)}"


def _filled(patterns: Sequence[str], parts: Mapping[str, str]) -> Iterator[str]:
    """The patterns with what stands for `<name>` in them."""
    for pattern in patterns:
        for name, part in parts.items():
            pattern = pattern.replace(f"<{name}>", f"(?:{part})")
        yield pattern


def _either(patterns: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(patterns)) or "(?!)"  # what is there twice doubles the ways with each repetition
