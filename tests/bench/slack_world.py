"""Slack for the bench, in a process of its own with the people in it: python -m tests.bench.slack_world

It knows no rate limits: what is measured is the bot, and Slack itself takes about one message a second in a channel.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.bench.platform_people import People, Seat, asked_people, name_of, serve
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.processes import environment
from tests.platforms.slack.rest import PREFIX
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import mapping, text_of

CHANNELS = 50
START_SECONDS, SETTLE_SECONDS = 60.0, 1.0
SIGNS = ("agents.sessions.setStatus", "assistant.threads.setStatus")
WORDS = ("chat.startStream", "chat.postMessage")


class Bench:
    """The stand-in, watched from the side of the people."""

    def __init__(self, people: int) -> None:
        self.slack = SlackStandIn(kept=0)
        self.slack.routes.middlewares.append(self._watch)
        self.people = People(list(self._seats(people)))

    def environment(self) -> Mapping[str, str]:
        """What the bot is told."""
        return environment(self.slack)

    async def ready(self) -> None:
        """Wait until the bot is there."""
        await self.slack.connected(seconds=START_SECONDS)
        await asyncio.sleep(SETTLE_SECONDS)

    @web.middleware
    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        at, method = time.monotonic(), request.path.removeprefix(PREFIX)
        if request.path.startswith(PREFIX):
            self.people.called()
        if method in SIGNS or method in WORDS:
            thread = text_of(mapping(await request.json()).get("thread_ts"))
            (self.people.signed if method in SIGNS else self.people.answered)(thread, at)
        answer = await handler(request)
        if (
            request.path.startswith(PREFIX)
            and isinstance(answer, web.Response)
            and '"ok": false' in (answer.text or "")
        ):
            self.people.refused()
        return answer

    def _seats(self, people: int) -> Iterator[Seat]:
        """The first person and every second one talk in direct, the others in channels."""
        halls = [self.slack.home.channel(f"hall-{each}") for each in range(CHANNELS)]
        for number in range(people):
            person, hall = self.slack.person(name_of(number)), halls[number // 2 % len(halls)]
            hall.stored.members.append(person.id)
            yield self._seat(person, hall, direct=number % 2 == 0)

    def _seat(self, person: Person, hall: Channel, *, direct: bool) -> Seat:
        channel, mention = (person.direct, "") if direct else (hall, f"{self.slack.mention} ")

        async def say(text: str) -> str:
            return (await person.post(channel, f"{mention}{text}")).ts

        return Seat(say, f"{self.slack.home.id}:{person.id}", direct)


if __name__ == "__main__":
    bench = Bench(asked_people(__doc__))
    asyncio.run(serve(bench.people, bench.slack, bench.ready, bench.environment))
