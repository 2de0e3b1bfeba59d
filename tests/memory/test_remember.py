"""What a person asks to be remembered: their own words, kept without a model."""

import pytest

from memory.errors import NotVisible
from memory.telling import remember
from memory.types import Kind, Sensitivity
from tests.memory.learning_world import (
    ANA,
    BEN,
    GARDEN,
    World,
    item,
)

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


async def test_remember_keeps_the_words_without_a_model(world: World) -> None:
    spot = await world.say(ANA, "remember that my bike is the red one")
    viewer = await world.viewer(ANA)
    fact = await remember(world.database, None, viewer, spot, "my bike is the red one")
    assert (fact.text, fact.confidence, fact.subject) == ("my bike is the red one", 1.0, viewer.person)
    assert fact.sources[0].quote == "my bike is the red one"
    again = await remember(world.database, None, viewer, spot, "my bike is the red one")
    assert again.id == fact.id
    assert await world.learn() is None


async def test_remember_knows_its_words_again_without_their_secret(world: World) -> None:
    spot = await world.say(ANA, "remember that the wifi password is tr0ub4dor&3")
    told = "the wifi password is tr0ub4dor&3"
    fact = await remember(world.database, None, await world.viewer(ANA), spot, told)
    assert fact.text == "the wifi password is [secret removed: password]"
    assert fact.sensitivity is Sensitivity.CREDENTIALS


async def test_remember_takes_only_the_persons_own_words(world: World) -> None:
    spot = await world.say(ANA, "remember that my bike is red", GARDEN)
    with pytest.raises(NotVisible):
        await remember(world.database, None, await world.viewer(BEN, GARDEN), spot, "my bike is red")
    with pytest.raises(NotVisible):
        await remember(world.database, None, await world.viewer(ANA, GARDEN), spot, "my car is blue")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("always answer me in German", Kind.INSTRUCTION),
        ("antworte mir immer auf Deutsch", Kind.INSTRUCTION),
        ("no emoji please", Kind.INSTRUCTION),
        ("responde siempre en catalán", Kind.INSTRUCTION),
        ("短く答えてください", Kind.INSTRUCTION),
        ("my cat is called Miso", Kind.FACT),
        ("mon chat s'appelle Miso", Kind.FACT),
        ("my address is a secret", Kind.FACT),
        ("I know the answer to question five", Kind.FACT),
        ("I won a contest", Kind.FACT),
    ],
)
async def test_a_wish_about_answers_is_kept_as_an_instruction(world: World, text: str, kind: Kind) -> None:
    spot = await world.say(ANA, text)
    assert (await remember(world.database, None, await world.viewer(ANA), spot, text)).kind is kind
