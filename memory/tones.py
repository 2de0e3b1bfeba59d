"""How people write and want to be answered: measured in the background, at hand when somebody is answered.

Own tone is used only where everybody who reads was entitled to hear what it was measured from: what was said in public
of a space there and in its private rooms, what was said in a private room in that room, and all of it alone with its
person. What is remembered here is up to `TRUSTED_S` seconds old; what is wished through this process counts at once.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from memory.errors import ChoiceUnknown
from memory.store import remeasuring, tones, usual_tones, wishes
from memory.store.database import Database
from memory.store.removal import tried
from memory.store.tones import Kept, Register
from memory.tone.addressee import Addressee, Source
from memory.tone.blending import blended
from memory.tone.gathering import MESSAGES, faded, heard, merged, nested
from memory.tone.groups import grouped, nearest
from memory.tone.measured import Observation, Tone
from memory.tone.observing import observe
from memory.tone.stored import Stored, packed, unpacked, wishes_of
from memory.tone.usual import usual
from memory.tone.wished import LEAST, MOST, Dial, Preset, Wishes, WishRow, standing
from memory.types import Audience, PersonId, Place, Spot, Viewer

TRUSTED_S, GROUPS_S = 30.0, 600.0
MOST_PEOPLE, MOST_PLACES = 10_000, 16  # of one person
NARROWEST_FIRST = (Audience.DIRECT, Audience.PRIVATE, Audience.PUBLIC)
LEASE = timedelta(seconds=60)
NEVER = datetime.fromtimestamp(0, UTC)  # a tone that does not say when it was heard

Observe = Callable[[str], Observation | None]
_Entry = tuple[Addressee, float]


class Tones:
    """What is known of tone. `observed` measures one text; `clock` tells how long, and `now` when, aware."""

    def __init__(
        self,
        database: Database,
        observed: Observe = observe,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._observe, self._clock, self._now = database, observed, clock, now
        self._known: OrderedDict[PersonId, OrderedDict[str, _Entry]] = OrderedDict()
        self._changes = 0
        self._groups: dict[int, Tone] = {}
        self._groups_at: float | None = None

    async def of(self, viewer: Viewer) -> Addressee:
        """Who is to be answered there, as far as tone goes; at most one question to the database."""
        where, now = _where(viewer.place), self._clock()
        entry = self._known.get(viewer.person, OrderedDict()).get(where)
        if entry is not None and now - entry[1] <= TRUSTED_S:
            self._known.move_to_end(viewer.person)
            return entry[0]
        changes = self._changes
        ask_groups = self._groups_at is None or now - self._groups_at > GROUPS_S
        rows = await tones.read(self._database, viewer, groups=ask_groups)
        if ask_groups:
            self._groups, self._groups_at = _groups_in(rows), now
        found = self._addressee(rows)
        if changes == self._changes:  # otherwise it may have been read before the change, and come after it
            self._put(viewer.person, where, (found, now))
        return found

    def doubt(self, person: PersonId) -> None:
        """Another process may just have changed what they wish: it is read anew."""
        self._known.pop(person, None)

    async def wish(self, person: PersonId, dial: Dial, value: int, *, source: Spot | None, at: datetime) -> Wishes:
        """Turns a dial, or with 0 takes that back; `source` is the line that said so. Raises ChoiceUnknown."""
        if not LEAST <= value <= MOST:
            raise ChoiceUnknown("A dial goes from -2 to 2.")
        return await self._wish(person, dial, value, source=source, at=at)

    async def choose(self, person: PersonId, preset: Preset, on: bool, *, source: Spot | None, at: datetime) -> Wishes:
        """Chooses a preset, or no longer; `source` is the line that said so."""
        return await self._wish(person, preset, int(on), source=source, at=at)

    async def wished(self, person: PersonId) -> tuple[WishRow, ...]:
        """What the person wishes, the oldest first, with when and from which line; 0: what they took back."""
        return await wishes.wished(self._database, person)

    async def forget(self, person: PersonId) -> None:
        """Drops how they write and what they wish; nothing they said so far is measured again."""
        try:
            await wishes.forget(self._database, person)
        finally:
            self._changed(person)

    async def measure_next(self) -> int:
        """Measures some new lines of one place, or one tone anew, and says how many lines; 0: nothing due."""
        claimed = await tones.claim(self._database, lease=LEASE)
        if claimed is None:
            return await self._measure_anew()
        read = await asyncio.to_thread(self._observed, [line.text for line in claimed.lines])
        observed = {line.seq: each for line, each in zip(claimed.lines, read, strict=True) if each is not None}
        heard_of = await tried(partial(tones.count, self._database, claimed, observed, added))
        await self._refresh(claimed.tenant, heard_of or ())
        return max(1, claimed.upto - claimed.since)

    async def regroup(self) -> int:
        """Finds anew, once a night among all processes, who writes alike; how many groups, 0 where it is not due."""
        found = await usual_tones.claim_night(self._database)
        if found is None:
            return 0
        people, before = found
        old = {number: tone for number, stored in before.items() if (tone := unpacked(stored)) is not None}
        known = [tone for stored in people if (tone := unpacked(stored)) is not None]
        groups = await asyncio.to_thread(grouped, known, old)
        await usual_tones.put_groups(self._database, {number: packed(tone, NEVER) for number, tone in groups.items()})
        self._groups_at = None
        return len(groups)

    async def _measure_anew(self) -> int:
        counted = await remeasuring.count_losses(self._database)
        worn = await remeasuring.next_worn(self._database)
        if worn is None:
            return counted
        observed = await asyncio.to_thread(self._observed, [text for text, _ in worn.lines])
        said = ((each, at) for each, (_, at) in zip(observed, worn.lines, strict=True))
        heard_again = [(each, at) for each, at in said if each is not None]
        kept = added(None, heard_again) if heard_again else None
        await remeasuring.replace(self._database, worn, kept)
        await self._refresh(worn.tenant, (worn.register,), anew=True)
        return max(1, len(worn.lines))

    async def _refresh(self, tenant: str, heard_of: Sequence[Register], *, anew: bool = False) -> None:
        """Makes anew how people write in the rooms in which these were heard."""
        rooms = {(each.audience, each.room): each for each in heard_of if each.audience is not Audience.DIRECT}
        for register in rooms.values():
            kept = await usual_tones.tones_in(self._database, tenant, register, anew=anew)
            if kept is not None:
                tone = usual([tone for stored in kept if (tone := unpacked(stored)) is not None])
                stored = None if tone is None else packed(tone, NEVER)
                await usual_tones.put_place(self._database, tenant, register, stored)

    def _observed(self, texts: Sequence[str]) -> list[Observation | None]:
        return [self._observe(text) for text in texts]

    async def _wish(
        self, person: PersonId, name: Dial | Preset, value: int, *, source: Spot | None, at: datetime
    ) -> Wishes:
        self.doubt(person)
        try:
            rows = await wishes.wish(self._database, person, name, value=value, source=source, at=at)
        finally:  # also where the answer was lost: it may have been done
            self._changed(person)
        return standing(rows)

    def _changed(self, person: PersonId) -> None:
        self._changes += 1
        self.doubt(person)

    def _put(self, person: PersonId, where: str, entry: _Entry) -> None:
        places = self._known.setdefault(person, OrderedDict())
        places[where] = entry
        places.move_to_end(where)
        if len(places) > MOST_PLACES:
            places.popitem(last=False)
        self._known.move_to_end(person)
        if len(self._known) > MOST_PEOPLE:
            self._known.popitem(last=False)

    def _addressee(self, rows: Sequence[tuple[str, Stored]]) -> Addressee:
        heard_then = [merged(_tones_of(rows, f"{Source.OWN}:{audience}")) for audience in NARROWEST_FIRST]
        now = self._now()  # who was silent for long may write otherwise by now; what is usual in a place stays so
        heard_in = [None if each is None else faded(each, now) for each in heard_then]
        own, place = nested(heard_in), merged(_tones_of(rows, Source.PLACE))
        group = nearest(own or place, self._groups)
        tone, shares = blended(own, place, None if group is None else self._groups[group])
        kept = next((stored for source, stored in rows if source == "wish"), None)
        wanted = {} if kept is None else dict(zip(kept.habits, map(int, kept.habit_counts), strict=True))
        messages = sum(each.weight() for each in heard_in if each is not None)
        return Addressee(wishes_of(wanted), tone, shares, messages, group)


def _where(place: Place) -> str:
    """Places where the same may be known of somebody."""
    if place.audience is Audience.PUBLIC:
        return f"public:{place.space}"
    return f"{place.audience}:{place.room or place.key}"


def _tones_of(rows: Sequence[tuple[str, Stored]], source: str) -> list[Tone]:
    return [tone for each, stored in rows if each == source and (tone := unpacked(stored)) is not None]


def _groups_in(rows: Sequence[tuple[str, Stored]]) -> dict[int, Tone]:
    found = ((source, unpacked(stored)) for source, stored in rows if source.isdecimal())
    return {int(number): tone for number, tone in found if tone is not None}


def added(kept: Kept | None, messages: Sequence[tuple[Observation, datetime]]) -> Kept:
    """The tone with these messages, at least one; what of it is gone fades as the rest of it does.

    One of another version is begun anew, and marked as all gone, so that it is measured anew as a whole.
    """
    before = None if kept is None else unpacked(kept.stored)
    tone = before
    for observation, at in messages:
        tone = heard(tone, observation, at)
    assert tone is not None
    lost = 0.0 if kept is None else kept.lost
    if before is not None:
        lost *= 0.5 ** (len(messages) / MESSAGES)
    elif kept is not None:
        lost = float(len(messages))
    return Kept(packed(tone, messages[-1][1]), tone.weight(), lost)
