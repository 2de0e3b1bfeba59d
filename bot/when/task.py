"""What is left of a text without its time and without the asking: the task. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.when.folding import Folded
from bot.when.lexicon import Lexicon
from bot.when.tokens import Token

_EDGES = " \t\r\n,.;:!?-–—、。，！？"
_SUFFIX = re.compile(r"^['’][^\W\d_]+")  # of Turkish: "15'inde"
_SPACES = re.compile(r"[ \t]{2,}")


def task_of(
    text: str, folded: Folded, tokens: Sequence[Token], spans: Sequence[tuple[int, int]], *, words: Lexicon
) -> str:
    """The rest of the text, without the words that only lead to it."""
    asking = [(folded.places[start], folded.places[end - 1] + 1) for start, end in _asking(tokens)]
    rest, at = [], 0
    for start, end in [*sorted([*spans, *asking]), (len(text), len(text))]:
        behind, before = any(at == each for _, each in spans), any(start == each for each, _ in asking)
        rest.append(_unglued(text[at:start], words, behind=behind, before=before))
        at = max(at, end)
    parts = [part.strip(_EDGES) for part in rest]
    return _without_lead(_SPACES.sub(" ", " ".join(part for part in parts if part)).strip(_EDGES), tokens)


def _unglued(part: str, words: Lexicon, *, behind: bool, before: bool) -> str:
    """Without what is written to the time `behind` which it stands, or to the asking `before` which it does."""
    if behind:
        part = _SUFFIX.sub("", part) if "suffixes" in words.flags else part
        part = part.removeprefix(next((each for each in words.heads if part.startswith(each)), ""))
    return part.removesuffix(next((each for each in words.tails if part.endswith(each)), "")) if before else part


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
