"""Where a quote stands in what was said, and which stretches of a message are not its speaker's own statement.

The quote is looked up with spacing, case and quotation marks evened out, and mapped back, so that what is stored is
exactly what was said. Questions, quoted and pasted stretches are found by marks alone, in any script.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from memory.wording import words

_MARKS = dict.fromkeys(map(ord, '"“”„«»‘’‚‹›`´＂'), "'") | {ord("–"): "-", ord("—"): "-", ord("…"): "..."}
_TRIM = " \t\r\n'\".,;:!?…。、！？-–—"
_SENTENCE_END = re.compile(r"[.!?…。！？؟;；]+['\"”»)]*(?=\s|$)|[。！？؟।॥]+|\n+")
_FOREIGN = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]+`|^[ \t]*>[^\n]*|^<[^\W\d_][\w .-]{0,30}>[ \t][^\n]*|[♪♫🎵🎶][^\n♪♫🎵🎶]{8,}[♪♫🎵🎶]"
    r"|[“„«「『][^”»」』\n]{12,}[”“»」』]|(?<!\w)\"[^\"\n]{12,}\"",
    re.DOTALL | re.MULTILINE,
)
_ASKING = ("?", "？", "؟", "か。", "吗", "呢", "吗。")  # what a question ends with
_CLAUSE_MARKS = (",", ";", ":", "、", "，", "؛", "،", "-", "–", "—", ")")
_CLAUSE_END = re.compile(
    r"[,;:、，؛،)]|\s[-–—]\s|\.{2,}|…|\s(?:so|also|deshalb|así que|donc|alors|então|dunque|поэтому)\s"
)
_ASKS_MORE, _SLOPPY = 4, 3  # words
LOOKED_AT = 600  # characters at each end
LONGEST_OWN = 2_000  # characters; what is longer was pasted, not typed


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` whatever its spacing, case and marks, as a span of `text`; None if nowhere."""
    wanted, _ = _even(quote.strip(_TRIM))
    evened, origins = _even(text)
    start = evened.find(wanted) if wanted else -1
    while start != -1:
        end = start + len(wanted)
        if not (_splits_word(evened, start) or _splits_word(evened, end)):
            return origins[start], origins[end - 1] + 1
        start = evened.find(wanted, start + 1)
    return None


def mended(quote: str) -> Iterator[str]:
    """The quote without its first or its last word, which small models miscopy or add."""
    parts = quote.split()
    if len(parts) > _SLOPPY:
        yield from (" ".join(parts[1:]), " ".join(parts[:-1]))


def _even(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        for letter in _evened(character):
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                origins.append(at)
    return "".join(letters), origins


def _evened(character: str) -> str:
    if character.isspace():
        return " "
    return unicodedata.normalize("NFKC", character.translate(_MARKS)).casefold()


def _splits_word(text: str, at: int) -> bool:
    """True where a cut at `at` would fall inside a word of a script with spaces."""
    pair = text[at - 1 : at + 1]
    return at > 0 and len(pair) == 2 and all(c.isalnum() and ord(c) < 0x0E00 for c in pair)


def sentence(text: str, span: tuple[int, int]) -> str:
    """The sentence or sentences of `text` that `span` lies in, with their end marks."""
    start, end = _sentence(text, span)
    return text[start:end].strip()


def statement(text: str, span: tuple[int, int]) -> str:
    """The same, without a question that only follows: "I am vegan" of "I am vegan, what can I cook?"."""
    start, end = _sentence(text, span)
    before = text[start : span[0]].rstrip()
    mark = _CLAUSE_END.search(text, span[1], end)
    if mark and is_question(text[start:end]) and (not before or before.endswith(_CLAUSE_MARKS)):
        asks = len(words(text[mark.end() : end])) >= _ASKS_MORE  # and is no mere "right?"
        end = mark.start() if asks else end
    return text[start:end].strip()


def _sentence(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = 0, len(text)
    for mark in _SENTENCE_END.finditer(text):
        if mark.end() <= span[0]:
            start = mark.end()
        elif mark.start() >= span[1] - 1:
            end = mark.end()
            break
    return start, end


def sentences(text: str) -> Iterator[str]:
    """The sentences of `text`, each with its end mark."""
    start = 0
    for mark in _SENTENCE_END.finditer(text):
        if said := text[start : mark.end()].strip():
            yield said
        start = mark.end()
    if said := text[start:].strip():
        yield said


def is_question(text: str) -> bool:
    """True where `text` ends as a question, in any script that marks them."""
    bare = text.rstrip(" \t\r\n'\"”»)*_~😅😂🙂😉🤔")
    return bare.endswith(_ASKING)


def asks(text: str) -> bool:
    """True where any sentence of `text` is a question."""
    return any(map(is_question, sentences(text)))


def asking_share(text: str) -> float:
    """The share of `text` that stands in questions, 0 to 1: a long message that ends with one has told a lot.

    Of a very long one its beginning and its end are looked at.
    """
    if len(text) > 2 * LOOKED_AT:
        text = f"{text[:LOOKED_AT]}\n{text[-LOOKED_AT:]}"
    ends = _ASKING[:1] if text.isascii() else _ASKING
    return _asking_share(text) if any(end in text for end in ends) else 0.0


@lru_cache(maxsize=4096)  # recall looks at dozens of lines for each question, and at many of them for the next one too
def _asking_share(text: str) -> float:
    known = list(sentences(text))
    whole = sum(map(len, known))
    return sum(len(each) for each in known if is_question(each)) / whole if whole else 0.0


def foreign(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches that are somebody else's or a machine's words: code, block quotes, long quotations, songs, logs."""
    return tuple(_foreign_spans(text))


def _foreign_spans(text: str) -> Iterator[tuple[int, int]]:
    if len(text) > LONGEST_OWN:
        yield 0, len(text)
        return
    yield from (match.span() for match in _FOREIGN.finditer(text))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True where two half-open spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
