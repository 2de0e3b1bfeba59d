"""What somebody says in their own words, clause by clause: without code, quotes and links, which are not theirs. Pure.

What was quoted leaves a mark behind, so that the words around it do not close up to something that nobody said.
"""

import re

from memory.wording import folded

LONGEST = 2000  # characters that are looked at: who wants to be heard says it before that
GAP = "□"
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
    for pattern in (_CODE, _QUOTED_LINE, _QUOTES, _LINK):
        text = pattern.sub(f" {GAP} ", text[:LONGEST])
    return text


def clauses(text: str) -> tuple[str, ...]:
    """The sentences of somebody's own words, folded, with straight apostrophes, each with its closing mark."""
    own = _SPACED_MARK.sub("", own_words(text).translate(_APOSTROPHE))
    return tuple(folded(each) for each in _ENDS.split(own) if each.strip())
