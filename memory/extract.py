"""A model's answer becomes grounded claims, or nothing: the model proposes, each claim must prove itself.

The answer is foreign JSON, so a bad item is dropped alone. A claim needs its exact words in a fresh line of a
person, must talk about somebody we can name, and may not say more than the line and the known facts do. These
rules refuse some true claims; a small model invents so often that the trade is right, and the verbatim line stays.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from memory.acting import plays_a_role
from memory.affirming import is_denied
from memory.attributes import unsaid
from memory.clock import Held, held
from memory.cues import APART, HEDGE, INJECTION, JEST, NEGATION, REQUEST, SUPPOSITION
from memory.delicate import delicate
from memory.grounding import foreign, is_question, locate, overlap, statement
from memory.hearing import asked, heard, next_words, spoken_to
from memory.item import Item
from memory.prompts import MOST_CLAIMS, Batch, Neighbour
from memory.types import Certainty, Claim, Kind, Line, PersonId, Relation, Sensitivity
from memory.whose import is_anothers
from memory.wording import content, covered, fingerprint, folded, numbers

_SUPPORT = 0.5  # share of a fact's words that its line must hold
_SELF = frozenset(
    ("i", "me", "my", "myself", "user", "the user", "speaker", "ich", "yo", "je", "eu", "io", "я", "私", "我")
)
_BOT = frozenset(
    ("bot", "the bot", "assistant", "the assistant", "ai", "rapport", "chatbot", "you", "du", "tú", "あなた", "你")
)


class Rejected(ValueError):
    """The model's answer is not an object with a list of facts."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The claims that proved themselves, and why the others were `dropped`."""

    claims: tuple[Claim, ...]
    dropped: Counter[str] = field(default_factory=Counter)

    def with_more(self, other: "Extracted") -> "Extracted":
        """Both together."""
        return Extracted((*self.claims, *other.claims), self.dropped + other.dropped)


def worth_reading(line: Line) -> bool:
    """False for what cannot hold a fact: the bot's words, commands, pasted or tiny text, and bare questions."""
    text = line.text.strip()
    if line.speaker_id is None or len(text) < 4 or text.startswith(("/", "!")):
        return False
    borrowed = sum(end - start for start, end in foreign(line.text))
    return len(text) - borrowed >= 4


def extract(answer: object, batch: Batch) -> Extracted:
    """The grounded claims in `answer`; raises `Rejected` where there is no list of facts at all."""
    facts = answer.get("facts") if isinstance(answer, dict) else None
    if not isinstance(facts, list):
        raise Rejected
    dropped: Counter[str] = Counter()
    claims: dict[tuple[object, ...], Claim] = {}
    told: dict[int, Claim] = {}  # by the item's number in the answer
    for number, raw in enumerate(facts[: 2 * MOST_CLAIMS], 1):
        try:
            item = Item.model_validate(raw)
            claim = _resting(_grounded(item, batch), told.get(item.upon))
        except ValidationError:
            dropped["malformed"] += 1
        except _Drop as reason:
            dropped[str(reason)] += 1
        else:
            said = fingerprint(claim.subject_name, claim.text)
            key = (claim.speaker, claim.spot, said, claim.valid_from, claim.valid_until)
            dropped["repeated"] += key in claims
            told[number] = claims.setdefault(key, claim)
    return Extracted(tuple(claims.values()), +dropped)


class _Drop(Exception):
    """Why a claim is not believed."""


def _grounded(item: Item, batch: Batch) -> Claim:
    line, span = _where(item, batch)
    if plays_a_role(line, batch):
        raise _Drop("role-play")
    said = statement(line.text, span)
    neighbour = _named(item.known, batch) if item.relation is not Relation.NONE else None
    certainty = _certainty(item, said, next_words(line, batch))
    subject, name = _subject(item.about, line, batch)
    _check_whose(item, line, subject)
    _check_words(item, line, name, neighbour, batch)
    when, ground = _when(item, said, line, known=neighbour is not None), _named(item.depends, batch)
    assert line.speaker_id is not None
    return Claim(
        line.spot, line.speaker_id, subject, name, item.kind, _self_contained(item.fact, name, line),
        line.text[span[0] : span[1]], line.said_at,
        certainty=certainty,
        sensitivity=_sensitivity(item, said, neighbour),
        relation=item.relation if neighbour else Relation.NONE,
        neighbour=neighbour.id if neighbour else None,
        valid_from=when.since,
        valid_until=when.until,
        depends_on=ground.id if ground and ground.speaker == line.speaker_id and ground is not neighbour else None,
    )  # fmt: skip


def _resting(claim: Claim, ground: Claim | None) -> Claim:
    """The claim on its ground: an earlier one of the same speaker that says something else."""
    fits = ground and ground.speaker == claim.speaker and folded(ground.text) != folded(claim.text)
    return replace(claim, upon=ground) if fits else claim


def _when(item: Item, said: str, line: Line, *, known: bool) -> Held:
    """The dates of the claim; that something nobody knew of is over stays true after its end."""
    ends = item.relation is Relation.ENDS
    return held(item.since, "" if ends and not known else item.until, said, line.said_at, ends=ends)


def _self_contained(fact: str, name: str, line: Line) -> str:
    """`fact`, with whom it is about in front where it names neither them nor the speaker."""
    told = folded(fact)
    return fact if folded(name) in told or folded(line.speaker or name) in told else f"{name}: {fact}"


def _sensitivity(item: Item, said: str, neighbour: Neighbour | None) -> Sensitivity:
    """Never less than the model says, than the plain words say, and than what it was said of before."""
    told = item.sensitive if item.sensitive is not Sensitivity.NONE else delicate(folded(f"{said} {item.fact}"))
    return neighbour.sensitivity if told is Sensitivity.NONE and neighbour else told


def _where(item: Item, batch: Batch) -> tuple[Line, tuple[int, int]]:
    """The line and stretch that the quote names; a wrong line number is forgiven where only one line fits."""
    own = [line for line in batch.lines if worth_reading(line)]
    found = [(line, span) for line in own if (span := locate(item.quote, line.text))]
    numbered = batch.lines[item.line - 1] if 0 < item.line <= len(batch.lines) else None
    exact = [pair for pair in found if pair[0] is numbered] or found
    if len(exact) != 1:
        raise _Drop("quote not found" if not exact else "quote ambiguous")
    line, span = exact[0]
    quote = line.text[span[0] : span[1]]
    if len(content(quote)) < 1 or (len(quote.split()) < 2 and quote.isascii() and not _answers(quote, line, batch)):
        raise _Drop("quote too short")
    if any(overlap(span, other) for other in foreign(line.text)):
        raise _Drop("not their own words")
    return line, span


def _answers(quote: str, line: Line, batch: Batch) -> bool:
    """True where the quote is all of a line that answers a question."""
    return content(quote) == content(line.text) and bool(asked(line, batch))


def _named(number: int, batch: Batch) -> Neighbour | None:
    return batch.neighbours[number - 1] if 0 < number <= len(batch.neighbours) else None


def _certainty(item: Item, said: str, after: str) -> Certainty:
    words = folded(said)
    if is_question(said):
        raise _Drop("question")
    if REQUEST.match(words):
        raise _Drop("request")
    if item.certainty is Certainty.JOKED or JEST.search(words) or JEST.search(after):
        raise _Drop("joke")
    wish = item.kind in (Kind.PREFERENCE, Kind.INSTRUCTION)
    if item.certainty is Certainty.HYPOTHETICAL or (SUPPOSITION.search(_joined(words, item.quote)) and not wish):
        raise _Drop("hypothetical")
    if INJECTION.search(words) or INJECTION.search(folded(item.fact)):
        raise _Drop("talks to the machinery")
    return Certainty.HEDGED if HEDGE.search(words) else item.certainty


def _joined(said: str, quote: str) -> str:
    """`said` without a supposition that only follows: "I am allergic" of "I am allergic, so if I eat nuts ..."."""
    for apart in APART.finditer(said, max(0, said.find(folded(quote)))):
        if SUPPOSITION.match(said, apart.end()):
            return said[: apart.start()]
    return said


def _subject(about: str, line: Line, batch: Batch) -> tuple[PersonId | None, str]:
    name = folded(about)
    speaker = line.speaker or ""
    if name in _BOT:
        raise _Drop("about the bot")
    if name in _SELF or name == folded(speaker):
        return line.speaker_id, speaker
    if not (covered(content(name), content(line.text)) or any(locate(about, text) for text in heard(line, batch))):
        raise _Drop("about nobody named there")
    known = [(person, known) for known, person in batch.people if folded(known) == name]
    return known[0] if len(known) == 1 else (None, about)


def _check_whose(item: Item, line: Line, subject: PersonId | None) -> None:
    """Refuses a wish that is not its speaker's own, and of the speaker what they say to somebody else."""
    if item.kind is Kind.INSTRUCTION and subject != line.speaker_id:
        raise _Drop("wish of another")
    if subject == line.speaker_id and item.kind not in (Kind.PREFERENCE, Kind.INSTRUCTION):
        why = is_anothers(item.fact.replace(line.speaker or "", ""), item.quote, line.text)
        if why:
            raise _Drop(why)


def _check_words(item: Item, line: Line, name: str, neighbour: Neighbour | None, batch: Batch) -> None:
    """Refuses a fact with numbers, names or mostly words that its line, and what it leans on, does not hold."""
    if is_question(item.fact):
        raise _Drop("question")
    known = content(neighbour.text) if neighbour and neighbour.speaker == line.speaker_id else frozenset[str]()
    people, question, said = content(f"{name} {line.speaker}"), content(asked(line, batch)), content(line.text)
    if content(item.fact) & _BOT and item.kind not in (Kind.PREFERENCE, Kind.INSTRUCTION):
        raise _Drop("about the bot")
    if numbers(item.fact) - numbers(line.text):
        raise _Drop("number not said")
    own = frozenset(word for word in content(item.fact) if not covered({word}, people))
    spoken = covered(own, said)
    if covered(own - spoken, question) and _denies(line.text) != _denies(item.fact):
        raise _Drop("answers otherwise")
    strange = _strange(item, said | people | known | question | content(spoken_to(line, batch)), batch)
    enough = _SUPPORT / 2 if item.kind is Kind.INSTRUCTION else _SUPPORT  # "be brief" is told as "wants short answers"
    if not spoken or len(spoken) < enough * len(own - covered(own, people | known | question)) or strange:
        raise _Drop("says more than was said")
    if item.relation is not Relation.ENDS and is_denied(item.fact, line.text, item.quote, f"{name} {line.speaker}"):
        raise _Drop("denied there")
    if unsaid(item.fact, said | known | question | people):
        raise _Drop("infers what somebody is")


def _denies(text: str) -> bool:
    return NEGATION.search(folded(text)) is not None


def _strange(item: Item, named: Collection[str], batch: Batch) -> bool:
    """Whether the fact holds a name from nowhere; raises where it is somebody's."""
    strange = {word for word in _capitalised(item.fact) if not covered({word}, named)}
    if strange & {word for person, _ in batch.people for word in content(person)}:
        raise _Drop("name not said")
    return bool(strange) and item.kind is not Kind.INSTRUCTION


def _capitalised(text: str) -> Iterator[str]:
    """Words written with a capital, the first one left out: names, in most scripts that have capitals."""
    yield from (w for word in text.split()[1:] if word[:1].isupper() for w in content(word))
