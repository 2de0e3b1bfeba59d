"""A model's answer becomes grounded claims, or nothing: the model proposes, each claim must prove itself.

The answer is foreign JSON, so a bad item is dropped alone. A claim needs its exact words in a fresh line of a
person, must talk about somebody we can name, and may not say more than the line and the known facts do. These
rules refuse some true claims; a small model invents so often that the trade is right, and the verbatim line stays.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import ValidationError

from memory.acting import plays_a_role
from memory.bearing import BOT, self_contained, unborne
from memory.clock import Held, held
from memory.compound import halves, parts_said
from memory.dating import dated, names_beginning
from memory.delicate import delicate
from memory.grounding import foreign, locate, mended, overlap, statement
from memory.hearing import asked, heard, next_words
from memory.item import Item
from memory.meant import certainty, unmeant
from memory.promise import promises
from memory.prompts import MOST_CLAIMS, Batch, Neighbour
from memory.types import Claim, Kind, Line, PersonId, Relation, Sensitivity
from memory.verbatim import in_another_language, in_own_words, without_repeats
from memory.whose import is_anothers
from memory.wording import content, covered, fingerprint, folded

_SELF = frozenset(
    ("i", "me", "my", "myself", "user", "the user", "speaker", "ich", "yo", "je", "eu", "io", "я", "私", "我")
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
            proven = _grounded(item, batch, dropped)
        except ValidationError:
            dropped["malformed"] += 1
            continue
        except _Drop as reason:
            dropped[str(reason)] += 1
            continue
        for claim in proven:
            claim = _resting(claim, told.get(item.upon))
            said = fingerprint(claim.subject_name, claim.text)
            key = (claim.speaker, claim.spot, said, claim.valid_from, claim.valid_until)
            dropped["repeated"] += key in claims
            told[number] = claims.setdefault(key, claim)
    return Extracted(without_repeats(claims.values()), +dropped)


class _Drop(Exception):
    """Why a claim is not believed."""


def _grounded(item: Item, batch: Batch, dropped: Counter[str]) -> list[Claim]:
    """What is believed of an item: its facts one by one, or its speaker's own words where those are better."""
    line, span = _where(item, batch)
    if plays_a_role(line, batch):
        raise _Drop("role-play")
    proven: list[Claim] = []
    refused: list[str] = []
    for one, told in _facts(item, line, span, batch):
        try:
            proven.append(_proven(one, line, span, batch, told=told))
        except _Drop as reason:
            refused.append(str(reason))
    said, speaker = statement(line.text, span), line.speaker or ""
    why = refused[0] if not proven else "in another language" if in_another_language(item, said) else ""
    own = in_own_words(item, said, line.text[span[0] : span[1]], speaker, why)
    if own is not None:
        return [replace(_proven(own, line, span, batch, told=said), verbatim=True)]
    if not proven:
        raise _Drop(why)
    dropped.update(refused)
    return proven


def _facts(item: Item, line: Line, span: tuple[int, int], batch: Batch) -> list[tuple[Item, str]]:
    """The facts of an item and what was said of each: two where it says of none how it relates to what is known."""
    related = item.relation is not Relation.NONE and _named(item.known, batch) is not None
    own = folded(item.fact).rstrip(".") == folded(item.quote).rstrip(".")
    whole, said = related or own or item.kind is Kind.INSTRUCTION, statement(line.text, span)
    if whole or len(cut := halves(item.fact, item.about)) == 1:
        return [(item, said)]
    parts = parts_said(cut, item.about, said)
    since = [item.since if names_beginning(part, batch.day(line)) else "" for part in parts]
    each = [item.model_copy(update={"fact": fact, "since": start}) for fact, start in zip(cut, since, strict=True)]
    return list(zip(each, parts, strict=True))


def _proven(item: Item, line: Line, span: tuple[int, int], batch: Batch, *, told: str) -> Claim:
    said = statement(line.text, span)
    neighbour = _named(item.known, batch) if item.relation is not Relation.NONE else None
    subject, name = _subject(item.about, line, batch)
    for why in (
        unmeant(item, said, next_words(line, batch), line.speaker or "", asked(line, batch)),
        _whose(item, line, subject),
        unborne(item, line, name, neighbour, batch),
    ):
        if why is not None:
            raise _Drop(why)
    item = _promised(item, line, subject, batch.day(line))
    when = _when(item, told, line, known=neighbour is not None, day=batch.day(line))
    ground = _named(item.depends, batch)
    assert line.speaker_id is not None
    return Claim(
        line.spot, line.speaker_id, subject, name, item.kind, self_contained(item.fact, name, line),
        line.text[span[0] : span[1]], line.said_at,
        certainty=certainty(item, said),
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


def _promised(item: Item, line: Line, subject: PersonId | None, day: date) -> Item:
    """`item` as a commitment where its speaker plainly promises something for a day."""
    promise = subject == line.speaker_id and item.kind in (Kind.FACT, Kind.EVENT) and promises(item.quote)
    if promise and dated(item.fact, line.text, Kind.COMMITMENT, day).since is not None:
        return item.model_copy(update={"kind": Kind.COMMITMENT})
    return item


def _when(item: Item, said: str, line: Line, *, known: bool, day: date) -> Held:
    """The dates of the claim, those in its words where the model gave none.

    That something nobody knew of is over stays true after its end.
    """
    ends = item.relation is Relation.ENDS
    given = held(item.since, "" if ends and not known else item.until, said, line.said_at, ends=ends)
    promised = item.kind is Kind.COMMITMENT and promises(item.quote)  # small models miss the weekday by a day
    if (given.since is not None or given.until is not None) and not promised:
        return given
    read = dated(item.fact, said, item.kind, day)
    if read.since is None and read.until is None:
        return given
    return Held(read.since) if ends else read


def _sensitivity(item: Item, said: str, neighbour: Neighbour | None) -> Sensitivity:
    """Never less than the model says, than the plain words say, and than what it was said of before."""
    told = item.sensitive if item.sensitive is not Sensitivity.NONE else delicate(folded(f"{said} {item.fact}"))
    return neighbour.sensitivity if told is Sensitivity.NONE and neighbour else told


def _where(item: Item, batch: Batch) -> tuple[Line, tuple[int, int]]:
    """The line and stretch that the quote names; a wrong line number is forgiven where only one line fits."""
    own = [line for line in batch.lines if worth_reading(line)]
    found = _standing(item.quote, own) or [pair for quote in mended(item.quote) for pair in _standing(quote, own)]
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


def _standing(quote: str, lines: Iterable[Line]) -> list[tuple[Line, tuple[int, int]]]:
    """Where the quote stands."""
    return [(line, span) for line in lines if (span := locate(quote, line.text))]


def _answers(quote: str, line: Line, batch: Batch) -> bool:
    """True where the quote is all of a line that answers a question."""
    return content(quote) == content(line.text) and bool(asked(line, batch))


def _named(number: int, batch: Batch) -> Neighbour | None:
    return batch.neighbours[number - 1] if 0 < number <= len(batch.neighbours) else None


def _subject(about: str, line: Line, batch: Batch) -> tuple[PersonId | None, str]:
    name = folded(about)
    speaker = line.speaker or ""
    if name in BOT:
        raise _Drop("about the bot")
    if name in _SELF or name == folded(speaker):
        return line.speaker_id, speaker
    if not (covered(content(name), content(line.text)) or any(locate(about, text) for text in heard(line, batch))):
        raise _Drop("about nobody named there")
    known = [(person, known) for known, person in batch.people if folded(known) == name]
    return known[0] if len(known) == 1 else (None, about)


def _whose(item: Item, line: Line, subject: PersonId | None) -> str | None:
    """Why a wish is not its speaker's own, or a fact about them is what they say to or of somebody else."""
    if item.kind is Kind.INSTRUCTION and subject != line.speaker_id:
        return "wish of another"
    if subject == line.speaker_id and item.kind not in (Kind.PREFERENCE, Kind.INSTRUCTION):
        return is_anothers(item.fact.replace(line.speaker or "", ""), item.quote, line.text)
    return None
