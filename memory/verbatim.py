"""What somebody said, in their own words, where a model quoted it well and then worded it badly. Pure.

A small model finds the sentence that matters more often than it can retell it: it translates, mixes persons up, adds
what nobody said, or repeats what was known before. What it says then is not believed, but the sentence was said, and
who says "I" in it tells of themselves. It cost: such facts stand in the first person, with their speaker's name before.
"""

import re

from memory.cues import any_of
from memory.item import Item
from memory.languages import spoken
from memory.types import Kind, Relation
from memory.whose import ME
from memory.wording import content, folded

# Why a wording is not believed, while what was quoted may be.
WORDING = frozenset(
    (
        "says more than was said", "name not said", "number not said", "infers what somebody is",
        "about nobody named there", "repeats what was known", "in another language", "mixes people up", "garbled",
    )
)  # fmt: skip
# Words in which somebody else is said to think or say it.
_REPORTS = re.compile(
    r"(?<!i )(?<!ich )(?<!yo )(?<!je )(?<!eu )(?<!я )\b(?:thinks?|believes?|claims?|says|said|wrote|glaubt|denkt|sagt"
    r"|meint|schreibt|cree|piensa|dice|dijo|croit|pense|dit|acha|pensa|diz|disse|crede|думает|говорит|сказал[аи]?)\b"
)
_UNSURE = any_of(
    r"i (?:don't|dont|do not) know\b", "no idea", "weiß (?:ich )?nicht", "keine ahnung", r"no sé\b", "ni idea",
    "sais pas", "aucune idée", r"não sei\b", r"non so\b", "не знаю",
)  # fmt: skip
_UNNAMED = frozenset(("es", "gl", "ca", "pt", "it", "tr", "pl", "ar"))  # where the verb alone says who
_LEAST, _LEAST_UNNAMED, _LONGEST = 3, 4, 200  # words, and characters
# Languages that are taken for each other in a short line.
_NEIGHBOURS = (frozenset(("es", "pt", "gl", "ca", "it")), frozenset(("da", "no", "nn", "sv")), frozenset(("nl", "af")))


def in_own_words(item: Item, said: str, quote: str, speaker: str, why: str) -> Item | None:
    """`item` with what was said in place of its wording; None where that says nothing of who says it."""
    whole = len(said) <= min(_LONGEST, 2 * len(quote))
    text = " ".join((said if whole else quote).split())
    known, number = len(content(text)), len(text.split())
    own = ME.search(folded(text)) is not None
    if why == "garbled":
        return _told(item, text, speaker)
    if why != "about nobody named there" and not own:
        own = number >= _LEAST_UNNAMED and spoken(text) in _UNNAMED
    if why not in WORDING or not own or known < 2 or number < _LEAST:
        return None
    return None if _REPORTS.search(folded(text)) or _UNSURE.search(folded(text)) else _told(item, text, speaker)


def _told(item: Item, text: str, speaker: str) -> Item:
    kind = Kind.FACT if item.kind is Kind.INSTRUCTION else item.kind
    alone = {"relation": Relation.NONE, "known": 0, "depends": 0, "upon": 0}
    return item.model_copy(update={"fact": text, "about": speaker, "kind": kind, **alone})


def in_another_language(item: Item, said: str) -> bool:
    """Whether the fact is plainly in another language than what was said; names are of none."""
    fact = re.sub(re.escape(item.about), " ", item.fact, flags=re.IGNORECASE)
    if min(len(fact.split()), len(said.split())) < _LEAST:
        return False
    one, other = spoken(fact), spoken(said)
    alike = one == other or any({one, other} <= each for each in _NEIGHBOURS)
    return one is not None and other is not None and not alike
