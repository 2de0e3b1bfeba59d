"""What somebody says in their own words, clause by clause: without code, quotes and links, which are not theirs. Pure.

What was quoted leaves a mark behind, so that the words around it do not close up to something that nobody said.
"""

import re

from memory.wording import folded

LONGEST = 2000  # characters that are looked at: who wants to be heard says it before that
GAP = "□"
_FENCE = "```"
_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"https?://\S+|<[@#!][^>]*>|@[\w.]+")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_QUOTES = re.compile(
    '"[^"\n]*"|“[^“”„\n]*[”“]|„[^“”\n]*[“”"]|«[^«»\n]*»|»[^«»\n]*«|「[^「」\n]*」|『[^『』\n]*』|‹[^‹›\n]*›'
    "|(?<!\\w)['‘](?=\\w)[^'‘’\n]*['’](?!\\w)"
)
_APOSTROPHE = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'"})
_SPACED_MARK = re.compile(r"[ \u00a0\u202f]+(?=[!?])")  # as French has it
_ENDS = re.compile(r"(?<=[.!?…。！？])[\"')\]]*(?:\s+|$)|(?<=[。！？])|[;\n；]+")


def own_words(text: str) -> str:
    """The text without what is not the writer's own, each such place marked by `GAP`."""
    text = text[:LONGEST]
    for pattern in (_CODE, _QUOTED_LINE, _QUOTES, _LINK):
        text = pattern.sub(f" {GAP} ", text)
    return text


def clauses(text: str) -> tuple[str, ...]:
    """The sentences of somebody's own words, folded, with straight apostrophes, each with its closing mark."""
    return _split(own_words(text))


def outer_clauses(text: str, most: int) -> tuple[str, ...]:
    """The same of the first and the last `most` characters, so that the work stays bounded however long a text is."""
    text = text.strip()
    if len(text) <= 2 * most:
        return clauses(text)
    return (*clauses(text[:most]), *_closing(text, most))


def _closing(text: str, most: int) -> tuple[str, ...]:
    """Those at its end; a sentence whose beginning is not seen may say the contrary, so it counts only alone."""
    room = LONGEST - 2 * len(_FENCE)
    start = max(0, len(text) - room)
    own = own_words(_opened(text, start) + text[start:]).rstrip()
    found = _split(own[-most:])
    return found[1:] or found if len(own) > most else found


def _opened(text: str, start: int) -> str:
    """What has to stand before the rest of a text that is cut there, lest the end of a quote counts as own words."""
    if text.count(_FENCE, 0, start) % 2:
        return f"{_FENCE}\n"
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return "> " if line[:LONGEST].lstrip().startswith(">") else ""


def _split(own: str) -> tuple[str, ...]:
    own = _SPACED_MARK.sub("", own.translate(_APOSTROPHE))
    return tuple(folded(each) for each in _ENDS.split(own) if each.strip())
