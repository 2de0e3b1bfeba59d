"""Discord for the bench, in a process of its own with the people in it: python -m tests.bench.discord_world

It says where it is in one line of JSON. Then each line that comes is an order, and one line with what came of it goes
back. Rate limits are as wide as `WIDE` says: what is measured is the bot, and Discord itself would slow it down to five
messages a second in a channel and fifty requests a second in all.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from itertools import islice

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.platforms.discord.gateway import Granted
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.requests import PREFIX
from tests.platforms.discord.server import TOKEN, DiscordStandIn

WIDE = 100_000
GUILDS, CHANNELS = 5, 10  # channels in each
START_SECONDS, ANSWER_SECONDS, SETTLE_SECONDS = 60.0, 30.0, 1.0
_arrived: ContextVar[float] = ContextVar("arrived")


@dataclass(frozen=True, slots=True)
class Order:
    """Say the texts, by so many talkers at once, each after the answer to the last and a pause; direct or mixed."""

    texts: list[str]
    talkers: int = 1
    pause: float = 0.0
    seconds: float = 600.0


@dataclass(slots=True)
class Heard:
    """When each text was asked, and when typing and the first words for it came: monotonic seconds."""

    asked: list[float] = field(default_factory=list)
    typed: list[float | None] = field(default_factory=list)
    posted: list[float] = field(default_factory=list)
    unanswered: int = 0
    calls: int = 0
    began: float = 0.0
    ended: float = 0.0


@dataclass(frozen=True, slots=True)
class Seat:
    """Who talks where."""

    person: Person
    channel: Channel
    mention: str


class Bench:
    """The stand-in, watched from the side of the people."""

    def __init__(self, people: int) -> None:
        self.discord = DiscordStandIn(Granted(TOKEN, content=False, members=False), kept=0)
        self.discord.rest.buckets.size = WIDE
        self.discord.routes.middlewares.append(self._watch)
        self.discord.world.backend.subscribers.append(self._happened)
        self.seats = list(self._seats(people))
        self._heard = Heard()
        self._typed: dict[int, float] = {}
        self._waiting: dict[str, asyncio.Future[float]] = {}

    async def carry_out(self, order: Order) -> Heard:
        """Let people talk until all is said or the time is over."""
        self._heard, texts = Heard(began=time.monotonic()), iter(order.texts)
        end = time.monotonic() + order.seconds
        async with asyncio.TaskGroup() as group:
            for seat in islice(self.seats, order.talkers):
                group.create_task(self._talk(seat, texts, pause=order.pause, end=end))
        self._heard.ended = time.monotonic()
        return self._heard

    async def _talk(self, seat: Seat, texts: Iterator[str], *, pause: float, end: float) -> None:
        for text in texts:
            if time.monotonic() >= end:
                return
            self._typed.pop(seat.channel.id, None)
            post = await seat.person.send(seat.channel, f"{seat.mention}{text}")
            asked = time.monotonic()  # its frame waits for the loop, so it leaves after this
            answer = self._waiting[str(post.id)] = asyncio.get_running_loop().create_future()
            try:
                posted = await asyncio.wait_for(answer, ANSWER_SECONDS)
            except TimeoutError:
                self._heard.unanswered += 1
                continue
            finally:
                del self._waiting[str(post.id)]
            self._heard.asked.append(asked)
            self._heard.typed.append(self._typed.get(seat.channel.id))
            self._heard.posted.append(posted)
            await asyncio.sleep(pause)

    @web.middleware
    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        at = time.monotonic()
        _arrived.set(at)
        self._heard.calls += request.path.startswith(PREFIX)
        kind, _, number = request.path.removeprefix(f"{PREFIX}/").rpartition("/")[0].partition("/")
        if request.path.endswith("/typing") and kind == "channels":
            self._typed.setdefault(int(number), at)
        return await handler(request)

    def _happened(self, name: str, payload: Mapping[str, object]) -> None:
        reference = payload.get("message_reference")
        if name == "MESSAGE_CREATE" and isinstance(reference, Mapping):
            waiting = self._waiting.get(str(reference.get("message_id")))
            if waiting is not None and not waiting.done():
                waiting.set_result(_arrived.get())

    def _seats(self, people: int) -> Iterator[Seat]:
        """The first person and every second one talk in direct, the others in channels of several guilds."""
        guilds = [self.discord.guild(f"Guild {each}") for each in range(GUILDS)]
        halls = [(guild, guild.channel(f"hall-{each}")) for each in range(CHANNELS) for guild in guilds]
        for number in range(people):
            person, (guild, hall) = self.discord.person(name_of(number)), halls[number // 2 % len(halls)]
            guild.join(person)
            yield Seat(person, hall, f"{self.discord.mention} ") if number % 2 else Seat(person, person.direct, "")


def name_of(number: int) -> str:
    """A name of letters: memory believes no fact with a figure that was not said."""
    return "Q" + "".join("aeioubcdfg"[int(digit)] for digit in f"{number:04}")


async def serve(people: int) -> None:
    """Carry out orders until there are no more."""
    bench = Bench(people)
    async with bench.discord as discord:
        _say({"api": discord.api, "token": discord.token, "people": [str(each.person.id) for each in bench.seats]})
        await discord.connected(seconds=START_SECONDS)
        await asyncio.sleep(SETTLE_SECONDS)
        while line := await asyncio.to_thread(sys.stdin.readline):
            _say(asdict(await bench.carry_out(Order(**json.loads(line)))))


def _say(told: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=400)
    asyncio.run(serve(parser.parse_args().people))
