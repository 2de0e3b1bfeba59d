"""The door to what people think of answers, at `Memory.preferences`: kept, measured in the background, learned from."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from memory.errors import EmbedderUnavailable
from memory.ports import Embedder
from memory.preference import Exchange, Preference, Question, Refined, Refinement, RefinementId, Signal, rejected
from memory.projection import Content, reduced
from memory.reward import Pair, Reward, fitted, pooled
from memory.store import preferences, training
from memory.store.database import Database
from memory.tone.addressee import Addressee
from memory.tone.measured import Feature
from memory.tone.observing import observe
from memory.tone.wished import Dial
from memory.types import PersonId, Spot, Viewer

MOST, AT_ONCE = 100, 16  # measured, and embedded, at once
LONGEST = 2_000  # characters of an answer that are embedded
TRUSTED_S, MOST_PEOPLE = 600.0, 1_000
MOST_PAIRS, MOST_OF_ONE, MOST_OWN = 2_000, 20, 500  # of a group, of each there, and of one's own signals
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = timedelta(days=90)  # what is older is no evidence of how they want it now


class Tones(Protocol):
    """Knows who writes alike, as `Memory.tones`."""

    async def of(self, viewer: Viewer) -> Addressee:
        """How the viewer is to be answered."""


class Preferences:
    """Signals about answers; only of people who want to be learned from, and only about answers to themselves."""

    def __init__(self, database: Database, tones: Tones, embedder: Embedder | None = None) -> None:
        self._database, self._tones, self._embedder = database, tones, embedder
        self._rewards: OrderedDict[PersonId, tuple[int | None, Reward, float]] = OrderedDict()

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
        return len(due) or await self._embed_next()

    async def _embed_next(self) -> int:
        """What the answers of some pairs say; 0 as well where the embedder is away, which is tried again later."""
        if self._embedder is None:
            return 0
        due = await preferences.to_embed(self._database, self._embedder.name, most=AT_ONCE)
        try:
            said = await self._says([text for *_, answer, instead in due for text in (answer, instead)], urgent=False)
        except EmbedderUnavailable:
            return 0
        for (tenant, each, *_), both in zip(due, zip(said[::2], said[1::2], strict=True), strict=True):
            await preferences.embed(self._database, tenant, each, by=self._embedder.name, said=both)
        return len(due)

    async def _says(self, texts: Sequence[str], *, urgent: bool) -> Sequence[Content]:
        if self._embedder is None or not texts:
            return ()
        return reduced(await self._embedder.embed([text[:LONGEST] for text in texts], urgent=urgent))

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
        """What they said to us and we answered, as far as it may be; nothing of who does not allow it."""
        return await training.exchanges(self._database, person)

    async def names(self, person: PersonId) -> tuple[str, ...]:
        """What people are called whom they may have named."""
        return await training.names(self._database, person)

    async def best(self, viewer: Viewer, answers: Sequence[str]) -> int:
        """Which of the answers the viewer would most likely rather have; the first where nothing tells."""
        reward = await self._reward(viewer)
        features = await asyncio.to_thread(_values, answers)
        says = await self._says_of(answers) if reward.heeds_content else [None] * len(answers)
        return reward.best(features, says)

    async def _says_of(self, answers: Sequence[str]) -> Sequence[Content | None]:
        """What the answers say; of none of them where the embedder is away, so that form alone decides."""
        try:
            return await self._says(answers, urgent=True) or [None] * len(answers)
        except EmbedderUnavailable:
            return [None] * len(answers)

    async def _reward(self, viewer: Viewer) -> Reward:
        """Learned of their own pairs and, where they may be told, of those who write alike; at hand for a while."""
        group, now = (await self._tones.of(viewer)).group, time.monotonic()
        known = self._rewards.get(viewer.person)
        if known is not None and known[0] == group and now - known[2] <= TRUSTED_S:
            return known[1]
        by = None if self._embedder is None else self._embedder.name
        signals = await preferences.of(self._database, viewer.person, since=_EVER, most=MOST_OWN, by=by)
        alike: dict[int, list[Pair]] = {}
        if group is not None:
            most = (MOST_PAIRS, MOST_OF_ONE)
            for who, pair in await preferences.of_group(self._database, group, viewer.person, most=most, by=by):
                alike.setdefault(who, []).append(pair)
        reward = await asyncio.to_thread(learned, signals, alike)
        self._rewards[viewer.person] = (group, reward, now)
        self._rewards.move_to_end(viewer.person)
        if len(self._rewards) > MOST_PEOPLE:
            self._rewards.popitem(last=False)
        return reward

    async def due(self) -> PersonId | None:
        """Somebody whose signals are to be looked at, given to one caller; None: nobody's."""
        return await preferences.claim(self._database)

    async def looked_at(self, person: PersonId, *, at: datetime) -> None:
        """That was done, with what was known then."""
        await preferences.settle(self._database, person, at=at)

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


def learned(signals: Sequence[Preference], alike: Mapping[int, Sequence[Pair]]) -> Reward:
    """The reward of somebody with these signals, among those who write alike."""
    disliked = rejected(signals)
    kept = [each for each in signals if each.chosen is not None and each.chosen not in disliked]
    own = [
        Pair(each.chosen_features, each.features, said=each.said)
        for each in kept
        if each.chosen_features and each.features
    ]
    return fitted(own, pooled(alike))


def _values(texts: Sequence[str]) -> list[Mapping[Feature, float]]:
    return [{} if (found := observe(text)) is None else found.values for text in texts]
