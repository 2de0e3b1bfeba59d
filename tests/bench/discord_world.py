"""Discord for the bench, in a process of its own with the people in it: python -m tests.bench.discord_world

Rate limits are as wide as `WIDE` says: what is measured is the bot, and Discord itself would slow it down to five
messages a second in a channel and fifty requests a second in all.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.bench.platform_people import People, Seat, asked_people, name_of, serve
from tests.platforms.discord.gateway import Granted
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.requests import PREFIX
from tests.platforms.discord.server import TOKEN, DiscordStandIn

WIDE = 100_000
GUILDS, CHANNELS = 5, 10  # channels in each
START_SECONDS, SETTLE_SECONDS = 60.0, 1.0
_arrived: ContextVar[float] = ContextVar("arrived")


class Bench:
    """The stand-in, watched from the side of the people."""

    def __init__(self, people: int) -> None:
        self.discord = DiscordStandIn(Granted(TOKEN, content=False, members=False), kept=0, judged=False)
        self.discord.rest.buckets.size = WIDE
        self.discord.routes.middlewares.append(self._watch)
        self.discord.world.backend.subscribers.append(self._happened)
        self.people = People(list(self._seats(people)))

    def environment(self) -> Mapping[str, str]:
        """What the bot is told."""
        return {"RAPPORT_DISCORD_TOKEN": self.discord.token, "RAPPORT_DISCORD_API": self.discord.api}

    async def ready(self) -> None:
        """Wait until the bot is there."""
        await self.discord.connected(seconds=START_SECONDS)
        await asyncio.sleep(SETTLE_SECONDS)

    @web.middleware
    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        at = time.monotonic()
        _arrived.set(at)
        if request.path.startswith(PREFIX):
            self.people.called()
        kind, _, number = request.path.removeprefix(f"{PREFIX}/").rpartition("/")[0].partition("/")
        if request.path.endswith("/typing") and kind == "channels":
            self.people.signed(number, at)
        answer = await handler(request)
        if request.path.startswith(PREFIX) and answer.status >= 400:
            self.people.refused()
        return answer

    def _happened(self, name: str, payload: Mapping[str, object]) -> None:
        reference = payload.get("message_reference")
        if name == "MESSAGE_CREATE" and isinstance(reference, Mapping):
            self.people.answered(str(reference.get("message_id")), _arrived.get())

    def _seats(self, people: int) -> Iterator[Seat]:
        """The first person and every second one talk in direct, the others in channels of several guilds."""
        guilds = [self.discord.guild(f"Guild {each}") for each in range(GUILDS)]
        halls = [(guild, guild.channel(f"hall-{each}")) for each in range(CHANNELS) for guild in guilds]
        for number in range(people):
            person, (guild, hall) = self.discord.person(name_of(number)), halls[number // 2 % len(halls)]
            guild.join(person)
            yield self._seat(person, hall, direct=number % 2 == 0)

    def _seat(self, person: Person, hall: Channel, *, direct: bool) -> Seat:
        channel, mention = (person.direct, "") if direct else (hall, f"{self.discord.mention} ")

        async def say(text: str) -> str:
            return str((await person.send(channel, f"{mention}{text}")).id)

        return Seat(say, str(person.id), direct, sign=str(channel.id))


if __name__ == "__main__":
    bench = Bench(asked_people(__doc__))
    asyncio.run(serve(bench.people, bench.discord, bench.ready, bench.environment))
