"""Tokens: what the grammar reads. Each stands for a stretch of the text and may be of several kinds at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.when.folding import Folded
from bot.when.lexicon import Keys, Lexicon, split
from bot.when.made import Made, Number, Zone
from bot.zones import zone_called

_ZONE = re.compile(r"(?<![\w/])[a-z]+/[a-z_-]+(?:/[a-z_-]+)?(?![\w/])")
_PREFIXES = ("و", "ب", "ل", "ف")
_SIGNS = {"%", "$", "€", "£", "#", "*", "_", "=", "&"}
_SPACED = re.compile(r"[^\W\d_\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]")  # a letter of a script that has spaces


@dataclass(frozen=True, slots=True)
class Token:
    """From `start` to `end` of the folded text; `glued` to the token before; `made` where a rule built a meaning."""

    start: int
    end: int
    text: str
    glued: bool
    keys: Keys = field(default_factory=dict)
    made: Made | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it is, or may be."""
        own = () if self.made is None else (type(self.made).__name__.lower(),)
        return own + tuple(kind for kind in self.keys if kind not in own) or ("strange",)

    @property
    def shown(self) -> str:
        """The token as patterns see it: `+;num; ` is a number with no space before."""
        return f"{'+' if self.glued else ''};{';'.join(self.kinds)}; "


def tokenize(text: Folded, words: Lexicon) -> list[Token]:
    """The tokens of the text, longest known spelling first; a number that is part of a strange word is none."""
    pieces, zones = _pieces(text.text)
    if "prefixes" in words.flags:
        pieces = [part for piece in pieces for part in _without_prefix(piece, words)]
    plain = [piece for piece, _, _ in pieces]
    tokens: list[Token] = []
    at = 0
    while at < len(pieces):
        _, start, end = pieces[at]
        if start in zones:
            tokens.append(Token(start, end, text.text[start:end], False, made=Zone((zones[start],))))
            at += 1
            continue
        count, keys = words.longest(plain, at)
        if count == 0 and (two := _compound(plain[at], words)):
            tokens += _halves(start, plain[at], two)
            at += 1
            continue
        end = pieces[at + max(count, 1) - 1][2]
        glued = bool(tokens) and tokens[-1].end == start
        tokens.append(_token(text.text[start:end], start, glued, keys))
        at += max(count, 1)
    return _by_neighbours(_without_strange(tokens))


def _by_neighbours(tokens: list[Token]) -> list[Token]:
    """Numbers that are no months before the word for hours: "sept heures" is seven o'clock; and "every morning"."""
    made = list(tokens)
    for at, (token, after) in enumerate(pairwise(tokens)):
        if "every" in token.keys and "everypart" in after.keys:  # "jeden Morgen" is not each tomorrow
            made[at + 1] = replace(after, keys={"part": after.keys["everypart"]})
        elif {"number", "month"} <= token.keys.keys() and {"oclock", "unit"} & after.keys.keys():
            made[at] = replace(token, keys={kind: value for kind, value in token.keys.items() if kind != "month"})
    return made


def _pieces(text: str) -> tuple[list[tuple[str, int, int]], dict[int, str]]:
    """The words of the text, where a zone's full name is one word; and those names by where they start."""
    pieces: list[tuple[str, int, int]] = []
    zones: dict[int, str] = {}
    at = 0
    for found in _ZONE.finditer(text):
        if name := zone_called(found.group()):
            zones[found.start()] = name
            pieces += [(word, at + start, at + end) for word, start, end in split(text[at : found.start()])]
            pieces.append((found.group(), found.start(), found.end()))
            at = found.end()
    return pieces + [(word, at + start, at + end) for word, start, end in split(text[at:])], zones


def _without_prefix(piece: tuple[str, int, int], words: Lexicon) -> list[tuple[str, int, int]]:
    """The small word that is written as part of the next, where only so both are known."""
    word, start, end = piece
    if word[:1] in _PREFIXES and len(word) > 2 and word not in words.words and word[1:] in words.words:
        return [(word[:1], start, start + 1), (word[1:], start + 1, end)]
    return [piece]


def _token(text: str, start: int, glued: bool, keys: Keys) -> Token:
    if "number" in keys:
        return Token(start, start + len(text), text, glued, keys, Number(keys["number"]))
    number = Number(float(text), len(text)) if text.isdecimal() and len(text) < 12 else None
    return Token(start, start + len(text), text, glued, keys, number)


def _compound(word: str, words: Lexicon) -> tuple[int, Keys, Keys] | None:
    if "compounds" not in words.flags:
        return None
    for cut in range(len(word) - 3, 2, -1):
        first, second = words.alone(word[:cut]), words.alone(word[cut:])
        if {"weekday", "rday"} & first.keys() and {"part"} & second.keys():
            return cut, first, second
    return None


def _halves(start: int, word: str, found: tuple[int, Mapping[str, float], Mapping[str, float]]) -> list[Token]:
    cut, first, second = found
    return [
        _token(word[:cut], start, False, first),
        _token(word[cut:], start + cut, False, second),
    ]


def _without_strange(tokens: list[Token]) -> list[Token]:
    return [
        Token(token.start, token.end, token.text, token.glued) if _is_strange(tokens, at) else token
        for at, token in enumerate(tokens)
    ]


def _is_strange(tokens: list[Token], at: int) -> bool:
    """Whether a number is glued to letters that are no unit: `fe2310`, `v2`, `2nd` where `nd` is not known."""
    if tokens[at].made is None:
        return False
    before = tokens[at - 1] if tokens[at].glued and at else None
    after = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].glued else None
    return any(
        each and (each.text in _SIGNS or (not each.keys and _SPACED.match(each.text))) for each in (before, after)
    )
