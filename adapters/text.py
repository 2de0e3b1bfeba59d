"""Long text cut into parts that a platform takes, so that nothing in it looks broken; pure.

Lengths are in code points, as Discord's servers count them (their maintainers say so in discord-api-docs, issue 1315)
and as `len` does. What fits into one message is never cut: a block that no longer fits begins the next part, and only
what is longer than a whole part is taken apart, into items, lines, words, signs. So the parts of a text that grows
change only near its end; that costs a short part here and there.
"""

import re

from adapters.blocks import Block, Fence, blocks_of
from adapters.packing import Packer, Part

SMALLEST = 50  # characters that a part must be allowed to have
_MARKUP = re.compile(
    r"(?P<url>https?://[^\s<>]++)"
    r"|(?P<sign>[\\*_`~|\[\]<])"
    r"|(?P<indent>(?m:^)[ \t]*+)(?:(?P<mark>#{1,3}(?=\s)|-#|>|[-+](?=\s))|(?P<number>\d++)(?=[.)]))"
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` characters, at least 50; a part may be blank, which nobody need send."""
    return [part.text for part in parts_of(text, limit)]


def parts_of(text: str, limit: int) -> list[Part]:
    """The same, each part knowing what was added to it."""
    if limit < SMALLEST:
        raise ValueError("the limit is too small")
    packer = Packer(text, limit)
    for block in blocks_of(text):
        packer.place(block)
    return packer.parts()


def closing_of(text: str) -> str:
    """What closes the code that the text breaks off in; nothing where it does not."""
    blocks = tuple(blocks_of(text))
    while blocks and blocks[-1].parts:
        blocks = blocks[-1].parts
    match blocks:
        case (*_, Block(stop=stop, fence=Fence(marker=marker, close=close))) if close >= stop:
            return f"\n{marker}"
        case _:
            return ""


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
