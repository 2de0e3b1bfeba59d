"""Whether a line bears out what a model makes of it: no number, name or word that nobody said. Pure.

The rules refuse some true claims; a small model invents so often that the trade is right, and the verbatim line stays.
"""

import re
from collections.abc import Iterator

from memory.affirming import is_denied
from memory.attributes import unsaid
from memory.cues import CHANGE, NEGATION, STILL
from memory.grounding import is_question
from memory.hearing import asked, spoken_to
from memory.item import Item
from memory.prompts import Batch, Neighbour
from memory.types import Kind, Line, Relation
from memory.wording import content, covered, fingerprint, folded, numbers

_THEIRS = re.compile(
    r"(?:my|meine?|mon|ma|mi|(?:o )?meu|(?:a )?minha|(?:il )?mio|(?:la )?mia|мой|моя) "
    r"(?P<kin>\w{3,})(?: (?P<name>[A-ZÀ-ÞА-Я]\w+))?",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"(?:new|old|own|last|next|first|current|whole|entire|main|other|name|home|nuev|viej|nouv|vieux|neu|alt|eigen|nov)\w*$",
    re.IGNORECASE,
)
_I = re.compile(r"(?<!\w)(?:i|ich|yo|je|j'\w+|eu|io|я)(?!\w)")
_KANA = re.compile("[\u3040-\u30ff]")
_PARTICLES = frozenset("はがのもとにをでへや、,さくちだっ「(（:： 　氏先生部社様君殿")
_SUPPORT = 0.5  # share of a fact's words that its line must hold
BOT = frozenset(
    ("bot", "the bot", "assistant", "the assistant", "ai", "rapport", "chatbot", "you", "du", "tú", "あなた", "你")
)


def unborne(item: Item, line: Line, name: str, neighbour: Neighbour | None, batch: Batch) -> str | None:
    """Why the fact is not believed: numbers, names or mostly words that its line, and what it leans on, lack."""
    lasting = item.kind not in (Kind.PREFERENCE, Kind.INSTRUCTION)
    if is_question(item.fact):
        return "question"
    if content(item.fact) & BOT and lasting:
        return "about the bot"
    if numbers(item.fact) - numbers(line.text):
        return "number not said"
    people, question, said = content(f"{name} {line.speaker}"), content(asked(line, batch)), content(line.text)
    own = frozenset(word for word in content(item.fact) if not covered({word}, people))
    unspoken = own - covered(own, said)
    if covered(unspoken, question) and _denies(line.text) != _denies(item.fact):
        return "answers otherwise"
    known = content(neighbour.text) if neighbour and neighbour.speaker == line.speaker_id else frozenset[str]()
    leaned = people | known | question
    strange = {w for w in _capitalised(item.fact) if not covered({w}, said | leaned | content(spoken_to(line, batch)))}
    if strange & {word for person, _ in batch.people for word in content(person)}:
        return "name not said"
    if strange and item.kind is not Kind.INSTRUCTION:
        return "says more than was said"
    enough = _SUPPORT / 2 if item.kind is Kind.INSTRUCTION else _SUPPORT  # "be brief" is told as "wants short answers"
    if own == unspoken or len(own - unspoken) < enough * len(own - covered(own, leaned)):
        return "says more than was said"
    if _mixes_up(item, line.speaker or "") and lasting:
        return "mixes people up"
    if folded(item.about) == folded(line.speaker or "") and _is_garbled(item.fact, name):
        return "garbled"
    if unspoken and _repeats(item, unspoken, neighbour, line, batch):
        return "repeats what was known"
    if item.relation is not Relation.ENDS and is_denied(item.fact, line.text, item.quote, f"{name} {line.speaker}"):
        return "denied there"
    return "infers what somebody is" if unsaid(item.fact, said | leaned) else None


def self_contained(fact: str, name: str, line: Line) -> str:
    """`fact`, with whom it is about in front where it names neither them nor the speaker."""
    named = any(_begins_a_word(folded(each), folded(fact)) for each in (name, line.speaker or name))
    return fact if named else f"{name}: {fact}"


def _begins_a_word(name: str, told: str) -> bool:
    """Whether the name is told, not as the end of a word: "Ana" is no "vegetariana"."""
    return re.search(rf"(?<![a-zß-ɏа-яё]){re.escape(name)}", told) is not None


def _repeats(item: Item, unspoken: frozenset[str], neighbour: Neighbour | None, line: Line, batch: Batch) -> bool:
    """Whether the fact copies what is known: "lives in Oslo", out of a line in which that changed."""
    said = folded(line.text)
    if CHANGE.search(said) is None or STILL.search(said) is not None:
        return False
    if neighbour is not None:
        return fingerprint("", item.fact) == fingerprint("", neighbour.text)
    told = content(item.fact)
    own = [content(fact.text) for fact in batch.neighbours if fact.speaker == line.speaker_id]
    return any(covered(known, told) == known and covered(unspoken, known) for known in own)


def _mixes_up(item: Item, speaker: str) -> bool:
    """Whether what was said of "my brother Adam" is told of the speaker, without a word of the brother."""
    theirs = _THEIRS.match(item.quote.strip())
    if theirs is None or (folded(item.about) != folded(speaker) and folded(speaker) not in folded(item.fact)):
        return False
    if _QUALITY.match(theirs["kin"]) or _I.search(folded(item.quote)):
        return False
    return not covered(content(f"{theirs['kin']} {theirs['name'] or ''}"), content(item.fact))


def _is_garbled(fact: str, name: str) -> bool:
    """Whether a Japanese or Chinese fact stumbles right behind the name, as where its object was lost."""
    behind = fact[len(name) : len(name) + 1] if fact.startswith(name) else ""
    return _KANA.search(fact) is not None and behind != "" and behind not in _PARTICLES


def _denies(text: str) -> bool:
    return NEGATION.search(folded(text)) is not None


def _capitalised(text: str) -> Iterator[str]:
    """Words written with a capital, the first one left out: names, in most scripts that have capitals."""
    yield from (w for word in text.split()[1:] if word[:1].isupper() for w in content(word))
