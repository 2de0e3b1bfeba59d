"""Changes of wishes: made, told and taken back, over a function fake of what keeps them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.tone.said import said
from bot.wishing import Change, Wishing
from memory.preference import Refined, RefinementId
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial, Preset, Wishes, WishRow
from memory.types import Audience, PersonId, Place, PlaceId, Spot, Viewer

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ANA = Viewer(PersonId(1), Place("console/home/direct", None, Audience.DIRECT, "direct"))
SPOT = Spot(PlaceId(1), 7)


class Kept:
    """Wishes of one person, in a table."""

    def __init__(self) -> None:
        self.rows: dict[Dial | Preset, WishRow] = {}

    async def of(self, viewer: Viewer) -> Addressee:
        held = {name: row.value for name, row in self.rows.items() if row.value}
        dials = {name: value for name, value in held.items() if isinstance(name, Dial)}
        return Addressee(Wishes(dials, frozenset(name for name in held if isinstance(name, Preset))))

    async def wish(self, person: PersonId, dial: Dial, value: int, *, source: Spot | None, at: datetime) -> Wishes:
        return await self._put(dial, value, source, at)

    async def choose(self, person: PersonId, preset: Preset, on: bool, *, source: Spot | None, at: datetime) -> Wishes:
        return await self._put(preset, int(on), source, at)

    async def wished(self, person: PersonId) -> Sequence[WishRow]:
        return tuple(sorted(self.rows.values(), key=lambda each: each.at))

    async def forget(self, person: PersonId) -> None:
        self.rows.clear()

    async def _put(self, name: Dial | Preset, value: int, source: Spot | None, at: datetime) -> Wishes:
        before = self.rows[name].value if name in self.rows else 0
        self.rows[name] = WishRow(name, value, before, source, at)
        return (await self.of(ANA)).wishes


async def test_what_is_said_is_done_and_names_its_line() -> None:
    kept = Kept()
    wishing = Wishing(kept)
    changes = await wishing.heed(ANA, said("No emojis please. Shorter please."), at=NOW, source=SPOT)
    assert set(changes) == {Change(Dial.EMOJI, 0, -2), Change(Dial.LENGTH, 0, -1)}
    assert {row.source for row in kept.rows.values()} == {SPOT}
    (again,) = await wishing.heed(ANA, said("shorter please"), at=NOW)
    assert again == Change(Dial.LENGTH, -1, -2)
    assert (await wishing.heed(ANA, said("shorter please"), at=NOW)) == (Change(Dial.LENGTH, -2, -2),)


async def test_changes_are_taken_back_one_after_another() -> None:
    wishing = Wishing(Kept())
    await wishing.turn(ANA, Dial.LENGTH, -1, at=NOW)
    await wishing.switch(ANA, Preset.STEPS, True, at=NOW)
    await wishing.turn(ANA, Dial.LENGTH, -2, at=NOW)
    await wishing.reset(ANA, at=NOW)
    assert not await wishing.of(ANA)
    assert len(await wishing.undo(ANA, at=NOW)) == 2, "all that was taken back at once comes back at once"
    assert await wishing.of(ANA) == Wishes({Dial.LENGTH: -2}, frozenset({Preset.STEPS}))
    assert await wishing.undo(ANA, at=NOW) == (Change(Dial.LENGTH, -2, -1),)
    assert await wishing.undo(ANA, at=NOW) == (Change(Preset.STEPS, 1, 0),)
    assert await wishing.undo(ANA, at=NOW) == (Change(Dial.LENGTH, -1, 0),)
    assert await wishing.undo(ANA, at=NOW) == ()
    assert not await wishing.of(ANA)


async def test_another_process_takes_the_newest_back_and_then_what_is_older() -> None:
    kept = Kept()
    first = Wishing(kept)
    await first.turn(ANA, Dial.EMOJI, -2, at=NOW)
    await first.turn(ANA, Dial.LENGTH, -1, at=NOW + timedelta(minutes=1))
    await first.turn(ANA, Dial.LENGTH, -2, at=NOW + timedelta(minutes=2))
    other = Wishing(kept)
    assert await other.undo(ANA, at=NOW + timedelta(minutes=3)) == (Change(Dial.LENGTH, -2, -1),)
    third = Wishing(kept)
    assert await third.undo(ANA, at=NOW + timedelta(minutes=4)) == (Change(Dial.LENGTH, -1, 0),), (
        "it does not swing to and fro"
    )
    assert await first.undo(ANA, at=NOW + timedelta(minutes=5)) == (Change(Dial.EMOJI, -2, 0),), (
        "what was changed elsewhere is no longer there to be taken back"
    )
    assert [await each.undo(ANA, at=NOW + timedelta(minutes=6)) for each in (first, other, third)] == [(), (), ()]


async def test_who_took_all_back_here_can_take_back_what_was_wished_elsewhere_since() -> None:
    kept = Kept()
    here, elsewhere = Wishing(kept), Wishing(kept)
    await here.turn(ANA, Dial.EMOJI, -2, at=NOW)
    assert await here.undo(ANA, at=NOW) and await here.undo(ANA, at=NOW) == ()
    await elsewhere.turn(ANA, Dial.LENGTH, -1, at=NOW + timedelta(minutes=1))
    assert await here.undo(ANA, at=NOW + timedelta(minutes=2)) == (Change(Dial.LENGTH, -1, 0),)


async def test_nothing_moved_is_nothing_to_take_back() -> None:
    wishing = Wishing(Kept())
    await wishing.turn(ANA, Dial.HUMOUR, 1, at=NOW)
    await wishing.turn(ANA, Dial.HUMOUR, 1, at=NOW)
    assert await wishing.undo(ANA, at=NOW) == (Change(Dial.HUMOUR, 1, 0),)
    assert await wishing.undo(ANA, at=NOW) == ()


async def test_what_was_learned_is_told_apart_from_what_was_chosen() -> None:
    kept = Kept()
    made = Refined(RefinementId(1), PersonId(1), Dial.EMOJI, -1, answers=4, days=3, at=NOW)

    async def refined(person: PersonId) -> Sequence[Refined]:
        return (made,)

    wishing = Wishing(kept, refined)
    await kept.wish(PersonId(1), Dial.EMOJI, -1, source=None, at=NOW)
    assert await wishing.learned(PersonId(1)) == {Dial.EMOJI: made}
    await wishing.turn(ANA, Dial.EMOJI, -1, at=NOW + timedelta(days=1))
    assert await wishing.learned(PersonId(1)) == {}, "it was chosen since"
    await kept.wish(PersonId(1), Dial.EMOJI, 0, source=None, at=NOW)
    assert await wishing.learned(PersonId(1)) == {}, "it was taken back"
