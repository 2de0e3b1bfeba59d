"""What was answered from what, so that /why can tell; no prompt and no text is kept here."""

import asyncpg

from memory.errors import NotVisible
from memory.keepable import keepable
from memory.recalled import Turn
from memory.store.database import Database
from memory.types import FactId, PersonId, PlaceId, Spot, TurnId, Viewer

LOG = "SELECT log_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
LAST = "SELECT * FROM last_turn($1, $2)"
ANSWERED = "SELECT * FROM answered_turn($1, $2, $3)"


async def log_turn(database: Database, turn: Turn) -> TurnId:
    """Keeps the turn; raises NotVisible when its viewer does not stand in its place."""
    number = await database.fetchval(
        LOG,
        turn.viewer.person,
        keepable(turn.viewer.place.key),
        turn.asked.seq,
        None if turn.answered is None else turn.answered.seq,
        list(turn.facts),
        [spot.place for spot in turn.passages],
        [spot.seq for spot in turn.passages],
        None if turn.model is None else keepable(turn.model),
        [turn.prompt_tokens, turn.cached_tokens, turn.reply_tokens],
        [turn.first_word_ms, turn.total_ms],
        turn.brought,
        once=True,
    )
    if number is None:
        raise NotVisible("The turn's person does not stand in its place.")
    return TurnId(number)


async def last_turn(database: Database, viewer: Viewer) -> Turn | None:
    """The last turn that answered this viewer in this place."""
    row = await database.fetchrow(LAST, viewer.person, keepable(viewer.place.key))
    return None if row is None else _turn(row, viewer)


async def answered_turn(database: Database, viewer: Viewer, message_id: str) -> Turn | None:
    """The turn that said that message in the viewer's place, to whomever, where the viewer may read it."""
    row = await database.fetchrow(ANSWERED, viewer.person, keepable(viewer.place.key), keepable(message_id))
    return None if row is None else _turn(row, Viewer(PersonId(row["person_id"]), viewer.place))


def _turn(row: asyncpg.Record, viewer: Viewer) -> Turn:
    place, answered = PlaceId(row["place_id"]), row["answered_seq"]
    return Turn(
        viewer=viewer,
        asked=Spot(place, row["asked_seq"]),
        answered=None if answered is None else Spot(place, answered),
        facts=tuple(FactId(each) for each in row["fact_ids"]),
        passages=tuple(
            Spot(PlaceId(each), seq) for each, seq in zip(row["passage_places"], row["passage_seqs"], strict=True)
        ),
        model=row["model"],
        prompt_tokens=row["prompt_tokens"],
        cached_tokens=row["cached_tokens"],
        first_word_ms=row["first_word_ms"],
        total_ms=row["total_ms"],
        reply_tokens=row["reply_tokens"],
        brought=row["brought"],
    )
