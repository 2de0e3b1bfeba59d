"""The arithmetic of the measurements at Discord: waits, growth, shares, parts and the model's facts."""

import os
import sys
from pathlib import Path

import pytest

import bot.dispatch
from tests.bench.discord_figures import Sample, Wait, growth, shares, wait, waits
from tests.bench.discord_model import facts_in
from tests.bench.discord_processes import resident, started, used, used_by_family, used_by_loop
from tests.bench.discord_sampled import part_of, placed, within
from tests.bench.discord_world import Bench, Order, name_of

MIB = 2**20


def test_waits_leave_out_what_never_came() -> None:
    assert waits([1.0, 2.0, 3.0], [1.5, None, 3.25]) == [500.0, 250.0]


def test_wait_is_of_the_slowest_twentieth() -> None:
    assert wait([float(each) for each in range(101)]) == Wait(50.0, 95.0, 100.0)


def test_growth_counts_from_when_the_caches_are_full() -> None:
    filling = [Sample(at * 1000, at * 100 * MIB) for at in range(1, 5)]
    level = [Sample(at * 1000, 500 * MIB) for at in range(5, 20)]
    assert growth([*filling, *level], after=4_000).share == pytest.approx(0)
    rising = [Sample(at * 1000, 500 * MIB + at * 1000 * 64) for at in range(5, 20)]
    found = growth([*filling, *rising], after=4_000)
    assert found.bytes_a_message == pytest.approx(64)
    assert found.share > 0
    with pytest.raises(ValueError, match="too few"):
        growth(filling, after=2_000)


def test_shares_are_of_what_works() -> None:
    assert shares({"a": 1, "b": 3, "waiting": 96}, leave="waiting") == [("b", 0.75), ("a", 0.25)]
    assert shares({"waiting": 4}, leave="waiting") == []


def test_time_is_put_down_to_the_innermost_part() -> None:
    seen = within(sys._getframe())
    assert part_of(str(Path(bot.dispatch.__file__))) == "bot"
    assert part_of("/x/site-packages/discord/http.py") == "discord.py"
    assert part_of("/x/json/encoder.py") is None
    assert placed(sys._getframe()) in ("other", "event loop")
    assert any(each.endswith("test_discord.py:test_time_is_put_down_to_the_innermost_part") for each in seen)


def test_model_learns_every_third_line_in_its_own_words() -> None:
    found = facts_in("Date: x\n1 Ana: I like figs.\n2 Bo (May): No.\n3 Ana: Yes.\n4 Bo: I have a cat.")
    assert [(each["line"], each["about"], each["quote"]) for each in found] == [
        (1, "Ana", "I like figs."),
        (4, "Bo", "I have a cat."),
    ]


def test_time_and_memory_are_those_of_a_process() -> None:
    before, family = used(os.getpid()), used_by_family(os.getpid())
    while used(os.getpid()) < before + 0.05:
        sum(range(10_000))
    assert used_by_family(os.getpid()) >= family + 0.05
    assert used_by_loop(os.getpid()) <= used(os.getpid())
    assert resident(os.getpid()) > 10 * MIB


def test_people_have_names_of_letters_that_differ() -> None:
    names = {name_of(number) for number in range(2_000)}
    assert len(names) == 2_000
    assert all(name.isalpha() for name in names)


async def test_people_wait_for_answers_and_say_when_they_came() -> None:
    world = Bench(people=4)
    assert [seat.mention != "" for seat in world.seats] == [False, True, False, True]
    heard = await world.carry_out(Order(["Anybody there?"], talkers=2, seconds=0.0))
    assert (heard.posted, heard.unanswered) == ([], 0)


async def test_a_child_is_asked_and_ended() -> None:
    async with started("tests.bench.discord_model") as child:
        assert (await child.hear(30))["url"].startswith("http://127.0.0.1:")
    assert child.process.returncode is not None
