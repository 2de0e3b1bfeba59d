"""Where a sentence ends within a line, and what must not be broken there: abbreviations, ordinals, code. Pure."""

import re
from functools import cache
from importlib import resources

EMOJI = (
    "(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\u20e3]*)"
)
_CLOSERS = "[\"'”’»)\\]*_]*"
# What may follow a stop is looked for as well, so that a border is known only when what comes after it is there.
BORDER = re.compile(
    rf"(?P<end>(?<![.!?…])[.!?…]++{_CLOSERS}(?:[ \t]*{EMOJI})*)[ \t]+(?=[^\s\ufe0e\ufe0f\u200d])(?!{EMOJI})"
    rf"|(?P<wide>(?<![。！？])[。！？]++[」』）]*(?:{EMOJI})*)[ \t]*(?=[^\s。！？」』）\ufe0e\ufe0f\u200d])(?!{EMOJI})"
)
_HELD = 200  # marks in a row


def is_border(before: str, after: str) -> bool:
    """Whether a sentence ends between what ends with a stop and what comes next in its line."""
    if before.count("`") % 2:
        return False
    if after[:1].islower():
        return False
    last = before.rsplit(None, 1)[-1].rstrip("\"'”’»)]*_") if before[-1:].strip() else ""
    if not last.endswith(".") or last.endswith(".."):
        return True
    word = last.rstrip(".").lstrip("(\"'“„«[*_").casefold()
    return not (word in _short() or word.isdigit() or (len(word) == 1 and word.isalpha()) or "." in word.strip("."))


def settled(text: str, kept: str = "") -> int:
    """Up to where nothing that may follow makes an end of a sentence; `kept` stands for what is no mark of one."""
    at = len(text)
    while at and not (text[at - 1].isalnum() or text[at - 1] == kept):
        at -= 1
        if len(text) - at > _HELD:  # no writing, and nothing to wait for
            return len(text)
    return at


@cache
def _short() -> frozenset[str]:
    text = (resources.files("bot.tone") / "lists" / "abbreviations.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
