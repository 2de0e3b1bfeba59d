"""Dialogues that are given out are of answers that sound as their person writes and wishes it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.training.consistent import consistent, tone_of
from bot.training.others import Own
from memory.preference import Preference, PreferenceId, Signal
from memory.tone.wished import Dial, Wishes
from memory.types import PlaceId, Spot, TurnId
from tests.bot.training.test_corpus import START
from tests.bot.training.test_exporting import allow, world, written
from tests.memory.learning_world import ANA, ANA_DIRECT, World
from tests.memory.preference_world import answer

__all__ = ["world"]
NONE = Wishes()
BRIEF = ("nah not today", "u there?", "ok but when", "lol same", "whats next", "cool thx", "idk tbh", "sounds good")
STIFF = (
    "I would be delighted to assist you with this matter. In order to proceed, please ensure that you have obtained "
    "the required documents. Furthermore, kindly note that the committee will inform you in due course."
)
EASY = "yeah it opens at nine, just bring ur id"


def asked(*answers: str, questions: tuple[str, ...] = BRIEF * 3) -> list[Own]:
    """That many exchanges of somebody who writes like that; the answers stand at the end."""
    count = len(questions)
    said = (*("ok, np" for _ in range(count - len(answers))), *answers)
    return [
        Own(TurnId(n), Spot(PlaceId(1), n), question, told, START + timedelta(minutes=n))
        for n, (question, told) in enumerate(zip(questions, said, strict=True))
    ]


def turns(exchanges: list[Own], *signals: Preference, wishes: Wishes = NONE) -> set[int]:
    return {each.turn for each in consistent(exchanges, signals, wishes)}


def test_what_is_far_from_how_they_write_is_left_out() -> None:
    exchanges = asked(STIFF, EASY)
    stiff, easy = exchanges[-2].turn, exchanges[-1].turn
    kept = turns(exchanges)
    assert stiff not in kept and easy in kept and len(kept) >= len(exchanges) - 3


def test_for_who_writes_so_it_is_the_other_way_round() -> None:
    letters = tuple(
        f"Dear Sir or Madam, I should like to inquire about item number {n}. Kindly advise me." for n in range(20)
    )
    exchanges = asked(STIFF, "lol nooo 😂😂!!! ur so wrong haha omg", questions=letters)
    kept = turns(exchanges)
    assert exchanges[-2].turn in kept and exchanges[-1].turn not in kept


def test_a_wish_beats_how_they_write() -> None:
    exchanges = asked("sure 😀 it is open 😀", EASY)
    none = Wishes({Dial.EMOJI: -2})
    assert exchanges[-2].turn not in turns(exchanges, wishes=none)
    assert exchanges[-1].turn in turns(exchanges, wishes=none)


@pytest.mark.parametrize("kind", [Signal.DOWN, Signal.AGAIN, Signal.CORRECTION, Signal.WISH, Signal.EDIT])
def test_what_was_not_wanted_so_or_was_asked_otherwise_is_left_out(kind: Signal) -> None:
    exchanges = asked(EASY)
    last = exchanges[-1].turn
    assert last in turns(exchanges)
    assert last not in turns(exchanges, Preference(PreferenceId(1), last, kind, START))


def test_of_whom_little_is_known_little_is_held_against() -> None:
    exchanges = asked("It is late.", questions=("what time is it?",))
    assert turns(exchanges) == {0}
    assert tone_of([]) is None and consistent([], [], Wishes()) == []


async def test_the_files_hold_pairs_of_all_and_dialogues_of_these(world: World, tmp_path: Path) -> None:
    await allow(world)
    for question in BRIEF * 2:
        await answer(world, "ok, np", place=ANA_DIRECT, asked=await world.say(ANA, question))
    await answer(world, STIFF, place=ANA_DIRECT, asked=await world.say(ANA, "and now"))
    _, text = await written(world, tmp_path)
    assert "ok, np" in text and "delighted" not in text
