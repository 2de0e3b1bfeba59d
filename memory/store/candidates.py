"""What recall reads: numbers to rank by, then the texts of the best.

The words of a question are looked up by themselves, so that it can be done while the question is being embedded.

The numbers come as packed arrays, decoded by numpy in one step each: ten thousand postings as Python integers would
cost more than finding them. The price is that this module knows PostgreSQL's binary array format.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import numpy as np
from numpy.typing import NDArray

from memory.advice import Sought
from memory.keepable import keepable
from memory.ports import Vector
from memory.signals import Believed, Nearest, NearFacts, PlacedLine, Postings, Said, Shown, Signals, Wishes
from memory.span import Span
from memory.store.database import Database
from memory.store.profile import fact
from memory.store.transcript import line
from memory.terms import Wanted
from memory.types import FactId, PersonId, PlaceId, Source, Spot, Viewer

MOST_COMMON = 500  # a word in more lines than this, and in more than a twentieth of all, is left out
FEW = 640  # lines that are all compared exactly
SHORTLIST = 96  # of more, so many are for their signatures, beside those that hold the words
MANY = 10_000  # lines; a second statement costs a third of a millisecond, and saves no more where there are fewer
FACT_SHORTLIST = 64  # of which twelve at most are told
TIME_SHORTLIST, MOST_BETWEEN = 96, 10_000  # lines of a named time that are compared exactly, of so many of a place
WISH_SHORTLIST = 192  # lines compared exactly where advice is sought, of more than five times as many

WORDS = "SELECT * FROM recall_words($1, $2, $3, $4)"
SOUGHT = "SELECT * FROM recall_sought($1, $2, $3, $4, $5, $6, $7, $8, $9)"
NEAREST = "SELECT * FROM recall_nearest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
BETWEEN = "SELECT * FROM recall_between($1, $2, $3, $4, $5, $6, $7, $8, $9)"
FACTS = "SELECT * FROM recalled_facts($1, $2, $3, $4, $5)"
LINES = "SELECT * FROM visible_lines($1, $2, $3, $4, $5)"

_HEADER = 20  # dimensions, flags, element type, length, lower bound: four bytes each
# An element has its size before it.
_INT2, _INT4, _INT8, _REAL = (np.dtype([("size", ">i4"), ("value", kind)]) for kind in (">i2", ">i4", ">i8", ">f4"))
_NONE = np.zeros(0, np.int64)
_NO_POSTINGS = Postings(_NONE, _NONE, _NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the database needs it: distinct words, and its embedding where there is an embedder."""

    words: Sequence[str]
    model: int | None = None
    vector: Vector | None = None


async def said(database: Database, viewer: Viewer, wanted: Wanted) -> Said:
    """The lines that may be used and hold some of the words; empty where the viewer may see nothing."""
    values = viewer.person, keepable(viewer.place.key), wanted.terms, MOST_COMMON
    row = dict(await database.fetchrow(WORDS, *values) or {})
    postings = _postings(row, wanted) if row.get("post_counts") else _NO_POSTINGS
    return Said(wanted.count, row.get("documents") or 0, row.get("term_count") or 0, postings)


async def signals(
    database: Database, viewer: Viewer, *, question: Question, also: Sequence[Spot], among: int = 0
) -> Signals:
    """The lines and facts near to the question, and the lines of `also`; empty where the viewer may see nothing.

    `among` tells of how many lines, 0 where that is not known: of few all are compared, whatever `also` holds; where
    they are many, lines and facts are looked for side by side.
    """
    vector = question.vector if question.model is not None else None
    signature = None if vector is None else vector > 0
    asked = viewer.person, keepable(viewer.place.key), question.words, question.model, vector, signature
    at = [spot.place for spot in also], [spot.seq for spot in also]
    if among <= MANY:
        shortlist = None if is_few(among) else SHORTLIST
        found = dict(await database.fetchrow(NEAREST, *asked, shortlist, FACT_SHORTLIST, *at) or {})
        return _signals(len(question.words), found, found)
    near, facts = await asyncio.gather(
        database.fetchrow(NEAREST, *asked, SHORTLIST, 0, *at),
        database.fetchrow(NEAREST, *asked, 0, FACT_SHORTLIST, [], []),
    )
    return _signals(len(question.words), dict(near or {}), dict(facts or {}))


def is_few(lines: int) -> bool:
    """Whether all of so many lines are compared."""
    return 0 < lines <= FEW


async def between(database: Database, viewer: Viewer, question: Question, span: Span) -> Nearest | None:
    """The lines near to the question of those said in that time; None where nothing is known of its meaning."""
    if question.vector is None or question.model is None:
        return None
    since, until = span.reach()
    row = await database.fetchrow(
        BETWEEN,
        viewer.person,
        keepable(viewer.place.key),
        question.model,
        question.vector,
        question.vector > 0,
        since,
        until,
        TIME_SHORTLIST,
        MOST_BETWEEN,
    )
    return _nearest(dict(row or {}))


async def wishes(database: Database, viewer: Viewer, model: int, sought: Sought) -> Wishes:
    """The lines and facts near to what a question for advice looks for; empty where the viewer may see nothing."""
    row = await database.fetchrow(
        SOUGHT,
        viewer.person,
        keepable(viewer.place.key),
        model,
        sought.vector,
        sought.vector > 0,
        sought.joint,
        sought.companion,
        WISH_SHORTLIST,
        FACT_SHORTLIST,
    )
    found = dict(row or {})

    def packed(name: str, kind: np.dtype[np.void]) -> NDArray[np.generic]:
        return _unpack(found.get(name), kind)

    return Wishes(
        packed("near_places", _INT8).astype(np.int64),
        packed("near_seqs", _INT4).astype(np.int64),
        packed("near_cosines", _REAL).astype(np.float64),
        packed("fact_ids", _INT8).astype(np.int64),
        packed("fact_cosines", _REAL).astype(np.float64),
    )


async def lines(database: Database, viewer: Viewer, spots: Sequence[Spot], radius: int = 0) -> list[PlacedLine]:
    """The lines at `spots` and up to `radius` lines on each side of them, in transcript order."""
    places, seqs = [spot.place for spot in spots], [spot.seq for spot in spots]
    rows = await database.fetch(LINES, viewer.person, keepable(viewer.place.key), places, seqs, radius)
    return [PlacedLine(line(row), row["place"]) for row in rows]


async def facts(
    database: Database, viewer: Viewer, ids: Sequence[FactId], spots: Sequence[Spot] = ()
) -> dict[FactId, Believed]:
    """Those of the facts, and of those that took the place of what was said at `spots`, that may be used there."""
    if not ids and not spots:
        return {}
    at = [spot.place for spot in spots], [spot.seq for spot in spots]
    rows = await database.fetch(FACTS, viewer.person, keepable(viewer.place.key), ids, *at)
    return {FactId(row["id"]): Believed(fact(row, _sources(row)), dict(_instead(row))) for row in rows}


def _instead(row: asyncpg.Record) -> Iterator[tuple[Spot, bool]]:
    for place, seq, stale in zip(row["instead_places"], row["instead_seqs"], row["instead_stale"], strict=True):
        yield Spot(PlaceId(place), seq), stale


def _sources(row: asyncpg.Record) -> tuple[Source, ...]:
    found = zip(row["source_places"], row["source_seqs"], row["quotes"], row["said"], row["source_titles"], strict=True)
    return tuple(Source(Spot(PlaceId(place), seq), quote, at, title) for place, seq, quote, at, title in found)


def _signals(words: int, near: Mapping[str, Any], facts: Mapping[str, Any]) -> Signals:
    nearest = _nearest(near)
    all_known = near.get("unread") is not None and not np.isnan(nearest.shown.asks).any()
    return Signals(
        words=words,
        nearest=nearest,
        facts=NearFacts(
            _ints(facts.get("fact_ids"), _INT8),
            _reals(facts.get("fact_similarities")),
            _reals(facts.get("fact_overlaps")),
        ),
        names=_names(near),
        unread=_spots(near.get("unread_places"), near.get("unread_seqs")) if all_known else None,
    )


def _nearest(near: Mapping[str, Any]) -> Nearest:
    return Nearest(
        _ints(near.get("near_places"), _INT8),
        _ints(near.get("near_seqs"), _INT4),
        _reals(near.get("near_lines")),
        _reals(near.get("near_arounds")),
        Shown(_reals(near.get("near_asks")), _reals(near.get("near_follows")), _ints(near.get("near_speakers"), _INT8)),
    )


def _names(near: Mapping[str, Any]) -> dict[PersonId, str]:
    return {PersonId(who): name for who, name in zip(near.get("speakers") or (), near.get("names") or (), strict=True)}


def _spots(places: bytes | None, seqs: bytes | None) -> frozenset[Spot]:
    pairs = zip(_ints(places, _INT8).tolist(), _ints(seqs, _INT4).tolist(), strict=True)
    return frozenset(Spot(PlaceId(place), seq) for place, seq in pairs)


def _ints(packed: bytes | None, kind: np.dtype[np.void]) -> NDArray[np.int64]:
    return _unpack(packed, kind).astype(np.int64)


def _reals(packed: bytes | None) -> NDArray[np.float64]:
    return _unpack(packed, _REAL).astype(np.float64)


def _postings(row: Mapping[str, Any], wanted: Wanted) -> Postings:
    """By words of the question; a word is common where one of its forms is."""
    counts = np.array(row["post_counts"], np.int64)
    words = np.array(wanted.words, np.int64)
    common = sorted(set(words[counts < 0].tolist()))
    term = np.repeat(words, np.maximum(counts, 0))

    def column(name: str, kind: np.dtype[np.void]) -> NDArray[np.int64]:
        return np.frombuffer(row[name] or b"", kind)["value"].astype(np.int64)

    found = Postings(
        term,
        column("post_places", _INT8),
        column("post_seqs", _INT8),
        column("post_tfs", _INT2),
        column("post_lengths", _INT4),
        common,
    )
    rare = np.isin(term, common, invert=True) if common else None  # another form of a common word may be rare
    return found if rare is None or rare.all() else found.only(rare)


def _unpack(packed: bytes | None, kind: np.dtype[np.void]) -> NDArray[np.generic]:
    """The elements of a one-dimensional array without nulls, from its binary form."""
    return np.frombuffer(packed or b"", kind, offset=_HEADER if packed else 0)["value"]
