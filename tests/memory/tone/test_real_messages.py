"""What really is measured can be gathered, blended, kept and read back, whatever was said."""

from collections.abc import AsyncIterator
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.blending import blended
from memory.tone.gathering import heard
from memory.tone.measured import Feature, Habit
from memory.tone.observing import observe
from memory.tone.stored import packed, unpacked
from memory.tones import Tones
from tests.memory.learning_world import ANA, BEN, BEN_DIRECT, START, World, open_world
from tests.memory.tone.tone_world import measure, then

ODD = (
    "",
    " ",
    "\0",
    "\ud800 alone",
    "🙂" * 5_000,
    "!" * 10_000,
    "ja " * 20_000,
    "```\ncode\n```",
    "> quoted",
    "\u202e" + "abc" * 100,
    "ありがとうございます。よろしくお願いします！",
    "Könnten Sie mir bitte sagen, wo der Schlüssel liegt?",
    "kannst du mir kurz helfen? lg",
    "Bonjour, pourriez-vous m'aider ? Cordialement",
    "¿Me puede decir usted la hora?",
    "Você pode me ajudar? Obrigado!",
    "a\u0301" * 3_000,
    "emoji:🙂 dial:length",
)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


async def test_whatever_is_said_is_measured_and_nothing_stops_the_rest(world: World) -> None:
    for text in ODD:
        await world.say(ANA, text)
    await world.say(BEN, "Dear all, thank you very much for your kind help. Best regards, Ben", BEN_DIRECT)
    await measure(world)
    assert await world.owner("SELECT FROM places WHERE tone_due") == []
    for viewer in (await world.viewer(ANA), await world.viewer(BEN, BEN_DIRECT)):
        found = await world.memory.tones.of(viewer)
        assert found.tone is not None and found.messages > 0
        assert all(isfinite(gauge.mean) for gauge in found.tone.gauges.values())


async def test_a_tone_holds_no_words(world: World) -> None:
    for text in ("Ytterby is where I live, hello Ytterby", "Dear Xanthippe, see you in Ytterby. Yours, Zebedee"):
        await world.say(ANA, text)
    await measure(world)
    for row in await world.owner("SELECT habits FROM tones"):
        assert all(habit.partition(":")[0] in set(Habit) for habit in row["habits"])
        assert not any(name in str(row["habits"]) for name in ("ytterby", "xanthippe", "zebedee", "Ytterby"))


async def test_a_tone_holds_both_languages_of_who_writes_in_two(world: World) -> None:
    for _ in range(3):
        await world.say(ANA, "Wann fährt der nächste Zug nach Wien?")
        await world.say(ANA, "I think we should take the later train")
    await world.say(ANA, "Das ist mir leider viel zu früh")
    await measure(world)
    found = await Tones(world.database, observe, now=then).of(await world.viewer(ANA))
    assert found.tone is not None
    assert found.tone.habits[Habit.LANGUAGE] == pytest.approx({"de": 4.0, "en": 3.0}, abs=0.1)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_what_is_measured_can_be_kept(texts: list[str]) -> None:
    tone = None
    for text in texts:
        observation = observe(text)
        tone = tone if observation is None else heard(tone, observation, START)
    if tone is not None:
        again = unpacked(packed(tone, START))
        assert again is not None and again.gauges == {f: g for f, g in tone.gauges.items() if g.weight > 0}
        assert set(tone.gauges) <= set(Feature)
        found, _ = blended(again, None, None)
        assert found is not None or not again.gauges
