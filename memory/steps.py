"""What decided changes become: facts with their dates, vectors and exact words, what they close and rest on. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from memory.changes import Add, Change, Drop, End, Refine, Reinforce, Supersede
from memory.cues import NEGATION
from memory.ports import Vector
from memory.reconcile import identity
from memory.stays import Said, holds_now
from memory.store.beliefs import Belief, Quote
from memory.store.learning import Leased
from memory.store.lessons import Closing, Ending, Repeating, Resting, Standing, Step, Writing
from memory.terms import postings
from memory.types import Certainty, Claim, FactId, Relation
from memory.wording import folded

New = Add | Supersede | End | Refine
CONFIDENCE = {Certainty.SAID: 0.9, Certainty.HEDGED: 0.6}


def steps(
    changes: Sequence[Change], leased: Leased, vectors: Mapping[str, Vector], *, standing: Standing
) -> Iterator[Step]:
    """What to write for the decided changes, in order; nothing for what is dropped."""
    for change in changes:
        yield from _writing(change, leased, vectors, standing=standing)
    yield from _resting(changes, standing)


def _writing(change: Change, leased: Leased, vectors: Mapping[str, Vector], *, standing: Standing) -> Iterator[Step]:
    match change:
        case Add():
            yield Writing(_belief(change, leased, vectors, standing=standing))
            if change.before is not None:
                yield Ending(change.id, change.before.id, change.before.valid_from)
        case Supersede():
            belief = _belief(change, leased, vectors, standing=standing)
            instead = NEGATION.search(folded(change.claim.text)) is None
            yield Writing(belief, Closing(change.old, belief.valid_from, instead=instead))
        case End():
            belief = _belief(change, leased, vectors, standing=standing)
            over, denied = _over(change.claim), NEGATION.search(folded(change.claim.text)) is not None
            # That it will end is true by now; that it is no more is not.
            news = replace(belief, valid_from=max(over, change.claim.said_at) if denied else change.claim.said_at)
            yield Writing(news, Closing(change.old, over, instead=False))
        case Refine():
            yield Writing(_belief(change, leased, vectors, standing=standing), Closing(change.old, None))
        case Reinforce():
            yield Repeating(change.fact, _quote(change.claim), _said(change.claim))
        case Drop():
            pass
        case _:
            assert_never(change)


def _resting(changes: Sequence[Change], standing: Standing) -> Iterator[Step]:
    """The grounds, last of all: what else the batch tells may have changed them."""
    became = {change.claim: fact for change in changes if (fact := _fact(change)) is not None}
    told = {change.claim for change in changes}
    for change in changes:
        claim, fact = change.claim, _fact(change)
        if fact is None:
            continue
        if claim.depends_on is not None:
            held = claim.depends_on in standing.held
            yield Resting(fact, _as_of(claim, claim.depends_on, changes) if held else None)
        if claim.upon is not None and (claim.upon in became or claim.upon not in told):
            yield Resting(fact, _as_of(claim, became[claim.upon], changes) if claim.upon in became else None)


def _fact(change: Change) -> FactId | None:
    match change:
        case Drop():
            return None
        case Reinforce():
            return change.fact
        case _:
            return change.id


def _as_of(claim: Claim, ground: FactId, changes: Sequence[Change]) -> FactId:
    """What had taken the place of `ground` when the claim was said: "I moved to Bergen, my commute is ..."."""
    for change in changes:
        known = isinstance(change, Refine) or change.claim.said_at <= claim.said_at
        if known and isinstance(change, Supersede | Refine) and change.old == ground:
            ground = change.id
    return ground


def _until(change: New) -> datetime | None:
    """Until when what is told holds; that something ends stays true after its end."""
    late = change.valid_until if isinstance(change, Add) else None
    return late if change.claim.relation is Relation.ENDS else change.claim.valid_until or late


def _over(claim: Claim) -> datetime:
    """When what an end is told of was over: what ends on the day of the telling is over when it is told."""
    end = claim.valid_until or claim.valid_from or claim.said_at
    return min(end, claim.said_at) if end <= claim.said_at + timedelta(days=1) else end


def _said(claim: Claim) -> Said:
    ends = claim.relation is Relation.ENDS
    since = claim.said_at if ends else claim.valid_from or claim.said_at
    surely, holds = claim.certainty is Certainty.SAID, holds_now(claim.kind, claim.text, claim.quote)
    return Said(since, None if ends else claim.valid_until, claim.said_at, surely, holds)


def _belief(change: New, leased: Leased, vectors: Mapping[str, Vector], *, standing: Standing) -> Belief:
    claim, vector = change.claim, vectors.get(change.claim.text)
    return Belief(
        tenant=leased.tenant,
        id=change.id,
        audience=leased.audience,
        speaker=claim.speaker,
        subject=claim.subject,
        subject_name=claim.subject_name,
        kind=claim.kind,
        text=claim.text,
        quote=_quote(claim),
        valid_from=claim.valid_from or claim.said_at,
        valid_until=_until(change),
        confidence=CONFIDENCE[claim.certainty],
        sensitivity=claim.sensitivity,
        fingerprint=identity(claim),
        postings=postings(claim.text),
        model=standing.model if vector is not None else None,
        embedding=vector if standing.model is not None else None,
    )


def _quote(claim: Claim) -> Quote:
    return Quote(claim.spot, claim.quote, claim.said_at)
