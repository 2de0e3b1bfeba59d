"""Which sentences take back, limit or warn of what was said, so that no answer may be cut before them. Pure.

Negation, contrast, limits ("only if", "unless"), warnings, duties, doubt and whom to ask instead, as a list for each
language. Small talk is full of the same words ("I don't mind", "no worries", "that must be hard"): it is taken out
before. A question says none of it, and neither does a plain "if", which as a rule is an offer.
"""

import re
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.tone.tongues import tongues
from memory.tone.written import written

LONGEST = 600  # characters that are looked at, at either end of a sentence
_DOT_ABOVE = "\u0307"  # left of a Turkish capital when its case is folded
_ASKS = re.compile(r"[?？؟][\"'”’»)\]」』*_]*\Z")
_OPENED = "\"'“„«¿¡([「『*_-–— "
_CUT = " \ue001 "  # where something was taken out: no letter, so that what is left does not become one phrase


class _File(BaseModel):
    """A file of words: `caveat` anywhere, `turning` where a sentence begins, `harmless` look-alikes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    caveat: tuple[str, ...]
    turning: tuple[str, ...]
    harmless: tuple[str, ...]
    unspaced: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    caveat: re.Pattern[str]
    turning: re.Pattern[str]
    harmless: re.Pattern[str]

    def within(self, text: str) -> bool:
        told = self.harmless.sub(_CUT, text)
        return self.turning.match(told) is not None or self.caveat.search(told) is not None


def is_caveat(sentence: str) -> bool:
    """Whether what was said before would be told wrongly without this sentence."""
    whole = sentence.strip()
    if not whole or _ASKS.search(whole):
        return False
    if len(whole) > 2 * LONGEST:
        whole = f"{whole[:LONGEST]} {whole[-LONGEST:]}"
    known, text = _known(), whole.casefold().replace(_DOT_ABOVE, "").replace("’", "'").lstrip(_OPENED)
    own = known.get(written(whole).language or "")
    return own.within(text) if own is not None else any(each.within(text) for each in known.values())


def prepare() -> None:
    """Reads and compiles the lists, so that no answer has to wait for that."""
    _known()


@cache
def _known() -> dict[str, _Words]:
    files = {code: _File.model_validate(read) for code, read in tongues("caveats").items()}
    return {code: _compiled(each) for code, each in files.items()}


def _compiled(file: _File) -> _Words:
    """Whole words, where the script sets them apart."""
    begin, end = ("", "") if file.unspaced else (r"(?<![\w'])", r"(?!\w)")
    patterns = (f"{begin}(?:{'|'.join(each)}){end}" for each in (file.caveat, file.turning, file.harmless))
    return _Words(*map(re.compile, patterns))
