"""What is kept of a text as it comes in: without its secrets, cut where it is endless. Pure."""

from dataclasses import dataclass, replace

from memory.delicate import delicate
from memory.keepable import LONGEST, keepable
from memory.redact import Redacted, redact
from memory.terms import postings
from memory.types import Sensitivity
from memory.wording import folded

_BEYOND = 5_000  # a secret that the cut would halve is still seen whole


@dataclass(frozen=True, slots=True)
class Read:
    """What is kept of a text, its terms, and whether it plainly touches something delicate."""

    redacted: Redacted
    postings: dict[str, int]
    delicate: bool


def read(text: str) -> Read:
    """The text as it is kept."""
    redacted = redact(keepable(text[: LONGEST + _BEYOND]))
    redacted = replace(redacted, text=redacted.text[:LONGEST])
    touches = delicate(folded(redacted.text)) is not Sensitivity.NONE
    return Read(redacted, postings(redacted.text), touches)
