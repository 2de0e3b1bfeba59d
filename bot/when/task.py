"""What is left of a text without its time and without the asking: the task. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.when.folding import Folded
from bot.when.tokens import Token

_EDGES = " \t\r\n,.;:!?-–—、。，！？"
_SPACES = re.compile(r"[ \t]{2,}")


def task_of(text: str, folded: Folded, tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> str:
    """The rest of the text, without the words that only lead to it."""
    cuts = [*spans, *((folded.places[start], folded.places[end - 1] + 1) for start, end in _asking(tokens))]
    rest, at = [], 0
    for start, end in sorted(cuts):
        rest.append(text[at:start])
        at = max(at, end)
    rest.append(text[at:])
    parts = [part.strip(_EDGES) for part in rest]
    return _without_lead(_SPACES.sub(" ", " ".join(part for part in parts if part)).strip(_EDGES), tokens)


def _asking(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where the words that ask stand, with "can you" before them."""
    for at, token in enumerate(tokens):
        if "ask" in token.keys:
            polite = at > 0 and "polite" in tokens[at - 1].keys
            yield tokens[at - polite].start, token.end


def _without_lead(task: str, tokens: Sequence[Token]) -> str:
    leads = {token.text for token in tokens if {"lead", "filler"} & token.keys.keys()}
    words = task.split(" ")
    while words and words[0].casefold() in leads:
        words = words[1:]
    return " ".join(words).strip(_EDGES)
