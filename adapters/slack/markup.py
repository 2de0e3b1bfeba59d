"""Markdown from a model as Slack takes it: as it is, but calling nobody. Pure.

Slack reads Markdown itself, so nothing is translated, and code, links and lists stay as they were written. What calls
people, groups or a whole channel becomes plain words, also inside code and also where it is put together from pieces:
no `<` is left in front of what Slack would read as a call. Only who is answered may be called.
"""

import re
from collections.abc import AsyncIterator

from adapters.text import unturned

LONGEST_TEXT = 12_000  # characters of Markdown a message
LONGEST_FALLBACK = 39_000  # what notifications and reading aids are given; Slack takes 40,000
LONGEST_CALL = 200
_WHOLE = re.compile(
    r"(?<!<)<++(?:(?P<mark>[@#])(?P<id>[A-Z][A-Z0-9]+)"
    r"|!(?P<word>(?i:here|channel|everyone|group))|!(?i:subteam)\^[^<>|\n]*+)"
    r"(?:\|(?P<label>[^<>\n]*+))?>"
)
_OPENING = re.compile(r"(?<!<)<++(?=@[A-Z]|#[A-Z]|!(?i:here|channel|everyone|group|subteam)\b)")
_UNFINISHED = re.compile(rf"(?<!<)<++(?:[@#!][^<>\n]{{0,{LONGEST_CALL}}})?\Z")
_LINK = re.compile(r"(?i)https?:|\bwww\.")
_HALF = re.compile(r"&[a-z]{0,3}\Z")


def calling(text: str, only: str | None = None) -> str:
    """The text, calling nobody but the account `only`, and without signs that turn the order of what follows."""
    text = unturned(text)
    if "<" not in text:
        return text
    may = f"<@{only}>"
    return may.join(_OPENING.sub("", _WHOLE.sub(_word, each)) for each in (text.split(may) if only else [text]))


async def calling_as_told(words: AsyncIterator[str], only: str | None = None) -> AsyncIterator[str]:
    """The same of words that arrive one after another: what may become a call waits for its end."""
    waiting = ""
    async for piece in words:
        waiting += unturned(piece)  # before looking at what may become a call: taking a sign out makes neighbours
        found = _UNFINISHED.search(waiting)
        end = found.start() if found else len(waiting)
        if end:
            yield calling(waiting[:end], only)
            waiting = waiting[end:]
    if waiting:
        yield calling(waiting, only)


def holds_link(text: str) -> bool:
    """Whether something in it may be a link that Slack unfolds."""
    return _LINK.search(text) is not None


def fallback_of(text: str) -> str:
    """The text where Slack reads its own marks instead of Markdown: with none of them."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped if len(escaped) <= LONGEST_FALLBACK else _HALF.sub("", escaped[:LONGEST_FALLBACK]) + "…"


def _word(found: re.Match[str]) -> str:
    """What a call says, as a word."""
    label = (found["label"] or "").strip().lstrip("@#!")
    return f"{found['mark'] or '@'}{label or found['id'] or found['word'] or 'group'}"
