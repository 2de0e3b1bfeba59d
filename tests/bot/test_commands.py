"""Commands over a real database: see, correct, forget, share, export, why."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from bot.days import short_day
from bot.why import model_name
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path) as stage:
        yield stage


async def test_what_is_remembered_is_listed_corrected_and_forgotten(stage: Stage) -> None:
    assert await stage.order("memory") == "I remember nothing about you here yet."
    assert "bike is blue" in await stage.order("remember", "My bike is blue.")
    listed = await stage.order("memory")
    assert "1. " in listed
    assert "bike is blue" in listed
    assert "bike is red" in await stage.order("memory", "correct 1 My bike is red.")
    assert "bike is blue" not in await stage.order("memory")
    assert "bike is blue" in await stage.order("memory", "history")
    await stage.order("memory")
    assert (await stage.order("forget", "1")).startswith("Forgotten for good: ")
    assert "bike is red" not in await stage.order("memory", "history")


async def test_forget_words_asks_when_several_match_and_acts_when_one_does(stage: Stage) -> None:
    await stage.say("The heron lives at the pond.")
    await stage.say("The heron eats frogs.")
    await stage.say("I like pancakes.")
    asked = await stage.order("forget", "heron")
    assert asked.startswith("Which of these?")
    assert "1. " in asked
    assert "2. " in asked
    assert (await stage.order("forget", "all")).startswith("Forgotten for good: ")
    assert await stage.order("forget", "heron") == "I find nothing like that here, so there is nothing to forget."
    assert "heron" not in await stage.say("Where does the heron live?")
    assert (await stage.order("forget", "pancakes")).startswith("Forgotten for good: ")


async def test_forgetting_takes_it_out_of_the_next_prompt(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.say("The heron lives at the pond.")
    await stage.say("Hello")
    assert "heron" in "".join(message.text for message in model.prompts[-1])
    await stage.order("forget", "heron")
    await stage.say("Hello again")
    assert "heron" not in "".join(message.text for message in model.prompts[-1])


@pytest.mark.parametrize(
    ("name", "argument", "told"),
    [
        ("forget", "", "Say what to forget"),
        ("forget", "7", "There is no list yet"),
        ("memory", "correct x", "Say the number and the new text"),
        ("memory", "correct f1", "Say the number and the new text"),
        ("memory", "correct f1 new words", "There is no such fact"),
        ("memory", "show f1", "not remembered any more"),
        ("tone", "nonsense", "Say /tone add"),
        ("tone", "add", "Say /tone add"),
        ("keep", "", "Open that on a message"),
        ("about", "", "Open that on a message"),
        ("timezone", "Nowhere/Land", "do not know that time zone"),
        ("persona", "nobody", "I cannot be nobody"),
        ("remember", "", "Say what to remember"),
        ("share", "1", "Say the number and `here`"),
        ("share", "1 here", "Go to the place"),
        ("leave", "", "One cannot leave"),
        ("why", "", "I have not answered you here yet."),
        ("frobnicate", "", "I do not know /frobnicate"),
    ],
)
async def test_a_command_given_wrongly_gets_a_hint(stage: Stage, name: str, argument: str, told: str) -> None:
    assert told in await stage.order(name, argument)
    assert not stage.records


async def test_share_lets_a_fact_be_used_where_it_was_not_said(stage: Stage) -> None:
    await stage.order("remember", "My bike is blue.")
    await stage.order("memory")
    home = stage.seat
    stage.seat = home.moved("#garden")
    assert "bike" not in await stage.order("memory")
    assert "may now be used in #garden" in await stage.order("share", "1 here")
    assert "bike" in await stage.order("memory")


async def test_why_tells_what_was_used(stage: Stage) -> None:
    await stage.order("remember", "My bike is blue.")
    await stage.say("What colour is my bike?")
    told = await stage.order("why")
    assert "bike is blue" in told
    assert "(No model: the answer was word for word.)" in told


async def test_export_is_a_private_file_given_only_in_direct(stage: Stage) -> None:
    await stage.say("The heron lives at the pond.")
    told = await stage.order("export")
    path = Path(told.rpartition(" ")[2])
    assert "heron" in json.dumps(json.loads(path.read_text()))
    assert path.stat().st_mode & 0o077 == 0
    stage.seat = stage.seat.moved("#garden")
    assert await stage.order("export") == "I give that out only when we are alone."


async def test_leaving_a_private_place_takes_away_what_was_said_there(stage: Stage) -> None:
    home = stage.seat
    stage.seat = home.moved("&board")
    await stage.say("The heron lives at the pond.")
    stage.seat = home
    assert "heron" in await stage.say("Where does the heron live?")
    stage.seat = home.moved("&board")
    assert "You left" in await stage.order("leave")
    stage.seat = home
    assert "pond" not in await stage.say("Does a heron live somewhere?")


async def test_what_only_a_left_place_allowed_is_out_of_the_next_prompt(stage: Stage) -> None:
    home, board = stage.seat, stage.seat.moved("&board")
    stage.seat = board
    await stage.say("The heron lives at the pond.")
    model = stage.speak_with(lambda messages: ["Ok."])
    stage.seat = home
    await stage.say("Where does the heron live?")
    assert "pond" in "".join(message.text for message in model.prompts[-1])
    stage.seat = board
    await stage.order("leave")
    stage.seat = home
    await stage.say("Hello")
    assert "pond" not in "".join(message.text for message in model.prompts[-1])


async def test_a_correction_given_elsewhere_repeats_nothing_there(stage: Stage) -> None:
    await stage.order("remember", "My bike is blue.")
    await stage.order("memory")
    home = stage.seat
    stage.seat = home.moved("#garden")
    assert await stage.order("memory", "correct 1 My bike is red.") == "Corrected: number 1 of the list."
    assert "bike" not in await stage.order("memory")
    stage.seat = home
    assert "bike is red" in await stage.order("memory")


async def test_an_endless_number_is_a_word(stage: Stage) -> None:
    assert "nothing like that" in await stage.order("forget", "9" * 5000)


async def test_why_has_dates_and_quotes_and_no_path(stage: Stage) -> None:
    await stage.order("remember", "My bike is blue.")
    stage.speak_with(lambda messages: ["Blue."])
    await stage.say("What colour is my bike?")
    told = await stage.order("why")
    day = short_day(datetime.now(UTC), UTC)
    assert f"since {day}" in told
    assert f'you said so on {day}, here: "My bike is blue' in told


async def test_why_names_day_and_place_as_the_asker_counts_them(stage: Stage) -> None:
    home = stage.seat
    stage.seat = home.moved("#garden")
    await stage.order("remember", "My bike is blue.")
    stage.seat = replace(home, author=replace(home.author, timezone="Pacific/Kiritimati"))
    await stage.say("What colour is my bike?")
    told = await stage.order("why")
    there = datetime.now(UTC).astimezone(ZoneInfo("Pacific/Kiritimati"))
    assert f"you said so on {there.day} {there:%b} {there.year}, in #garden" in told


MOVED = """
UPDATE facts SET valid_until = '2026-03-20T12:00Z', superseded_at = '2026-04-10T12:00Z',
    recorded_at = '2026-03-02T12:00Z', valid_from = '2026-03-01T12:00Z';
UPDATE fact_ends SET known_until = '2026-04-10T12:00Z';
DELETE FROM fact_beginnings  -- it was known to begin then from the first"""


async def test_both_clocks_can_be_asked_for(stage: Stage, database_dsn: str) -> None:
    await stage.order("remember", "I live in Oslo.")
    connection = await asyncpg.connect(database_dsn)
    await connection.execute(MOVED)  # moved on 20 March, told on 10 April
    await connection.close()
    for days, held in {
        "at 2026-03-10": True,
        "at 2026-03-31": False,
        "at 2026-02-20": False,
        "believed 2026-03-31": True,
        "believed 2026-04-30": False,
        "believed 2026-03-01": False,
        "at 2026-03-10 believed 2026-04-30": True,
        "believed 2026-04-30 at 2026-03-31": False,
        "at 2026-03-31 believed 2026-03-31": True,
    }.items():
        assert ("Oslo" in await stage.order("memory", days)) is held, days
    for wrong in ("at", "at noon", "at 2026-03-31 believed", "at 2026-03-31 at 2026-03-31", "believed 2026-13-01"):
        assert "Say the day" in await stage.order("memory", wrong)
    assert "nothing about that" in await stage.order("memory", "believed everything")
    assert "/memory believed" in await stage.order("help")


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("/home/ana/models/qwen.gguf", "qwen.gguf"),
        ("C:\\Users\\ana\\qwen.gguf", "qwen.gguf"),
        ("models/qwen.GGUF", "qwen.GGUF"),
        ("Qwen/Qwen3-8B", "Qwen/Qwen3-8B"),
        ("qwen3:8b", "qwen3:8b"),
    ],
)
def test_a_model_is_shown_by_its_name(model: str, shown: str) -> None:
    assert model_name(model) == shown
