"""Training data as it is written: only of who allows it, only their own lines, nothing that others said, no names."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.training.exporting import write_training
from memory.recalled import Turn
from memory.types import FactId, Place, Spot
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, GARDEN, World, open_world
from tests.memory.preference_world import answer


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


async def allow(world: World, *, ben: bool = False) -> None:
    await world.memory.choices.set_training((await world.viewer(ANA)).person, True)
    if ben:
        await world.memory.choices.set_training((await world.viewer(BEN, BEN_DIRECT)).person, True)


async def written(world: World, folder: Path) -> tuple[list[dict[str, object]], str]:
    """The pairs, and all that was written."""
    done = await write_training(
        world.memory.preferences, world.memory.tones, folder / f"out{len(list(folder.iterdir()))}.jsonl"
    )
    pairs, talks = (each.read_text("utf-8") for each in done.files)
    for line in (*pairs.splitlines(), *talks.splitlines()):
        assert isinstance(json.loads(line), dict)
    return [json.loads(line) for line in pairs.splitlines()], pairs + talks


async def used(world: World, said: str, place: Place, *, facts: tuple[FactId, ...], lines: tuple[Spot, ...]) -> None:
    """An answer to Ana that rests on these."""
    viewer = await world.viewer(ANA, place)
    question, spoken = await world.say(ANA, "what else?", place), await world.say(None, said, place)
    await world.memory.log_turn(replace(Turn(viewer, question, spoken, facts, lines, "model"), reply_tokens=3))


async def test_nothing_is_given_out_unless_allowed(world: World, tmp_path: Path) -> None:
    question, _ = await answer(world, "One.", place=ANA_DIRECT)
    await answer(world, "Two.", place=ANA_DIRECT, asked=question)
    await world.memory.preferences.again(await world.viewer(ANA), question)
    assert await written(world, tmp_path) == ([], "")
    await allow(world)
    (pair,), _ = await written(world, tmp_path)
    assert pair == {
        "prompt": [{"role": "user", "content": "what time is it?"}],
        "chosen": [{"role": "assistant", "content": "Two."}],
        "rejected": [{"role": "assistant", "content": "One."}],
    }
    await world.memory.choices.set_learning((await world.viewer(ANA)).person, False)
    assert await written(world, tmp_path) == ([], ""), "who wants nothing learned allows nothing"


async def test_nobody_elses_lines_nor_what_rests_on_them(world: World, tmp_path: Path) -> None:
    await allow(world)
    await world.viewer(BEN, GARDEN)
    await answer(world, "Yes, heron-free.", place=GARDEN)
    theirs = await world.say(BEN, "the heron nests in the reeds", GARDEN)
    await answer(world, "Ben asked alone.", who=BEN, place=BEN_DIRECT)
    await used(world, "Ben says in the reeds.", GARDEN, facts=(), lines=(theirs,))
    await used(world, "Somebody told me.", GARDEN, facts=(FactId(987),), lines=())
    _, text = await written(world, tmp_path)
    assert "heron-free" in text
    for gone in ("nests", "reeds", "Somebody", "alone"):
        assert gone not in text


async def test_direct_of_one_is_in_no_prompt_of_another(world: World, tmp_path: Path) -> None:
    await allow(world, ben=True)
    await answer(world, "Alone with Ana.", place=ANA_DIRECT)
    await answer(world, "Alone with the other.", who=BEN, place=BEN_DIRECT)
    _, text = await written(world, tmp_path)
    rows = [line for line in text.splitlines() if line]
    assert len(rows) == 2 and all(("with the other" in row) != ("with [person" in row) for row in rows)


async def test_names_and_numbers_of_people_are_taken_out(world: World, tmp_path: Path) -> None:
    await allow(world)
    await world.viewer(BEN, GARDEN)
    await world.say(ANA, "hello", GARDEN)
    question = await world.say(ANA, "Ask Ben, ben@mail.example or +49 30 1234567", GARDEN)
    await answer(world, "I cannot write to Ben, Ana.", place=GARDEN, asked=question)
    _, text = await written(world, tmp_path)
    assert "Ask [person 1], [email 1] or [number 1]" in text and "write to [person 1], [person 2]." in text


async def test_no_file_is_written_over_and_only_its_owner_reads_it(world: World, tmp_path: Path) -> None:
    done = await write_training(world.memory.preferences, world.memory.tones, tmp_path / "out.jsonl")
    assert [oct(each.stat().st_mode & 0o777) for each in done.files] == ["0o600", "0o600"]
    with pytest.raises(ConfigError):
        await write_training(world.memory.preferences, world.memory.tones, tmp_path / "out.jsonl")
    done.files[0].unlink()
    with pytest.raises(ConfigError):
        await write_training(world.memory.preferences, world.memory.tones, tmp_path / "out.jsonl")
    assert not done.files[0].exists(), "nothing half done stays"


async def test_files_are_called_after_the_whole_name_that_was_given(world: World, tmp_path: Path) -> None:
    for name in ("train", "train.2026", "train.jsonl"):
        done = await write_training(world.memory.preferences, world.memory.tones, tmp_path / name)
        assert [each.name for each in done.files] == [f"{name}.pairs.jsonl", f"{name}.dialogues.jsonl"]
        assert all(each.parent == tmp_path and each.exists() for each in done.files)


async def test_what_is_deleted_or_delicate_is_not_given_out(world: World, tmp_path: Path) -> None:
    await allow(world)
    question, _ = await answer(world, "Gone.", place=ANA_DIRECT)
    await world.memory.forget(await world.viewer(ANA), lines=[question])
    line = await world.say(ANA, "I have diabetes and take insulin, what now?")
    await answer(world, "See your doctor.", place=ANA_DIRECT, asked=line)
    _, text = await written(world, tmp_path)
    assert "Gone" not in text and "insulin" not in text
