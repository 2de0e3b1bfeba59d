"""Slack for the bench, in a process of its own with the people in it: python -m tests.bench.slack_world

Over a socket, or with `--by http` over signed HTTP, on connections that are kept as those of a balancer are. It knows
no rate limits: what is measured is the bot, and Slack itself takes about one message a second in a channel.
"""

import asyncio
import socket
import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.slack.manifest import EVENTS_PATH
from tests.bench.platform_people import People, Seat, arguments, name_of, serve
from tests.platforms.slack.hooks import JSON, Hook, Reply
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.processes import environment
from tests.platforms.slack.rest import PREFIX
from tests.platforms.slack.server import HOST, SlackStandIn
from tests.platforms.slack.wire import mapping, text_of

CHANNELS = 50
CONNECTIONS, LOOK_SECONDS = 64, 0.1
START_SECONDS, SETTLE_SECONDS = 60.0, 1.0
SIGNS = ("agents.sessions.setStatus", "assistant.threads.setStatus")
WORDS = ("chat.startStream", "chat.postMessage")


class KeptHook(Hook):
    """The app's address, on connections that are kept."""

    session: aiohttp.ClientSession | None = None

    async def send(self, body: str, kind: str = JSON, *, headers: dict[str, str] | None = None) -> Reply:
        """Post any body, signed; raises aiohttp's errors."""
        if self.session is None:
            self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS))
        signed = {**self.signature(body), "Content-Type": kind, **(headers or {})}
        async with self.session.post(self.address, data=body.encode(), headers=signed) as answer:
            return Reply(answer.status, await answer.text())

    async def close(self) -> None:
        """Keep none any longer."""
        if self.session is not None:
            await self.session.close()


class Bench:
    """The stand-in, watched from the side of the people; `port`: where the bot takes HTTP, None for a socket."""

    def __init__(self, people: int, port: int | None = None) -> None:
        self.slack = SlackStandIn(kept=0)
        self.slack.routes.middlewares.append(self._watch)
        self.people = People(list(self._seats(people)))
        self.place = None if port is None else f"{HOST}:{port}"
        secret = self.slack.credentials.signing_secret
        self.hook = None if port is None else KeptHook(f"http://{self.place}{EVENTS_PATH}", secret)

    async def __aenter__(self) -> Self:
        await self.slack.__aenter__()
        self.slack.delivery.hook = self.hook
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.slack.__aexit__(kind, error, trace)
        if self.hook is not None:
            await self.hook.close()

    def environment(self) -> Mapping[str, str]:
        """What the bot is told."""
        known = environment(self.slack)
        if self.place is None:
            return known
        http = {"HTTP": self.place, "SIGNING_SECRET": self.slack.credentials.signing_secret}
        kept = {name: each for name, each in known.items() if not name.endswith("APP_TOKEN")}
        return kept | {f"RAPPORT_SLACK_{name}": each for name, each in http.items()}

    async def ready(self) -> None:
        """Wait until the bot is there."""
        if self.hook is None:
            await self.slack.connected(seconds=START_SECONDS)
        else:
            async with asyncio.timeout(START_SECONDS):
                while not await _answers(self.hook):
                    await asyncio.sleep(LOOK_SECONDS)
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


async def _answers(hook: Hook) -> bool:
    """Whether the bot takes what Slack signs."""
    try:
        return (await hook.verify()).status == HTTPStatus.OK
    except aiohttp.ClientError:
        return False


def free_port() -> int:
    """Where nobody listens now."""
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--by", choices=("socket", "http"), default="socket")
    asked = parser.parse_args()
    bench = Bench(asked.people, free_port() if asked.by == "http" else None)
    asyncio.run(serve(bench.people, bench, bench.ready, bench.environment))
