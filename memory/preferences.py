"""The door to what people think of answers, at `Memory.preferences`: kept, measured in the background, learned from."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from memory.preference import Exchange, Preference, Question, Refined, Refinement, RefinementId, Signal
from memory.store import preferences, training
from memory.store.database import Database
from memory.tone.measured import Feature
from memory.tone.observing import observe
from memory.tone.wished import Dial
from memory.types import PersonId, Spot, Viewer

MOST = 100  # measured at once
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = timedelta(days=90)  # what is older is no evidence of how they want it now


class Preferences:
    """Signals about answers; only of people who want to be learned from, and only about answers to themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def said(
        self,
        viewer: Viewer,
        spot: Spot,
        signal: Signal,
        *,
        ways: Mapping[Dial, int],
        beside: tuple[bool, int | None] = (False, None),
    ) -> bool:
        """Keeps what the viewer said in that line about the answer right before; False: there was none.

        `beside`: whether the answer to the line took the place of the other, and the group of those who write alike.
        """
        return await preferences.after(self._database, viewer, spot.seq, signal=signal, ways=ways, beside=beside)

    async def again(self, viewer: Viewer, asked: Spot, *, group: int | None = None) -> bool:
        """Keeps that the viewer had the line answered again: the last answer was taken instead of the one before."""
        return await preferences.again(self._database, viewer, asked.seq, group=group)

    async def edited(self, viewer: Viewer, message_id: str) -> bool:
        """Keeps that the viewer put a question otherwise after it was answered."""
        return await preferences.edit(self._database, viewer, message_id)

    async def question(self, viewer: Viewer, answer: str | None = None) -> Question | None:
        """What the viewer asked that we answered there last, or with that message; None: nothing within the hour."""
        return await preferences.question(self._database, viewer, answer)

    async def words(self, viewer: Viewer, message_id: str) -> str | None:
        """What the viewer's own message says as it is kept; None where it is not, or off the record."""
        return await preferences.words(self._database, viewer, message_id)

    async def measure_next(self) -> int:
        """Measures some of the answers that signals are about, and says how many; 0: nothing due."""
        due = await preferences.to_measure(self._database, most=MOST)
        for tenant, each, answer, instead in due:
            texts = [answer] if instead is None else [answer, instead]
            found = await asyncio.to_thread(_values, texts)
            chosen = found[1] if instead is not None else None
            await preferences.measure(self._database, tenant, each, features=found[0], chosen=chosen)
        return len(due)

    async def of(self, person: PersonId, *, now: datetime) -> tuple[Preference, ...]:
        """The person's signals of the last `KEPT`, in order."""
        return await preferences.of(self._database, person, since=now - KEPT)

    async def all_of(self, person: PersonId) -> tuple[Preference, ...]:
        """All signals of the person, in order."""
        return await preferences.of(self._database, person, since=_EVER)

    async def allowing(self) -> tuple[PersonId, ...]:
        """Who allows that what they say and are answered is given out as training data."""
        return await training.people(self._database)

    async def exchanges(self, person: PersonId) -> tuple[Exchange, ...]:
        """What of it may be, by place and in order; nothing of who does not allow it."""
        return await training.exchanges(self._database, person)

    async def names(self, person: PersonId) -> tuple[str, ...]:
        """What people are called whom they may have named."""
        return await training.names(self._database, person)

    async def due(self) -> PersonId | None:
        """Somebody whose signals are to be looked at, given to one caller; None: nobody's."""
        return await preferences.claim(self._database)

    async def looked_at(self, person: PersonId) -> None:
        """That was done."""
        await preferences.settle(self._database, person)

    async def refine(self, person: PersonId, refinement: Refinement, *, at: datetime) -> RefinementId | None:
        """Makes a wish of it, unless the person wished something themselves since; None then."""
        return await preferences.refine(self._database, person, refinement, at=at)

    async def refinements(self, person: PersonId) -> tuple[Refined, ...]:
        """All wishes that were made of the person's signals, the oldest first, whether they hold still or not."""
        return await preferences.made(self._database, person)

    async def untold(self, *, most: int = MOST) -> tuple[tuple[Refined, str, str, str | None], ...]:
        """What people were not told yet, each with platform, handle and locale."""
        return await preferences.to_tell(self._database, most=most)

    async def told(self, refinement: Refined) -> None:
        """Its person will be told."""
        await preferences.told(self._database, refinement)


def _values(texts: Sequence[str]) -> list[Mapping[Feature, float]]:
    return [{} if (found := observe(text)) is None else found.values for text in texts]
