"""Whole turns that are matched to whoever is answered: what the model is told, what its words become, what is kept."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.tone.bounds import Aspect
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.wished import Dial, Wishes
from memory.types import Viewer
from tests.bot.stage import Stage, staged


class Told:
    """Addressees as a test says."""

    def __init__(self) -> None:
        self.addressee = NOBODY

    async def of(self, viewer: Viewer) -> Addressee:
        return self.addressee

    def wish(self, **dials: int) -> None:
        self.addressee = Addressee(Wishes({Dial(name): value for name, value in dials.items()}))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path, told: Told) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, tones=told) as stage:
        yield stage


async def test_nothing_changes_for_somebody_of_whom_nothing_is_known(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Great!!! 🎉 ", "**Really**!\n- a!"])
    assert await stage.say("I got a bike") == "Great!!! 🎉 **Really**!\n- a!"
    assert "<tone>" not in str(model.prompts) and stage.records[0].tone is None


async def test_what_is_wished_is_told_once_and_seen_to(stage: Stage, told: Told) -> None:
    told.wish(emoji=-2)
    model = stage.speak_with(lambda messages: ["Great 🎉", "🎉! Ride", " on 🚴"])
    assert await stage.say("I got a bike") == "Great! Ride on"
    assert await stage.say("It is red") == "Great! Ride on"
    first, second = (str(prompt[-1].text) for prompt in model.prompts)
    assert first.startswith("<tone>\nHow to write to Ana") and "No emoji." in first
    assert "<tone>" not in second
    applied = stage.records[0].tone
    assert applied is not None and applied.mended == (Aspect.EMOJI,) and applied.broken == ()


async def test_what_changes_is_told_anew_and_each_prompt_still_begins_with_the_one_before(
    stage: Stage, told: Told
) -> None:
    model = stage.speak_with(lambda messages: ["Fine."])
    for dials in ({"emoji": -2}, {"emoji": -2}, {"warmth": 2}, {}):
        told.wish(**dials)
        await stage.say("I got a bike")
    blocks = [prompt[-1].text.count("<tone>") for prompt in model.prompts]
    assert blocks == [1, 0, 1, 1] and "usual way" in model.prompts[-1][-1].text
    for before, after in zip(model.prompts, model.prompts[1:], strict=False):
        assert after[: len(before)] == before


async def test_grief_is_met_without_exclamations_though_nothing_is_known(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Oh no! 😢 I am so sorry!"])
    assert await stage.say("My father died yesterday.") == "Oh no. I am so sorry."
    assert "grieving" in model.prompts[0][-1].text


async def test_words_pass_at_once_where_no_rule_asks_for_a_wait(stage: Stage, told: Told) -> None:
    told.wish(emoji=-2)
    going_on = asyncio.Event()
    stage.speak_with(lambda messages: ["Lovely", going_on, " day."])
    saying = asyncio.ensure_future(stage.say("Hi"))
    async with asyncio.timeout(10):
        while "Lovely" not in "".join(stage.sheet.sent):
            await asyncio.sleep(0.01)
        going_on.set()
        assert await saying == "Lovely day."
