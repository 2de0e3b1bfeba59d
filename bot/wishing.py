"""Changes to how somebody wants to be answered: made by words, by buttons or by typing, and taken back.

The last changes are remembered in this process, so that they are taken back as they were made, one after another;
elsewhere, and after a restart, the newest wish is, first to where it stood before and then altogether.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.tone.said import Said
from memory.preference import Refined
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial, Preset, Wishes, WishRow
from memory.types import PersonId, Spot, Viewer

PEOPLE, STEPS = 1024, 20


class Tones(Protocol):
    """What is kept of how people want to be answered."""

    async def of(self, viewer: Viewer) -> Addressee:
        """How they are to be answered there."""

    async def wish(self, person: PersonId, dial: Dial, value: int, *, source: Spot | None, at: datetime) -> Wishes:
        """Turn a dial; 0 takes a wish back."""

    async def choose(self, person: PersonId, preset: Preset, on: bool, *, source: Spot | None, at: datetime) -> Wishes:
        """Switch a preset."""

    async def wished(self, person: PersonId) -> Sequence[WishRow]:
        """All that is wished."""

    async def forget(self, person: PersonId) -> None:
        """Drop all that is wished and measured."""


@dataclass(frozen=True, slots=True)
class Change:
    """A dial or a preset that was changed; a preset is 1 where it is on."""

    name: Dial | Preset
    before: int
    after: int


Refinements = Callable[[PersonId], Awaitable[Sequence[Refined]]]


async def _none(person: PersonId) -> Sequence[Refined]:
    return ()


class Wishing:
    """Makes the changes of people, and takes them back."""

    def __init__(self, tones: Tones, refined: Refinements = _none) -> None:
        self._tones = tones
        self._refined = refined
        self._made: OrderedDict[PersonId, list[tuple[Change, ...]]] = OrderedDict()

    async def of(self, viewer: Viewer) -> Wishes:
        """What they wish."""
        return (await self._tones.of(viewer)).wishes

    async def rows(self, person: PersonId) -> Sequence[WishRow]:
        """The same with when and from which words."""
        return await self._tones.wished(person)

    async def learned(self, person: PersonId) -> Mapping[Dial, Refined]:
        """Of the wishes that hold those that nobody said, but that were made of the person's signals."""
        rows = {each.dial: each.at for each in await self._tones.wished(person) if each.value and each.source is None}
        return {each.dial: each for each in await self._refined(person) if rows.get(each.dial) == each.at}

    async def turn(self, viewer: Viewer, dial: Dial, value: int, *, at: datetime) -> Change:
        """Turn one dial."""
        before = stands(dial, await self.of(viewer))
        return (await self._make(viewer, (Change(dial, before, value),), at=at))[0]

    async def switch(self, viewer: Viewer, preset: Preset, on: bool, *, at: datetime) -> Change:
        """Switch one preset."""
        before = stands(preset, await self.of(viewer))
        return (await self._make(viewer, (Change(preset, before, int(on)),), at=at))[0]

    async def heed(self, viewer: Viewer, wish: Said, *, at: datetime, source: Spot | None = None) -> tuple[Change, ...]:
        """Do what was said; what was so already is told too."""
        wishes = await self.of(viewer)
        turned = [Change(dial, before, after) for dial, before, after in wish.changes(wishes)]
        switched = [Change(each, stands(each, wishes), int(on)) for each, on in wish.presets]
        return await self._make(viewer, (*turned, *switched), at=at, source=source)

    async def reset(self, viewer: Viewer, *, at: datetime) -> tuple[Change, ...]:
        """Take all back."""
        wishes = await self.of(viewer)
        names: list[Dial | Preset] = [*Dial, *Preset]
        held = ((each, stands(each, wishes)) for each in names)
        return await self._make(viewer, tuple(Change(each, value, 0) for each, value in held if value), at=at)

    async def undo(self, viewer: Viewer, *, at: datetime) -> tuple[Change, ...]:
        """Take the last change back; nothing where there was none."""
        made = self._made.get(viewer.person, [])
        while made:
            last, wishes = made.pop(), await self.of(viewer)
            if all(stands(each.name, wishes) == each.after for each in last):
                return await self._restore(viewer.person, _back(last), at=at)
        rows = [each for each in await self._tones.wished(viewer.person) if each.value]
        newest = max(rows, key=lambda each: each.at, default=None)
        if newest is None:
            return ()
        return await self._restore(viewer.person, (Change(newest.name, newest.value, newest.before),), at=at)

    async def _restore(self, person: PersonId, changes: tuple[Change, ...], *, at: datetime) -> tuple[Change, ...]:
        """Write what stood before so that nothing stands before it: undone twice, it does not swing back."""
        await self._write(person, tuple(Change(each.name, each.before, 0) for each in changes if each.after), at=at)
        return await self._write(person, changes, at=at)

    async def forget(self, viewer: Viewer) -> None:
        """Drop what they wished and what was measured of them; nothing of it can be taken back."""
        self._made.pop(viewer.person, None)
        await self._tones.forget(viewer.person)

    async def _make(
        self, viewer: Viewer, changes: tuple[Change, ...], *, at: datetime, source: Spot | None = None
    ) -> tuple[Change, ...]:
        await self._write(viewer.person, changes, at=at, source=source)
        moved = tuple(each for each in changes if each.before != each.after)
        if moved:
            self._remember(viewer.person, moved)
        return changes

    async def _write(
        self, person: PersonId, changes: tuple[Change, ...], *, at: datetime, source: Spot | None = None
    ) -> tuple[Change, ...]:
        for each in changes:
            if isinstance(each.name, Dial):
                await self._tones.wish(person, each.name, each.after, source=source, at=at)
            else:
                await self._tones.choose(person, each.name, bool(each.after), source=source, at=at)
        return changes

    def _remember(self, person: PersonId, changes: tuple[Change, ...]) -> None:
        made = self._made.setdefault(person, [])
        made.append(changes)
        del made[:-STEPS]
        self._made.move_to_end(person)
        if len(self._made) > PEOPLE:
            self._made.popitem(last=False)


def stands(name: Dial | Preset, wishes: Wishes) -> int:
    """Where a dial or a preset stands."""
    return wishes.dials.get(name, 0) if isinstance(name, Dial) else int(name in wishes.presets)


def _back(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(Change(each.name, each.after, each.before) for each in changes)
