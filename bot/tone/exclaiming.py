"""Which exclamation marks end a sentence: those of a formula, a name or code are part of it, and stay. Pure."""

import re

from bot.tone.pictures import PICTURE, UNIT, leads

# What stands behind the mark tells whether the sentence goes on: past what closes there, and what opens next.
BANG = r"(?P<bang>[!！]+)(?=(?P<shut>[)*_~]*)(?P<space>[ \t]*)(?P<next>[*_~(\[]*\S?))"
CLOSING = "\"'”’»)]*_~"
_GOES_ON = frozenset("=+-–—−*/·×÷^%&|,;:>≤≥≈≠→⇒∈.…!?")
_NAMES = frozenset(("yahoo", "joomla", "kahoot", "jeopardy", "wham", "haikyu", "k-on", "yu-gi-oh"))
_LETTERS = re.compile(r"[^\W\d_]+")
_NARROW = "\u0400"  # before it stand Latin and Greek, the letters of formulas


def sentence_may_end(found: re.Match[str]) -> bool:
    """Whether what comes after the mark lets a sentence end with it."""
    following, wide = found["next"], "！" in found["bang"]
    if following and not (found["shut"] or found["space"]):
        return wide or following == "¡" or UNIT.match(found.string, found.end()) is not None
    if found["shut"] and following[:1] == "(":
        return False  # a title, with its year or author
    begins = following.lstrip("*_~([")[:1]
    if not begins:
        return not following
    if begins == "<":
        return not found.string[found.end("next") :][:1].isspace()  # a mention rather than what is less
    return not begins.islower() and not goes_on(begins)


def goes_on(following: str) -> bool:
    """Whether what comes after the mark is of the same sentence, as in a formula."""
    return following[:1] in _GOES_ON


def exclaims(found: re.Match[str], before: str) -> bool:
    """Whether the mark behind `before` is somebody's exclaiming, and no part of a word, a number or a formula."""
    solid = before.rstrip()[-1:]
    if not (solid.isalpha() or (solid and solid in f"{CLOSING}?？.…") or PICTURE.match(solid)):
        return False
    return "！" in found["bang"] or not (is_own(before) or (found["gap"] and leads(before)))


def is_own(before: str) -> bool:
    """Whether a mark there is that of a factorial, or of a name that is written with it."""
    token = (before.split() or [""])[-1].strip("*_~\"'“”„«»,;:")
    letters = _LETTERS.findall(token)
    if any(each.isdigit() for each in token):
        return True
    alone = bool(letters) and all(len(each) == 1 and each < _NARROW for each in letters)
    return (alone and token.strip("()[]") not in ("I", "O")) or token.casefold() in _NAMES
