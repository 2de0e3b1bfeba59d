"""Where a line that is too long may be cut: at a space, outside links, code, mentions, addresses, never in a sign."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from adapters.graphemes import is_boundary

Span = tuple[int, int]
_BREAK = re.compile(  # after a space, and between signs of scripts that write without spaces
    r"\s+|[\u3001-\u303f\u3041-\u30ff\u3400-\u9fff\uff01-\uff60]"
    r"(?![、。，．！？：；」』）】〉》〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ])"
)
_WHOLE = re.compile(  # what is escaped, links, mentions and emoji of Discord's, addresses, spoilers and emphasis
    r"\\[!-/:-@\[-`{-~]"
    r"|!?\[[^\[\]\n]*+\]\((?:[^()\s]|\([^()\s]*+\))*+(?:[ \t]++\"[^\"\n]*+\")?\)"
    r"|<[^<>\s]{1,200}>|https?://[^\s<>\[\]`]++"
    r"|\|\|[^|\n]++\|\||[^\s|]?\|\|[^\s|]?|\*\*[^*\n]++\*\*|__[^_\n]++__|~~[^~\n]++~~"
)
_BEGINS = re.compile(r"(?:#{1,6}|-#|>{1,3}|[-*+]|\d{1,9}[.)])(?:\s|\Z)")  # something else where a line begins with it
_TICKS = re.compile("`+")


def spans_of(text: str, start: int, stop: int) -> list[Span]:
    """The stretches of a line that should stay whole, in order and apart."""
    found = sorted([*code_of(text, start, stop), *(each.span() for each in _WHOLE.finditer(text, start, stop))])
    merged: list[Span] = []
    for first, last in found:
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def opening_of(text: str, start: int, stop: int) -> Span | None:
    """The backticks in a line that begin code which the line does not end."""
    if text.find("```", start, stop) < 0:
        return None
    whole = code_of(text, start, stop)
    runs = (each.span() for each in _TICKS.finditer(text, start, stop))
    return next((each for each in runs if each[1] - each[0] >= 3 and not _is_inside(each[0], whole)), None)


def _is_inside(at: int, spans: Sequence[Span]) -> bool:
    index = bisect_right(spans, at, key=lambda each: each[0]) - 1
    return index >= 0 and at < spans[index][1]


def code_of(text: str, start: int, stop: int) -> list[Span]:
    """Inline code: from a run of backticks to the next of the same length."""
    runs = [each.span() for each in _TICKS.finditer(text, start, stop)]
    closing: dict[int, int] = {}
    partner = [-1] * len(runs)
    for at in reversed(range(len(runs))):
        length = runs[at][1] - runs[at][0]
        partner[at] = closing.get(length, -1)
        closing[length] = at
    spans, at = [], 0
    while at < len(runs):
        if partner[at] < 0:
            at += 1
            continue
        spans.append((runs[at][0], runs[partner[at]][1]))
        at = partner[at] + 1
    return spans


def begins_line(text: str, at: int) -> bool:
    """Whether what stands there means something else where a line begins with it."""
    return _BEGINS.match(text, at) is not None


def cut(text: str, start: int, most: int, spans: Sequence[Span]) -> int:
    """The best place after `start` and not after `most` to cut a line; `start` is such a place itself."""
    for whole in (spans, ()):
        breaks = [each.end() for each in _BREAK.finditer(text, start, most)]
        for at in reversed(breaks):
            if _may_cut(text, at, start, whole):
                return at
        at = most
        while at > start:
            span = _around(at, whole)
            if span is None and is_boundary(text, at, start):
                return at
            at = span[0] if span else at - 1
    return most


def _may_cut(text: str, at: int, start: int, spans: Sequence[Span]) -> bool:
    return _around(at, spans) is None and is_boundary(text, at, start) and not begins_line(text, at)


def _around(at: int, spans: Sequence[Span]) -> Span | None:
    """The span that a cut there would break."""
    index = bisect_left(spans, (at, 0)) - 1
    return spans[index] if index >= 0 and at < spans[index][1] else None
