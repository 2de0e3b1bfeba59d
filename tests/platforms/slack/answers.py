"""The addresses under which a command or an interaction is answered: five times within half an hour."""

import secrets
import time
from dataclasses import dataclass, field, replace

from aiohttp import web

from tests.platforms.slack.asking import Asked, RefusedCall
from tests.platforms.slack.chat import content_of
from tests.platforms.slack.delivery import Timing
from tests.platforms.slack.faults import Faults
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.log import Call
from tests.platforms.slack.rest import carried_out
from tests.platforms.slack.shapes import message_shape
from tests.platforms.slack.wire import Payload, mapping, text_of, truth
from tests.platforms.slack.world import Installation, Message

PREFIX, MOST = "/actions/", 5


@dataclass(slots=True)
class Place:
    """Where and for whom something was used; `made`: the messages that came of it, `origin`: the one it stood under."""

    installation: Installation
    channel: str
    user: str
    thread_ts: str | None = None
    origin: Message | None = None
    made: list[Message] = field(default_factory=list)
    left: int = MOST
    at: float = field(default_factory=time.monotonic)


class Answers:
    """All addresses that were given out."""

    def __init__(self, happenings: Happenings, timing: Timing, faults: Faults) -> None:
        self._happenings = happenings
        self._world = happenings.world
        self._timing = timing
        self._faults = faults
        self._places: dict[str, Place] = {}

    def address(self, place: Place) -> str:
        """A new address; the oldest are forgotten."""
        name = f"{place.installation.team}/{secrets.token_hex(6)}/{secrets.token_hex(8)}"
        self._places[name] = place
        while len(self._places) > 1000:
            del self._places[next(iter(self._places))]
        return f"{self._world.base}{PREFIX}{name}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One answer."""
        call = Call("response_url", mapping(await request.json()), form="json")
        self._happenings.log.call(call)
        place = self._places.get(request.path.removeprefix(PREFIX))
        ordered = self._faults.met(call.method)
        return await carried_out(call, request, ordered, lambda: self._answer(place, call.args), self._happenings.log)

    def say(self, place: Place, said: Payload) -> None:
        """Do what an answer asks for, here or with an acknowledgement; refuses what Slack would not take."""
        if truth(said.get("delete_original")):
            self._delete(place)
        elif truth(said.get("replace_original")) and place.origin is not None:
            self._replace(place.origin, self._made(place, said))
        else:
            self._add(place, self._made(place, said), public=said.get("response_type") == "in_channel")

    def _answer(self, place: Place | None, said: Payload) -> Payload:
        if place is None:
            raise RefusedCall("invalid_url")
        if place.left <= 0 or time.monotonic() - place.at > self._timing.answer:
            raise RefusedCall("used_url" if place.left <= 0 else "expired_url")
        place.left -= 1
        self.say(place, said)
        return {}

    def _made(self, place: Place, said: Payload) -> Message:
        content = content_of(Asked(self._world, place.installation, said))
        team, bot = place.installation.team, place.installation.bot_id
        thread = text_of(said.get("thread_ts")) or place.thread_ts
        named = replace(content, ts=self._world.ts(), channel=place.channel, user=place.installation.user, team=team)
        return replace(named, bot_id=bot, thread_ts=thread)

    def _add(self, place: Place, message: Message, *, public: bool) -> None:
        message.only_for = None if public else place.user
        place.made.append(message)
        if public:
            self._happenings.posted(message)
        else:
            self._world.keep(message)
        place.origin = place.origin or message

    def _replace(self, origin: Message, message: Message) -> None:
        before = message_shape(self._world, origin)
        origin.text, origin.blocks, origin.edited = message.text, message.blocks, self._world.ts()
        if not origin.only_for:
            self._happenings.changed(origin, before)

    def _delete(self, place: Place) -> None:
        if place.origin is None:
            return
        if place.origin.only_for:
            self._world.messages[place.channel].pop(place.origin.ts, None)
        else:
            self._happenings.deleted(place.origin)
        place.made = [each for each in place.made if each is not place.origin]
