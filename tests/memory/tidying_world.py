"""Telling facts past what learning would have merged, and letting a week pass."""

import asyncio

from memory.consolidate import consolidate_next
from memory.outcomes import Consolidated
from memory.types import Account, Fact, Place
from tests.memory.learning_world import (
    ANA,
    World,
    item,
)


async def told(world: World, *facts: tuple[str, str], who: Account = ANA, place: Place | None = None) -> None:
    """Says each quote on a day of its own and learns its fact, past what learning would have merged."""
    for quote, text in facts:
        await world.say(who, quote, place) if place else await world.say(who, quote)
        await world.learn(item(1, quote, text, who.name))


async def waited(world: World) -> None:
    """A week passes."""
    await world.owner("UPDATE facts_to_consolidate SET recorded_at = recorded_at - interval '8 days'")


async def tidied(world: World) -> Consolidated | None:
    await waited(world)
    return await consolidate_next(world.database)


def quotes(fact: Fact) -> list[str]:
    return [source.quote for source in fact.sources]


OSLO = ("I live in Oslo", "Ana lives in Oslo.")


BERGEN = ("I live in Bergen", "Ana lives in Bergen.")


async def until_waiting(world: World, amount: int) -> None:
    """Returns once that many transactions wait for a lock."""
    async with asyncio.timeout(10):
        while len(await world.owner("SELECT DISTINCT pid FROM pg_locks WHERE NOT granted")) < amount:
            await asyncio.sleep(0.01)
