"""Words that make a plain sentence one that is told, made up or long past: films, books, "years ago". Pure.

They count in the language of the sentence alone ("Lied" is a song in German, and what a liar did in English), in the
part of it where they stand, and where they open the whole ("In this book, my father died"). What stands beside it does
not: who has just lost somebody and looks for a poem grieves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.tone.beginnings import grouped

_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_MARKS = r"[,:、()]|\.\.\.|\s[-–—]+\s"
_AT_FIRST = r"(?:\W*(?:\w+\W+){0,2}|.{0,4})"  # "in the movie", "ten years ago"; after more it is said of something
_NO_WORD = "□"


@dataclass(frozen=True, slots=True)
class Vetoes:
    """Those of one language, as patterns."""

    words: re.Pattern[str]  # count in their part of a sentence
    opening: re.Pattern[str]  # a first part, up to its comma, that holds for the rest
    handing: re.Pattern[str]  # a beginning after which all is a text that is handed over
    unless: re.Pattern[str]
    breaks: re.Pattern[str]  # between two parts
    retracted: re.Pattern[str]

    @classmethod
    def of(
        cls,
        *,
        words: Sequence[str],
        handing: Sequence[str],
        unless: Sequence[str],
        joins: Sequence[str],
        retracted: Sequence[str],
    ) -> Self:
        """From lists of patterns.

        What is meant by `unless` is none of the `words`: a denial ("not a joke"), an occasion ("after the film").
        """
        every = any_of([*words, *handing])
        return cls(
            words=re.compile(every),
            opening=re.compile(rf"{_AT_FIRST}(?:{every})[^,:、]{{0,4}}[,:、]\s*$"),
            handing=re.compile(rf"{_AT_FIRST}(?:{any_of(handing)})"),
            unless=re.compile(any_of(unless)),
            breaks=re.compile(f"{_MARKS}|{any_of(joins)}"),
            retracted=re.compile(any_of(retracted)),
        )

    def silence(self, clause: str, cue: re.Match[str]) -> bool:
        """Whether what the cue says in this clause is only told; the cue may be found in it as it is without marks."""
        bare, begin, end = self._bare(cue.string), 0, len(clause)
        for each in self.breaks.finditer(clause):
            begin = each.end() if each.end() <= cue.start() else begin
            end = each.start() if cue.end() <= each.start() < end else end
        if self.words.search(bare, begin, end):
            return True
        return bool(self.opening.match(bare[:begin]) or self.handing.match(bare[: cue.start()]))

    def frame(self, before: Sequence[str]) -> bool:
        """Whether one of the clauses before says that what follows is a text."""
        bare = [self._bare(each) for each in before]
        return any(self.handing.match(each) or self.opening.match(each) for each in bare)

    def retract(self, told: Sequence[str]) -> bool:
        """Whether any of the clauses takes all back."""
        return any(self.retracted.search(each) for each in told)

    def _bare(self, clause: str) -> str:
        return self.unless.sub(lambda found: _NO_WORD * len(found[0]), clause)


def any_of(patterns: Sequence[str]) -> str:
    """One pattern for all, as whole words where the script has any; the bounds stand once outside, since each costs."""
    spaced = [each for each in patterns if not _UNSPACED.search(each)]
    unspaced = [each for each in patterns if _UNSPACED.search(each)]
    parts = [f"(?<!\\w)(?:{grouped(spaced)})(?!\\w)"] if spaced else []
    parts += [f"(?=[^\\x00-\\x7f])(?:{'|'.join(unspaced)})"] if unspaced else []
    return "|".join(parts) or "(?!)"
