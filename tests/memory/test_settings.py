"""Settings of spaces: JSON of any kind, and each change written down in one chain, however many change at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.doors import SpaceSettings
from memory.errors import MemoryFault
from memory.setting import Json, Setting, SettingChange
from memory.store.database import open_database
from memory.types import PersonId
from tests.memory.learning_world import ANA, BEN, BEN_DIRECT, GARDEN, START, World

SPACE, HALL = "discord/1", "discord/1/7/"


@pytest.fixture
async def by(world: World) -> PersonId:
    """Who changes."""
    return (await world.viewer(ANA, GARDEN)).person


@pytest.fixture
async def other(world: World) -> AsyncIterator[SpaceSettings]:
    """The settings as another process sees them."""
    async with open_database(world.dsn) as database:
        yield SpaceSettings(database)


def told(changes: tuple[SettingChange, ...]) -> list[tuple[Json, Json]]:
    return [(change.old, change.new) for change in changes]


async def test_a_space_is_read_whole_and_no_other_one(world: World, by: PersonId, other: SpaceSettings) -> None:
    change = world.memory.settings.change
    assert await world.memory.settings.of(SPACE) == ()
    assert await change(SPACE, Setting("", "persona", "sage"), by=by, at=START)
    assert await change(SPACE, Setting(HALL, "persona", "pirate"), by=by, at=START)
    assert await change(SPACE, Setting("", "channels", [HALL, "b"]), by=by, at=START)
    assert await change("discord/12", Setting("", "persona", "other"), by=by, at=START)
    assert await other.of(SPACE) == (
        Setting("", "channels", [HALL, "b"]),
        Setting("", "persona", "sage"),
        Setting(HALL, "persona", "pirate"),
    )
    assert await other.of("discord/12") == (Setting("", "persona", "other"),)
    assert await other.of("discord/%") == ()


async def test_every_change_is_written_down_newest_first(world: World, by: PersonId) -> None:
    ben = (await world.viewer(BEN, GARDEN)).person
    doors = world.memory.settings
    later = START + timedelta(hours=1)
    await doors.change(SPACE, Setting("", "limit", 3), by=by, at=START)
    await doors.change(SPACE, Setting("", "limit", {"day": 4}), by=ben, at=later)
    await doors.change(SPACE, Setting(HALL, "talk", False), by=ben, at=later)
    await doors.change(SPACE, Setting("", "limit", None), by=by, at=later)
    changes = await doors.changes(SPACE)
    assert [(c.channel, c.name, c.old, c.new, c.by, c.at) for c in changes] == [
        ("", "limit", {"day": 4}, None, by, later),
        (HALL, "talk", None, False, ben, later),
        ("", "limit", 3, {"day": 4}, ben, later),
        ("", "limit", None, 3, by, START),
    ]
    assert await doors.of(SPACE) == (Setting(HALL, "talk", False),)
    assert await doors.changes("discord/2") == ()


async def test_the_list_of_changes_goes_on_where_it_ended(world: World, by: PersonId) -> None:
    doors = world.memory.settings
    for n in range(5):
        await doors.change(SPACE, Setting("", "limit", n), by=by, at=START)
    first = await doors.changes(SPACE, most=2)
    second = await doors.changes(SPACE, before=first[-1].id, most=2)
    rest = await doors.changes(SPACE, before=second[-1].id)
    assert [change.new for change in (*first, *second, *rest)] == [4, 3, 2, 1, 0]


async def test_what_is_so_already_is_no_change(world: World, by: PersonId) -> None:
    change = world.memory.settings.change
    assert not await change(SPACE, Setting("", "limit", None), by=by, at=START)
    assert await change(SPACE, Setting("", "limit", {"a": 1, "b": [2.0, True]}), by=by, at=START)
    assert not await change(SPACE, Setting("", "limit", {"b": [2.0, True], "a": 1}), by=by, at=START)
    assert await change(SPACE, Setting("", "limit", None), by=by, at=START)
    assert not await change(SPACE, Setting("", "limit", None), by=by, at=START)
    assert len(await world.memory.settings.changes(SPACE)) == 2


async def test_two_processes_that_change_at_once_make_one_chain(
    world: World, by: PersonId, other: SpaceSettings
) -> None:
    here = world.memory.settings
    async with asyncio.timeout(30):
        await asyncio.gather(
            *(
                doors.change(SPACE, Setting(channel, "limit", f"{side}{n}" if n % 4 else None), by=by, at=START)
                for n in range(20)
                for side, doors in (("here", here), ("there", other))
                for channel in ("", HALL)
            )
        )
    changes = await here.changes(SPACE, most=1_000)
    stands = {setting.channel: setting.value for setting in await here.of(SPACE)}
    for channel in ("", HALL):
        chain = [change for change in reversed(changes) if change.channel == channel]
        assert chain[0].old is None
        assert all(one.new == two.old != two.new for one, two in pairwise(chain))
        assert chain[-1].new == stands.get(channel)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(value=JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_value_comes_back_as_it_was(world: World, by: PersonId, value: Json) -> None:
    await world.memory.settings.change(SPACE, Setting("c", "n", value), by=by, at=START)
    ((_, _, kept),) = [(s.channel, s.name, s.value) for s in await world.memory.settings.of(SPACE)]
    assert kept == value
    assert (await world.memory.settings.changes(SPACE))[0].new == value


@pytest.mark.parametrize("value", ["a\0b", "lone \ud83d end", {"\0": ["\ud83d"]}, "'; DROP TABLE space_settings; --"])
async def test_any_text_has_a_defined_outcome(world: World, by: PersonId, value: Json) -> None:
    await world.memory.settings.change("s\0", Setting("c\0", "n\ud83d", value), by=by, at=START)
    (kept,) = await world.memory.settings.of("s\0")
    assert (kept.channel, kept.name) == ("c\ufffd", "n\ufffd")
    assert str(kept.value) == str(value).replace("\0", "\ufffd").replace("\\x00", "\ufffd").replace(
        "\ud83d", "\ufffd"
    ).replace("\\ud83d", "\ufffd")


@pytest.mark.parametrize(("name", "value"), [("", 1), ("n" * 65, 1), ("n", "x" * 20_000), ("n", float("nan"))])
async def test_what_is_no_setting_is_a_mistake_and_changes_nothing(
    world: World, by: PersonId, name: str, value: Json
) -> None:
    with pytest.raises(Exception) as fault:
        await world.memory.settings.change(SPACE, Setting("", name, value), by=by, at=START)
    assert not isinstance(fault.value, MemoryFault)  # nobody's circumstance
    assert await world.memory.settings.of(SPACE) == ()
    assert await world.memory.settings.changes(SPACE) == ()


async def test_who_is_forgotten_is_named_no_more(world: World, by: PersonId) -> None:
    await world.memory.settings.change(SPACE, Setting("", "limit", 3), by=by, at=START)
    for table in ("place_members", "space_members", "accounts"):
        await world.owner(f"DELETE FROM {table} WHERE person_id = $1", by)
    await world.owner("DELETE FROM people WHERE id = $1", by)
    (change,) = await world.memory.settings.changes(SPACE)
    assert (change.by, told((change,))) == (None, [(None, 3)])


async def test_with_a_space_that_is_erased_go_its_settings(world: World, by: PersonId) -> None:
    doors, following = world.memory.settings, world.memory.following
    await doors.change("club", Setting("", "limit", 3), by=by, at=START)
    await doors.change("other", Setting("", "limit", 4), by=by, at=START)
    await following.closed_space("club")
    assert await following.erase_next() is None  # it may be opened again
    assert await doors.of("club") == (Setting("", "limit", 3),)
    await world.owner("UPDATE erasures SET due_at = now(), asked_at = now() + interval '1 second'")
    await doors.change("club", Setting("", "talk", True), by=by, at=datetime.now(UTC) + timedelta(minutes=1))
    async with asyncio.timeout(30):
        while await following.erase_next() is not None:
            pass
    assert await doors.of("club") == (Setting("", "talk", True),)
    assert [change.name for change in await doors.changes("club")] == ["talk"]
    assert await doors.of("other") == (Setting("", "limit", 4),)


async def test_an_export_holds_ones_own_changes_only(world: World, by: PersonId) -> None:
    ben = await world.viewer(BEN, BEN_DIRECT)
    await world.memory.settings.change(SPACE, Setting("", "limit", 3), by=by, at=START)
    await world.memory.settings.change(SPACE, Setting(HALL, "limit", [4]), by=ben.person, at=START)
    out: dict[str, Any] = await world.memory.export(ben)
    assert out["setting_changes"] == [
        {
            "space": SPACE,
            "channel": HALL,
            "name": "limit",
            "old": None,
            "new": [4],
            "changed_at": START.isoformat(),
        }
    ]
