"""Changes to how somebody wants to be answered: made by words, by buttons or by typing, and taken back.

What was there before a change is remembered in this process, so that it can be taken back as it was; elsewhere, and
after a restart, the newest wish is taken back whole.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.tone.said import Said
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial, Preset, Wishes
from memory.types import PersonId, Spot, Viewer

PEOPLE, STEPS = 1024, 20


class WishRow(Protocol):
    """A wish as it is kept: of a dial, or a preset that is on."""

    @property
    def dial(self) -> Dial | None:
        """The dial, if it is about one."""

    @property
    def preset(self) -> Preset | None:
        """The preset, if it is about one."""

    @property
    def value(self) -> int:
        """Where the dial stands."""

    @property
    def at(self) -> datetime:
        """When it was wished."""

    @property
    def source(self) -> Spot | None:
        """The line that said so; None where it was chosen."""


class Tones(Protocol):
    """What is kept of how people want to be answered."""

    async def of(self, viewer: Viewer) -> Addressee:
        """How they are to be answered there."""

    async def wish(self, person: PersonId, dial: Dial, value: int, *, source: Spot | None, at: datetime) -> Wishes:
        """Turn a dial; 0 takes a wish back."""

    async def choose(self, person: PersonId, preset: Preset, on: bool, *, at: datetime) -> Wishes:
        """Switch a preset."""

    async def wished(self, person: PersonId) -> Sequence[WishRow]:
        """All that is wished."""


@dataclass(frozen=True, slots=True)
class Change:
    """A dial or a preset that was changed; a preset is 1 where it is on."""

    before: int
    after: int
    dial: Dial | None = None
    preset: Preset | None = None


class Wishing:
    """Makes the changes of people, and takes them back."""

    def __init__(self, tones: Tones) -> None:
        self._tones = tones
        self._made: OrderedDict[PersonId, list[tuple[Change, ...]]] = OrderedDict()

    async def of(self, viewer: Viewer) -> Wishes:
        """What they wish."""
        return (await self._tones.of(viewer)).wishes

    async def rows(self, person: PersonId) -> Sequence[WishRow]:
        """The same with when and from which words."""
        return await self._tones.wished(person)

    async def turn(self, viewer: Viewer, dial: Dial, value: int, *, at: datetime) -> Change:
        """Turn one dial."""
        before = (await self.of(viewer)).dials.get(dial, 0)
        return (await self._make(viewer, (Change(before, value, dial),), at=at))[0]

    async def switch(self, viewer: Viewer, preset: Preset, on: bool, *, at: datetime) -> Change:
        """Switch one preset."""
        before = int(preset in (await self.of(viewer)).presets)
        return (await self._make(viewer, (Change(before, int(on), preset=preset),), at=at))[0]

    async def heed(self, viewer: Viewer, wish: Said, *, at: datetime, source: Spot | None = None) -> tuple[Change, ...]:
        """Do what was said; what was so already is told too."""
        wishes = await self.of(viewer)
        turned = [Change(before, after, dial) for dial, before, after in wish.changes(wishes)]
        switched = [Change(int(each in wishes.presets), int(on), preset=each) for each, on in wish.presets]
        return await self._make(viewer, (*turned, *switched), at=at, source=source)

    async def reset(self, viewer: Viewer, *, at: datetime) -> tuple[Change, ...]:
        """Take all back."""
        wishes = await self.of(viewer)
        dials = [Change(value, 0, dial) for dial, value in wishes.dials.items() if value]
        return await self._make(viewer, (*dials, *(Change(1, 0, preset=each) for each in wishes.presets)), at=at)

    async def undo(self, viewer: Viewer, *, at: datetime) -> tuple[Change, ...]:
        """Take the last change back; nothing where there was none."""
        made = self._made.get(viewer.person, [])
        while made:
            last = made.pop()
            wishes = await self.of(viewer)
            if all(_stands(each, wishes) == each.after for each in last):
                back = tuple(Change(each.after, each.before, each.dial, each.preset) for each in last)
                await self._write(viewer.person, back, at=at, source=None)
                return back
        rows = sorted(await self._tones.wished(viewer.person), key=lambda each: each.at)
        back = tuple(Change(each.value, 0, each.dial, each.preset) for each in rows[-1:])
        await self._write(viewer.person, back, at=at, source=None)
        return back

    async def _make(
        self, viewer: Viewer, changes: tuple[Change, ...], *, at: datetime, source: Spot | None = None
    ) -> tuple[Change, ...]:
        await self._write(viewer.person, changes, at=at, source=source)
        moved = tuple(each for each in changes if each.before != each.after)
        if moved:
            self._remember(viewer.person, moved)
        return changes

    async def _write(self, person: PersonId, changes: Sequence[Change], *, at: datetime, source: Spot | None) -> None:
        for each in changes:
            if each.dial is not None:
                await self._tones.wish(person, each.dial, each.after, source=source, at=at)
            elif each.preset is not None:
                await self._tones.choose(person, each.preset, bool(each.after), at=at)

    def _remember(self, person: PersonId, changes: tuple[Change, ...]) -> None:
        made = self._made.setdefault(person, [])
        made.append(changes)
        del made[:-STEPS]
        self._made.move_to_end(person)
        if len(self._made) > PEOPLE:
            self._made.popitem(last=False)


def _stands(change: Change, wishes: Wishes) -> int:
    """Where what was changed stands now."""
    if change.dial is not None:
        return wishes.dials.get(change.dial, 0)
    return int(change.preset in wishes.presets)
