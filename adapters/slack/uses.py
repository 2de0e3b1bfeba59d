"""Reads who used what, and where, from what Slack tells: commands, shortcuts, controls, forms and people's own pages.

What is not known of the person or the place is asked; what cannot be known costs a log line.
"""

import hashlib
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.errors import AdapterError
from adapters.slack.directory import Directory
from adapters.slack.home import Homes
from adapters.slack.knowledge import Knowledge
from adapters.slack.origin import Origin, read_origin
from adapters.slack.payloads import inner, text_in
from adapters.slack.spots import PLATFORM, Spot, Where
from adapters.types import Audience, Author, direct_with

log = logging.getLogger(__name__)
VIEW = "view"
Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Used:
    """Something was used: by whom, where, and where the answer goes; `control` is the id of what it stood under."""

    id: str
    author: Author
    where: Where
    origin: Origin
    control: str | None = None


class Uses:
    """Knows people and places by `known`, and tells `names` and `homes` of whom and what was met."""

    def __init__(self, known: Knowledge, names: Directory, *, homes: Homes) -> None:
        self._known = known
        self._names = names
        self._homes = homes

    async def typed(self, payload: Payload) -> Used | None:
        """Of a command that was typed; None where that is not known, as in all of these."""
        team = text_in(payload, "team_id") or text_in(payload, "enterprise_id")
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
        spot = origin.spot
        try:
            author = await self._known.people.author(spot.team, origin.user)
            where = Where(direct_with(PLATFORM, author.handle), Audience.DIRECT, spot)
            if origin.showing is None:
                where = await self._known.places.where(spot, user=origin.user)
            else:
                self._homes.met(spot.team, author, view=inner(payload, VIEW), user=origin.user)
        except AdapterError as fault:
            log.warning("use not read", extra={"team": spot.team, "kind": type(fault).__name__})
            return None
        self._names.met(author)
        self._names.met_channel(where)
        return Used(_id_of(payload), author, where, origin, control)


def team_of(payload: Payload) -> str:
    """The workspace through which the bot was told, the enterprise where nothing says which of its workspaces."""
    found = (
        text_in(inner(payload, VIEW), "app_installed_team_id"),
        text_in(inner(payload, "team"), "id"),
        text_in(inner(payload, "user"), "team_id"),
        text_in(inner(payload, "enterprise"), "id"),
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
