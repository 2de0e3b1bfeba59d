"""A workspace that answers by what was asked: its people, its conversations, who is in them, in pages."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.slack_answers import Slack

Shape = dict[str, object]
Answered = tuple[int, Shape]
TEAM, ENTERPRISE, BOT = "T1", "E1", "UBOT"


def account(user: str, **more: object) -> Shape:
    """An account of the workspace, as Slack tells of it."""
    profile = {"display_name": user.title(), "real_name": f"{user} Real"}
    shape: Shape = {"id": user, "team_id": TEAM, "name": user.lower(), "tz": "Europe/Berlin", "locale": "de-DE"}
    flags: Shape = {"deleted": False, "is_bot": False, "is_restricted": False, "is_ultra_restricted": False}
    return {**shape, **flags, "is_admin": False, "is_owner": False, "profile": profile, **more}


def guest(user: str, **more: object) -> Shape:
    """An account that was let into some channels only."""
    return account(user, is_restricted=True, **more)


def room(channel: str, **more: object) -> Shape:
    """A public channel, as Slack tells of it."""
    kind: Shape = {"is_channel": True, "is_group": False, "is_im": False, "is_mpim": False, "is_private": False}
    shared: Shape = {"is_shared": False, "is_ext_shared": False, "is_org_shared": False, "is_pending_ext_shared": False}
    lists: Shape = {"shared_team_ids": [TEAM], "pending_shared": [], "pending_connected_team_ids": []}
    return {"id": channel, "name": "hall", "is_member": True, "is_archived": False, **kind, **shared, **lists, **more}


def im(channel: str, user: str) -> Shape:
    """The bot's conversation with somebody."""
    return {"id": channel, "is_im": True, "user": user, "is_channel": False, "is_private": True}


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class Garden(Slack):
    """`page`: how many stand on a page at most; `faults`: what a method says instead; `before` is awaited first."""

    people: dict[str, Shape] = field(default_factory=dict)
    rooms: dict[str, Shape] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    enterprise: str = ""
    page: int = 1000
    faults: dict[str, Answered] = field(default_factory=dict)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)

    def has(self, *people: Shape) -> None:
        """These have an account."""
        self.people.update({str(each["id"]): each for each in people})

    def with_room(self, shape: Shape, *members: str) -> None:
        """That conversation is there, with these in it."""
        self.rooms[str(shape["id"])] = shape
        self.members[str(shape["id"])] = [*members]

    async def answer(self, request: web.Request) -> web.Response:
        """One call."""
        method = request.match_info["method"]
        given = await request.json() if "json" in request.headers.get("Content-Type", "") else await request.post()
        sent = {str(key): str(value) for key, value in given.items()}
        self.asked.append((method, sent))
        await asyncio.sleep(self.slow.get(method, 0.0))
        self.before.get(method, lambda: None)()
        status, shape = self.faults.get(method) or (200, self._found(method, sent))
        return web.json_response(shape, status=status, headers={"x-oauth-scopes": self.scopes, **self.headers})

    def _found(self, method: str, sent: Mapping[str, str]) -> Shape:
        match method:
            case "auth.test":
                known: Shape = {"ok": True, "team_id": TEAM, "user_id": BOT, "bot_id": "B1"}
                return {**known, "enterprise_id": self.enterprise} if self.enterprise else known
            case "users.info":
                return _one("user", self.people.get(sent["user"]), "user_not_found")
            case "users.list":
                return self._page("members", list(self.people.values()), sent)
            case "conversations.info":
                return _one("channel", self.rooms.get(sent["channel"]), "channel_not_found")
            case "conversations.members" if sent["channel"] in self.members:
                return self._page("members", self.members[sent["channel"]], sent)
            case "conversations.members":
                return refused("channel_not_found")
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{sent['users']}"}}
        raise AssertionError(method)

    def _page(self, key: str, items: Sequence[object], sent: Mapping[str, str]) -> Shape:
        start, most = int(sent.get("cursor", "0")), min(self.page, int(sent["limit"]))
        end = start + most
        more = str(end) if end < len(items) else ""
        return {"ok": True, key: list(items[start:end]), "response_metadata": {"next_cursor": more}}


def refused(word: str) -> Shape:
    """Slack's answer where it refuses."""
    return {"ok": False, "error": word}


def _one(key: str, found: Shape | None, word: str) -> Shape:
    return refused(word) if found is None else {"ok": True, key: found}
