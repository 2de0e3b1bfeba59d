"""What the operator set of tone holds for everybody, in answers and in `/why tone`."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assembly import Ground, assemble
from bot.context import Context
from bot.persona import load_persona
from bot.tone.adapts import Adapts
from bot.tone.layers import Operator
from bot.window import Windows
from memory.tone.wished import Dial, Preset
from tests.bot.stage import UNLIMITED, Stage, staged

OPERATOR = Operator(Adapts({Dial.EMOJI: (-2, -2), Dial.LENGTH: (-2, 0)}), frozenset({Preset.SCREEN_READER}))


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot whose operator wants no emoji, nothing long, and what a screen reader reads well."""
    async with staged(database_dsn, tmp_path) as stage:
        context = Context(
            stage.memory,
            load_persona("rapport"),
            windows=Windows(),
            clock=lambda: datetime.now(UTC),
            operator=OPERATOR,
        )
        ground = Ground(stage.memory, stage.mind, stage.worker, context, tmp_path, UNLIMITED)
        yield replace(stage, assembly=assemble(ground))


async def test_it_holds_for_strangers_and_against_wishes(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Nice 🎉🎉 | a | b |"])
    assert "🎉" not in await stage.say("I got a bike")
    assert "No emoji." in model.prompts[-1][-1].text
    await stage.order("tone", "emoji 2")
    await stage.order("tone", "length 2")
    assert "🎉" not in await stage.say("It is red")
    assert "Emoji are welcome" not in str(model.prompts) and "at length" not in str(model.prompts)


async def test_a_persona_that_wants_more_is_within_it_too(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Nice 🎉"])
    await stage.order("persona", "pal")
    assert await stage.say("I got a bike") == "Nice"


async def test_the_layers_are_told_with_who_decided(stage: Stage) -> None:
    await stage.order("persona", "butler")
    await stage.order("tone", "length 2")
    await stage.order("tone", "humour 2")
    told = await stage.order("why", "tone")
    operator, _, rest = told.partition("2. Who answers here: butler")
    persona, _, together = rest.partition("Together:")
    assert "Emoji: none, always" in operator and "Length: from much shorter to in the middle" in operator
    assert "Formality: from formal to very formal" in persona and "Form of address: Sie, vous, usted, always" in persona
    assert together.splitlines()[1:-1] == [
        "- Length: in the middle (you said so, within the operator's range)",
        "- Formality: formal (as who answers is)",
        "- Form of address: Sie, vous, usted (as who answers is)",
        "- Emoji: none (as who answers is)",
        "- Humour: playful (you said so, within the persona's range)",
        "- For screen readers: on",
    ]
