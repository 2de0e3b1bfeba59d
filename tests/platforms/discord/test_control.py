"""Each operation of the human side over HTTP does what the same does in the test's own process."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast

import aiohttp
import pytest

from tests.platforms.discord.control import Control
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.probe import probing
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.world import Payload
from tests.platforms.human import ROUTE


@dataclass(frozen=True, slots=True)
class Hand:
    """Asks over HTTP."""

    discord: DiscordStandIn
    control: Control
    session: aiohttp.ClientSession

    async def do(self, operation: str, **asked: object) -> object:
        """An operation that must work."""
        async with self.session.post(f"{self.discord.base}/human/{operation}", json=asked) as answer:
            assert answer.status == 200, await answer.text()
            return cast(object, await answer.json())

    async def of(self, operation: str, **asked: object) -> Payload:
        """The same for one that answers with an object."""
        return cast(Payload, await self.do(operation, **asked))


@pytest.fixture
async def hand() -> AsyncIterator[Hand]:
    """A stand-in with its human side over HTTP."""
    discord = DiscordStandIn()
    control = Control(discord)
    discord.routes.router.add_post(ROUTE, control.serve)
    async with discord, aiohttp.ClientSession() as session:
        with pointed(discord):
            yield Hand(discord, control, session)


async def test_people_talk(hand: Hand) -> None:
    async with probing(hand.discord) as probe:
        said = await hand.of("send", person="Alice", text="one")
        await hand.do("edit", person="Alice", post=said["id"], text="two")
        await hand.do("react", person="Bob", post=said["id"], emoji="👍")
        await hand.do("delete", person="Alice", post=said["id"])
        await hand.discord.log.until(lambda: len(probe.heard) == 4)
        expected = [("message", "one"), ("edited", "two"), ("reaction", "👍"), ("deleted", said["id"])]
        assert probe.heard == expected
        direct = await hand.of("send", person="Bob", direct=True, text="between us")
        await hand.discord.log.until(lambda: ("message", "between us") in probe.heard)
        assert [each["id"] for each in cast(list[Payload], await hand.do("posts", person="Bob", direct=True))][:1] == [
            direct["id"]
        ]


async def test_people_use_commands(hand: Hand) -> None:
    async with probing(hand.discord) as probe:
        await probe.tree.sync()
        used = await hand.of("slash", person="Alice", name="echo", options={"word": "hi"})
        assert (used["answered"], used["private"], used["text"]) == (True, True, "echo: hi")
        clicked = await hand.of("click", person="Alice", post=used["post"], label="Press")
        assert clicked["text"] == "pressed"
        assert cast(list[Payload], await hand.do("calls"))[-1]["method"] == "POST"


async def test_faults(hand: Hand) -> None:
    async with probing(hand.discord) as probe:
        await hand.do("limit", seconds=0.1, path="/users/*")
        await hand.do("fail", status=502, path="/users/*")
        await probe.http.get_user(hand.discord.bot)
        assert [each.status for each in hand.discord.log.to("GET", "/users/*")][-3:] == [429, 502, 200]
        before = hand.discord.world.backend.clock.now()
        await hand.do("advance", seconds=60)
        assert (hand.discord.world.backend.clock.now() - before).total_seconds() >= 60
        await hand.do("drop")
        await hand.discord.log.until(lambda: probe.resumed == 1, 15)
        await hand.do("forget")
        await hand.discord.log.until(lambda: len(hand.discord.log.identified) == 2, 15)


async def test_a_message_that_is_not_there(hand: Hand) -> None:
    async with hand.session.post(f"{hand.discord.base}/human/delete", json={"person": "Alice", "post": "1"}) as answer:
        assert answer.status == 409
    assert hand.control.seed()["api"] == hand.discord.api
