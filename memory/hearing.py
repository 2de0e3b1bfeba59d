"""What stands around a line and is needed to understand it: the question it answers, whom it speaks to, who "she" is.

People answer in a word ("What is your dog called?" "Biscuit") and name others once, some lines before. A claim may
lean on that much and no further: the words of a question alone never make a fact, its answer must hold some of it.
"""

from collections.abc import Iterator
from datetime import timedelta

from memory.grounding import is_question, sentences
from memory.prompts import Batch
from memory.types import Line
from memory.wording import folded

_RECENT = timedelta(hours=2)  # what was asked longer ago is hardly what is answered
_LINES_BACK = 3
_SHORT = 40  # characters; what is longer is no mere "just kidding"


def next_words(line: Line, batch: Batch) -> str:
    """What the same person said right after, folded: that is where "just kidding" stands."""
    later = [other for other in batch.lines if other.speaker_id == line.speaker_id and other.spot.seq > line.spot.seq]
    return folded(later[0].text) if later and len(later[0].text) <= _SHORT else ""


def heard(line: Line, batch: Batch) -> Iterator[str]:
    """The line, what the same person said shortly before, and the question it answers: there somebody is named."""
    own = [other.text for other in _until(line, batch) if other.speaker_id == line.speaker_id]
    yield from own[-_LINES_BACK:]
    yield line.text
    yield asked(line, batch)


def asked(line: Line, batch: Batch) -> str:
    """The question of somebody else, or of the bot, that the line replies to; empty where there is none."""
    before = _answered(line, batch)
    said = list(sentences(before.text)) if before else []
    return said[-1] if said and is_question(said[-1]) else ""


def spoken_to(line: Line, batch: Batch) -> str:
    """The name of the person whom the line replies to; empty where that was the bot or nobody."""
    before = _answered(line, batch)
    return (before.speaker or "") if before else ""


def _answered(line: Line, batch: Batch) -> Line | None:
    """What the line replies to: as its speaker marked it, or else what stands right before it."""
    before = _until(line, batch)
    if line.answers is not None:
        marked = [other for other in before if other.spot == line.answers and other.speaker_id != line.speaker_id]
        return marked[0] if marked else None
    last = before[-1] if before else None
    if last is None or last.speaker_id == line.speaker_id or line.said_at - last.said_at > _RECENT:
        return None
    return last


def _until(line: Line, batch: Batch) -> list[Line]:
    return [other for other in (*batch.before, *batch.lines) if other.spot.seq < line.spot.seq]
