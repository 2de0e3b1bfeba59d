"""What others said, and secrets, are not in training data, by whichever way they come into somebody's own talk."""

from pathlib import Path

import pytest

from memory.recalled import Turn
from memory.types import Place, Spot
from tests.bot.training.test_exporting import allow, used, world, written
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, GARDEN, World
from tests.memory.preference_world import answer

__all__ = ["world"]
HERON = "the heron nests in the reeds"


async def said_by_ben(world: World, text: str = HERON, place: Place = GARDEN) -> Spot:
    await world.viewer(ANA, place)
    return await world.say(BEN, text, place)


async def test_an_answer_given_in_sight_of_what_others_said_there(world: World, tmp_path: Path) -> None:
    await allow(world)
    await answer(world, "Nobody else spoke yet.")
    await said_by_ben(world)
    await answer(world, "As was said, it lives where it is wet.")
    _, text = await written(world, tmp_path)
    assert "Nobody else" in text and "wet" not in text


async def test_an_answer_that_came_after_somebody_else_spoke_in_between(world: World, tmp_path: Path) -> None:
    await allow(world)
    question = await world.say(ANA, "where is it?", GARDEN)
    await said_by_ben(world)
    await answer(world, "It lives where it is wet.", asked=question)
    _, text = await written(world, tmp_path)
    assert text == ""


async def test_an_answer_long_after_others_spoke_is_given_out(world: World, tmp_path: Path) -> None:
    await allow(world)
    await said_by_ben(world)
    await world.owner("UPDATE utterances SET seq = -500 WHERE text = $1", HERON)
    await answer(world, "Far away by now.")
    _, text = await written(world, tmp_path)
    assert "Far away" in text


async def test_an_answer_that_rests_on_a_line_beside_which_others_spoke(world: World, tmp_path: Path) -> None:
    await allow(world)
    await said_by_ben(world)
    own = await world.say(ANA, "I saw it too", GARDEN)
    await used(world, "It lives where it is wet.", ANA_DIRECT, facts=(), lines=(own,))
    _, text = await written(world, tmp_path)
    assert "wet" not in text


QUOTES = (
    f"what does this mean?\n> {HERON}",
    f"what does this mean?\n&gt; {HERON}",
    f"what does this mean?\n>>> first\n{HERON}",
    f"[10:32] ben: {HERON}\nwhat does this mean?",
    f"10:32 <ben> {HERON}\nwhat does this mean?",
    f"Forwarded:\nFrom: Ben\nSubject: birds\n{HERON}\n\nwhat does this mean?",
    f"Ben said “{HERON} every spring”, what does this mean?",
    f'er schrieb: "{HERON} jedes Jahr", what does this mean?',
    f"Ben a dit «{HERON} au printemps», what does this mean?",
    f"On Monday, 4 May 2026 Ben wrote:\n{HERON}\n\nwhat does this mean?",
)


@pytest.mark.parametrize("asked", QUOTES)
async def test_others_words_in_ones_own_message(world: World, tmp_path: Path, asked: str) -> None:
    await allow(world)
    line = await world.say(ANA, asked)
    await answer(world, "It is about a bird that nests where it is wet.", place=ANA_DIRECT, asked=line)
    await answer(world, "A bird that nests where it is wet, in short.", place=ANA_DIRECT)
    assert (await written(world, tmp_path))[1] == "", "nor what is said of it in the same talk"
    await world.owner("UPDATE turns SET created_at = created_at - interval '1 hour'")
    await answer(world, "Of something else.", place=ANA_DIRECT)
    assert "something else" in (await written(world, tmp_path))[1]


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-abcdefghijklmnop0123456789QRSTUV",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk",
        "postgres://ana:hunter2x@db.example/prod",
    ],
)
async def test_secrets_in_questions_and_answers(world: World, tmp_path: Path, secret: str) -> None:
    await allow(world)
    line = await world.say(ANA, f"is {secret} a good one?")
    await answer(world, f"Say {secret} to nobody.", place=ANA_DIRECT, asked=line)
    _, text = await written(world, tmp_path)
    assert secret not in text and "hunter2x" not in text


async def test_an_answer_to_a_quoted_message_or_a_file_and_what_follows_on_it(world: World, tmp_path: Path) -> None:
    await allow(world)
    viewer, asked = await world.viewer(ANA), await world.say(ANA, "and this?")
    told = await world.say(None, "It nests where it is wet.")
    await world.memory.log_turn(Turn(viewer, asked, told, (), (), "model", brought=True))
    await answer(world, "Wet, in short.", place=ANA_DIRECT)
    assert (await written(world, tmp_path))[1] == ""


async def test_what_follows_on_others_words_or_off_the_record(world: World, tmp_path: Path) -> None:
    await allow(world)
    theirs = await said_by_ben(world)
    await used(world, "Ben knows that it is wet there.", ANA_DIRECT, facts=(), lines=(theirs,))
    await answer(world, "Wet, in short.", place=ANA_DIRECT)
    assert (await written(world, tmp_path))[1] == ""


async def test_nothing_of_before_it_was_known_what_stood_beside_it(world: World, tmp_path: Path) -> None:
    await allow(world)
    await answer(world, "First.", place=ANA_DIRECT)
    await world.owner("UPDATE turns SET brought = true")
    assert (await written(world, tmp_path))[1] == ""


async def test_who_no_longer_allows_it_gives_out_nothing_and_again_nothing_of_in_between(
    world: World, tmp_path: Path
) -> None:
    await allow(world)
    ana = (await world.viewer(ANA)).person
    await answer(world, "First.", place=ANA_DIRECT)
    assert "First." in (await written(world, tmp_path))[1]
    await world.memory.choices.set_training(ana, False)
    assert await written(world, tmp_path) == ([], "")
    assert await world.memory.preferences.exchanges(ana) == ()
    assert await world.memory.preferences.allowing() == ()
