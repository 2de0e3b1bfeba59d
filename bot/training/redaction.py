"""What tells who somebody is, out of a text that is given out: mail, links, numbers, addresses, names. Pure; no model.

By shape, and names as memory knows them or as somebody is introduced; the same is replaced by the same throughout.
Rather too much than too little: a long number in a training text is no loss, a telephone number is one. What is not
found: names that nobody introduced and memory does not know, those that are words of the text's language and not
written as they are known, places written without a number, nicknames.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from ipaddress import IPv6Address
from itertools import chain
from operator import itemgetter

from bot.training.known import Known
from memory.wording import folded


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a text, from `start` to `end`, and what it is; `name` is the known one that it is a form of."""

    kind: str
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    pattern: re.Pattern[str]
    group: int = 0


def find(text: str, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """All that tells who somebody is, in order and without overlaps.

    Pieces that overlap are one, called as the longest, and of two as long as the first rule that sees it names it.
    """
    return _found(text, Known(names))


def _found(text: str, known: Known) -> tuple[Found, ...]:
    """In the order of the text throughout, so that those beside a piece are found at once."""
    found: list[tuple[Found, int]] = []  # with when it was seen
    named = (Found("person", start, end, name) for name, start, end in known.within(text))
    for seen, each in enumerate(chain(_shaped(text), named)):
        low, high = bisect_right(found, each.start, key=_end), bisect_left(found, each.end, key=_start)
        beside = sorted(found[low:high], key=itemgetter(1))
        found[low:high] = [(_joined([*(other for other, _ in beside), each]), seen)]
    return tuple(each for each, _ in found)


def _start(seen: tuple[Found, int]) -> int:
    return seen[0].start


def _end(seen: tuple[Found, int]) -> int:
    return seen[0].end


def _joined(pieces: Sequence[Found]) -> Found:
    longest = max(pieces, key=lambda each: each.end - each.start)
    start, end = min(each.start for each in pieces), max(each.end for each in pieces)
    name = longest.name if (start, end) == (longest.start, longest.end) else ""
    return Found(longest.kind, start, end, name)


class Redaction:
    """Takes it out of the texts of one person; `names` are what the people are called whom memory knows of."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = Known(names)
        self._known: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def redacted(self, text: str) -> str:
        """The text with a mark for each piece, the same for the same, as in `[person 2]`."""
        pieces, at = [], 0
        for each in _found(text, self._names):
            pieces += [text[at : each.start], self._mark(each.kind, each.name or text[each.start : each.end])]
            at = each.end
        return "".join([*pieces, text[at:]])

    def _mark(self, kind: str, piece: str) -> str:
        key = (kind, " ".join(folded(piece).split()))
        if key not in self._known:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._known[key] = f"[{kind} {self._counts[kind]}]"
        return self._known[key]


def _shaped(text: str) -> Iterator[Found]:
    for rule in _rules():
        for match in rule.pattern.finditer(text):
            piece = match[rule.group].rstrip(" .,;:!?\n")
            if piece and _is_meant(rule.kind, piece):
                yield Found(rule.kind, match.start(rule.group), match.start(rule.group) + len(piece))


def _is_meant(kind: str, piece: str) -> bool:
    digits = re.sub(r"\D", "", piece)
    if kind == "network address" and "::" in piece:
        return _is_ipv6(piece)
    if kind == "account":
        return _is_iban(piece)
    if kind == "card":
        return 12 <= len(digits) <= 19 and (_luhn(digits) or len(digits) >= 15)
    if kind == "number":
        return 7 <= len(digits) <= 19 and not _DATE.fullmatch(piece.strip())
    return True


def _is_ipv6(piece: str) -> bool:
    try:
        return IPv6Address(piece).version == 6
    except ValueError:
        return False


def _is_iban(piece: str) -> bool:
    """ISO 13616: the rest by 97 of the letters as numbers is 1."""
    bare = re.sub(r"\s", "", piece).upper()
    turned = bare[4:] + bare[:4]
    return 15 <= len(bare) <= 34 and int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def _luhn(digits: str) -> bool:
    doubled = (int(each) * (1 + at % 2) for at, each in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


_DATE = re.compile(
    r"(?:1[89]|20)\d\d[-/.](?:0?\d|1[0-2])[-/.][0-3]?\d|[0-3]?\d[-/.][0-3]?\d[-/.](?:\d\d){1,2}"
    r"|(?:1[89]|20)\d\d\s?[-–/]\s?(?:1[89]|20)\d\d|(?:1[89]|20)\d\d[-/.](?:0?\d|1[0-2])[-/.][0-3]?\d[ T].*"
)
_ENDINGS = "com|org|net|de|fr|es|pt|br|jp|io|co|us|uk|hu|eu|info"
# Of countries: those that are no words, and those that are, behind which a full stop may only lack its space.
_COUNTRIES = "ch|nl|pl|cz|dk|ru|gr|sk|ie|ua|tr|kr|cn|tw|hk|nz|au|lt|lv|ee|lu|za|mx|ar|cl|bg"
_WORDS = "at|it|be|se|no|fi|is|in|me|to|ro|ca|li|hr|si|ai|am"
_LABEL, _BARE = "[a-z0-9ß-öø-ÿ-]", "(?<![A-Za-z0-9À-ÿ._-])"
# From the beginning of a row of such signs, or right behind another address: else each sign reads it to its end.
_EMAIL = r"(?:(?<![\w.+%-])[\w.+%-]++|(?<=[\w-])[.+%][\w.+%-]{0,64}+)@[\w-]+(?:\.[\w-]+)+"
_LONGEST = 80  # signs of the name of a street
_FLATS = "Apt|Suite|Unit|Apartment|Flat|Wohnung|Whg|piso|apto|appt"
_GLUED = "straße|strasse|str\\.|weg|gasse|allee|platz|damm|ufer|gata|gatan|vej|katu|tie|laan|straat"
_TOWN = r"(?:[^\W\d_a-zà-öø-ÿ][\w.'’-]*|\d[\d-]{2,9})"
_UPPER = r"[^\W\d_a-zà-öø-ÿ][^\W\d_]*"  # begins with a capital, in scripts that have any
_CALLED = rf"({_UPPER}(?:[-'’ ]{_UPPER}){{0,3}})"


@cache
def _rules() -> Sequence[_Rule]:
    shapes = (
        ("email", _EMAIL, 0),
        ("link", r"(?i:\b(?:https?://|www\.)[^\s<>\"']+)", 0),
        *(("link", each, 0) for each in _hosts()),
        ("handle", r"<[@#][!&]?\w+>|(?<!\w)@\w{2,40}(?:\.\w+)?", 0),
        ("network address", r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])", 0),
        ("network address", r"(?i:(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:]))", 0),
        ("network address", r"(?i:(?<![\w:])(?=[0-9a-f:]*::)(?:[0-9a-f]{1,4}|:)(?::[0-9a-f]{0,4}){1,7}(?![\w:]))", 0),
        ("account", r"\b[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]{4}){2,7}(?:[ ]?[A-Za-z0-9]{1,4})?\b", 0),
        ("card", r"(?<![\w.])\d(?:[ -]?\d){11,18}(?!\w)", 0),
        *(("address", each, 0) for each in _addresses()),
        ("number", r"(?<![\w.,])(?:\+|00)?\(?\d(?:[ ().\-/x]{0,3}\d){6,20}(?![\w%])", 0),
        ("person", rf"\b(?:{_listed('titles')})\.?[ ]{_CALLED}", 1),
        ("person", rf"(?i:{_listed('introductions')})[ ]{_CALLED}", 1),
    )
    return tuple(_Rule(kind, re.compile(pattern), group) for kind, pattern, group in shapes)


def _hosts() -> Iterator[str]:
    """Names of sites: by an ending, a path, a hyphen or a figure, or as nothing else is said."""
    site = rf"{_BARE}{_LABEL}+(?:\.{_LABEL}+)*\."
    yield rf"{site}(?:{_ENDINGS})\b(?:/\S*)?"
    yield rf"(?i:{site}[a-z]{{2,24}}/[^\s<>\"']+)"
    label = rf"(?i:{_LABEL}+\.)*(?i:{_LABEL}{{3,}})"
    yield rf"{_BARE}{label}\.(?:{_COUNTRIES})\b"
    yield rf"{_BARE}(?i:{_LABEL}+\.)*(?=(?i:[a-z0-9ß-öø-ÿ])+[-\d])(?i:[a-zß-ÿ]{_LABEL}{{2,}})\.(?:{_WORDS})\b(?![.-]\w)"
    yield rf"(?:^|(?<=: )|(?<=[(<\"„“»])){label}\.(?:{_WORDS})(?=[)>\"“”«]|[.!?]?$)"


def _addresses() -> Iterator[str]:
    """A street with a number in the orders in which it is written, with the lines of the town below it."""
    number, word = r"\d{1,5}[A-Za-z]?(?:[/-]\d{1,4})?", r"[^\W\d_][\w.'’-]*"
    flat = rf"(?:[ ,\n]{{1,3}}(?:{_FLATS})\.?\s?#?\s?\w{{1,6}})"
    town = rf"(?:(?:,[ ]|[ ]?\n[ ,]{{0,3}}){_TOWN}(?:[ ]{_TOWN}){{0,3}}(?=[,.\n]|$)){{0,4}}"
    after, before = rf"(?i:{_listed('streets')})", rf"(?i:{_listed('streets_before')})"
    yield rf"(?:{number}[ ])?{number}[ ,]{{1,2}}(?:{word}[ ]){{0,4}}?{after}\b\.?(?:[ ]{number})?{flat}?{town}"
    glued = rf"[^\W\d_][\w.'’-]{{0,{_LONGEST}}}(?i:{_GLUED})"
    yield rf"(?:{number}[ ])?\b{glued}[ ]{number}\b{flat}?{town}"
    yield rf"\b{number},?[ ]{before}[ ](?:{word}[ ]?){{1,5}}?(?:[ ]?{number}\b|(?=[,.;\n]|$)){flat}?{town}"
    yield rf"\b{before}[ ](?:{word}[ ]){{1,5}}?(?:,?[ ]?n?[°º]?[ ]?){number}\b{flat}?{town}"
    yield rf"{number}[ ](?:{word}[ ]){{1,5}}(?:{number})?{flat}{town}"
    yield r"〒\s?\d{3}-?\d{4}"
    town = r"(?:[一-龥]{2,3}[都道府県]|[一-龥ァ-ヶ]{1,6}[市区町村])"
    yield rf"{town}[^\s、。]{{0,25}}?\d+(?:丁目|番地?|号|-\d+)[\d丁目番地号-]*"


def _listed(name: str) -> str:
    lines = (resources.files("bot.training") / f"{name}.txt").read_text("utf-8").splitlines()
    words = sorted((each.strip() for each in lines if each and each[0] != "#"), key=len, reverse=True)
    return "|".join(map(re.escape, words))
