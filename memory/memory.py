"""The one door to everything remembered. Each method is a sentence about memory and hands the work to its module."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from memory import consolidate, explain, learn, telling
from memory.chosen import Chosen
from memory.doors import Answers, Commitments, Installations, Owed, SpaceSettings
from memory.following import Following
from memory.found import Found
from memory.keepable import LONGEST, keepable
from memory.outbox import Outbox
from memory.outcomes import Consolidated, Learned, Receipt, Shared, Unshared
from memory.pages import Pages
from memory.ports import Embedder, Extractor
from memory.preferences import Preferences
from memory.presence import Presence
from memory.reading import read
from memory.recall import Recaller
from memory.recalled import Recall, Turn
from memory.reminders import Reminders
from memory.span import Asked
from memory.store import choices, conflicts, erasure, export, facts, inbox, people, profile, shares, transcript, turns
from memory.store.database import Database, open_database
from memory.store.migrate import migrate
from memory.store.vectors import embed_next, ensure_model
from memory.tones import Tones
from memory.types import (
    Account,
    Conflict,
    Fact,
    FactId,
    Kind,
    Line,
    Noted,
    PersonId,
    Place,
    Spot,
    TurnId,
    Utterance,
    Viewer,
)

LEASE = timedelta(minutes=2)  # renewed while the reply is worked on
KEPT = timedelta(days=7)  # longer than any platform delivers an event again
SLICE = 1_000  # rows dropped in one statement
_LONG = 5_000  # characters from which a text is worked on outside the event loop


class Memory:
    """What a bot remembers. Only `MemoryFault`s are raised; no method waits for ever."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder | None,
        *,
        companion: Embedder | None = None,
        quiet: timedelta = timedelta(seconds=20),
    ) -> None:
        self._database, self._embedder, self._companion, self._quiet = database, embedder, companion, quiet
        self._presence, self.tones, self.pages = Presence(), Tones(database), Pages(database)
        self.preferences = Preferences(database, self.tones, embedder)
        self.owed, self.installations, self.outbox = Owed(database, LEASE), Installations(database), Outbox(database)
        self.following, self.commitments = Following(database, self._presence, quiet=quiet), Commitments(database)
        self.choices, self.answers, self.settings = Chosen(database), Answers(database), SpaceSettings(database)
        self.reminders, self._recaller = Reminders(database), Recaller(database, embedder, companion)

    async def person(self, account: Account, place: Place) -> PersonId:
        """The person behind the account, known to stand in the place from now on; raises PlaceMismatch."""
        known = self._presence.get(account, place)
        if known is None:
            known, _ = await people.enter(self._database, account, place)
            self._presence.put(account, place, known)
        return known

    async def knows(self, account: Account) -> bool:
        """Whether anybody was ever met under that account."""
        return await people.is_known(self._database, account)

    async def leave(self, person: PersonId, place: Place) -> None:
        """The person no longer reads the place, and loses what only that place allowed."""
        await people.leave(self._database, person, place.room or place.key)
        self._presence.drop(person, place)

    async def note(self, utterance: Utterance) -> Noted:
        """Keeps what was said, without its secrets; the same message twice is kept once."""
        known = await asyncio.to_thread(read, utterance.text) if len(utterance.text) > _LONG else read(utterance.text)
        redacted, kept = known.redacted, replace(utterance, text=known.redacted.text)
        spot, fresh = await transcript.note(
            self._database, kept, postings=known.postings, quiet=self._quiet, delicate=known.delicate
        )
        return Noted(spot, fresh, redacted.text, redacted.found, shortened=len(utterance.text) > LONGEST)

    async def recent(self, viewer: Viewer, limit: int = 30) -> tuple[Line, ...]:
        """The last lines of the viewer's place, oldest first."""
        return await transcript.recent(self._database, viewer, limit)

    async def find(self, viewer: Viewer, text: str, *, spare: int = 0, asked: Asked | None = None) -> Found:
        """What may be used here to answer `text`, to be packed; with `spare` more facts than an answer needs.

        `asked` tells when and where, for "yesterday"; without it, now and in UTC.
        """
        return await self._recaller.find(viewer, keepable(text), spare=spare, asked=asked)

    async def recall(
        self,
        viewer: Viewer,
        text: str,
        *,
        budget: int = 600,
        skip: Collection[Spot] = (),
        known: Collection[FactId] = (),
    ) -> Recall:
        """What may be used here to answer `text`, in about `budget` tokens; without lines of `skip`, facts `known`."""
        return await self._recaller.recall(viewer, keepable(text), budget=budget, skip=skip, known=known)

    async def embed_next(self) -> int:
        """Embeds some of what is not embedded yet and says how much; 0: nothing due, or no embedder."""
        return 0 if self._embedder is None else await embed_next(self._database, self._embedder, self._companion)

    async def prepare(self) -> None:
        """Readies recall for questions that seek advice, some seconds in the background. Raises EmbedderUnavailable."""
        await self._recaller.prepare()

    async def profile(self, viewer: Viewer) -> tuple[Fact, ...]:
        """What the asker said of themselves and wishes, as far as it may be used here; few, worthiest first."""
        return await profile.profile(self._database, viewer)

    async def learn_next(self, extractor: Extractor) -> Learned | None:
        """Learns from what has waited longest; None: nothing due. Raises ExtractorUnavailable, ExtractorPreempted."""
        return await learn.learn_next(self._database, extractor, self._embedder)

    async def consolidate_next(self, extractor: Extractor | None = None) -> Consolidated | None:
        """Tidies what one person said, with at most one call and as well without a model; None: nothing due."""
        return await consolidate.consolidate_next(self._database, extractor)

    async def open_conflict(self, viewer: Viewer) -> Conflict | None:
        """What to ask the viewer, who said both: in direct only, where both may be told, and never asked before."""
        return await conflicts.open_conflict(self._database, viewer)

    async def conflict_asked(self, viewer: Viewer, conflict: Conflict) -> None:
        """The viewer was asked which of the two holds."""
        await conflicts.asked(self._database, viewer, conflict)

    async def facts(self, viewer: Viewer, *, about: str | None = None, history: bool = False) -> tuple[Fact, ...]:
        """The asker's facts, or those about the named one, current first; `history` adds what held once."""
        return await facts.facts(self._database, viewer, about=about, history=history)

    async def facts_as_of(self, viewer: Viewer, *, held: datetime, known: datetime) -> tuple[Fact, ...]:
        """The asker's facts that held in the world at `held`, as far as they were known at `known`."""
        return await facts.as_of(self._database, viewer, held=held, known=known)

    async def search(self, viewer: Viewer, query: str) -> tuple[tuple[Fact, ...], tuple[Line, ...]]:
        """The asker's facts, with those that held once, and their own lines that match the words of `query`."""
        return await facts.search(self._database, viewer, query)

    async def items(
        self, viewer: Viewer, *, facts: Sequence[FactId] = (), lines: Sequence[Spot] = ()
    ) -> tuple[Fact | Line, ...]:
        """Those of the facts and lines that still exist and that the viewer may see."""
        return await explain.items(self._database, viewer, facts, lines)

    async def remember(self, viewer: Viewer, spot: Spot, text: str, *, kind: Kind | None = None) -> Fact:
        """Keeps `text`, words of the viewer's own line at `spot`, as a fact about them; raises NotVisible.

        Without a `kind`, it is what the words say it is: a wish about answers is an instruction.
        """
        return await telling.remember(self._database, self._embedder, viewer, spot, text, kind=kind)

    async def correct(self, viewer: Viewer, fact: FactId, text: str) -> Fact:
        """Puts `text` in the place of a fact by or about the viewer; raises NotVisible."""
        now = datetime.now(UTC)
        return await telling.correct(self._database, self._embedder, viewer, fact, text, now=now)

    async def forget(self, viewer: Viewer, *, facts: Sequence[FactId] = (), lines: Sequence[Spot] = ()) -> Receipt:
        """Erases facts and lines for good, with all that repeats them; raises NotVisible."""
        return await erasure.forget(self._database, viewer, facts=facts, lines=lines)

    async def share(self, viewer: Viewer, fact: FactId, place: Place, *, whole_space: bool = False) -> None:
        """Lets a fact that the viewer said in direct be used in `place`, or its whole space; raises NotVisible."""
        await shares.share(self._database, viewer, fact, place, whole_space=whole_space)

    async def share_kind(self, viewer: Viewer, kind: Kind, *, whole_space: bool = False) -> int:
        """Lets all of a kind that the viewer tells in direct of themselves, now or later, be used where they are.

        How many facts that are now. Nothing delicate, and no words. Raises NotVisible in direct.
        """
        return await shares.share_kind(self._database, viewer, kind, whole_space=whole_space)

    async def unshare(self, viewer: Viewer, fact: FactId) -> Unshared:
        """Takes back, everywhere, that the viewer's fact is used beyond direct; raises NotVisible."""
        return await shares.unshare(self._database, viewer, fact)

    async def unshare_kind(self, viewer: Viewer, kind: Kind) -> Unshared:
        """Takes back, everywhere, that the viewer's facts of the kind are used beyond direct."""
        return await shares.unshare_kind(self._database, viewer, kind)

    async def shared(self, viewer: Viewer) -> Shared:
        """What the viewer lets be used beyond direct; elsewhere than in direct, only what reaches there."""
        return await shares.shared(self._database, viewer)

    async def export(self, viewer: Viewer) -> dict[str, object]:
        """All that is stored about and by the viewer, ready for JSON; raises NotVisible outside direct."""
        return await export.export(self._database, viewer)

    async def explain(self, viewer: Viewer, turn: Turn, *, zone: tzinfo = UTC) -> Recall:
        """What the turn's answer rested on, as far as it still exists and may be seen here; reasons dated in `zone`."""
        return await explain.explain(self._database, viewer, turn, zone)

    async def log_turn(self, turn: Turn) -> TurnId:
        """Keeps what was answered from what."""
        return await turns.log_turn(self._database, turn)

    async def last_turn(self, viewer: Viewer) -> Turn | None:
        """The last answer the viewer got in this place."""
        return await turns.last_turn(self._database, viewer)

    async def claim_event(self, platform: str, event: str, *, place: str | None = None, by: str | None = None) -> bool:
        """True when the caller, who may ask again as `by`, is to handle it now; `place` is where an answer is owed."""
        return await inbox.claim_event(self._database, (platform, event), lease=LEASE, place=place, by=by)

    async def settle_event(self, platform: str, event_id: str) -> None:
        """The event is handled and never comes again."""
        await inbox.settle_event(self._database, platform, event_id)

    async def tidy(self) -> int:
        """Drops some of what is no longer of use and says how much; 0: nothing left. To be called now and then."""
        erased = await choices.erase_off_record(self._database, most=SLICE)
        erased += await self.following.tidy(older=KEPT, most=SLICE) + await self.pages.tidy(most=SLICE)
        return erased + await self.outbox.prune(most=SLICE) + await inbox.prune(self._database, older=KEPT, most=SLICE)


@asynccontextmanager
async def open_memory(
    dsn: str,
    embedder: Embedder | None,
    *,
    companion: Embedder | None = None,
    quiet: timedelta = timedelta(seconds=20),
) -> AsyncIterator[Memory]:
    """A memory on a schema of today; raises SchemaTooNew, RowSecurityOff, EmbeddingMismatch, faults of connecting."""
    await migrate(dsn)
    async with open_database(dsn) as database:
        if embedder is not None:
            await ensure_model(database, embedder.name, embedder.dimensions)
        yield Memory(database, embedder, companion=companion, quiet=quiet)
