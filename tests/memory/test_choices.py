"""Personal choices: checked, at hand, and never undone by another process that changes something else."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest

from memory import chosen
from memory.choices import Choices
from memory.chosen import MOST, TRUSTED_S, Chosen
from memory.errors import ChoiceUnknown, NotVisible
from memory.memory import Memory
from memory.setting import Setting
from memory.store import choices as store
from memory.store.database import open_database
from memory.types import Account, PersonId, Utterance
from tests.memory.feedback_world import answered, given_now
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, GARDEN, START, World
from tests.memory.test_erasure import everywhere


async def test_nothing_is_chosen_until_it_is(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    assert await world.memory.choices.of(ana) == Choices(learning=True, zone=None, locale=None, persona=None)


async def test_each_choice_counts_at_once_and_can_be_taken_back(world: World) -> None:
    ana, ben = (await world.viewer(ANA)).person, (await world.viewer(BEN, GARDEN)).person
    choices = world.memory.choices
    await choices.of(ana)
    assert await choices.set_learning(ana, False) == Choices(learning=False)
    assert (await choices.set_zone(ana, "Europe/Lisbon")).zone == "Europe/Lisbon"
    assert (await choices.set_locale(ana, "pt-BR")).locale == "pt-BR"
    assert (await choices.set_persona(ana, " pirate\0 ")).persona == "pirate\ufffd"
    assert await choices.of(ana) == Choices(False, "Europe/Lisbon", "pt-BR", "pirate\ufffd")
    assert await Memory(world.database, None).choices.of(ana) == await choices.of(ana)
    assert await choices.of(ben) == Choices()
    await choices.set_zone(ana, None)
    await choices.set_locale(ana, None)
    await choices.set_persona(ana, None)
    assert await choices.set_learning(ana, True) == Choices()
    assert await choices.of(ana) == Choices()


@pytest.mark.parametrize(
    "zone",
    [
        "",
        "Lisbon",
        "Europe/lisbonn",
        "Europe",
        "../Europe/Lisbon",
        "/etc/passwd",
        "Europe/Lisbon\0",
        "x" * 500,
        "ü",
        "\ud83d",
    ],
)
async def test_a_zone_that_is_none_is_not_chosen(world: World, zone: str) -> None:
    ana = (await world.viewer(ANA)).person
    with pytest.raises(ChoiceUnknown, match="time zone"):
        await world.memory.choices.set_zone(ana, zone)
    assert await world.memory.choices.of(ana) == Choices()


async def test_every_zone_that_is_one_can_be_chosen(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    for zone in sorted(available_timezones())[::60]:
        assert (await world.memory.choices.set_zone(ana, zone)).zone == zone


@pytest.mark.parametrize("locale", ["", "e", "en_US", "en-", "pt BR", "en\n", "'; --", "de-" + "x" * 20])
async def test_a_language_that_is_none_is_not_chosen(world: World, locale: str) -> None:
    ana = (await world.viewer(ANA)).person
    with pytest.raises(ChoiceUnknown, match="language"):
        await world.memory.choices.set_locale(ana, locale)


@pytest.mark.parametrize("persona", ["", "   ", "x" * 65])
async def test_a_name_that_can_be_none_is_not_chosen(world: World, persona: str) -> None:
    ana = (await world.viewer(ANA)).person
    with pytest.raises(ChoiceUnknown):
        await world.memory.choices.set_persona(ana, persona)


async def test_somebody_who_does_not_exist_chooses_nothing(world: World) -> None:
    with pytest.raises(NotVisible):
        await world.memory.choices.of(PersonId(4711))
    with pytest.raises(NotVisible):
        await world.memory.choices.set_learning(PersonId(4711), False)


async def test_two_processes_that_choose_different_things_undo_nothing(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    async with open_database(world.dsn) as other:
        here, there = world.memory.choices, Memory(other, None).choices
        await asyncio.gather(here.of(ana), there.of(ana))
        await asyncio.gather(
            here.set_learning(ana, False),
            there.set_zone(ana, "Asia/Tokyo"),
            here.set_locale(ana, "ja"),
            there.set_persona(ana, "sage"),
        )
        assert await Chosen(other).of(ana) == Choices(False, "Asia/Tokyo", "ja", "sage")


async def test_what_another_process_changed_is_seen_after_a_while(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    now = [0.0]
    here, there = Chosen(world.database, lambda: now[0]), world.memory.choices
    assert (await here.of(ana)).learning
    await there.set_learning(ana, False)
    now[0] = TRUSTED_S
    assert (await here.of(ana)).learning  # at hand, no round trip
    now[0] = TRUSTED_S + 1
    assert not (await here.of(ana)).learning


async def test_what_another_process_changed_is_seen_at_once_where_that_is_doubted(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    here = Chosen(world.database)
    assert (await here.of(ana)).learning
    await world.memory.choices.set_learning(ana, False)
    assert (await here.of(ana)).learning
    here.doubt(ana)
    assert not (await here.of(ana)).learning


async def test_a_reading_that_was_overtaken_by_a_change_is_not_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = (await world.viewer(ANA)).person
    choices, read, go_on = world.memory.choices, asyncio.Event(), asyncio.Event()
    really = store.choices

    async def slow(*asked: object) -> Choices:
        found = await really(world.database, ana)
        read.set()
        await go_on.wait()
        return found

    monkeypatch.setattr(store, "choices", slow)
    async with asyncio.timeout(10):
        reading = asyncio.create_task(choices.of(ana))
        await read.wait()
        await choices.set_learning(ana, False)
        go_on.set()
        await reading
        assert not (await choices.of(ana)).learning


async def test_what_is_at_hand_never_grows_beyond_its_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 10_000
    monkeypatch.setattr(chosen, "MOST", 3)
    people = [(await world.viewer(Account("p", str(n), "N"), GARDEN)).person for n in range(6)]
    now = [0.0]
    kept = Chosen(world.database, lambda: now[0])
    for person in people:
        await kept.of(person)
        await kept.of(people[0])  # asked for again and again, so it stays
    assert set(kept._known) == {people[0], *people[-2:]}


async def test_the_chosen_zone_wins_over_what_the_platform_says(world: World) -> None:
    abroad = Account(ANA.platform, ANA.handle, ANA.name, "America/New_York", "en-US")
    ana = (await world.viewer(abroad)).person
    evening = datetime(2026, 5, 4, 20, tzinfo=UTC)
    await world.memory.note(Utterance("m", ana, ANA_DIRECT, "I was born yesterday", evening))
    await world.memory.choices.set_zone(ana, "Asia/Tokyo")
    await world.viewer(Account(ANA.platform, ANA.handle, ANA.name, "Europe/London"))
    await world.learn()
    (asked,) = world.asked
    assert (await world.memory.choices.of(ana)).zone == "Asia/Tokyo"
    assert "2026-05-05" in asked.input
    await world.memory.choices.set_zone(ana, None)
    (row,) = await world.owner("SELECT coalesce(chosen_zone, zone) AS zone FROM people WHERE id = $1", ana)
    assert row["zone"] == "Europe/London"


async def test_an_export_tells_what_was_chosen(world: World) -> None:
    ana = await world.viewer(ANA, ANA_DIRECT)
    await world.memory.choices.set_learning(ana.person, False)
    await world.memory.choices.set_zone(ana.person, "Asia/Tokyo")
    await world.memory.choices.set_persona(ana.person, "sage")
    out = await world.memory.export(ana)
    person = out["person"]
    assert isinstance(person, dict)
    chosen_of = {name: person[name] for name in ("learning", "chosen_zone", "chosen_locale", "persona")}
    assert chosen_of == {"learning": False, "chosen_zone": "Asia/Tokyo", "chosen_locale": None, "persona": "sage"}


async def test_of_who_is_erased_nothing_is_left_that_they_chose_or_thought(world: World) -> None:
    ana = await answered(world)
    await world.memory.choices.set_learning(ana.person, False)
    await world.memory.choices.set_persona(ana.person, "ytterby")
    await world.memory.choices.set_locale(ana.person, "sv")
    await world.memory.choices.set_zone(ana.person, "Europe/Stockholm")
    await world.memory.answers.rate(ana, "answer", -1, "Ytterby it was")
    await world.memory.answers.rate(await world.viewer(BEN, GARDEN), "answer", 1)
    await world.memory.settings.change("club", Setting("", "limit", 3), by=ana.person, at=START)
    assert await world.memory.following.erase_account(ANA.platform, ANA.handle)
    assert await everywhere(world, "ytterby") == [] and await everywhere(world, "stockholm") == []
    assert [row[0] for row in await given_now(world)] == ["Ben"]
    assert await Chosen(world.database).of(ana.person) == Choices()
    (change,) = await world.memory.settings.changes("club")
    assert change.by is None
