"""What a decided change becomes: facts with their dates, vectors and exact words, and what they close. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from memory.changes import Add, Change, Drop, End, Reinforce, Supersede
from memory.ports import Vector
from memory.reconcile import identity
from memory.store.beliefs import Belief, Quote
from memory.store.learning import Leased
from memory.store.lessons import Closing, Repeating, Standing, Step, Writing
from memory.terms import postings
from memory.types import Certainty, Claim, Relation

CONFIDENCE = {Certainty.SAID: 0.9, Certainty.HEDGED: 0.6}


def steps(change: Change, leased: Leased, vectors: Mapping[str, Vector], *, standing: Standing) -> Iterator[Step]:
    """What to write for one decided change, in order; nothing for what is dropped."""
    match change:
        case Add():
            yield Writing(_belief(change, leased, vectors, standing=standing))
        case Supersede():
            belief = _belief(change, leased, vectors, standing=standing)
            yield Writing(belief, Closing(change.old, belief.valid_from))
        case End():
            belief = _belief(change, leased, vectors, standing=standing)
            news = replace(belief, valid_from=change.claim.said_at)
            yield Writing(news, Closing(change.old, _over(change.claim)))
        case Reinforce():
            yield Repeating(change.fact, _quote(change.claim))
        case Drop():
            pass


def _until(change: Add | Supersede | End) -> datetime | None:
    """Until when what is told holds; that something ends stays true after its end."""
    late = change.valid_until if isinstance(change, Add) else None
    return late if change.claim.relation is Relation.ENDS else change.claim.valid_until or late


def _over(claim: Claim) -> datetime:
    """When what an end is told of was over: what ends on the day of the telling is over when it is told."""
    end = claim.valid_until or claim.valid_from or claim.said_at
    return min(end, claim.said_at) if end <= claim.said_at + timedelta(days=1) else end


def _belief(
    change: Add | Supersede | End, leased: Leased, vectors: Mapping[str, Vector], *, standing: Standing
) -> Belief:
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
        ground=claim.depends_on if claim.depends_on in standing.held else None,
    )


def _quote(claim: Claim) -> Quote:
    return Quote(claim.spot, claim.quote, claim.said_at)
