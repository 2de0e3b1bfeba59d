"""Commands in sentences of our own, named as people type them where they read: `/memory`, or `/rapport memory`. Pure.

Sentences are written with the slash alone. In what people said, a mark that nobody sees stands after each slash, so
that nothing there is taken for the name of a command; the mark never leaves this package.
"""

import re
from dataclasses import replace

from adapters.outgoing import Home

MARK = "\u2060"
SLASH = "/"
NAMED = re.compile(rf"(?<![\w{SLASH}]){SLASH}(?=\w)")


def as_said(words: str) -> str:
    """What somebody said, to stand in a sentence of ours."""
    return words.replace(SLASH, SLASH + MARK)


def as_typed(text: str, before: str) -> str:
    """The text with its commands as they are typed; `before` is what stands before their names."""
    return NAMED.sub(lambda found: before, text).replace(SLASH + MARK, SLASH)


def page_as_typed(home: Home, before: str) -> Home:
    """The same for somebody's own page."""
    return replace(home, sections=tuple(replace(each, text=as_typed(each.text, before)) for each in home.sections))
