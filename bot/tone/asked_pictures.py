"""Which emoji a message asks about, so that an answer can show them: "what does 🙃 mean?". Pure.

What only decorates a question ("how are you 🙃?") asks for nothing, and a wish about emoji is no question about them.
"""

import re

from bot.tone.pictures import BLANKS, EMOJI, NAMED, PICTURE, UNIT, Place, bare, is_word, listed
from bot.tone.said import said
from memory.grounding import asks
from memory.tone.wished import Dial

LONGEST = 600  # characters that are looked at
_RUN = re.compile(f"{EMOJI}(?:[{BLANKS}]*{EMOJI})*")
_QUOTES = "\"'“”„«»‹›「」『』()`*_"
_HAN, _WORD = re.compile("[\u3400-\u9fff]"), re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LAST, _NEXT = re.compile(r"[^\W\d_]+\Z"), re.compile(r"([^\W\d_]+)?(?: ([^\W\d_]+))?")
_MEANS = (["mean"], ["means"])  # behind it alone: "what do you mean" is of something else


def asked_about(text: str) -> frozenset[str] | None:
    """The emoji that a message asks about, without skin; None where it asks about none at all."""
    looked = text[:LONGEST]
    named = NAMED.search(looked) is not None
    if not named and not PICTURE.search(looked):
        return None
    if any(turn.dial is Dial.EMOJI for turn in said(text).turns):
        return None
    asking = asks(looked)
    shown = {
        bare(unit)
        for run in _RUN.finditer(looked)
        if named or _is_meant(looked[: run.start()], run.group(), looked[run.end() :], asking=asking)
        for unit in UNIT.findall(run.group())
    }
    return frozenset(shown) if shown or (named and not _is_unwanted(looked)) else None


def _is_meant(before: str, run: str, after: str, *, asking: bool) -> bool:
    """Whether it is what is asked about, or what something is to be done with."""
    head, rest = before.rstrip(_QUOTES + BLANKS), after.lstrip(_QUOTES + BLANKS)
    last = _LAST.search(head)
    lead = last.group().casefold() if last else ""
    following = [each.casefold() for each in _next(rest)]
    if following[:1] in _MEANS or any(map(_is_meaning, (lead, *following))):
        return True
    return asking and (lead in listed("needing") or is_word(run, Place(before[-LONGEST:], after, opening=True)))


def _next(text: str) -> tuple[str, ...]:
    found = _NEXT.match(text)
    return found.groups(default="") if found else ()


def _is_meaning(word: str) -> bool:
    """Whether it is a word of meaning; in scripts that put no space around them, whether one is in it."""
    known = listed("meaning")
    return word in known or any(each in word for each in known if _HAN.match(each))


def _is_unwanted(text: str) -> bool:
    return any(word in listed("unwanted") for word in _WORD.findall(text.casefold().replace("’", "'")))
