"""Emoji in an answer: which there are, and which of them are words of it rather than decoration. Pure.

A sentence must not get a hole where one stood: "React with ✅". What is between words stays, and so do signs that tell
something; what stands beside a whole sentence, or in front of or behind one, goes. Signs that are no emoji unless a
selector says so, as those of cards and chess, are plain characters.
"""

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

BASE = (
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u2600-\u2604\u2614\u2615\u2618\u261d\u2639-\u263b\u2648-\u2653\u267f\u2693"
    "\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26f9\u26fa\u26fd\u2705\u2708"
    "\u270a-\u270d\u2728\u2744\u274c\u274e\u2753-\u2755\u2757\u2763-\u2765\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50"
    "\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"
)
# Signs that are emoji only where a selector behind them says so.
DRESSED = (
    "[\u2139\u2194-\u2199\u21a9\u21aa\u2328\u23cf\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa\u25aa\u25ab\u25b6\u25c0"
    "\u25fb-\u25fe\u2605-\u27bf\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299]"
)
_DRESS = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
_SELECTORS = re.compile(_DRESS)
STRAY = "[\ufe0e\ufe0f]*"  # selectors go with what they stand behind: left over, they would dress what is before it
_JOINED = f"(?:\u200d(?:{BASE}|{DRESSED}){_DRESS})*"
EMOJI = f"(?:[\U0001f1e6-\U0001f1ff]{{2}}{STRAY}|{BASE}{_DRESS}{_JOINED}|{DRESSED}\ufe0f{STRAY}{_JOINED})"
BLANKS = " \t\u00a0\u202f"
UNIT = re.compile(EMOJI)
PICTURE = re.compile(f"[\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]|{BASE}")  # some of an emoji
# Where a word may go on that tells what the emoji before it is.
UNSURE = re.compile(
    rf"(?:{BASE}|{DRESSED}|[\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff])[{BLANKS}*_~]*\w{{1,24}}\Z"
)

# Those that say yes or no, which button, which card: they are read, and seldom only felt.
_SIGN = re.compile(
    "[\u2139\u2194-\u2199\u21a9\u21aa\u23cf\u23e9-\u23ef\u23f8-\u23fa\u25aa-\u25fe\u2611\u2640\u2642\u2654-\u2667"
    "\u267e\u26a0\u26aa\u26ab\u26d4\u2705\u2714\u2716\u274c\u274e\u2753\u2757\u2795-\u2797\u27a1\u2934\u2935"
    "\u2b05-\u2b07\u2b1b\u2b1c\u2b55\U0001f18e\U0001f191-\U0001f19a\U0001f500-\U0001f504\U0001f51f-\U0001f524"
    "\U0001f534\U0001f535\U0001f53c\U0001f53d\U0001f6ab\U0001f7e0-\U0001f7eb]"
)
# Without these something else would be said, wherever they stand: no, danger, a colour, a card.
_NEEDED = re.compile(
    "[\u2654-\u2667\u26a0\u26aa\u26ab\u26d4\u2716\u274c\u2b1b\u2b1c\U0001f534\U0001f535\U0001f6ab\U0001f7e0-\U0001f7eb]"
)
_VOTE = re.compile("[\u270b\u270c\U0001f446-\U0001f449\U0001f44c-\U0001f44e]")
_HEART = re.compile("[\u2763-\u2765\U0001f493-\U0001f49f\U0001f5a4\U0001f90d\U0001f90e\U0001f9e1]")
_FELT = re.compile(
    "[\u2639-\u263b\u2728\U0001f31f\U0001f37e\U0001f388-\U0001f38a\U0001f44f\U0001f4aa\U0001f4ab\U0001f4af\U0001f525"
    "\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f942\U0001f970-\U0001f97a\U0001fae0-\U0001fae8]"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f4]")
_MARKUP = "*_~"
_RATING = re.compile("⭐\ufe0f?[ ]?[⭐☆★½]")  # how many there are is what it says
_BEGINS = re.compile(
    r"(?:\A|\n)[ \t]*(?:(?:[-*+•·–]|\d{1,9}[.)]|#{1,6})[ \t]*)?[*_~]*\Z|[.!?…。！？¡¿][\"'”’»)\]*_~]*\Z"
)
_JOINS = re.compile(
    rf"(?:{EMOJI}[{BLANKS}]*[,;·•|\-–—]|[/&+=→×:：]"
    r"|\b(?:e\.g|z\.\s?B|bzw|vs|p\. ?ex|p\. ?ej|ad es|напр|bijv)\.)\Z"
)
_LAST_WORD = re.compile(rf"([^\W\d_]+)[{_MARKUP}]*\Z")
_BEFORE_LAST = re.compile(rf"({EMOJI}|[^\W\d_]+)[{BLANKS}{_MARKUP}'’]+[^\W\d_]+[{_MARKUP}]*\Z")
_WORD = re.compile(r"[^\W\d_]+")
# What they are called, in any language and case.
NAMED = re.compile(
    r"(?i:\b(?:[eé]moji\w*|[eé]motic\w+|smil(?:ey|ie)\w*|эмодзи|смайл\w*|[إا]يموجي\w*))|絵文字|顔文字|表情(?:符号|符號|包)?"
)
_PASSED = re.compile(rf"(?:[{BLANKS}{_MARKUP}\u200d\ufe0e\ufe0f]|{EMOJI})*")  # no words: emoji may go themselves
_LISTED = re.compile(rf"[,;][{BLANKS}]*{EMOJI}")
_SENTENCE = re.compile(r"[.!?…。！？\n]")
_OPERATORS = frozenset("/&+=→×")
_CLAUSE_ENDS = frozenset(",;:)]}-–—")
_ENDS = frozenset(("", *"\n.!?…。！？¡¿")) | _CLAUSE_ENDS
_STOPS, _QUESTIONS = frozenset("\n.!…。！"), frozenset("?？")
_FRONT = 8  # words of a sentence that are looked at
_WITHOUT = frozenset(("without", "ohne", "sans", "sin", "sem", "senza", "без", "zonder", "utan"))  # of none of them
_PIECES = tuple("是为為叫击擊按选選用はが")  # where no space sets words apart
_PARTICLES = (
    *("は", "が", "を", "に", "で", "の", "と", "も", "是", "表示", "代表"),
    *("은", "는", "이", "가", "을", "를"),
)


class Place(NamedTuple):
    """Where emoji in a row stand: what is `before` and `after` them; `opening`: nothing was said on a line above."""

    before: str
    after: str
    opening: bool


def is_word(run: str, place: Place) -> bool:
    """Whether emoji in a row are a word of what stands before and after them."""
    head, found = place.before.rstrip(BLANKS), _PASSED.match(place.after)
    rest = place.after[found.end() :] if found else place.after
    following, last = rest[:1], head[-1:]
    if (
        _RATING.match(run + place.after)
        or _JOINS.search(head)
        or following in _OPERATORS
        or _encloses(last, place.after[:1])
    ):
        return True
    between = following not in _ENDS and not _BEGINS.search(head)
    if _is_led(head, run, between=between):
        return True
    if _BEGINS.search(head):
        return _begins(run, rest, last, opening=place.opening)
    sign, felt = _SIGN.match(run) is not None, _FELT.match(run) is not None
    if between:
        return sign or not (felt or _is_repeated(run))
    if sign and (not place.opening or following in _CLAUSE_ENDS or place.before[-1:].isalnum()):
        return True
    if sign and _SIGN.search(_SENTENCE.split(head)[-1]):
        return True  # of what others of its kind are said
    counted = last.isdigit() and not felt
    return _NEEDED.match(run) is not None or counted or _LISTED.match(place.after) is not None


def bare(unit: str) -> str:
    """An emoji without colour of skin and selectors, by which it is the same."""
    return _SELECTORS.sub("", unit)


def is_felt(run: str) -> bool:
    """Whether it shows a feeling or a gesture, which says the same however often it stands there."""
    return bool(_FELT.match(run) or _VOTE.match(run) or _HEART.match(run))


def _begins(run: str, rest: str, last: str, *, opening: bool) -> bool:
    """Of what begins a sentence or stands behind one: whether it is its subject, its answer or the mark of a point."""
    if _NEEDED.match(run):
        return True
    if _SIGN.match(run):
        ended = rest[:1] in ("", "\n") and last in _STOPS and last != "\n"
        return last in _QUESTIONS or (not ended and (not opening or rest[:1].islower() or _is_subject(rest, run)))
    return _is_subject(rest, run)


def _encloses(last: str, following: str) -> bool:
    return f"{last}{following}" in ("()", "[]", "{}") or (last == following and last in tuple(_MARKUP))


def leads(before: str) -> bool:
    """Whether the last word needs something behind it."""
    found = _LAST_WORD.search(before)
    return found is not None and found[1].casefold() in listed("leading")


def _is_led(head: str, run: str, *, between: bool) -> bool:
    """Whether what stands before it needs it."""
    if leads(head):
        return True
    found = _LAST_WORD.search(head)
    if found is None:
        return _FLAG.match(run) is not None and head[-1:] in tuple("—–-")
    felt, word = _FELT.match(run) is not None, found[1].casefold()
    sentence = _SENTENCE.split(head)[-1]
    if NAMED.search(word) or (felt and NAMED.search(sentence) and word in listed("needing")):
        return between or not felt or word in listed("needing") or _is_one(sentence)
    if not felt and (word in listed("needing") or word.endswith(_PIECES)) and not _is_fronted(sentence):
        return True
    wanted = between or any(each.match(run) for each in (_SIGN, _VOTE, _FLAG))
    return word in listed("trailing") and (wanted or (not felt and _is_object(head)))


def _is_one(sentence: str) -> bool:
    """Whether one of what is named is meant: "the emoji", but neither "no more emoji" nor "without emoji"."""
    before = _BEFORE_LAST.search(sentence)
    word = before[1].casefold() if before else ""
    return word in listed("leading") and word not in _WITHOUT


def _is_fronted(sentence: str) -> bool:
    """Whether "is" and the like end what is said: "how nice it is"."""
    *front, pronoun, _ = ["", "", *map(str.casefold, _WORD.findall(sentence))][-_FRONT:]
    return pronoun in listed("pronouns") and not listed("fronted").isdisjoint(front)


def _is_object(head: str) -> bool:
    """Whether a word that may end a sentence does not: "click on", "this one over", "ist das"."""
    before = _BEFORE_LAST.search(head)
    while before is not None and before[1].casefold() in listed("trailing"):
        head = head[: before.end(1)]
        before = _BEFORE_LAST.search(head)
    if before is None:
        return False
    word = before[1].casefold()
    return UNIT.match(word) is not None or word in listed("leading") or word in listed("needing")


def _is_subject(rest: str, run: str) -> bool:
    """Whether a sentence that begins with it says something of it."""
    if rest.startswith(_PARTICLES) or (rest[:1] in tuple(":-–—") and not _FELT.match(run)):
        return True
    word = _WORD.match(rest)
    return word is not None and word.group() in listed("following")


def _is_repeated(run: str) -> bool:
    units = UNIT.findall(run)
    return len(units) > 1 and len({*units}) == 1


@cache
def listed(name: str) -> frozenset[str]:
    text = (resources.files("bot.tone") / "lists" / f"{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
