"""A quote taken apart as far as cutting it needs: code in it, and the lines around that. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from adapters.blocks import Block, Kind, lines_of, prose_of
from adapters.fences import Opened, opened

_MARKS = re.compile(r"(?: {0,3}> ?){1,3}")


def quote_of(text: str, start: int) -> str:
    """The marks that a quoted line begins with, where they quote on every platform: with a space behind them."""
    marks = _marks(text, start)
    return marks if marks.endswith(" ") else ""


def quoted_of(text: str, block: Block) -> Iterator[Block]:
    """The blocks of a quote one after another, without a gap: code, and as prose what stands around it."""
    begun = block.start
    code: Opened | None = None
    for start, end in lines_of(text, block.start, block.stop):
        quote = _marks(text, start)
        if code is None:
            code = opened(text, start + len(quote), end, quote)
            if code is not None and start > begun:
                yield prose_of(text, begun, start)
                begun = start
        else:
            fence, closing = code
            words = start + len(quote[: len(fence.quote)])
            if closing.fullmatch(text, words, _bare(text, words, end)):
                yield Block(Kind.FENCE, begun, _bare(text, begun, end), end, fence)
                begun, code = end, None
            else:
                code = replace(fence, close=end), closing
    if code is not None:
        yield Block(Kind.FENCE, begun, block.stop, block.end, code[0])
    elif begun < block.end:
        yield prose_of(text, begun, block.end)


def _marks(text: str, start: int) -> str:
    found = _MARKS.match(text, start)
    return found[0] if found else ""


def _bare(text: str, start: int, end: int) -> int:
    """The end without its newline."""
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    return end
