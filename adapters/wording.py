"""What wording on all platforms has in common: names as one line, and a text without the mentions of the bot. Pure."""

import re
from collections.abc import Sequence

LONGEST_NAME = 100
STARTS_WITH_PAUSE = re.compile(r"^[,:;]\s*")
Span = tuple[int, int]


def one_line(name: object) -> str:
    """A name as one short line; what a malformed event left behind may be no text at all."""
    return " ".join(str(name).split())[:LONGEST_NAME]


def without(text: str, spans: Sequence[Span]) -> str:
    """The text without these spans, in order, and without the gap or the pause that each leaves."""
    kept, end = "", 0
    for start, stop in spans:
        kept += text[end:start]
        end = stop
        if not kept.strip():
            rest = text[end:].lstrip()
            end = len(text) - len(STARTS_WITH_PAUSE.sub("", rest))
            kept = ""
        elif kept[-1:].isspace() and (text[end : end + 1].isspace() or text[end : end + 1] in ",.;:!?"):
            kept = kept[:-1]
    return (kept + text[end:]).rstrip()
