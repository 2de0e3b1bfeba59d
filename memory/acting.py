"""Tells people who play somebody else: what they say in a scene is nobody's life.

A scene is told by what two people act out between stars, in turn and soon after one another. One who acts alone may
well speak for themselves, and so does who sighs or is hugged: what is shown of feelings makes no scene.
"""

import re
from functools import cache
from importlib import resources

from memory.prompts import Batch
from memory.types import Line
from memory.wording import folded

NEAR = 3  # lines between two who act
_ACTED = r"(?<![*＊])[*＊](?![\s*＊])([^*＊\n]{2,80})(?<!\s)[*＊](?![*＊])"
_ACTS = re.compile(rf"(?m:^)\s*{_ACTED}|{_ACTED}[ \t]*[.!?]?[ \t]*(?m:$)")


def plays_a_role(line: Line, batch: Batch) -> bool:
    """Whether the line belongs to a scene: its speaker acts, and somebody else does nearby."""
    if line.speaker_id is None or not _acts(line.text):
        return False
    told = (*batch.before, *batch.lines)
    at = next((number for number, each in enumerate(told) if each.spot == line.spot), 0)
    near = told[max(0, at - NEAR) : at + NEAR + 1]
    return any(each.speaker_id not in (None, line.speaker_id) and _acts(each.text) for each in near)


def _acts(text: str) -> bool:
    """Whether something is acted out that is more than a feeling shown."""
    acted = (found[1] or found[2] for found in _ACTS.finditer(text))
    return any(not folded(each).startswith(_feelings()) for each in acted)


@cache
def _feelings() -> tuple[str, ...]:
    lines = resources.files("memory").joinpath("feelings.txt").read_text(encoding="utf-8").splitlines()
    return tuple(folded(each) for each in lines if each and not each.startswith("#"))
