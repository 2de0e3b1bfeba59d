"""What is left of a text without its time and without the asking: the task. Pure."""

import re
from collections.abc import Sequence

from bot.when.folding import Folded
from bot.when.tokens import Token

_EDGES = " \t\r\n,.;:!?-–—、。，！？"
_SPACES = re.compile(r"[ \t]{2,}")


def task_of(text: str, folded: Folded, tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> str:
    """The rest of the text, without the words that only lead to it."""
    cuts = [
        *spans,
        *((folded.places[token.start], folded.places[token.end - 1] + 1) for token in tokens if "ask" in token.keys),
    ]
    rest, at = [], 0
    for start, end in sorted(cuts):
        rest.append(text[at:start])
        at = max(at, end)
    rest.append(text[at:])
    parts = [part.strip(_EDGES) for part in rest]
    return _without_lead(_SPACES.sub(" ", " ".join(part for part in parts if part)).strip(_EDGES), tokens)


def _without_lead(task: str, tokens: Sequence[Token]) -> str:
    leads = {token.text for token in tokens if {"lead", "filler"} & token.keys.keys()}
    words = task.split(" ")
    while len(words) > 1 and words[0].casefold() in leads:
        words = words[1:]
    return " ".join(words).strip(_EDGES)
