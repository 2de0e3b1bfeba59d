"""Both stand-ins in a process of their own: `python -m tests.reminder_deaths.platforms`, ordered about over HTTP.

What is delivered is asked of them, never of the bot: the record holds every message of the bot, with the key that it
came with. One line of JSON on standard output says where they are.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Protocol, cast

from aiohttp import web

from tests.platforms.discord.faults import NOT_TO_THEM
from tests.platforms.discord.nonces import SECONDS, Origin
from tests.platforms.discord.places import Channel as DiscordChannel
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.human import ROUTE, Asked, Operation, carried_out, until_ended
from tests.platforms.slack.places import Channel as SlackChannel
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, listed, mapping, text_of
from tests.reminder_deaths.trouble import Trouble

POSTING, READING = "chat.postMessage", "conversations.history"
CALLS = 10_000  # of one run
BUCKET = 1_000_000  # rate limits come by order here, for many processes are one bot in a second
REFUSED = (KeyError, ValueError)


class Hands(Protocol):
    """What can be done at a platform; people are named by handle, channels by id."""

    async def people(self, asked: Asked) -> object:
        """`count` people who were never here before, and an open channel with all of them and the bot."""

    async def order(self, asked: Asked) -> object:
        """From now on `trouble` comes `times` times, to what is posted in the channels `posts`."""

    async def lift(self, asked: Asked) -> object:
        """No trouble any more."""

    async def purge(self, asked: Asked) -> object:
        """All that was said in these channels is gone, as if it had been long ago."""

    async def record(self, asked: Asked) -> object:
        """All that the bot said in these channels, the oldest first."""

    async def looks(self, asked: Asked) -> object:
        """The histories that were read since there were new people, where one can hold something back."""


class AtDiscord:
    """Of Discord."""

    def __init__(self, stand_in: DiscordStandIn) -> None:
        self._discord = stand_in
        self._home = stand_in.guild()
        self._made = 0
        stand_in.rest.buckets.size = BUCKET

    def seed(self) -> Payload:
        """What whoever started the process has to know."""
        return {"api": self._discord.api, "token": self._discord.token, "hands": self._discord.base}

    async def people(self, asked: Asked) -> object:
        """See `Hands`."""
        self._made += 1
        made = [self._discord.person(f"P{self._made}x{each}") for each in range(int(str(asked["count"])))]
        self._home.join(*made)
        room = self._home.channel(f"room-{self._made}")
        people = [{"handle": str(each.id), "direct": str(each.direct.id)} for each in made]
        return {"space": str(self._home.id), "room": str(room.id), "people": people}

    async def order(self, asked: Asked) -> object:
        """See `Hands`."""
        faults, times = self._discord.faults, int(str(asked.get("times", 1)))
        for channel in cast(list[str], asked["posts"]):
            path = f"/channels/{channel}/messages"
            match Trouble(str(asked["trouble"])):
                case Trouble.ERRORS:
                    faults.fail(500, path=path, method="POST", times=times)
                case Trouble.LIMITED:
                    faults.limit(0.05, path=path, method="POST", times=times)
                case Trouble.LOST:
                    faults.lose(500, path=path, times=times)
                case Trouble.CUT:
                    faults.lose(0, path=path, times=times)
                case Trouble.CLOSED:
                    faults.deny(path, NOT_TO_THEM, method="POST")
                case Trouble.LATE:
                    self._discord.rest.nonces.seconds = 0.0
                case _:
                    raise ValueError
        return {}

    async def lift(self, asked: Asked) -> object:
        """See `Hands`."""
        self._discord.faults.lift()
        self._discord.rest.nonces.seconds = SECONDS
        return {}

    async def purge(self, asked: Asked) -> object:
        """See `Hands`."""
        for channel in cast(list[str], asked["channels"]):
            self._discord.world.backend.messages[int(channel)].clear()
        return {}

    async def record(self, asked: Asked) -> object:
        """See `Hands`."""
        self._discord.judge()
        nonces, found = self._discord.rest.nonces, list[Payload]()
        for channel in cast(list[str], asked["channels"]):
            for post in DiscordChannel(self._discord.world, int(channel), None).posts(by_bot=True):
                ids, number = [each.custom_id for each in post.buttons], str(post.id)
                message = {"id": number, "channel": channel, "key": nonces.of(number), "text": post.text, "ids": ids}
                origin = nonces.origins.get(number, Origin("", 0.0, forgotten=False))
                found.append({**message, "by": origin.caller, "at": origin.at, "forgotten": origin.forgotten})
        return found

    async def looks(self, asked: Asked) -> object:
        """See `Hands`; a history of Discord's is whole."""
        return []


class AtSlack:
    """Of Slack."""

    def __init__(self, stand_in: SlackStandIn) -> None:
        self._slack = stand_in
        self._made = 0

    def seed(self) -> Payload:
        """What whoever started the process has to know."""
        return {"api": self._slack.api, "token": self._slack.token, "hands": self._slack.base}

    async def people(self, asked: Asked) -> object:
        """See `Hands`."""
        self._made += 1
        self._slack.log.calls.clear()
        home = self._slack.home
        made = [self._slack.person(f"P{self._made}x{each}") for each in range(int(str(asked["count"])))]
        room = home.channel(f"room-{self._made}", *made)
        people = [{"handle": f"{home.id}:{each.id}", "direct": each.direct.id} for each in made]
        return {"space": home.id, "room": room.id, "people": people}

    async def order(self, asked: Asked) -> object:
        """See `Hands`; to all that is posted, for one run at a time is at a stand-in."""
        faults, times = self._slack.faults, int(str(asked.get("times", 1)))
        match Trouble(str(asked["trouble"])):
            case Trouble.ERRORS:
                faults.fail(POSTING, 500, times=times)
            case Trouble.LIMITED:
                faults.limit(POSTING, 0.05, times=times)
            case Trouble.LOST:
                faults.lose(POSTING, 500, times=times)
            case Trouble.CUT:
                faults.lose(POSTING, 0, times=times)
            case Trouble.CLOSED:
                faults.refuse("conversations.open", "user_disabled")
            case Trouble.LATE:
                self._slack.world.behind = float(str(asked["seconds"]))
            case _:
                raise ValueError
        return {}

    async def lift(self, asked: Asked) -> object:
        """See `Hands`."""
        self._slack.faults.lift()
        self._slack.world.behind = 0.0
        return {}

    async def purge(self, asked: Asked) -> object:
        """See `Hands`."""
        for channel in cast(list[str], asked["channels"]):
            self._slack.world.messages.pop(channel, None)
        return {}

    async def record(self, asked: Asked) -> object:
        """See `Hands`."""
        calls, found = self._slack.log.to(POSTING), list[Payload]()
        posted = {(text_of(each.answer.get("channel")), text_of(each.answer.get("ts"))): each for each in calls}
        for channel in cast(list[str], asked["channels"]):
            for post in SlackChannel(self._slack.hands, channel).posts(by_bot=True):
                key = mapping(post.metadata.get("event_payload")).get("key", "")
                ids, call = [each.action_id for each in post.buttons], posted.get((channel, post.ts))
                message = {"id": post.ts, "channel": channel, "key": str(key), "text": post.text, "ids": ids}
                by, at = ("", 0.0) if call is None else (call.caller, call.answered)
                found.append({**message, "by": by, "at": at, "forgotten": None})
        return found

    async def looks(self, asked: Asked) -> object:
        """See `Hands`."""
        return [
            {
                "by": each.caller,
                "at": each.answered,
                "channel": text_of(each.args.get("channel")),
                "oldest": text_of(each.args.get("oldest")) or "0",
                "shown": [text_of(message.get("ts")) for message in listed(each.answer.get("messages"))],
            }
            for each in self._slack.log.to(READING)
            if each.answer.get("ok")
        ]


def operations(hands: Hands) -> Mapping[str, Operation]:
    """By name."""
    ordered = {"people": hands.people, "order": hands.order, "lift": hands.lift}
    return {**ordered, "purge": hands.purge, "record": hands.record, "looks": hands.looks}


def offer(routes: web.Application, hands: Hands) -> None:
    """Add the hands to what a stand-in serves."""

    async def serve(request: web.Request) -> web.Response:
        return await carried_out(request, operations(hands), REFUSED)

    routes.router.add_post(ROUTE, serve)


@asynccontextmanager
async def both(discord: DiscordStandIn, slack: SlackStandIn) -> AsyncIterator[None]:
    """Both serve for the time of the block."""
    async with discord, slack:
        yield


def main() -> None:
    """Serve until the process is ended."""
    discord, slack = DiscordStandIn(kept=0), SlackStandIn(kept=CALLS)
    at_discord, at_slack = AtDiscord(discord), AtSlack(slack)
    offer(discord.routes, at_discord)
    offer(slack.routes, at_slack)
    seeds = {"discord": at_discord.seed, "slack": at_slack.seed}
    asyncio.run(until_ended(both(discord, slack), lambda: {name: seed() for name, seed in seeds.items()}))


if __name__ == "__main__":
    main()
