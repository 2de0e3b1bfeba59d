"""The human side over HTTP, for a stand-in that is a process of its own: POST /human/OPERATION with JSON.

A small world is there from the start: a workspace with one channel, and Alice, Bob and the bot in it. For more, run the
stand-in in the test's own process.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from aiohttp import web

from tests.platforms.human import Asked, Operation, carried_out
from tests.platforms.slack.asking import RefusedCall
from tests.platforms.slack.interactions import NotOffered
from tests.platforms.slack.people import Person, Use
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Page, Post, post_of
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload

REFUSED = (NotOffered, RefusedCall, KeyError, ValueError)


class Control:
    """Operations by name; messages are known by their ts."""

    def __init__(self, stand_in: SlackStandIn) -> None:
        self._slack = stand_in
        self._people = {name: stand_in.person(name) for name in ("Alice", "Bob")}
        self._general = stand_in.home.channel("general", *self._people.values())
        self._operations: Mapping[str, Operation] = {
            "send": self._send,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "slash": self._slash,
            "click": self._click,
            "submit": self._submit,
            "home": self._home,
            "stop": self._stop,
            "posts": self._posts,
            "calls": self._calls,
            "fail": self._fail,
            "limit": self._limit,
            "refuse": self._refuse,
            "advance": self._advance,
            "drop": self._drop,
            "deafen": self._deafen,
            "disconnect": self._disconnect,
            "uninstall": self._uninstall,
        }

    def seed(self) -> Payload:
        """What whoever started the process has to know."""
        slack, owner = self._slack, self._slack.credentials
        return {
            "api": slack.api,
            "bot_token": slack.token,
            "app_token": owner.app_token,
            "signing_secret": owner.signing_secret,
            "client_id": owner.client_id,
            "client_secret": owner.client_secret,
            "bot": slack.bot,
            "team": slack.home.id,
            "channel": self._general.id,
            "people": {name: each.id for name, each in self._people.items()},
        }

    async def serve(self, request: web.Request) -> web.Response:
        """One operation; what a person could not do is answered with 409."""
        return await carried_out(request, self._operations, REFUSED)

    async def _send(self, asked: Asked) -> object:
        thread = None if asked.get("thread") is None else str(asked["thread"])
        return _shown(await self._person(asked).post(self._place(asked), str(asked["text"]), thread=thread))

    async def _edit(self, asked: Asked) -> object:
        await self._person(asked).edit(self._post(asked), str(asked["text"]))
        return {}

    async def _delete(self, asked: Asked) -> object:
        await self._person(asked).delete(self._post(asked))
        return {}

    async def _react(self, asked: Asked) -> object:
        await self._person(asked).react(self._post(asked), str(asked["emoji"]))
        return {}

    async def _slash(self, asked: Asked) -> object:
        return _used(await self._person(asked).slash(self._place(asked), str(asked["text"])))

    async def _click(self, asked: Asked) -> object:
        """A button under a message, or with neither `post` on the page that the person has open, or their home."""
        person = self._person(asked)
        where = self._post(asked) if "post" in asked else person.modal or person.home
        if where is None:
            raise KeyError("nothing to click on")
        return _used(await person.click(where, str(asked["label"])))

    async def _submit(self, asked: Asked) -> object:
        person = self._person(asked)
        if person.modal is None:
            raise KeyError("no form is open")
        return _used(await person.submit(person.modal, cast(dict[str, str], asked.get("values") or {})))

    async def _home(self, asked: Asked) -> object:
        person = self._person(asked)
        if asked.get("tab") is not None:
            person.open_home(str(asked["tab"]))
        return None if person.home is None else _page(person.home)

    async def _stop(self, asked: Asked) -> object:
        self._person(asked).stop(self._post(asked))
        return {}

    async def _posts(self, asked: Asked) -> object:
        return [_shown(each) for each in self._person(asked).sees(self._place(asked))]

    async def _calls(self, asked: Asked) -> object:
        return [{**asdict(each), "token": ""} for each in self._slack.log.calls]

    async def _fail(self, asked: Asked) -> object:
        method, times = str(asked.get("method", "*")), int(str(asked.get("times", 1)))
        self._slack.faults.fail(method, int(str(asked.get("status", 503))), times=times)
        return {}

    async def _limit(self, asked: Asked) -> object:
        self._slack.faults.limit(str(asked.get("method", "*")), float(str(asked["seconds"])))
        return {}

    async def _refuse(self, asked: Asked) -> object:
        times = int(str(asked.get("times", 1)))
        self._slack.faults.refuse(str(asked["method"]), str(asked["error"]), times=times)
        return {}

    async def _advance(self, asked: Asked) -> object:
        self._slack.advance(float(str(asked["seconds"])))
        return {}

    async def _drop(self, asked: Asked) -> object:
        self._slack.sockets.drop()
        return {}

    async def _deafen(self, asked: Asked) -> object:
        self._slack.deafen()
        return {}

    async def _disconnect(self, asked: Asked) -> object:
        await self._slack.sockets.disconnect(str(asked.get("reason", "refresh_requested")))
        return {}

    async def _uninstall(self, asked: Asked) -> object:
        self._slack.home.uninstall()
        return {}

    def _person(self, asked: Asked) -> Person:
        return self._people[str(asked["person"])]

    def _place(self, asked: Asked) -> Channel:
        """The channel, or with `direct` the person's conversation with the bot."""
        return self._person(asked).direct if asked.get("direct") else self._general

    def _post(self, asked: Asked) -> Post:
        ts = str(asked["post"])
        found = [kept[ts] for kept in self._slack.world.messages.values() if ts in kept]
        if not found:
            raise KeyError("no such message")
        return post_of(self._slack.world, found[0])


def _shown(post: Post) -> Payload:
    seen: Payload = {"id": post.ts, "text": post.text, "by_bot": post.by_bot, "thread": post.thread_ts}
    return {**seen, "private": post.private, "stream": post.stream}


def _page(page: Page) -> Payload:
    return {"kind": page.kind, "title": page.title, "text": page.text, "buttons": [each.label for each in page.buttons]}


def _used(use: Use) -> Payload:
    post = use.posts[-1].ts if use.posts else None
    form = None if use.form is None else _page(use.form)
    told: Payload = {"answered": use.answered, "private": use.private, "text": use.text, "post": post}
    return {**told, "form": form, "errors": use.errors}
