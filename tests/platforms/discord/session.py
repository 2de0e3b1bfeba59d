"""One session of the gateway: which events are its own, what of them it may see, and what it gets again after a cut."""

import copy
import json
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from typing import cast

import discord
from simcord import intents as rules
from simcord.backend import Backend

from tests.platforms.discord.log import Log, Told
from tests.platforms.discord.world import Payload, Wire

KEPT = 1000
CONTENT_EVENTS = ("MESSAGE_CREATE", "MESSAGE_UPDATE")
BY_CONTROL, BY_COMMAND, ON_MESSAGE = (3, 5), 2, 3
Put = Callable[[str], None]
Render = Callable[[Payload], str]


class Session:
    """What a client began with IDENTIFY; `put` takes its frames while it is connected."""

    def __init__(self, identify: Wire, backend: Backend, *, log: Log, render: Render) -> None:
        self.id = secrets.token_hex(16)
        self.intents = discord.Intents._from_value(int(str(identify["intents"])))
        shard, shards = cast(tuple[int, int], tuple(cast(list[int], identify.get("shard") or [0, 1])))
        self.shard, self.shards = shard, shards
        self.put: Put | None = None
        self._backend, self._log, self._render = backend, log, render
        self._sequence = 0
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)

    def owns(self, guild: int) -> bool:
        """Whether events of a guild come here."""
        return (guild >> 22) % self.shards == self.shard

    def offer(self, name: str, payload: Wire) -> None:
        """Something happened in the world: it is told as far as this session hears of it."""
        if not self._hears(name, payload):
            return
        mine = copy.deepcopy(dict(payload))
        if name == "GUILD_CREATE":
            rules.prune_guild_create(mine, self.intents, self._backend.bot_user.id)
        if not self.intents.message_content:
            self._censor(name, mine)
        self.tell(name, mine)

    def tell(self, name: str, payload: Payload) -> None:
        """Tell it as it is."""
        self._sequence += 1
        frame = self._render({"op": 0, "t": name, "s": self._sequence, "d": payload})
        self._log.event(Told(name, self.shard, _subject(payload), payload))
        self._kept.append((self._sequence, frame))
        if self.put is not None:
            self.put(frame)

    def resume(self, sequence: int, put: Put) -> bool:
        """Tell again what came after `sequence`; False where that is too long ago or has not come yet."""
        oldest = self._kept[0][0] if self._kept else 1
        if not oldest - 1 <= sequence <= self._sequence:
            return False
        self.put = put
        for number, frame in self._kept:
            if number > sequence:
                put(frame)
        self._sequence += 1
        put(json.dumps({"op": 0, "t": "RESUMED", "s": self._sequence, "d": {}}))
        return True

    def _hears(self, name: str, payload: Wire) -> bool:
        guild = payload.get("guild_id") or (payload.get("id") if name in GUILD_EVENTS else None)
        mine = self.owns(int(str(guild))) if guild else self.shard == 0
        needed = rules.required_intent(name, payload)
        return mine and (needed is None or bool(getattr(self.intents, needed)))

    def _censor(self, name: str, payload: Payload) -> None:
        if name in CONTENT_EVENTS:
            rules.censor_message(payload, self._backend.bot_user.id, backend=self._backend)
        elif name == "INTERACTION_CREATE":
            self._censor_interaction(payload)

    def _censor_interaction(self, payload: Payload) -> None:
        me = self._backend.bot_user.id
        message, data = payload.get("message"), payload.get("data")
        if payload.get("type") in BY_CONTROL and isinstance(message, dict):
            rules.censor_message(message, me, backend=self._backend, exempt_root=True)
        if not isinstance(data, Mapping):
            return
        opened = payload.get("type") == BY_COMMAND and data.get("type") == ON_MESSAGE
        for number, each in (data.get("resolved") or {}).get("messages", {}).items():
            chosen = opened and str(data.get("target_id")) == number
            rules.censor_message(each, me, backend=self._backend, exempt_root=chosen)


GUILD_EVENTS = ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE")


def _subject(payload: Payload) -> str | None:
    found = payload.get("id") or payload.get("message_id")
    return str(found) if found is not None else None
