"""The small world, where the length of what somebody says is the number that they say."""

from datetime import datetime

from memory.tone.addressee import Source
from memory.tone.measured import Feature, Observation
from memory.tones import Tones
from memory.types import Account, Place
from tests.memory.learning_world import START, World


def observed(text: str) -> Observation | None:
    """Reads the length off a text, as "12"; nothing of their own in "…"."""
    return None if text == "…" else Observation({Feature.LENGTH: float(text)})


def then() -> datetime:
    """When it is there: nothing that was said has faded."""
    return START


async def measure(world: World) -> int:
    """Measures all that is due; how many lines."""
    lines = 0
    while some := await world.memory.tones.measure_next():
        lines += some
    return lines


async def length(world: World, who: Account, place: Place) -> float | None:
    """The mean of the own tone there, as another process would read it; None where nothing is known of them."""
    found = await Tones(world.database, observed, now=then).of(await world.viewer(who, place))
    own = dict(found.shares).get(Source.OWN, 0.0)
    return found.tone.mean(Feature.LENGTH) if found.tone is not None and own > 0 else None


async def weight(world: World, who: Account, place: Place) -> float:
    """How many messages' worth stand behind the own tone there."""
    return (await Tones(world.database, observed, now=then).of(await world.viewer(who, place))).messages
