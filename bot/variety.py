"""When a recommendation is to go beyond the person's own usual, and what the model is told then. Pure.

What is remembered of somebody makes their recommendations more and more of the same (an echo). So where advice is
sought and something of theirs bears on it, what rests on that is marked, and at least one thing lies outside it. "If",
since "which gym do I go to" is near to "which gym should I join", and is often taken for it: the model can tell.
"""

from collections.abc import Collection

from bot.tone.easing import Easing
from memory.recalled import Passage, Recall
from memory.types import Fact, Kind, PersonId

BEYOND = (
    "- If they ask for advice: of what you suggest, say where it rests on what they usually like or do; suggest at"
    " least one thing outside of that too, and say that it is something different. What harms them, or what they do not"
    " want, is never among it."
)
_USUAL = (Kind.FACT, Kind.PREFERENCE)


def beyond(recall: Recall, known: Collection[Fact], asker: PersonId, *, easing: Easing | None = None) -> str:
    """What to tell the model of an answer to this; '' as a rule.

    `known` was told earlier and is still in sight. Nobody who is angry, in grief or in need is offered variety.
    """
    if not recall.advises or easing is not None:
        return ""
    facts = (*known, *(each.item for each in recall.facts if isinstance(each.item, Fact)))
    passages = (each.item for each in recall.passages if isinstance(each.item, Passage))
    usual = any({each.speaker, each.subject} == {asker} and each.kind in _USUAL for each in facts)
    said = any(line.speaker_id == asker for each in passages for line in each.lines if line.spot == each.spot)
    return BEYOND if usual or said else ""
