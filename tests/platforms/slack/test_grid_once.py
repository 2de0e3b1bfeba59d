"""One event that two processes hear otherwise, as of other workspaces, places or people: it is claimed alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest

from adapters.types import Message
from bot.inbox import claim_of
from tests.platforms.slack.places import Channel
from tests.platforms.slack.test_adversary_grid import Twice, twice
from tests.platforms.slack.test_grid import ENTERPRISE, Grid, grid

__all__ = ["grid", "twice"]
Told = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What is not the same for the second process: what it is told, and what it cannot ask."""

    told: Callable[[Grid, Told], Told] = lambda grid, told: told
    refused: tuple[str, ...] = ()


WAYS = {
    "another workspace": Otherwise(lambda grid, told: {**told, "context_team_id": grid.first.id}),
    "the enterprise alone": Otherwise(
        lambda grid, told: {**told, "context_team_id": None, "team_id": ENTERPRISE},
    ),
    "unknown channels": Otherwise(refused=("conversations.info",)),
    "unknown members": Otherwise(refused=("users.list", "conversations.members")),
    "unknown people": Otherwise(refused=("users.info",)),
}


async def heard(grid: Grid, channel: Channel | None, way: Otherwise) -> tuple[Message, Message]:
    """How two processes hear what Ben says, in a channel of the second workspace or alone with the bot."""
    async with grid.process(0) as bot:
        if channel is None:
            await grid.ben.dm("hello")
        else:
            await grid.ben.post(channel, f"{grid.second.mention} hello")
        (one,) = await bot.hears(Message)
        await grid.slack.delivery.settled()
    told = next(each for each in grid.slack.log.told if each.name in ("message", "app_mention"))
    for method in way.refused:
        grid.slack.faults.refuse(method, "missing_scope")
    async with grid.process(1) as bot:
        payload = dict(way.told(grid, told.payload))
        await grid.slack.delivery.again(replace(told, payload=payload))
        (two,) = await bot.hears(Message)
    return one, two


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", ["open", "closed", "of both", "alone"])
async def test_what_two_processes_hear_otherwise_is_claimed_alike(grid: Grid, place: str, way: str) -> None:
    await grid.install(whole=True)
    channel = None if place == "alone" else grid.second.channel("hall", grid.ben, private=place == "closed")
    if place == "of both" and channel is not None:
        channel.stored.shared.add(grid.first.id)
    one, two = await heard(grid, channel, WAYS[way])
    assert one.id == two.id and claim_of(one) == claim_of(two)


async def test_bots_of_two_workspaces_in_one_channel_claim_what_is_said_to_each(twice: Twice) -> None:
    (first, ann), (second, _) = twice.homes
    hall = first.channel("hall", ann)
    hall.stored.shared.add(second.id)
    hall.stored.members.append(second.installation.user)
    async with twice.process() as bot:
        post = await ann.post(hall, f"{first.mention} hello")
        (one,) = await bot.hears(Message)
        asked = await ann.post(hall, f"{second.mention} and you?", thread=post)
        await bot.hears(Message, 2)
        told = next(each for each in twice.slack.log.told if "and you" in str(each.payload))
        other = {**told.payload, "context_team_id": second.id, "team_id": second.id, "event_id": "Ev0OTHER"}
        await twice.slack.delivery.again(replace(told, payload=other))
        two = (await bot.hears(Message, 3))[-1]
    assert two.id == asked.ts
    assert one.address.room == two.address.room, "it is one place"
    assert claim_of(one).split()[0] != claim_of(two).split()[0], "and two bots"
