"""What a person tells on purpose, without any model: "remember that …", and a correction of what is remembered.

The words are kept as they were said, so nothing can be misread; the price is that they stay in the first person.
"""

import asyncio
import hashlib
from datetime import datetime, timedelta

from memory.cues import about_answers
from memory.delicate import delicate
from memory.errors import EmbedderUnavailable, NotVisible
from memory.grounding import locate
from memory.keepable import keepable
from memory.ports import Embedder, Vector
from memory.redact import redact
from memory.store import facts, telling, transcript
from memory.store.database import Database
from memory.store.telling import Statement
from memory.terms import postings
from memory.types import Fact, FactId, Kind, Sensitivity, Spot, Utterance, Viewer
from memory.wording import folded

EMBED_S = 5.0  # what is told on purpose is answered at once; a vector that is missing is made later


async def remember(
    database: Database, embedder: Embedder | None, viewer: Viewer, spot: Spot, text: str, *, kind: Kind | None = None
) -> Fact:
    """Keeps `text`, which must stand in the viewer's own line at `spot`, as a fact about them; raises NotVisible."""
    line = await telling.said(database, viewer, spot)
    span = locate(redact(keepable(text)).text, line)
    if span is None:
        raise NotVisible("Those words are not in that message.")
    statement = await _statement(embedder, line[span[0] : span[1]], kind)
    return await _shown(database, viewer, await telling.state(database, viewer, spot, statement))


async def correct(
    database: Database, embedder: Embedder | None, viewer: Viewer, fact: FactId, text: str, *, now: datetime
) -> Fact:
    """Puts `text` in the place of a fact by or about the viewer, which from then on never held; raises NotVisible.

    The words are noted as the viewer's, in the place where they correct it: that is the new fact's source.
    """
    old = await facts.own(database, viewer, fact)
    kept = redact(keepable(" ".join(text.split()))).text
    if not kept:
        raise NotVisible("There are no words to put in its place.")
    if old.superseded_at is not None:
        return await _replaced(database, viewer, old, kept)
    name = f"correction:{fact}:{hashlib.sha256(kept.encode()).hexdigest()[:16]}"
    said = Utterance(name, viewer.person, viewer.place, kept, now)
    statement = await _statement(embedder, kept)
    personal = statement.sensitivity is not Sensitivity.NONE
    spot, _ = await transcript.note(
        database, said, postings=postings(kept), quiet=timedelta(seconds=20), delicate=personal
    )
    return await _shown(database, viewer, await telling.state(database, viewer, spot, statement, instead_of=old))


async def _replaced(database: Database, viewer: Viewer, old: Fact, kept: str) -> Fact:
    """What took the place of `old` where it says just that: the same correction came twice; else raises NotVisible."""
    found = () if old.superseded_by is None else await facts.by_id(database, viewer, [old.superseded_by])
    if found and found[0].text == kept:
        return found[0]
    raise NotVisible("That was replaced already. Correct what took its place: /memory shows it.")


async def _statement(embedder: Embedder | None, words: str, kind: Kind | None = None) -> Statement:
    vector, name = await _vector(embedder, words), embedder.name if embedder else None
    text = folded(words)
    told = Kind.INSTRUCTION if about_answers(text) else Kind.FACT
    return Statement(words, words, kind or told, delicate(text), name, vector)


async def _vector(embedder: Embedder | None, text: str) -> Vector | None:
    if embedder is None:
        return None
    try:
        async with asyncio.timeout(EMBED_S):
            vectors = await embedder.embed([text], urgent=True)
    except (EmbedderUnavailable, TimeoutError):
        return None
    first: Vector = vectors[0]
    return first


async def _shown(database: Database, viewer: Viewer, fact: FactId) -> Fact:
    """The fact as the viewer sees it; a delicate one stated in company is kept but not shown there."""
    found = await facts.by_id(database, viewer, [fact])
    if not found:
        raise NotVisible("That is kept, but it is too personal to be shown here. Ask in direct.")
    return found[0]
