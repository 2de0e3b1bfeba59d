"""Comparing wordings without knowing the language: words, their likeness, and the fingerprint of a statement.

Words are alike when they share most of their beginning, which is what inflection leaves alone in most languages
with spaces; scripts without spaces are cut into pairs of characters. That is cruder than stemming and needs no
list per language. It cost: irregular forms (go/went) do not match, so callers ask for a share, not for all. Arabic
inflects in front: there the article, what is joined to a word, and who does it are left out first. A Korean syllable is
one character of two or three letters, so two of them are a word.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from hashlib import sha256

from memory.terms import MARKS

_VOWELLED = re.compile("[\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0640]+")  # hardly ever written, and drawn out
_IN_FRONT = re.compile(r"(?:[وف](?=\w{4}))?(?:[بك]?ال(?=\w{3})|لل(?=\w{3})|س?[أتين](?=\w{3}))?")
# Han, kana, Thai, Lao, Khmer, Burmese: written without spaces.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED = re.compile(f"[{_SPACELESS}]+")
_WORD = re.compile(rf"\w[\w{MARKS}{_SPACELESS}]*")  # vowels that are marks: without them no Hindi or Thai word is whole
_LETTERS, _SYLLABLES, _LIKENESS = 3, 2, 0.6


def folded(text: str) -> str:
    """`text` with width, case and spacing evened out."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words(text: str) -> tuple[str, ...]:
    """The words of `text` in order, folded; pairs of characters where the script has no spaces."""
    found = _WORD.findall(_VOWELLED.sub("", folded(text)))
    return tuple(piece for word in found for piece in ((word,) if word.isascii() else _pieces(word)))


def _pieces(word: str) -> Iterator[str]:
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()]
        text = run.group()
        yield from (text[i : i + 2] for i in range(max(1, len(text) - 1)))
        at = run.end()
    if at < len(word):
        yield word[at:]


def content(text: str) -> frozenset[str]:
    """The words that carry meaning: numbers, pairs of unspaced characters, and words that are not tiny."""
    return frozenset(w for w in words(text) if len(w) >= _shortest(w) or w.isdigit() or _UNSPACED.match(w))


def numbers(text: str) -> frozenset[str]:
    """Every run of digits in `text`, in whatever script, as plain digits."""
    runs = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    return frozenset("".join(str(unicodedata.digit(d)) for d in run) for run in runs)


def alike(one: str, other: str) -> bool:
    """True where two folded words look like forms of one word."""
    if one == other:
        return True
    one, other = _bare(one), _bare(other)
    shorter = min(len(one), len(other))
    if shorter < _shortest(one) or one[0] != other[0] or one.isdigit() or other.isdigit():
        return False
    shared = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    return shared >= _shortest(one) and shared >= _LIKENESS * shorter


def _shortest(word: str) -> int:
    """Of how many characters a word is that carries meaning, and what two like words share."""
    return _SYLLABLES if "\uac00" <= word[:1] <= "\ud7a3" else _LETTERS


def _bare(word: str) -> str:
    """`word` without what Arabic puts in front of it."""
    front = _IN_FRONT.match(word) if "\u0620" <= word[:1] <= "\u064a" else None
    return word[front.end() :] if front else word


def covered(wanted: Collection[str], by: Collection[str]) -> frozenset[str]:
    """Those of `wanted` that have a like word in `by`."""
    beginnings = tuple({_beginning(word) for word in wanted})
    near = [other for other in by if _bare(other).startswith(beginnings)]  # most of a long text is like nothing
    return frozenset(word for word in wanted if any(alike(word, other) for other in near))


def coverable(wanted: Collection[str], text: str) -> int:
    """How many of `wanted` the words of `text` can cover at most; a tenth of the work of looking at each word."""
    even = _VOWELLED.sub("", folded(text))
    return sum(_beginning(word) in even for word in wanted)


def _beginning(word: str) -> str:
    """What stands in any word that is like this one."""
    return word if word.isdigit() else _bare(word)[: _shortest(_bare(word))]


def fingerprint(subject: str, text: str) -> str:
    """Identity of a statement about `subject`: the same words in the same order, however typed."""
    return sha256(f"{folded(subject)}\n{' '.join(words(text))}".encode()).hexdigest()[:32]
