"""Two facts that a model put into one sentence, told apart: "lives in Jena and works at the post office". Pure.

Where only one of them changes later, the other would be over with it. It is cut only where both halves begin with a
verb that is known here, so that "has a dog and a cat" stays one, and no other clause stands between.
"""

import re

from memory.item import LONGEST_FACT

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
