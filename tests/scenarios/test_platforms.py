"""The same on every platform: what is told is remembered, corrected, forgotten and kept from who must not know it.

The bot is whole, on a real database, and each platform is reached as people reach it: by typed lines, or over sockets.
Judged is what the model was given, what memory keeps, and what people were shown.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.mind import Voice
from tests.scenarios.stages.discord import at_discord
from tests.scenarios.stages.scene import ANA, BEN, LEARNING_SECONDS, Act, Reader, Scene, Where, needs
from tests.scenarios.stages.slack import at_slack
from tests.scenarios.stages.terminal import at_terminal

STAGES: Mapping[str, Callable[[str, Path], AbstractAsyncContextManager[Scene]]] = {
    "terminal": at_terminal,
    "discord": at_discord,
    "slack": at_slack,
}
ALONE, HALL, BOARD = Where.ALONE, Where.HALL, Where.BOARD


@pytest.fixture(params=list(STAGES))
async def scene(request: pytest.FixtureRequest, database_dsn: str, tmp_path: Path) -> AsyncIterator[Scene]:
    """Each platform in turn."""
    async with STAGES[request.param](database_dsn, tmp_path) as scene:
        yield scene


@pytest.fixture
def model(scene: Scene) -> Reader:
    """A model that agrees with everything."""
    return speaking(scene, "So it is.")


def speaking(scene: Scene, words: str) -> Reader:
    """From now on the model says this to everything."""
    model = Reader(lambda messages: [words])
    scene.bot.stage.mind.ready(Voice(model, slow=False, sees=False))
    return model


def told(model: Reader) -> str:
    """All that the model was given for its last answer."""
    return "\n".join(message.text for message in model.prompts[-1])


async def learned(scene: Scene) -> None:
    """Wait until all that was said is learned."""
    async with asyncio.timeout(LEARNING_SECONDS):
        await scene.bot.stage.worker.drained(LEARNING_SECONDS)


async def test_what_was_told_in_one_place_is_known_in_another(scene: Scene, model: Reader) -> None:
    assert (await scene.says(ANA, "My cat is called Miso.", HALL)).answer == "So it is."
    await scene.says(ANA, "What is my cat called?")
    assert "My cat is called Miso." in told(model)
    assert (await scene.says(BEN, "What is the cat of Ana called?", HALL)).answer == "So it is."
    assert "My cat is called Miso." in told(model)


async def test_what_changes_replaces_what_was_so(scene: Scene, model: Reader) -> None:
    await scene.says(ANA, "Hello, I live in Lisbon.", HALL)
    await learned(scene)
    assert "Ana lives in Lisbon." in (await scene.orders(ANA, "memory")).text
    await scene.says(ANA, "I moved, I live in Braga now.", HALL)
    await learned(scene)
    listed = (await scene.orders(ANA, "memory")).text
    assert "Ana lives in Braga." in listed and "Ana lives in Lisbon." not in listed
    await scene.says(ANA, "Where do I live?")
    assert "Ana lives in Braga." in told(model) and "Ana lives in Lisbon." not in told(model)


async def test_what_is_forgotten_is_gone_and_a_receipt_says_so(scene: Scene, model: Reader) -> None:
    await scene.says(ANA, "Hello, I live in Lisbon.")
    await scene.says(ANA, "My cat is called Miso.")
    await learned(scene)
    shown = await scene.orders(ANA, "forget", "Miso")
    if Act.PRESS in scene.acts:
        assert "Shall I forget this for good?" in shown.text and shown.press is not None
        shown = await shown.press("Forget for good")
    assert "Forgotten for good: 1 message" in shown.text
    await scene.bot.forgets("Miso")
    await scene.says(ANA, "What is my cat called?")
    assert "Miso" not in told(model)
    assert "Ana lives in Lisbon." in (await scene.orders(ANA, "memory")).text


async def test_what_is_not_to_be_forgotten_after_all_stays(scene: Scene, model: Reader) -> None:
    needs(scene, Act.PRESS)
    await scene.says(ANA, "My cat is called Miso.")
    shown = await scene.orders(ANA, "forget", "Miso")
    assert shown.press is not None
    assert (await shown.press("Keep it")).text == "I keep it as it is."
    assert any("Miso" in text for _, text in await scene.bot.lines())


async def test_what_is_deleted_there_is_forgotten_here(scene: Scene, model: Reader) -> None:
    needs(scene, Act.DELETE)
    said = await scene.says(ANA, "I live in Lisbon, and my cat is called Miso.", HALL)
    await learned(scene)
    assert said.delete is not None
    await said.delete()
    await scene.bot.forgets("Miso")
    await scene.says(ANA, "Where do I live, and what is my cat called?")
    assert "Miso" not in told(model) and "Lisbon" not in told(model)


async def test_what_is_edited_there_is_what_is_known_here(scene: Scene, model: Reader) -> None:
    needs(scene, Act.EDIT)
    said = await scene.says(ANA, "I live in Lisbon.", HALL)
    await learned(scene)
    assert said.edit is not None
    await said.edit("I live in Braga.")
    await scene.bot.forgets("Lisbon")
    await learned(scene)
    await scene.says(ANA, "Where do I live?")
    assert "Ana lives in Braga." in told(model) and "Lisbon" not in told(model)


async def test_what_is_told_to_few_is_told_to_few(scene: Scene, model: Reader) -> None:
    await scene.says(ANA, "My nickname is Zanzibar.")
    await scene.says(ANA, "The project name is Halcyon.", BOARD)
    await scene.says(ANA, "My favourite sweet is marzipan.", HALL)
    for who, where, known in (
        (ANA, ALONE, {"Zanzibar", "Halcyon", "marzipan"}),
        (ANA, BOARD, {"Halcyon", "marzipan"}),
        (ANA, HALL, {"marzipan"}),
        (BEN, HALL, {"marzipan"}),
        (BEN, ALONE, {"marzipan"}),
    ):
        found = set[str]()
        for thing in ("nickname", "project name", "favourite sweet"):
            await scene.says(who, f"What is the {thing}?", where)
            found |= {word for word in ("Zanzibar", "Halcyon", "marzipan") if word in told(model)}
        assert found == known, f"{who}, {where.value}"


async def test_what_memory_shows_is_for_who_asks(scene: Scene, model: Reader) -> None:
    needs(scene, Act.ASIDE)
    await scene.says(ANA, "Hello, I live in Lisbon.", HALL)
    await learned(scene)
    shown = await scene.orders(ANA, "memory", where=HALL)
    assert "Ana lives in Lisbon." in shown.text and shown.private
    assert any("Ana lives in Lisbon." in each for each in await scene.seen_by(ANA, HALL))
    assert not any("Ana lives in Lisbon." in each for each in await scene.seen_by(BEN, HALL))


async def test_two_people_are_two_people(scene: Scene, model: Reader) -> None:
    await scene.says(ANA, "Hello, I live in Lisbon.")
    await scene.says(BEN, "Hello, I live in Hamburg.")
    await learned(scene)
    for who, town, other in ((ANA, "Lisbon", "Hamburg"), (BEN, "Hamburg", "Lisbon")):
        assert other not in (await scene.orders(who, "memory")).text
        await scene.says(who, "Where do I live?")
        assert f"{who} lives in {town}." in told(model) and other not in told(model)
    assert (await scene.orders(BEN, "forget", "Lisbon")).text.startswith("I find nothing like that here")


@pytest.mark.parametrize(
    ("said", "asked", "words"),
    [
        ("Mein Bruder heißt Jürgen Müßig.", "Wie heißt mein Bruder?", "Er heißt »Jürgen Müßig«, größtenteils."),
        ("私の猫はビスケットという名前です。", "私の猫の名前は何ですか？", "ビスケットちゃんですね。"),
        ("Мою собаку зовут Стрелка.", "Как зовут мою собаку?", "Её зовут Стрелка 🐕."),
    ],
)
async def test_another_language_is_heard_and_spoken(scene: Scene, said: str, asked: str, words: str) -> None:
    model = speaking(scene, words)
    await scene.says(ANA, said, HALL)
    assert (await scene.says(ANA, asked)).answer == words
    assert said in told(model)


async def test_without_a_model_it_keeps_and_finds_what_was_said(scene: Scene) -> None:
    scene.bot.stage.mind.off("No language model is set up.")
    assert "I have kept what you said." in (await scene.says(ANA, "My cat is called Miso.")).answer
    assert "My cat is called Miso." in (await scene.says(ANA, "What is my cat called?")).answer
