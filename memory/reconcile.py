"""What becomes of each claim: pure, in the order in which things were said, so that doing it again changes nothing.

The model only proposes a relation. A fact is closed only by its own speaker, about the same subject, inside the
same audience, by something said later, and only where the words bear it out: wrong updates destroy trust, while a
missed one leaves two facts of which the newer is shown first. Only what a place calls something, anybody there may
change: it is about nobody. Audience counts because a closed fact is itself news: what was said in direct must not
make a public answer change. Nothing is deleted here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from memory.changes import Add, Change, Drop, End, Ground, Known, Refine, Reinforce, Supersede
from memory.cues import ADDS_UP, ARTICLES, CHANGE, ENDED, NEGATION, ON_TOP, PAST, RESET, STILL
from memory.denial import takes_back
from memory.homes import moved_home
from memory.matter import matter, same_slot, says_all
from memory.stays import apart
from memory.topics import replaces_topic, two_homes
from memory.types import Audience, Certainty, Claim, FactId, Kind, Relation
from memory.wording import content, covered, fingerprint, folded, numbers, words

# Cosines from which two facts share a topic, stand close, and say the same; the first two measured on pairs of facts.
_NEAR, _CLOSE, _TWIN, _CLEARLY = 0.55, 0.7, 0.93, 0.05


def reconcile(
    claims: Sequence[Claim], known: Iterable[Known], *, ids: Iterator[FactId], ground: Ground
) -> tuple[Change, ...]:
    """The change for each claim, in the order said; what one claim adds is known to the next."""
    current = {fact.id: fact for fact in known}
    before = tuple(current.values())
    changes: list[Change] = []
    for claim in sorted(claims, key=lambda c: (c.said_at, c.spot.seq, c.relation is Relation.ENDS)):
        learned = next((fact for fact in before if _is_learned(claim, fact, ground)), None)
        change = Reinforce(claim, learned.id) if learned else _decide(claim, current, ids, ground)
        _apply(change, current, ground)
        changes.append(change)
    return tuple(changes)


def identity(claim: Claim) -> str:
    """The fingerprint under which a claim is stored once."""
    return fingerprint(_subject(claim), claim.text)


def _is_learned(claim: Claim, fact: Known, ground: Ground) -> bool:
    """Whether the fact was made of the same message, which is learned a second time.

    Then a part of it is no news, nor are its speaker's own words.
    """
    said = fact.said_at or fact.valid_from
    if claim.said_at > said or claim.speaker != fact.speaker or not _same_matter(claim, fact, ground):
        return False
    now = claim.said_at == said
    enough = 1 if now else 2  # words in common
    return (now and says_all(fact.text, claim.text)) or (claim.verbatim and len(_shared(claim, fact)) >= enough)


def _decide(claim: Claim, current: Mapping[FactId, Known], ids: Iterator[FactId], ground: Ground) -> Change:
    if claim.certainty not in (Certainty.SAID, Certainty.HEDGED):
        return Drop(claim, "not meant")
    related = [fact for fact in current.values() if _same_matter(claim, fact, ground)]
    same = {fact.id: fact for fact in related if _says_the_same(claim, fact, ground)}
    again = next((fact for fact in same.values() if not _apart(claim, fact)), None)
    if again:
        known = again.speaker == claim.speaker
        # The words of another are no source of a fact that its speaker may forget.
        return Reinforce(claim, again.id) if known else Drop(claim, "known there already")
    old = _old(claim, [fact for fact in related if fact.id not in same], ground)
    if old is None and _only_denies(claim) and claim.neighbour not in current:
        return Drop(claim, "over already")  # by what the same message said besides: that news took its place
    if old is None:
        return Add(next(ids), claim)
    refined = _refines(claim, old, ground)
    if claim.said_at < (old.said_at or old.valid_from):  # told late: what is known is the news
        return Add(next(ids), claim, valid_until=None if refined else max(old.valid_from, _begins(claim)))
    if refined:
        return Refine(next(ids), claim, old.id)
    return (End if claim.relation is Relation.ENDS else Supersede)(next(ids), claim, old.id)


def _apart(claim: Claim, fact: Known) -> bool:
    """Whether the claim tells of another time than the fact: "until June", and "from September again"."""
    until = None if claim.relation is Relation.ENDS else claim.valid_until
    return apart(_begins(claim), until, (fact.valid_from, fact.valid_until))


def _only_denies(claim: Claim) -> bool:
    denies = NEGATION.search(folded(claim.text)) is not None
    return denies and claim.relation is Relation.ENDS and claim.neighbour is not None


def _old(claim: Claim, related: Sequence[Known], ground: Ground) -> Known | None:
    """The fact that is over. What the line itself takes back comes first: small models often name a wrong number."""
    taken_back = next((fact for fact in related if _takes_back(claim, fact, ground)), None)
    if taken_back:
        return taken_back
    replaced = next((fact for fact in related if _replaces(claim, fact, ground)), None)
    return None if replaced and _another_is_nearer(claim, replaced, related, ground) else replaced


def _another_is_nearer(claim: Claim, named: Known, related: Sequence[Known], ground: Ground) -> bool:
    """True where nothing but a likeness speaks for the named fact, and another is clearly more alike."""
    if _shared(claim, named) or _same_slot(claim, named):
        return False
    likeness = ground.similarity(claim.text, named.text) + _CLEARLY
    return any(ground.similarity(claim.text, fact.text) > likeness for fact in related)


def _same_matter(claim: Claim, fact: Known, ground: Ground) -> bool:
    """Same speaker, same subject, same readers: only then may one touch the other. A shared word is everybody's."""
    readers = fact.place == claim.spot.place or ground.audience is Audience.PUBLIC is fact.audience
    if _shared_word(claim, fact):
        return readers and _term(claim) == _term(fact)
    return readers and fact.speaker == claim.speaker and _subject(claim) == _subject(fact)


def _shared_word(claim: Claim, fact: Known) -> bool:
    """What a place calls something belongs to the place, whoever said it; in direct there is nobody else."""
    nobody = claim.subject is None is fact.subject
    return nobody and claim.kind is Kind.VOCABULARY is fact.kind and fact.audience is not Audience.DIRECT


def _term(item: Claim | Known) -> frozenset[str]:
    """What is called so, with or without its article."""
    name = frozenset(words(item.subject_name))
    return (name - ARTICLES) or name


def _subject(item: Claim | Known) -> str:
    return f"person:{item.subject}" if item.subject is not None else folded(item.subject_name)


def _says_the_same(claim: Claim, fact: Known, ground: Ground) -> bool:
    if fingerprint("", claim.text) == fingerprint("", fact.text):
        return True
    if claim.relation is Relation.REFINES and claim.neighbour == fact.id and says_all(fact.text, claim.text):
        return True  # it says nothing that was not known
    news = claim.relation is Relation.UPDATES and _change_told(claim, ground)
    if numbers(claim.text) != numbers(fact.text) or claim.relation is Relation.ENDS or news:
        return False
    if bool(NEGATION.search(folded(claim.text))) != bool(NEGATION.search(folded(fact.text))):
        return False
    new, old = matter(claim.text, claim.subject_name), matter(fact.text, claim.subject_name)
    if not new or len(covered(new, old)) < len(new):
        return False
    if STILL.search(folded(claim.text)):
        return True  # it says that some of what is known goes on
    # An update that no word of the line bears out, and that tells nothing new, is the same said again.
    named = claim.neighbour == fact.id and claim.relation in (Relation.SAME, Relation.UPDATES)
    return named or (len(covered(old, new)) == len(old) and ground.similarity(claim.text, fact.text) >= _TWIN)


def _change_told(claim: Claim, ground: Ground) -> bool:
    return CHANGE.search(folded(ground.lines.get(claim.spot.seq, claim.quote))) is not None


def _replaces(claim: Claim, fact: Known, ground: Ground) -> bool:
    if claim.certainty is not Certainty.SAID or _tells_of_the_past(claim, fact):
        return False
    moved_on = _change_told(claim, ground)
    if claim.neighbour != fact.id or claim.relation in (Relation.NONE, Relation.SAME):
        # Of two homes one more word is needed: "lives in Norway" is the slot of "lives in Oslo", and may be as true.
        slot = _same_slot(claim, fact) and not two_homes(claim.text, fact.text, claim.subject_name)
        return moved_on and (slot or _plainly_moved(claim, fact, ground))
    if claim.relation is Relation.REFINES:
        return claim.speaker == fact.speaker and says_all(claim.text, fact.text)
    ends = claim.relation is Relation.ENDS and ENDED.search(folded(ground.lines.get(claim.spot.seq, claim.quote)))
    return _moved_on(claim, fact, ground) if moved_on or ends else _plainly_instead(claim, fact, ground)


def _refines(claim: Claim, fact: Known, ground: Ground) -> bool:
    """Whether the claim tells the fact more exactly and of no change: then it held for as long as the fact did."""
    own = claim.neighbour == fact.id and claim.speaker == fact.speaker
    named = own and claim.relation in (Relation.REFINES, Relation.UPDATES)
    later = claim.valid_from is not None and claim.valid_from > fact.valid_from
    return named and not later and not _change_told(claim, ground) and says_all(claim.text, fact.text)


def _takes_back(claim: Claim, fact: Known, ground: Ground) -> bool:
    if claim.certainty is not Certainty.SAID:
        return False
    line, own = ground.lines.get(claim.spot.seq, claim.quote), claim.subject == claim.speaker
    return takes_back(claim.text, claim.quote, line, name=claim.subject_name, own=own, fact=fact.text)


def _tells_of_the_past(claim: Claim, fact: Known) -> bool:
    """How it once was touches what holds now only where it says so: "used to smoke" on "smokes"."""
    old = matter(fact.text, claim.subject_name)
    return PAST.search(folded(claim.text)) is not None and covered(old, content(claim.text)) != old


def _moved_on(claim: Claim, fact: Known, ground: Ground) -> bool:
    """The line says that something changed: then a common word is enough, or a common topic; not what adds to it."""
    if ON_TOP.search(folded(claim.quote)) and not NEGATION.search(folded(claim.text)):
        return False
    side_by_side = ADDS_UP.search(folded(claim.text)) and ADDS_UP.search(folded(fact.text))
    near = ground.similarity(claim.text, fact.text) >= _NEAR
    one_topic = _shared_word(claim, fact) or replaces_topic(claim.text, fact.text, claim.subject_name)
    return bool(_shared(claim, fact)) or one_topic or (near and not side_by_side)


def _plainly_moved(claim: Claim, fact: Known, ground: Ground) -> bool:
    """A change that needs no model: a new home in place of the old one, or another day of the same event."""
    if claim.relation is Relation.SAME or ON_TOP.search(folded(claim.quote)):
        return False
    line, later = ground.lines.get(claim.spot.seq, claim.quote), _begins(claim) > fact.valid_from
    in_order = later or claim.said_at < (fact.said_at or fact.valid_from)  # what is told late was over by then
    if in_order and claim.valid_until is None and moved_home(claim.text, fact.text, line, claim.subject_name):
        return True
    put_off = later and RESET.search(folded(line)) is not None
    new, old = numbers(claim.text), numbers(fact.text)
    return put_off and bool(new and old and new != old) and _plainly_instead(claim, fact, ground)


def _plainly_instead(claim: Claim, fact: Known, ground: Ground) -> bool:
    """Nothing but the model says that something changed: then it must be the same slot, or nearly the same words."""
    smaller = min(len(matter(text, claim.subject_name)) for text in (claim.text, fact.text))
    alike = len(_shared(claim, fact)) * 3 >= smaller * 2 > 0
    return _same_slot(claim, fact) or (alike and ground.similarity(claim.text, fact.text) >= _CLOSE)


def _shared(claim: Claim, fact: Known) -> frozenset[str]:
    """The words both have in common beside the subject's name and verbs of which there may be many."""
    return covered(matter(claim.text, claim.subject_name), matter(fact.text, claim.subject_name))


def _same_slot(claim: Claim, fact: Known) -> bool:
    return same_slot(claim.text, fact.text, claim.subject_name)


def _begins(claim: Claim) -> datetime:
    return claim.valid_from or claim.said_at


def _apply(change: Change, current: dict[FactId, Known], ground: Ground) -> None:
    old = current.pop(change.old) if isinstance(change, Supersede | End | Refine) else None
    if isinstance(change, Add | Supersede | End | Refine) and not (isinstance(change, Add) and change.valid_until):
        known = _known(change.id, change.claim, ground.audience)
        begins = min(known.valid_from, old.valid_from) if old and isinstance(change, Refine) else known.valid_from
        current[change.id] = replace(known, valid_from=begins)


def _known(fact: FactId, claim: Claim, audience: Audience) -> Known:
    return Known(
        fact, claim.speaker, claim.subject, claim.subject_name, claim.text, _begins(claim), claim.spot.place, audience,
        claim.said_at, claim.kind, claim.valid_until,
    )  # fmt: skip
