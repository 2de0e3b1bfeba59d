"""A nonce that must be unique: the same one again within minutes gives the message that it gave before."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from tests.platforms.discord.requests import Read

SECONDS, MOST = 300.0, 10_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose request made a message, when by the monotonic clock, and whether its nonce was used and `forgotten`."""

    caller: str
    at: float
    forgotten: bool


class Nonces:
    """`told` gets the nonce of each message, by its id; for so many `seconds` one is the same.

    `origins` are of the messages with a nonce, by id.
    """

    def __init__(self, told: dict[str, object]) -> None:
        self.seconds = SECONDS
        self._told = told
        self.origins: dict[str, Origin] = {}
        self._now: tuple[object, Origin] | None = None
        self._made: OrderedDict[tuple[str, str], tuple[float, object]] = OrderedDict()

    def once(self, asked: Read, carry_out: Callable[[Read], object]) -> object:
        """What the request gives; what it gave, where its nonce says that it was made before."""
        body = asked.body if isinstance(asked.body, dict) else {}
        nonce = body.get("nonce")
        if nonce is None or asked.method != "POST":
            return carry_out(asked)
        key = (asked.path, str(nonce))
        made = self._made.get(key)
        if body.get("enforce_nonce") is True and made is not None and time.monotonic() - made[0] < self.seconds:
            return made[1]
        self._now = nonce, Origin(asked.caller, time.monotonic(), forgotten=made is not None)
        try:
            answer = carry_out(asked)
        finally:
            self._now = None
        self._made[key] = (time.monotonic(), answer)
        if len(self._made) > MOST:
            self._made.popitem(last=False)
        return answer

    def of(self, message: str) -> str:
        """The nonce of a message, as text; empty for none."""
        return str(self._told.get(message, ""))

    def posted(self, message: str) -> None:
        """A message is there, perhaps by the request that is being carried out."""
        if self._now is None:
            return
        self._told[message], self.origins[message] = self._now
        for each in (self._told, self.origins):
            if len(each) > MOST:
                del each[next(iter(each))]
