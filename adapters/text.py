"""Long text cut into parts that a platform takes, so that nothing in it looks broken; pure.

Lengths are in code points, as Discord's servers count them (their maintainers say so in discord-api-docs, issue 1315)
and as `len` does. What fits into one message is never cut: a block that no longer fits begins the next part, and only
what is longer than a whole part is taken apart, into items, lines, words, signs. So the parts of a text that grows
change only near its end; that costs a short part here and there.
"""

import re

from adapters.blocks import Block, Kind, blocks_of
from adapters.packing import Packer, Part
from adapters.quotes import quoted_of
from adapters.spoilers import MARK, Spoilers

SMALLEST = 50  # characters that a part must be allowed to have
_MARKUP = re.compile(
    r"(?P<url>https?://[^\s<>]++)"
    r"|(?P<sign>[\\*_`~|\[\]<])"
    r"|(?P<indent>(?m:^)[ \t]*+)(?:(?P<mark>#{1,3}(?=\s)|-#|>|[-+](?=\s))|(?P<number>\d++)(?=[.)]))"
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def split(text: str, limit: int, *, spoilers: bool = False) -> list[str]:
    """The text in parts of at most `limit` characters, at least 50; a part may be blank, which nobody need send.

    `spoilers`: what stands between two `||` is hidden there, and stays so in each part.
    """
    return [part.text for part in parts_of(text, limit, spoilers=spoilers)]


def parts_of(text: str, limit: int, *, spoilers: bool = False, going: bool = False) -> list[Part]:
    """The same, each part knowing what was added to it. `going`: what is hidden may end in what is still to come."""
    if limit < SMALLEST:
        raise ValueError("the limit is too small")
    blocks = tuple(blocks_of(text))
    packer = Packer(text, limit, Spoilers(text, blocks, going=going) if spoilers else Spoilers())
    for block in blocks:
        packer.place(block)
    return packer.parts()


def closing_of(text: str, *, spoilers: bool = False) -> str:
    """What closes the code and the spoiler that the text breaks off in; nothing where it does not."""
    blocks = tuple(blocks_of(text))
    hidden = Spoilers(text, blocks, going=True) if spoilers else Spoilers()
    while blocks and (inner := _inside(text, blocks[-1])):
        blocks = inner
    last = blocks[-1] if blocks else None
    closing = ""
    if last is not None and last.fence is not None and last.fence.close >= last.stop:
        closing = f"\n{last.fence.closing}"
    spoiler = hidden.around(len(text))
    return closing + MARK if spoiler is not None and hidden.hides(spoiler) else closing


def closed(text: str, limit: int, *, spoilers: bool = False) -> str:
    """What breaks off, and what closes it; where there is no room for that, without its last characters.

    Closing the shorter text may need something else: what was half of a mark or of a fence.
    """
    while len(text) + len(closing := closing_of(text, spoilers=spoilers)) > limit:
        text = text[: limit - len(closing)]
    return text + closing


def _inside(text: str, block: Block) -> tuple[Block, ...]:
    return tuple(quoted_of(text, block)) if block.kind is Kind.QUOTE else block.parts


def plain_markup(text: str) -> str:
    """The text so that Discord shows it as it is written; addresses stay as they are, since they would break."""
    return _MARKUP.sub(_escaped, unturned(text))


def unturned(text: str) -> str:
    """The text without signs that show what follows them in another order than it is written in."""
    return _TURNING.sub("", text)


def _escaped(found: re.Match[str]) -> str:
    if found["url"] is not None:
        return found["url"]
    if found["sign"] is not None:
        return "\\" + found["sign"]
    if found["mark"] is not None:
        return f"{found['indent']}\\{found['mark']}"
    return f"{found['indent']}{found['number']}\\"
