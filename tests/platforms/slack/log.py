"""What went over the sockets and when: the newest of it, with a count of what was let go."""

import time
from collections import deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.platforms.news import SECONDS, Kept
from tests.platforms.slack.wire import Payload


@dataclass(slots=True)
class Call:
    """One call of the Web API, or with the method `response_url` of an answer's address.

    `at` and `answered` are seconds of the monotonic clock; no `status` yet: still in work. `error` is Slack's code.
    `caller` is the User-Agent.
    """

    method: str
    args: Payload
    token: str = ""
    form: str = "query"
    at: float = field(default_factory=time.monotonic)
    answered: float | None = None
    status: int | None = None
    error: str | None = None
    answer: Payload = field(default_factory=dict)
    caller: str = ""


@dataclass(slots=True)
class Delivered:
    """One attempt to tell the app something: an event, a command or an interaction; `attempt` counts from 0.

    `acknowledged` is when; `answer` is what came with it. `line` names the socket, and is 0 for signed HTTP.
    """

    kind: str
    name: str
    payload: Payload
    attempt: int = 0
    line: int = 0
    at: float = field(default_factory=time.monotonic)
    acknowledged: float | None = None
    answer: Payload = field(default_factory=dict)
    status: int | None = None


class Log(Kept[Call, Delivered]):
    """Calls and attempts to tell something, the newest of them; `sent` is each answer with its method."""

    def __init__(self, kept: int) -> None:
        super().__init__(kept)
        self.sent: deque[tuple[str, Payload]] = deque(maxlen=kept)

    def deliver(self, delivered: Delivered) -> None:
        """Something was sent, or tried to be."""
        self.told.append(delivered)
        self.news()

    def to(self, method: str) -> list[Call]:
        """The calls of a method, whose name may hold `*`."""
        return [each for each in self.calls if fnmatchcase(each.method, method)]

    async def called(self, method: str, count: int = 1, *, seconds: float = SECONDS) -> list[Call]:
        """The calls of a method once so many are answered; raises TimeoutError."""
        await self.until(lambda: sum(each.status is not None for each in self.to(method)) >= count, seconds)
        return self.to(method)

    async def quiet(self, unchanged: float = 0.2, *, seconds: float = SECONDS) -> None:
        """Wait until no call came for a moment; raises TimeoutError."""

        def still() -> bool:
            return not self.calls or time.monotonic() - self.calls[-1].at >= unchanged

        await self.until(still, seconds)
