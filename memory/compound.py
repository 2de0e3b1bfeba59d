"""Two facts that a model put into one sentence, told apart: "lives in Jena and works at the post office". Pure.

Where only one of them changes later, the other would be over with it. It is cut only where both halves begin with a
verb that is known here, so that "has a dog and a cat" stays one, and no other clause stands between.

A date belongs to the half with which it was said. It cost: one that is told with neither is of neither.
"""

import re
from collections.abc import Sequence

from memory.item import LONGEST_FACT
from memory.wording import content, covered

_HALVES = {
    "and": "has|is|was|works|lives|likes|loves|hates|plays|speaks|owns|drives|wants|studies|prefers|teaches|runs|keeps",
    "und": "hat|ist|war|arbeitet|wohnt|lebt|mag|liebt|hasst|spielt|spricht|fährt|studiert|möchte|will|unterrichtet",
    "y": "tiene|es|está|trabaja|vive|estudia|juega|habla|quiere|toca|odia|prefiere|enseña",
    "et": "a|est|travaille|habite|vit|aime|adore|déteste|joue|parle|étudie|conduit|enseigne|veut",
    "e": "tem|é|está|trabalha|mora|vive|gosta|joga|toca|fala|estuda|quer|odeia|ha|è|lavora|abita|ama|gioca|parla",
    "и": "работает|жив[её]т|любит|играет|учится|говорит|имеет|ненавидит|хочет",
    "en": "heeft|is|werkt|woont|speelt|houdt|spreekt|studeert",
}
_NOW = r"(?:now |also |jetzt |auch |ahora |también |maintenant |aussi |agora |também |теперь |nu |ook )?"
_JOINS = {
    join: re.compile(rf"(?P<first>{_NOW}(?:{verbs}) .+?),? {join} (?P<second>{_NOW}(?:{verbs}) .+)")
    for join, verbs in _HALVES.items()
}

_CLAUSES = re.compile(
    rf"[;!?]|,(?!\d)|(?<!\w)(?:{'|'.join(_HALVES)}|but|aber|pero|mais|mas|ma|но|maar)(?!\w)", re.IGNORECASE
)
_OF_ALL = re.compile(
    r"(?<!\w)(?:both|beides?|amb[oa]s|tou(?:s|tes) les deux|entramb[ei]|об[ае]|allebei)(?!\w)", re.IGNORECASE
)

# Behind these the second verb may be somebody else's: "has a mother who is ill and has ...".
_ANOTHERS = re.compile(
    r"[,;]| (?:who|that|which|whose|what|where|either|neither|der|die|das|dessen|que|quien|qui|dont|cui|che|котор\w+)\b"
)


def halves(fact: str, name: str) -> tuple[str, ...]:
    """The facts in `fact` about `name`, each with the name in front; `fact` alone where it is one."""
    if not fact.startswith(f"{name} ") or len(fact) > LONGEST_FACT:
        return (fact,)
    told = fact[len(name) + 1 :]
    for join in _JOINS.values():
        if (found := join.fullmatch(told)) is not None and not _ANOTHERS.search(found["first"]):
            return (f"{name} {found['first']}.", *halves(f"{name} {found['second']}", name))
    return (fact,)


def parts_said(halves: Sequence[str], name: str, said: str) -> tuple[str, ...]:
    """What of `said` each half stands on: the clauses that share most of its words, and what only adds to them."""
    matters = [content(half) - content(name) for half in halves]
    parts: list[list[str]] = [[] for _ in halves]
    ahead: list[str] = []  # said before what it belongs to
    last: int | None = None
    for clause in _CLAUSES.split(said):
        found = content(clause)
        shared = [len(covered(matter, found)) for matter in matters]
        most = [number for number, each in enumerate(shared) if each == max(shared) > 0]
        if _OF_ALL.search(clause):
            most = list(range(len(parts)))
        elif len(most) != 1:
            most = [last] if last is not None and (not most or last in most) else []
        if most:
            last = most[-1]
        for number in most:
            parts[number] += [*ahead, clause]
        ahead = [] if most else [*ahead, clause] if not max(shared) else ahead
    return tuple(" ".join(part) for part in parts)
