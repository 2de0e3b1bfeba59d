"""Reads who used what, and where, from what Slack tells: commands, shortcuts, controls, forms and people's own pages.

What is not known of the person or the place is asked; what cannot be known costs a log line.
"""

import hashlib
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.errors import AdapterError
from adapters.recent import Recent
from adapters.slack.directory import Directory
from adapters.slack.home import Homes
from adapters.slack.knowledge import Knowledge
from adapters.slack.origin import Origin, read_origin
from adapters.slack.payloads import inner, text_in
from adapters.slack.profiles import ENTERPRISE, WORKSPACE
from adapters.slack.spots import PLATFORM, Spot, Where
from adapters.types import Audience, Author, direct_with

log = logging.getLogger(__name__)
VIEW = "view"
REMEMBERED, ASK_SECONDS = 20_000, 2.0
Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Used:
    """Something was used: by whom, where, and where the answer goes; `control` is the id of what it stood under.

    `member` is as in `Command`.
    """

    id: str
    author: Author
    where: Where
    origin: Origin
    control: str | None = None
    member: bool | None = True


class Uses:
    """Knows people and places by `known`, and tells `names` and `homes` of whom and what was met."""

    def __init__(self, known: Knowledge, names: Directory, *, homes: Homes) -> None:
        self._known = known
        self._names = names
        self._homes = homes
        self._teams: Recent[tuple[str, str], str] = Recent(REMEMBERED)

    async def typed(self, payload: Payload) -> Used | None:
        """Of a command that was typed; None where that is not known, as in all of these."""
        ids = (text_in(payload, "team_id"), text_in(payload, "enterprise_id"))
        team = next(filter(None, ids[::-1] if payload.get("is_enterprise_install") == "true" else ids), "")
        return await self._used(payload, _origin(payload, Spot(team, text_in(payload, "channel_id"))))

    async def menu(self, payload: Payload) -> Used | None:
        """Of an entry in the menu of a message."""
        thread = text_in(inner(payload, "message"), "thread_ts")
        spot = Spot(team_of(payload), text_in(inner(payload, "channel"), "id"), thread or None)
        return await self._used(payload, _origin(payload, spot))

    async def pressed(self, payload: Payload) -> Used | None:
        """Of a control under a message or on somebody's own page."""
        container, view = inner(payload, "container"), inner(payload, VIEW)
        if text_in(container, "type") == VIEW:
            origin = replace(_origin(payload, Spot(team_of(payload), "")), showing=text_in(view, "private_metadata"))
            return await self._used(payload, origin, control=text_in(view, "id"))
        channel = text_in(container, "channel_id") or text_in(inner(payload, "channel"), "id")
        thread, ts = text_in(container, "thread_ts"), text_in(container, "message_ts")
        origin = _origin(payload, Spot(team_of(payload), channel, thread or None))
        hidden = container.get("is_ephemeral") is True
        return await self._used(payload, replace(origin, message=ts, hidden=hidden), control=ts)

    async def sent(self, payload: Payload) -> Used | None:
        """Of a form that was sent: it answers where it was asked for."""
        view, user = inner(payload, VIEW), _user(payload)
        origin = read_origin(text_in(view, "private_metadata"))
        if origin is None or origin.user != user:
            log.warning("form not read", extra={"view": text_in(view, "id")})
            return None
        origin = replace(origin, trigger=text_in(payload, "trigger_id"))
        control = origin.message or (None if origin.showing is None else text_in(view, "id"))
        return await self._used({**payload, VIEW: {}}, origin, control=control)

    async def _used(self, payload: Payload, origin: Origin, *, control: str | None = None) -> Used | None:
        spot = await self._placed(origin.spot)
        member: bool | None = True
        try:  # where people from elsewhere read, their own workspace is told, in which the bot is not
            spot = replace(spot, team=(await self._known.wire.bot(spot.team)).team)
            origin = replace(origin, spot=spot)
            author = await self._known.people.author(spot.team, origin.user)
            where = Where(direct_with(PLATFORM, author.handle), Audience.DIRECT, spot)
            if origin.showing is None:
                where = await self._known.places.where(spot, user=origin.user)
                member = await self._known.places.is_member(where)
            else:
                self._homes.met(spot.team, author, view=inner(payload, VIEW), user=origin.user)
        except AdapterError as fault:
            log.warning("use not read", extra={"team": spot.team, "kind": type(fault).__name__})
            return None
        self._names.met(author)
        self._names.met_channel(where)
        return Used(_id_of(payload), author, where, origin, control, member)

    async def _placed(self, spot: Spot) -> Spot:
        """Of an enterprise for all of which the bot is installed, in which workspace that is, as far as Slack says."""
        if not spot.channel or not spot.team.startswith(ENTERPRISE):
            return spot
        team = self._teams.get((spot.team, spot.channel)) or await self._asked(spot)
        if team is None:
            return spot
        self._teams.put((spot.team, spot.channel), team)
        return replace(spot, team=team)

    async def _asked(self, spot: Spot) -> str | None:
        """The workspace of a conversation; whether others read it too is asked when who reads it is."""
        asked = {"channel": spot.channel}
        try:
            answer = await self._known.wire.ask(spot.team, "conversations.info", asked, seconds=ASK_SECONDS)
            team = text_in(inner(answer, "channel"), "context_team_id")
            return (await self._known.wire.bot(team)).team if team.startswith(WORKSPACE) else None
        except AdapterError as fault:
            log.info("workspace not known", extra={"channel": spot.channel, "kind": type(fault).__name__})
            return None


def team_of(payload: Payload) -> str:
    """The workspace through which the bot was told, the enterprise where nothing says which of its workspaces."""
    found = (
        text_in(inner(payload, VIEW), "app_installed_team_id"),
        text_in(inner(payload, "team"), "id"),
        text_in(inner(payload, "enterprise"), "id") if payload.get("is_enterprise_install") is True else "",
        text_in(inner(payload, "user"), "team_id"),
    )
    return next(filter(None, found), "")


def _user(payload: Payload) -> str:
    """Who it was, as commands say it or as all else does."""
    return text_in(payload, "user_id") or text_in(inner(payload, "user"), "id")


def _origin(payload: Payload, spot: Spot) -> Origin:
    return Origin(spot, _user(payload), url=text_in(payload, "response_url"), trigger=text_in(payload, "trigger_id"))


def _id_of(payload: Payload) -> str:
    """The same when the same use is told twice; made of what is not for a log, and not telling it."""
    trigger = text_in(payload, "trigger_id")
    return hashlib.sha256(trigger.encode()).hexdigest()[:24] if trigger else uuid.uuid4().hex[:24]
