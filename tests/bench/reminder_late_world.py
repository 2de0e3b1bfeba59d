"""Discord for the bench of lateness, in a process of its own: python -m tests.bench.reminder_late_world [--people N]

It notes when each reminder reached it, before it answers; the words of a reminder say which it is and when it was due.
On each line it is given, it tells what it has: how many, how many of them twice, and how late each was.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Mapping
from contextvars import ContextVar

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.platforms.discord.gateway import Granted
from tests.platforms.discord.server import TOKEN, DiscordStandIn

WIDE = 1_000_000  # what is measured is the bot; Discord itself takes fifty requests a second of one bot
TOLD = re.compile(r"number (\d+) due (\d+\.\d+)")
_arrived: ContextVar[float] = ContextVar("arrived")


class Watched:
    """The stand-in, and what it was told."""

    def __init__(self, people: int, shards: int) -> None:
        self.discord = DiscordStandIn(Granted(TOKEN, content=False, members=False), kept=0, judged=False, shards=shards)
        self.discord.rest.buckets.size = WIDE
        self.discord.routes.middlewares.append(self._watch)
        self.discord.world.backend.subscribers.append(self._happened)
        home = self.discord.guild()
        self.people = [self.discord.person(f"Person {number}") for number in range(people)]
        home.join(*self.people)
        self.late: dict[int, float] = {}
        self.twice = 0
        self.last = 0.0

    @web.middleware
    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        _arrived.set(time.time())
        return await handler(request)

    def _happened(self, name: str, payload: Mapping[str, object]) -> None:
        found = TOLD.search(str(payload.get("content"))) if name == "MESSAGE_CREATE" else None
        if found is None:
            return
        number, at = int(found[1]), _arrived.get()
        self.twice += number in self.late
        self.late.setdefault(number, at - float(found[2]))
        self.last = max(self.last, at)


async def main(people: int, shards: int) -> None:
    """Serve until the input ends."""
    watched = Watched(people, shards)
    async with watched.discord as discord:
        handles = [str(each.id) for each in watched.people]
        _say({"api": discord.api, "token": discord.token, "people": handles})
        while await asyncio.to_thread(sys.stdin.readline):
            late = [round(each, 4) for each in watched.late.values()]
            _say({"arrived": len(late), "twice": watched.twice, "last": watched.last, "late": late})


def _say(told: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=500)
    options.add_argument("--shards", type=int, default=4)
    chosen = options.parse_args()
    asyncio.run(main(chosen.people, chosen.shards))
