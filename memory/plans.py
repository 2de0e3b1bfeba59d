"""What is to begin only later is told beside what holds now: it takes more than news of today to call it off. Pure.

It cost: who says where they live now, and means that they stay there, must say so ("after all", "instead").
"""

from collections.abc import Iterable, Sequence

from memory.changes import Add, Change, Ground, Known, Supersede
from memory.cues import NEGATION, any_of
from memory.types import FactId, Relation
from memory.wording import folded

_INSTEAD = any_of(
    r"actually\b", r"instead\b", "after all", "chang(?:e|ed|ing) my mind", r"stay(?:s|ed|ing)?\b", r"cancel", r"doch\b",
    "stattdessen", r"statt\b", "anders überlegt", r"bleib", r"en realidad", "en vez", "al final", "cambi[éo] de idea",
    r"me quedo", "en fait", "finalement", "à la place", "changé d'avis", r"reste\b", "na verdade", "em vez", "afinal",
    "mudei de ideia", "fico ", "invece", "alla fine", "cambiato idea", "resto ", "на самом деле", "вместо",
    "вс[её]-таки", "передумал", "оста[юн]", "やっぱり", "やめ", "还是", "還是", "改变主意", "결국", "대신",
    "aslında", "yerine", "vazgeç", "بدلا", "غيرت رايي", "असल में", "इरादा बदल",
)  # fmt: skip


def with_plans(changes: Iterable[Change], known: Sequence[Known], ground: Ground) -> tuple[Change, ...]:
    """The changes, where one that would call a plan off holds until that begins, unless its line says more.

    A plan that is learned late ends what was said meanwhile of the time before it.
    """
    facts = {fact.id: fact for fact in known}
    return tuple(_beside(_late(change, facts), facts, ground) for change in changes)


def _late(change: Change, facts: dict[FactId, Known]) -> Change:
    if not isinstance(change, Add) or change.valid_until is None or change.claim.neighbour not in facts:
        return change
    news, begins = facts[change.claim.neighbour], change.claim.valid_from
    said = news.said_at or news.valid_from
    if begins is None or begins <= max(said, news.valid_from) or change.valid_until != begins:
        return change
    return Supersede(change.id, change.claim, news.id)


def _beside(change: Change, facts: dict[FactId, Known], ground: Ground) -> Change:
    if not isinstance(change, Supersede) or change.old not in facts:
        return change
    claim, plan = change.claim, facts[change.old]
    begins = claim.valid_from or claim.said_at
    if not claim.said_at < plan.valid_from or begins >= plan.valid_from or claim.relation is Relation.CONTRADICTS:
        return change
    line = folded(ground.lines.get(claim.spot.seq, claim.quote))
    if _INSTEAD.search(line) or NEGATION.search(folded(claim.text)):
        return change
    return Add(change.id, claim, before=plan)
