"""Learning: one batch of what was said becomes facts. Leased, read by the model, proven, written at once.

No connection is held while the embedder or the model thinks. Dying between any two steps loses nothing: the lease
runs out and the batch is done again, and what is decided is idempotent. `remember` is the way without a model.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import numpy as np

from memory.changes import Add, Change, Drop, End, Ground, Known, Refine, Reinforce, Supersede
from memory.delicate import delicate
from memory.errors import EmbedderUnavailable, ExtractorPreempted, ExtractorUnavailable
from memory.extract import Extracted, Rejected, extract, worth_reading
from memory.outcomes import Learned
from memory.overlooked import overlooked
from memory.plans import with_plans
from memory.ports import Embedder, Extractor, Vector
from memory.prompts import Batch, ask
from memory.reconcile import reconcile
from memory.steps import steps
from memory.store import learning, lessons
from memory.store.database import Database
from memory.store.learning import Blame, Leased
from memory.store.lessons import Asked, NearFact, Standing, Step
from memory.tenure import LeaseLost, Tenure
from memory.terms import tokenise
from memory.types import Line, Sensitivity
from memory.wording import folded

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # renewed at half time while the model thinks
DEADLINE_S = 8 * 60  # for the model
EMBED_S = 60.0
STEP_ASIDE, RETRY = timedelta(seconds=10), timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What was read from a batch, ready to be decided on under the locks."""

    leased: Leased
    nearest: tuple[NearFact, ...]
    extracted: Extracted
    vectors: dict[str, Vector]
    calls: int = 0


async def learn_next(database: Database, extractor: Extractor, embedder: Embedder | None) -> Learned | None:
    """Learns the batch that has waited longest; None where nothing is due.

    Raises ExtractorUnavailable and ExtractorPreempted after giving the batch back; garbage is counted as dropped.
    """
    leased = await learning.claim_batch(database, lease=LEASE)
    if leased is None:
        return None
    tenure = Tenure(leased, partial(learning.renew_batch, database, lease=LEASE), every=LEASE / 2)
    try:
        draft = await tenure.during(_read(database, leased, extractor, embedder))
    except LeaseLost:
        log.warning("lease lost while the model thought", extra={"place": leased.place})
        return Learned(0)
    except (ExtractorPreempted, asyncio.CancelledError) as why:
        after = STEP_ASIDE if isinstance(why, ExtractorPreempted) else timedelta(0)
        await learning.release_batch(database, tenure.lease, blame=Blame.NOBODY, after=after)
        raise
    except ExtractorUnavailable:
        await _strike(database, tenure.lease, Blame.MODEL)
        raise
    except Rejected:
        await _strike(database, tenure.lease, Blame.LINES)
        return Learned(0, dropped=1)
    return await _write(database, replace(draft, leased=tenure.lease), embedder)


async def _strike(database: Database, leased: Leased, blame: Blame) -> None:
    strikes = await learning.release_batch(database, leased, blame=blame, after=RETRY)
    log.warning("batch not learned", extra={"place": leased.place, "seq": leased.fresh[0], "strikes": strikes})


async def _read(database: Database, leased: Leased, extractor: Extractor, embedder: Embedder | None) -> _Draft:
    readable = [line for line in leased.batch.lines if worth_reading(line)]
    if not readable:
        return _Draft(leased, (), Extracted(()), {})
    nearest = await _nearest(database, leased, readable, embedder)
    batch = Batch(
        lines=leased.batch.lines,
        before=leased.batch.before,
        neighbours=tuple(fact.neighbour for fact in nearest),
        people=leased.batch.people,
        zones=leased.batch.zones,
    )
    extracted = extract(await _answer(extractor, batch), batch)
    extracted = extracted.with_more(extract({"facts": list(overlooked(batch, extracted.claims))}, batch))
    texts = [*(claim.text for claim in extracted.claims), *(fact.neighbour.text for fact in nearest)]
    vectors = await _vectors(embedder, list(dict.fromkeys(texts))) if extracted.claims else {}
    return _Draft(leased, nearest, extracted, vectors, calls=1)


async def _answer(extractor: Extractor, batch: Batch) -> object:
    try:
        async with asyncio.timeout(DEADLINE_S):
            return await extractor(ask(batch))
    except TimeoutError as fault:
        raise ExtractorUnavailable from fault


async def _nearest(
    database: Database, leased: Leased, lines: Sequence[Line], embedder: Embedder | None
) -> tuple[NearFact, ...]:
    vectors = await _vectors(embedder, [line.text for line in lines])
    return await lessons.near(
        database,
        leased,
        words={term for line in lines for term in tokenise(line.text)},
        vectors=list(vectors.values()),
        embedder=embedder.name if embedder else None,
    )


async def _vectors(embedder: Embedder | None, texts: Sequence[str]) -> dict[str, Vector]:
    """The texts' vectors; empty without an embedder, and what is missing is embedded later."""
    if embedder is None:
        return {}
    try:
        async with asyncio.timeout(EMBED_S):
            return dict(zip(texts, await embedder.embed(texts), strict=True))
    except (EmbedderUnavailable, TimeoutError):
        log.warning("facts stay without vectors for now")
        return {}


async def _write(database: Database, draft: _Draft, embedder: Embedder | None) -> Learned:
    decided: list[Change] = []

    def decide(standing: Standing) -> Sequence[Step]:
        decided[:] = _changes(draft, standing)
        return list(steps(decided, draft.leased, draft.vectors, standing=standing))

    claims = draft.extracted.claims
    written = await lessons.write_batch(
        database,
        draft.leased,
        decide,
        asked=Asked(
            [f.neighbour.id for f in draft.nearest], len(claims), embedder.name if embedder else None, draft.calls
        ),
        sensitive=_sensitive(draft),
    )
    if not written:
        log.warning("lease ran out before the batch was written", extra={"place": draft.leased.place})
        return Learned(0)
    kinds = Counter(type(change) for change in decided)
    return Learned(
        utterances=len(draft.leased.fresh),
        added=kinds[Add],
        reinforced=kinds[Reinforce],
        superseded=kinds[Supersede] + kinds[Refine],
        ended=kinds[End],
        dropped=kinds[Drop] + sum(draft.extracted.dropped.values()),
    )


def _sensitive(draft: _Draft) -> set[int]:
    """The lines that touch delicate matters, by what was learned from them or by their plain words."""
    told = {c.spot.seq for c in draft.extracted.claims if c.sensitivity is not Sensitivity.NONE}
    plain = {line.spot.seq for line in draft.leased.batch.lines if delicate(folded(line.text)) is not Sensitivity.NONE}
    return told | plain


def _changes(draft: _Draft, standing: Standing) -> tuple[Change, ...]:
    known = [_known(fact) for fact in draft.nearest if fact.neighbour.id in standing.held]
    ground = Ground(
        draft.leased.audience,
        {line.spot.seq: line.text for line in draft.leased.batch.lines},
        lambda one, other: _cosine(draft.vectors, one, other),
    )
    # A fact that went meanwhile takes along what the model made of it: it may have been forgotten.
    claims = [
        claim
        for claim in draft.extracted.claims
        if claim.spot.seq in standing.open and (claim.neighbour is None or claim.neighbour in standing.held)
    ]
    return with_plans(reconcile(claims, known, ids=iter(standing.ids), ground=ground), known, ground)


def _known(fact: NearFact) -> Known:
    near = fact.neighbour
    return Known(
        near.id, near.speaker, near.subject, near.subject_name, near.text, near.valid_from, fact.place, fact.audience,
        fact.said_at, near.kind, fact.valid_until,
    )  # fmt: skip


def _cosine(vectors: dict[str, Vector], one: str, other: str) -> float:
    return float(np.dot(vectors[one], vectors[other])) if one in vectors and other in vectors else 0.0
