"""What went over the sockets and when: the newest of it, with a count of what was let go."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.platforms.news import Kept


@dataclass(slots=True)
class Call:
    """One REST request. `at` and `answered` are seconds of the monotonic clock; no `status` yet: still in work."""

    method: str
    path: str
    query: dict[str, str]
    body: object
    files: tuple[str, ...]
    at: float = field(default_factory=time.monotonic)
    answered: float | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One event that the gateway told a session; `id` is of what the event is about, None where it names nothing."""

    name: str
    shard: int
    id: str | None
    payload: dict[str, object]
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Identified:
    """A session that was begun, or tried to be: with which shard, of how many, and with which intents."""

    shard: int
    shards: int
    intents: int
    at: float = field(default_factory=time.monotonic)


Judge = Callable[[Iterable[Call]], Iterable[str]]


class Log(Kept[Call, Told]):
    """Requests, events and sessions, the newest of them, and what `judge` finds wrong with each request as it comes."""

    def __init__(self, kept: int, judge: Judge | None = None) -> None:
        super().__init__(kept)
        self.identified: deque[Identified] = deque(maxlen=max(kept, 100))
        self.wrong: deque[str] = deque(maxlen=100)
        self._judge = judge

    def call(self, call: Call) -> None:
        """A request came."""
        if self._judge is not None:
            self.wrong.extend(self._judge([call]))
        super().call(call)

    def forgiven(self) -> list[str]:
        """What was wrong until now, or could not be done, and was meant to be so: nobody is judged for it any more."""
        found = [*self.wrong, *self.gaps]
        self.wrong.clear()
        self.gaps.clear()
        return found

    def event(self, told: Told) -> None:
        """An event went out."""
        self.told.append(told)

    def to(self, method: str, path: str) -> list[Call]:
        """The requests to a path, which may hold `*`, without its version."""
        return list(self._to(method, path))

    def _to(self, method: str, path: str) -> Iterator[Call]:
        return (each for each in self.calls if each.method == method and fnmatchcase(each.path, path))
