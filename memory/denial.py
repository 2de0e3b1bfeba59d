"""What a line plainly takes back: "I am a teacher now, not a nurse any more" takes back that its speaker is a nurse.

Small models often see the new fact and miss that an old one ended. This sees the end by itself, so it must not be
wrong: the denial says hardly less and hardly more than the old fact, it is about the same somebody, and it stands in
what was quoted. Whatever it does not understand (other scripts, long sentences) stays as it was.
"""

import re
from collections.abc import Iterator

from memory.grounding import is_question, locate, sentence
from memory.terms import tokenise
from memory.wording import folded

_ENDING = 1  # letters by which a verb shows who: what stems leave of it in a short text
_WHAT = r"(?P<what>[^,.;:!?\n]{2,50}?)"
_END = r"(?=[,.;:!?\n]|$| (?:and|but|because|since|und|aber|sondern|weil|y|pero|et|mais|e|ma|и|а|maar|en|ale)\b)"
_DENIALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?:not|\w+n't) {_WHAT} (?:any ?more|any longer)\b(?! than)", rf"\bno longer {_WHAT}{_END}",
        rf"\bkeine?[nrms]? {_WHAT} mehr\b", rf"\bnicht (?:mehr|länger) {_WHAT}{_END}", rf"\bnicht {_WHAT} mehr\b",
        rf"\bya no {_WHAT}{_END}", rf"\bjá não {_WHAT}{_END}", rf"\bnão (?P<verb>\w+ )?mais {_WHAT}{_END}",
        rf"\bne? ?'?(?P<verb>\w+ )?plus {_WHAT}{_END}", rf"\bnon (?P<verb>\w+ )?più {_WHAT}{_END}",
        rf"\b(?:больше|уже) не {_WHAT}{_END}", rf"\bgeen {_WHAT} meer\b", rf"\bniet meer {_WHAT}{_END}",
        rf"\bjuż nie {_WHAT}{_END}",
    )
)  # fmt: skip
_ONLY = re.compile(
    r"(?:only|just|merely|nur|bloß|sol[oa]|sólo|solamente|seulement|só|apenas|solt|только|alleen|tylko)\b"
)
_CLAUSE = re.compile(r"[,.;:!?\n]| (?:and|but|und|aber|y|pero|et|mais|e|ma|и|а|maar|en|ale) ")


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


_ME = _words("i am m ich bin yo soy estoy je suis eu sou io sono я ik ben ja jestem")
_WEIGHTLESS = _words(
    "a an the as at in on of to is are was do did does have has been be so well and now also work works working ve d"
    " ein eine einen als im ist habe arbeite arbeitet un una como en es trabajo trabaja une comme est travaille um uma"
    " é trabalho trabalha è lavoro lavora een jest pracuje работаю работает j de"
)
_OTHERS = _words(
    "my our his her their he she they you we mein meine meiner unser sein ihr er sie mi mis su sus él ella mon ma mes"
    " son sa il elle meu minha seu sua ele ela mio mia suo lui lei мой моя его её он она mijn haar zijn hij zij mój"
    " moja jego jej on ona"
)


def takes_back(claim_text: str, quote: str, line: str, *, name: str, own: bool, fact: str) -> bool:
    """True where the quoted sentence of `line` plainly says that `fact` about `name` is over; `own`: they say it."""
    span = locate(quote, line)
    said = folded(sentence(line, span)) if span else ""
    if not said or is_question(said):
        return False
    told, who = set(tokenise(claim_text)) | set(tokenise(quote)), frozenset(tokenise(name)) | {"s"}
    weightless = who | {stem for word in _WEIGHTLESS | _ME for stem in tokenise(word)}
    held = set(tokenise(fact)) - weightless
    return bool(held) and any(
        _alike(held, denied - weightless) and denied - weightless <= told for denied in _denied(said, who, own)
    )


def _alike(one: set[str], other: set[str]) -> bool:
    """Whether both hold the same words, but for the ending of one: "fumo" and "fuma"."""
    mine, theirs = one - other, other - one
    return (not mine and not theirs) or (len(mine) == len(theirs) == 1 and _one_word(*mine, *theirs))


def _one_word(one: str, other: str) -> bool:
    long = len(one) == len(other) > _ENDING + 2
    return long and one.isalpha() and one[:-_ENDING] == other[:-_ENDING]


def _denied(said: str, who: frozenset[str], own: bool) -> Iterator[set[str]]:
    for pattern in _DENIALS:
        for found in pattern.finditer(said):
            if not _ONLY.match(found["what"]) and _is_about(said[: found.start()], who, own):
                verb = found.groupdict().get("verb") or ""  # of a denial in two parts: "não namoro mais"
                yield set(tokenise(f"{verb}{found['what']}"))


def _is_about(before: str, who: frozenset[str], own: bool) -> bool:
    """Whether a denial after these words of its sentence is about the speaker (`own`), or about the named one."""
    clause = _words(_CLAUSE.split(before)[-1])
    heard = clause or _words(before)
    if own:
        return not heard or (bool(heard & _ME) and not heard & _OTHERS and (not clause or clause <= _ME | _WEIGHTLESS))
    return bool(set(tokenise(before)) & (who - {"s"})) and not heard & _ME
