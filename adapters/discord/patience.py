"""Who refused us is left alone for a growing time, so that Discord never has to shut the address out.

Discord bans an address for a while after 10,000 refused requests (401, 403, 429) in ten minutes. A channel that
forbids us to write, asked again for every message in it, would get there by itself.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from adapters.errors import AdapterError, Misconfigured, RateLimited, Refused

FIRST_REST, LONGEST_REST = 5.0, 600.0
WINDOW_SECONDS, MOST_REFUSALS = 600.0, 5_000
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Rest:
    until: float
    seconds: float
    kind: type[Refused]


class Patience:
    """Counts refusals; `check` raises in place of a request that would be refused again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._resting: OrderedDict[str, _Rest] = OrderedDict()
        self._refusals: deque[float] = deque(maxlen=MOST_REFUSALS)

    def check(self, key: str) -> None:
        """Raise as before while `key` is left alone, and `RateLimited` after far too many refusals."""
        now = self._clock()
        rest = self._resting.get(key)
        if rest is not None and now < rest.until:
            raise rest.kind()
        if len(self._refusals) == MOST_REFUSALS and now - self._refusals[0] < WINDOW_SECONDS:
            raise RateLimited(WINDOW_SECONDS - (now - self._refusals[0]))

    def failed(self, key: str, fault: AdapterError, *, counts: bool) -> None:
        """A request ended in `fault`; `counts` where Discord counts it as refused."""
        now = self._clock()
        if counts or isinstance(fault, RateLimited | Misconfigured):
            self._refusals.append(now)
        if not counts or not isinstance(fault, Refused):
            return
        before = self._resting.pop(key, None)
        seconds = FIRST_REST if before is None else min(before.seconds * 2, LONGEST_REST)
        self._resting[key] = _Rest(now + seconds, seconds, type(fault))
        if len(self._resting) > REMEMBERED:
            self._resting.popitem(last=False)

    def welcome(self, key: str) -> None:
        """A request went through, or there is reason to think that the next one will."""
        self._resting.pop(key, None)
