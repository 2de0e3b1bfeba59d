"""What a line says is not so: "I'm not moving to Hull" is no ground for "Ana is moving to Hull". Pure.

Models leave out a "not", or quote only what follows it. So the clauses that the quote touches are looked at: where each
of them that bears the fact out denies it, and the fact itself denies nothing, it was not said. A "not" counts from
before the words, or right behind them in languages that put it there. It cost: some true claims in roundabout words.
"""

import re
from collections.abc import Collection, Iterator

from memory.cues import NEGATION, any_of
from memory.grounding import locate
from memory.languages import languages
from memory.wording import covered, folded, words

_CLAUSE = re.compile(
    r"[,;:.!?…\n、，。；：！？]|\s[-–—]\s|\s(?:and|but|because|und|aber|sondern|weil|denn|y|pero|porque|desde|et|mais|car|e|mas"
    r"|ma|perché|и|а|но|maar|ale|bo)(?=\s)"
)
# Words of denial that deny nothing of what follows them.
_IDLE = any_of(
    r"no (?:kidding|joke|lie|wonder|doubt|idea)\b",
    r"not (?:gonna|going to) lie\b",
    r"not (?:only|just|joking|kidding)\b",
    r"can(?:'t|not) (?:believe|wait)\b",
    r"(?:didn't|never) (?:know|knew|realise|realize|thought|think)\b",
    r"without\b",
    r"nicht (?:nur|bloß)\b",
    r"(?:wusste|weiß) (?:\w+ )?nicht\b",
    "kein (?:scherz|witz)",
    r"ohne\b",
    r"no (?:sólo|solo)\b",
    r"no sab[íe]\w*",
    r"sin\b",
    r"pas (?:que|seulement)\b",
    r"ne sa(?:vais|is) pas\b",
    r"sans\b",
    r"não (?:só|sabia)\b",
    r"sem\b",
    r"non (?:solo|sapevo)\b",
    r"senza\b",
    "не (?:только|знал)",
    r"без\b",
    "だけでなく",
    "不仅",
    "不只",
)
_NO_I = re.compile(r"\s*(?:no|nope|nah|nein|nee|non|não|нет)\s(?=(?:i|i'm|i've|we|my|ich|wir|mein|yo|je|j'|eu|io|я)\b)")
_BEHIND = re.compile(
    r"\b(?:nicht(?! weit| allein)|kein\w*|nie(?:mals)?|pas(?! loin| mal)|jamais|niet|geen|nooit|değil)\b"
)
_IN_THE = re.compile(r"\bnos?\b")  # in Portuguese, where "no" denies nothing
# A fact in other words that an end or an aversion has.
_TURNED = any_of(
    "avoid", "dislik", "hate", "stop", "quit", "gave up", "gives up", r"left\b", "former", "used to", "refus", "lack",
    r"\w+-free\b", "intoleran", "allerg", "unable", "miss", "vermeid", "hass", "aufgehört", "früher", "évit", "détest",
    "arrêt", "quitt", r"evit", "odia", "detest", r"dej[óa]\b", "parou", "smess", "избега", "ненавид", "бросил",
    "перестал", "嫌い", "苦手", "やめ", "避け", "讨厌", "戒",
)  # fmt: skip


def is_denied(fact: str, said: str, quote: str, name: str) -> bool:
    """True where `fact` about `name` says that something is so, and all that `quote` touches of `said` denies it."""
    told, span = folded(fact), locate(quote, said)
    if "portuguese" in languages(said):
        told, said = _IN_THE.sub("em", told), _IN_THE.sub("em", said)
        span = locate(_IN_THE.sub("em", quote), said)
    if span is None or NEGATION.search(told) or _TURNED.search(told):
        return False
    own = frozenset(words(fact)) - frozenset(words(name))
    denying = [_denies(clause, own) for clause in _clauses(said, span)]
    return True in denying and False not in denying


def _clauses(said: str, span: tuple[int, int]) -> Iterator[str]:
    """The clauses of `said` that the span touches, folded."""
    start = 0
    for end in (*(mark.start() for mark in _CLAUSE.finditer(said)), len(said)):
        if start < span[1] and end > span[0]:
            yield folded(said[start:end])
        start = end


def _denies(clause: str, own: Collection[str]) -> bool | None:
    """Whether the clause denies what it holds of a fact's words; None where it holds none."""
    plain = _NO_I.sub(" ", _IDLE.sub(" ", clause))
    held = [at for at, word in _positions(plain) if covered({word}, own)]
    if not held:
        return None
    if not plain.isascii() and len(plain.split()) == 1:
        return NEGATION.search(plain) is not None
    return NEGATION.search(plain[: held[0] or 1]) is not None or _BEHIND.search(plain, held[0]) is not None


def _positions(text: str) -> Iterator[tuple[int, str]]:
    for found in re.finditer(r"\S+", text):
        yield from ((found.start(), word) for word in words(found[0]) if len(word) > 2 or not word.isascii())
