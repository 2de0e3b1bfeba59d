"""The human side over HTTP, for a stand-in that is a process of its own: POST /human/OPERATION with JSON.

A small world is there from the start: one guild with one channel, and Alice and Bob in it. For more, run the stand-in
in the test's own process.
"""

from dataclasses import asdict
from typing import cast

from aiohttp import web
from simcord.backend.errors import BackendError, SetupError

from tests.platforms.discord.people import PATIENCE, Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.posts import Post, Use, post_of
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.world import Payload
from tests.platforms.human import Operation, carried_out


class Control:
    """Operations by name; ids travel as text, like Discord's own."""

    def __init__(self, stand_in: DiscordStandIn) -> None:
        self._discord = stand_in
        self._home = stand_in.guild()
        self._general = self._home.channel("general")
        self._people = {name: stand_in.person(name) for name in ("Alice", "Bob")}
        self._home.join(*self._people.values())
        self._uses: dict[str, Use] = {}
        self._operations: dict[str, Operation] = {
            "send": self._send,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "slash": self._slash,
            "click": self._click,
            "posts": self._posts,
            "calls": self._calls,
            "fail": self._fail,
            "limit": self._limit,
            "advance": self._advance,
            "drop": self._drop,
            "forget": self._forget,
        }

    def seed(self) -> Payload:
        """What whoever started the process has to know."""
        return {
            "api": self._discord.api,
            "token": self._discord.token,
            "bot": str(self._discord.bot),
            "guild": str(self._home.id),
            "channel": str(self._general.id),
            "people": {name: str(each.id) for name, each in self._people.items()},
        }

    async def serve(self, request: web.Request) -> web.Response:
        """One operation; what a person could not do is answered with 409, and everything with 500 once a bot erred."""
        self._discord.judge()
        return await carried_out(request, self._operations, (SetupError, BackendError, KeyError, ValueError))

    async def _send(self, asked: Payload) -> object:
        return _shown(await self._person(asked).send(self._place(asked), str(asked["text"])))

    async def _edit(self, asked: Payload) -> object:
        await self._person(asked).edit(self._post(asked), str(asked["text"]))
        return {}

    async def _delete(self, asked: Payload) -> object:
        await self._person(asked).delete(self._post(asked))
        return {}

    async def _react(self, asked: Payload) -> object:
        await self._person(asked).react(self._post(asked), str(asked["emoji"]))
        return {}

    async def _slash(self, asked: Payload) -> object:
        person, options = self._person(asked), cast(Payload, asked.get("options") or {})
        return _used(await person.slash(self._place(asked), str(asked["name"]), PATIENCE, **options))

    async def _click(self, asked: Payload) -> object:
        return _used(await self._person(asked).click(self._post(asked), str(asked["label"])))

    async def _posts(self, asked: Payload) -> object:
        return [_shown(each) for each in self._place(asked).posts()]

    async def _calls(self, asked: Payload) -> object:
        return [asdict(each) for each in self._discord.log.calls]

    async def _fail(self, asked: Payload) -> object:
        path, times = str(asked.get("path", "*")), int(str(asked.get("times", 1)))
        self._discord.faults.fail(int(str(asked.get("status", 503))), path=path, times=times)
        return {}

    async def _limit(self, asked: Payload) -> object:
        self._discord.faults.limit(float(str(asked["seconds"])), path=str(asked.get("path", "*")))
        return {}

    async def _advance(self, asked: Payload) -> object:
        self._discord.advance(float(str(asked["seconds"])))
        return {}

    async def _drop(self, asked: Payload) -> object:
        self._discord.drop()
        return {}

    async def _forget(self, asked: Payload) -> object:
        self._discord.forget()
        return {}

    def _person(self, asked: Payload) -> Person:
        return self._people[str(asked["person"])]

    def _place(self, asked: Payload) -> Channel:
        """The channel, or with `direct` the person's conversation with the bot."""
        return self._person(asked).direct if asked.get("direct") else self._general

    def _post(self, asked: Payload) -> Post:
        found = self._discord.world.message(int(str(asked["post"])))
        if found is None:
            raise KeyError("no such message")
        return post_of(self._discord.world, found)


def _shown(post: Post) -> Payload:
    reply = None if post.reply_to is None else str(post.reply_to)
    return {"id": str(post.id), "text": post.text, "by_bot": post.by_bot, "reply_to": reply}


def _used(use: Use) -> Payload:
    post = None if use.post is None else str(use.post.id)
    return {"answered": use.answered, "private": use.private, "text": use.text, "post": post}
