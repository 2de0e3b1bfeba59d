"""What somebody said, in their own words, where a model quoted it well and then worded it badly. Pure.

A small model finds the sentence that matters more often than it can retell it: it translates, mixes persons up, adds
what nobody said, or repeats what was known before. What it says then is not believed, but the sentence was said, and
who says "I" in it tells of themselves, if not only of just now. It cost: such facts stand in the first person, with
their speaker's name before.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from memory.cues import NEGATION, any_of
from memory.item import Item
from memory.languages import spoken
from memory.matter import matter
from memory.passing import clauses, lasting
from memory.types import Claim, Kind, Relation
from memory.whose import ME
from memory.wording import content, covered, folded, numbers

# Why a wording is not believed, while what was quoted may be.
WORDING = frozenset(
    (
        "says more than was said", "name not said", "number not said", "infers what somebody is",
        "about nobody named there", "repeats what was known", "in another language", "mixes people up", "garbled",
    )
)  # fmt: skip
# Words in which somebody else is said to think or say it.
_REPORTS = re.compile(
    r"(?<!i )(?<!ich )(?<!yo )(?<!je )(?<!eu )(?<!я )(?<!\w)(?:thinks?|thought|believes?|claims?|says|said|wrote"
    r"|told me|glaubt|denkt|sagte?|meinte?|gesagt|schreibt|cree|piensa|dice|dijo|me dij\w+|croit|pense|dit|m'a dit|acha"
    r"|pensa|diz|disse|me disse\w*|crede|mi ha detto|думает|говорит|сказал[аи]?)(?!\w)"
)
_UNSURE = any_of(
    r"i (?:don't|dont|do not) know\b", "no idea", "weiß (?:ich )?nicht", "keine ahnung", r"no sé\b", "ni idea",
    "sais pas", "aucune idée", r"não sei\b", r"non so\b", "не знаю",
)  # fmt: skip
# Where the verb alone says who, such as nobody says of another.
_MY_VERB = re.compile(
    r"(?<!\w)(?:vivo|trabajo|tengo|soy|estoy|fumo|bebo|estudio|juego|mando|llevo|voy|hago|quiero|prefiero|odio|toco|hablo"
    r"|compré|vendí|dejé|me mudé|nos mudamos|empecé|cambié|nací|perdí|gané|conocí|estuve|tuve"
    r"|moro|trabalho|tenho|sou|estou|tô|estudo|jogo|passo|levo|vou|faço|quero|prefiro|odeio|falo|dirijo|comprei|vendi"
    r"|larguei|parei|mudei|comecei|troquei|nasci|perdi|ganhei|conheci|estive|tive"
    r"|abito|lavoro come|ho|sono|sto|bevo|gioco|suono|parlo)(?!\w)"
)
# What is nobody's life, or nobody's business.
_NOT_LIFE = re.compile(
    r"(?<!\w)(?:(?:in|im|en|dans|num|no) (?:(?:my|a|the|einem|meinem|un|mi|el|mon|le|um|meu) )?"
    r"(?:dream|game|traum|spiel|sueño|juego|rêve|jeu|sonho|jogo)|my (?:character|avatar)|password|passcode|pin"
    r"|passwort|kennwort|contraseña|mot de passe|senha|пароль)(?!\w)|パスワード|密码"
)
_LEAST, _LONGEST = 3, 200  # words, and characters
# Languages that are taken for each other in a short line.
_NEIGHBOURS = (frozenset(("es", "pt", "gl", "ca", "it")), frozenset(("da", "no", "nn", "sv")), frozenset(("nl", "af")))


def in_own_words(item: Item, said: str, quote: str, speaker: str, why: str) -> Item | None:
    """`item` with what was said in place of its wording; None where that says nothing of who says it."""
    whole = len(said) <= min(_LONGEST, 2 * len(quote))
    text = lasting(" ".join((said if whole else quote).split()))
    told = folded(text)
    if not text or why not in WORDING or item.kind is Kind.INSTRUCTION or _NOT_LIFE.search(told):
        return None
    if why == "garbled":
        return _told(item, text, speaker)
    if ME.search(told) is None and _MY_VERB.search(told) is None:
        return None
    enough = len(content(text)) >= 2 and len(text.split()) >= _LEAST
    return None if not enough or _REPORTS.search(told) or _UNSURE.search(told) else _told(item, text, speaker)


def _told(item: Item, text: str, speaker: str) -> Item:
    alone = {"relation": Relation.NONE, "known": 0, "depends": 0, "upon": 0}
    return item.model_copy(update={"fact": text, "about": speaker, **alone})


def without_repeats(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims; of own words only what no other claim of the same line says, so that an update of that leaves none.

    What cannot be told apart from it rests on it.
    """
    every = tuple(claims)
    return tuple(left for claim in every if (left := _beside(claim, every) if claim.verbatim else claim) is not None)


def _beside(claim: Claim, every: Iterable[Claim]) -> Claim | None:
    others = [one for one in every if one.spot == claim.spot and one.subject == claim.subject and not one.verbatim]
    parts = clauses(claim.text.removeprefix(f"{claim.subject_name}: "))
    rest = [each for each in parts if not any(_repeats(each, one) for one in others)]
    if not any(content(ME.sub(" ", folded(each))) for each in rest):
        return None
    text = claim.text if len(rest) == len(parts) else f"{claim.subject_name}: {', '.join(rest)}"
    upon = next((one for one in others if any(_holds(each, one) for each in rest)), claim.upon)
    return replace(claim, text=text, upon=upon)


def _repeats(clause: str, other: Claim) -> bool:
    """Whether the clause says nothing that the claim does not say."""
    said, told = _weight(clause, other), matter(other.text, other.subject_name)
    return bool(said) and covered(said, told) == said and _sign(clause) == _sign(other.text)


def _holds(clause: str, other: Claim) -> bool:
    """Whether the clause says all that the claim says."""
    said, told = _weight(clause, other), matter(other.text, other.subject_name)
    return bool(told) and covered(told, said) == told and _sign(clause) == _sign(other.text)


def _weight(clause: str, other: Claim) -> frozenset[str]:
    return matter(ME.sub(" ", folded(clause)), other.subject_name)


def _sign(text: str) -> tuple[bool, frozenset[str]]:
    """What like words must have in common besides: whether it is denied, and the numbers."""
    return NEGATION.search(folded(text)) is not None, numbers(text)


def in_another_language(item: Item, said: str) -> bool:
    """Whether the fact is plainly in another language than what was said; names are of none."""
    fact = re.sub(rf"(?<!\w){re.escape(item.about)}(?!\w)", " ", item.fact, flags=re.IGNORECASE)
    if min(len(fact.split()), len(said.split())) < _LEAST:
        return False
    one, other = spoken(fact), spoken(said)
    alike = one == other or any({one, other} <= each for each in _NEIGHBOURS)
    return one is not None and other is not None and not alike
