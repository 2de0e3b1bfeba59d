"""What Ana tells alone in the tests of sharing, and what Ben then hears."""

from memory.store.facts import facts
from memory.types import Fact, Place
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, World, item

TEA = ("I like tea, unlike my mother", "Ana likes tea.", "preference")
JAZZ = ("I love jazz", "Ana loves jazz.", "preference")
OSLO = ("I live in Oslo", "Ana lives in Oslo.", "fact")
PILLS = ("I prefer pills for my depression", "Ana prefers pills.", "preference")


async def told(world: World, what: tuple[str, str, str], place: Place = ANA_DIRECT, about: str = "Ana") -> Fact:
    quote, text, kind = what
    await world.say(ANA, quote, place)
    await world.learn(item(1, quote, text, about, kind=kind))
    return next(fact for fact in await world.facts(ANA, place) if fact.text == text)


async def heard_by_ben(world: World, place: Place) -> list[str]:
    """What Ben finds of Ana where he asks."""
    found = await facts(world.database, await world.viewer(BEN, place), about="Ana")
    return sorted(fact.text for fact in found)
