"""What the words of a reply show of its register: T or V, and how formal it is; None where they show neither. Pure.

Both are measured as people's own messages are, so that what is held against each other is of one kind.
"""

from memory.tone.address import address
from memory.tone.formality import formality
from memory.wording import words

FEWEST = 8  # words: formality of less is chance


def address_of(prose: str) -> float | None:
    """0 where the reply says du, tu, tú… to its reader, 1 where it says Sie, vous, usted…"""
    return address(prose)


def formality_of(prose: str) -> float | None:
    """0 casual to 1 formal."""
    return formality(prose) if len(words(prose)) >= FEWEST else None
