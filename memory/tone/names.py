"""Names within a message, each replaced by one and the same, so that who is spoken of sways nothing that is measured.

Told by form alone, without a list of names, which would know some peoples' better than others': words written with a
capital where no sentence begins, or in another script than the rest, and at a beginning those that no closed list
holds. One behind an article or the like is a thing, as all nouns have a capital in German. Pure. It cost: a name in
small letters, or one that is a word of everyday at the beginning of a sentence, stays; a noun may be taken for a name.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from memory.tone.belonging import evened
from memory.tone.lexicon import lexicon_of
from memory.tone.listed import CODES

NAME = "Alex"
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff"
_SIGNS = f"(?:[^\\W\\d_{_UNSPACED}]++|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]++)++"
_TOKEN = re.compile(f"{_SIGNS}(?:['’-]{_SIGNS})*+|[\u3400-\u9fff]+")
_TAIL = re.compile("['’-][a-zà-öø-ÿ]+$")
_WITHIN = "_,'’"  # what no sentence begins behind, as none does behind letters and digits
_BEFORE = re.compile(
    r"(?:^|[^\w])(?:the|der|die|das|des|de[mn]|(?:[kmds]?ein|unser|eu(?:e?r)|ihr|dies|jed|all|welch|viel)(?:e[nmrs]?)?"
    r"|im|am|ans|ins|zum|zur|vom|beim|\w+(?:ige|iche|ische|ste|te)[nmrs]?|neue[nmrs]?|gute[nmrs]?|kein)\s$",
    re.IGNORECASE,
)
_ASCII = re.compile("[A-Za-z]")
_LOOKED_BACK = 24  # signs


def nameless(own: str) -> str:
    """The text with `NAME` for each name and each word for a group of people."""
    own = evened(own, NAME)
    main = _script(own)
    out: list[str] = []
    at, open_until = 0, -1
    for token in _TOKEN.finditer(own):
        if not _is_name(token, own, main):
            continue
        word = _TAIL.sub("", token[0]) if token[0][:1].isupper() else token[0]
        between = own[at : token.start()]
        if not (open_until == at and between == " "):  # of two words, one name
            out += (between, NAME)
        at = open_until = token.start() + len(word)
    return "".join((*out, own[at:])) if out else own


def names_in(text: str) -> frozenset[str]:
    """The words that are names by their form, folded."""
    main = _script(text)
    return frozenset(each[0].casefold() for each in _TOKEN.finditer(text) if _is_name(each, text, main))


@cache
def everyday() -> frozenset[str]:
    """Words of the closed lists, which are hardly ever meant as a name where they are not written as one."""
    return _beginning()


@cache
def everyday_in(language: str | None) -> frozenset[str]:
    """The same of one language; none where there are no lists of it."""
    lexicon = lexicon_of(language) if language is not None else None
    if lexicon is None or language is None:
        return frozenset()
    return frozenset((*lexicon.phrases, *lexicon.capitals, *_addressing(language)))


def _is_name(token: re.Match[str], own: str, main: str) -> bool:
    word = token[0]
    if main == "a" and word.isascii() and word.islower():
        return False  # as most are
    if _foreign(word, main):
        return word[:1].isupper() or word.upper() == word.lower()
    if not word[0].isupper() or len(word) < 2 or word.isupper():
        return False
    folded = word.replace("’", "'").casefold()
    before = own[max(0, token.start() - _LOOKED_BACK) : token.start()]
    if _begins(before):
        return folded not in _beginning() and folded.partition("'")[0] not in _beginning()
    return folded not in _within() and not _BEFORE.search(before)


def _begins(before: str) -> bool:
    """Whether a sentence, or what stands for one, begins behind this."""
    told = before.rstrip()
    return not told or "\n" in before[len(told) :] or not (told[-1].isalnum() or told[-1] in _WITHIN)


def _foreign(word: str, main: str) -> bool:
    return main != "" and (script := _script(word)) != "" and script != main


def _script(text: str) -> str:
    """The script of most of the letters; those of Japanese are one."""
    if text.isascii():
        return "a" if text.strip() else ""
    if len(scripts := {*map(_script_of, {*text})} - {None}) < 2:
        return next((each for each in scripts if each is not None), "")
    counts = {"a": 0}
    for sign, many in Counter(text).items():
        if (name := _script_of(sign)) is not None:
            counts[name] = counts.get(name, 0) + (2 * many if name == "j" else many)
    return max(counts, key=lambda name: counts[name]) if any(counts.values()) else ""


@lru_cache(maxsize=4096)
def _script_of(sign: str) -> str | None:
    """The script of one letter, '' where it is of none of these; None for what is no letter."""
    if sign.isascii():
        return "a" if _ASCII.match(sign) else None
    return next((name for last, name in _SCRIPTS if sign <= last), "") if sign.isalpha() else None


_SCRIPTS = (
    ("\u024f", "a"), ("\u036f", ""), ("\u03ff", "g"), ("\u052f", "c"), ("\u058f", "h"), ("\u05ff", "e"),
    ("\u077f", "r"), ("\u0dff", "d"), ("\u0eff", "t"), ("\u1dff", "o"), ("\u1fff", "a"), ("\u30ff", "j"),
    ("\u9fff", "j"), ("\ud7af", "k"),
)  # fmt: skip


@cache
def _beginning() -> frozenset[str]:
    """Words that may stand at the beginning of a sentence and are no names."""
    return frozenset((*_listed(), *_within()))


@cache
def _within() -> frozenset[str]:
    """Words with a capital within a sentence that are no names."""
    forms = (each for language in _addresses() for each in _addressing(language))
    capitals = (each for code in CODES if (lexicon := lexicon_of(code)) for each in lexicon.capitals)
    return frozenset((*forms, *capitals))


def _addressing(language: str) -> Iterator[str]:
    """The words that address somebody, folded."""
    book = _addresses().get(language, {})
    return (each.casefold() for kind in ("t", "v", "title") for each in book.get(kind, ()))


@cache
def _addresses() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((resources.files("memory.tone") / "lists" / "address.toml").read_text("utf-8"))


def _listed() -> Iterator[str]:
    for code in CODES:
        if (lexicon := lexicon_of(code)) is not None and not lexicon.unspaced:
            yield from lexicon.phrases
