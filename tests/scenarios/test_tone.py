"""The same on every platform: who writes in their own manner is answered in it, wishes otherwise, sees why, undoes it.

What is judged is what the model was told and what people were shown of its words.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import asyncpg
import pytest

from bot.llm.types import ChatMessage
from memory.types import PersonId
from tests.bot.stage import FunctionModel
from tests.scenarios.stages.scene import ANA, BEN, SECONDS, Act, Scene, Where, needs
from tests.scenarios.test_platforms import STAGES, speaking

HALL = Where.HALL
MANNER = (
    "got up late today 😅", "coffee first ☕", "then the bus was late 🙄", "rain again 🌧", "work was ok 🙂",
    "lunch with kim 🍜", "she has a new cat 🐱", "so cute 😍", "going home now 🚌", "pasta tonight 🍝",
    "then a film 🎬", "early to bed 😴", "slept well 😊", "sun is out 🌞",
)  # fmt: skip
ANSWER = "Lovely! 🎉 You could:\n- bake bread 🍞\n- call Tom! 📞\nHave a good day."


@pytest.fixture(params=list(STAGES))
async def scene(request: pytest.FixtureRequest, database_dsn: str, tmp_path: Path) -> AsyncIterator[Scene]:
    """Each platform in turn."""
    async with STAGES[request.param](database_dsn, tmp_path) as scene:
        yield scene


async def measured(scene: Scene) -> None:
    """All that was said so far is measured, and what was known of anybody is read anew."""
    tones = scene.bot.stage.memory.tones
    connection = await asyncpg.connect(scene.bot.dsn)
    try:
        async with asyncio.timeout(SECONDS):
            while await connection.fetchval("SELECT EXISTS (SELECT FROM places WHERE tone_due)"):
                await tones.measure_next()  # what another hand holds just now is not claimed
        for row in await connection.fetch("SELECT id FROM people"):
            tones.doubt(PersonId(row["id"]))
    finally:
        await connection.close()


async def answered(scene: Scene, model: FunctionModel, who: str, text: str, where: Where = Where.ALONE) -> list[str]:
    """What who spoke was shown for it, the model's words last."""
    before, asked = len(await scene.seen_by(who, where)), len(model.prompts)
    await scene.says(who, text, where)
    async with asyncio.timeout(SECONDS):
        while len(model.prompts) == asked or not (await scene.seen_by(who, where))[before:][-1:]:
            await asyncio.sleep(0.02)
        while "good day" not in (await scene.seen_by(who, where))[-1]:
            await asyncio.sleep(0.02)
    return (await scene.seen_by(who, where))[before:]


def instruction(model: FunctionModel) -> str:
    """How the model was told to write for its last answer, where that was told anew."""
    return str(model.prompts[-1][-1].text).partition("<tone>")[2].partition("</tone>")[0]


async def test_a_manner_is_matched_overruled_explained_and_matched_again(scene: Scene) -> None:
    model = speaking(scene, ANSWER)
    for text in MANNER:
        await scene.says(ANA, text)
    await measured(scene)
    shown = await answered(scene, model, ANA, "off for a walk 🚶")
    told = instruction(model)
    assert "Emoji are welcome." in told and "words as a rule" in told and "small letter" in told
    assert "🎉" in shown[-1] and "🍞" in shown[-1]
    assert not any(word in told for word in ("coffee", "kim", "bus")), "no word of theirs"

    shown = await answered(scene, model, ANA, "no emoji please")
    assert any("(From now on: Emoji: none." in each for each in shown)
    assert "No emoji." in instruction(model) and "welcome" not in instruction(model)
    assert not any(emoji in shown[-1] for emoji in "🎉🍞📞") and "bake bread" in shown[-1]

    why = (await scene.orders(ANA, "why", "tone")).text
    said, _, rest = why.partition("Yours, as measured")
    assert "Emoji: none (you said so on" in said and "messages of yours" in rest
    assert "Emoji: none (you said so)" in rest and not any(text in why for text in MANNER)

    assert "Taken back. Now: Emoji: as measured." in (await scene.orders(ANA, "tone", "undo")).text
    assert "🎉" in (await answered(scene, model, ANA, "back again 🏠"))[-1]
    assert "Emoji are welcome." in instruction(model)


async def test_how_somebody_is_alone_shows_nowhere_else_and_a_wish_is_theirs_alone(scene: Scene) -> None:
    model = speaking(scene, ANSWER)
    for text in MANNER:
        await scene.says(ANA, text)
    await measured(scene)
    await answered(scene, model, ANA, "What is on in the hall?", HALL)
    assert "<tone>" not in str(model.prompts[-1])
    assert "🎉" not in (await answered(scene, model, ANA, "no emoji please", HALL))[-1]
    assert "🎉" in (await answered(scene, model, BEN, "Any plans?", HALL))[-1]
    assert "🎉" not in (await answered(scene, model, ANA, "And for me?", HALL))[-1]


async def test_a_wish_is_undone_with_the_button_under_it(scene: Scene) -> None:
    needs(scene, Act.PRESS)
    model = speaking(scene, ANSWER)
    await answered(scene, model, ANA, "no emoji please")
    told = await scene.told(ANA, "From now on: Emoji: none")
    assert told.press is not None
    assert "Taken back. Now: Emoji: as measured." in (await told.press("Undo the last change")).text
    assert "🎉" in (await answered(scene, model, ANA, "What now?"))[-1]


async def test_a_wrong_form_of_address_is_never_shown(scene: Scene) -> None:
    def speaks(messages: Sequence[ChatMessage]) -> list[str | Exception]:
        anew = "A first draft of your answer was dropped." in str(messages[-1].text)
        return [
            "Sie können gern den Zug nehmen. Have a good day." if anew else "Du kannst den Zug nehmen. Willst du das?"
        ]

    model = scene.bot.stage.speak_with(speaks)
    shown = await answered(scene, model, ANA, "Siezen Sie mich bitte")
    assert "Sie können gern den Zug nehmen." in shown[-1]
    assert not any("Du kannst" in each for each in await scene.seen_by(ANA, Where.ALONE))


async def test_in_need_help_stands_first_and_the_answer_is_calm(scene: Scene) -> None:
    model = speaking(scene, ANSWER)
    shown = await answered(scene, model, ANA, "Help, my father is not breathing!")
    whole = "\n".join(shown)
    assert "call your local emergency number" in whole
    assert whole.index("emergency number") < whole.index("bake bread")
    assert not any(mark in whole for mark in "🎉🍞📞!")
    assert "This may be an emergency." in instruction(model)


async def test_what_was_measured_is_forgotten_and_stays_so(scene: Scene) -> None:
    model = speaking(scene, ANSWER)
    for text in MANNER:
        await scene.says(ANA, text)
    await measured(scene)
    await answered(scene, model, ANA, "off for a walk 🚶")
    assert "Emoji are welcome." in instruction(model)
    asked = await scene.orders(ANA, "tone", "forget")
    if asked.press is not None:
        asked = await asked.press("Forget how I write")
    assert "Forgotten: all that was measured" in asked.text
    await measured(scene)
    await answered(scene, model, ANA, "back again 🏠")
    assert instruction(model).strip() == "Write to Ana in your usual way again."
    assert "messages of yours" not in (await scene.orders(ANA, "why", "tone")).text
