"""A circuit breaker: after several failures in a row an endpoint is left alone, then tried by one call at a time.

A small state machine over an injected clock and nothing else, so that it can be tested exhaustively. It costs a
person whose call falls into the rest an immediate failure instead of a wait.
"""

from collections.abc import Callable
from enum import StrEnum


class State(StrEnum):
    """Closed lets all through, open none, half-open one."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Opens after `limit` failures in a row; `rest` seconds later one call may try."""

    def __init__(self, clock: Callable[[], float], *, limit: int = 5, rest: float = 15.0) -> None:
        self._clock = clock
        self._limit = limit
        self._rest = rest
        self._failures = 0
        self._opened_at: float | None = None
        self._trying = False

    @property
    def state(self) -> State:
        """Where the breaker stands now."""
        if self._opened_at is None:
            return State.CLOSED
        return State.HALF_OPEN if self._clock() - self._opened_at >= self._rest else State.OPEN

    def admit(self) -> bool:
        """Whether a call may go through; every admitted call must end in exactly one of the three verdicts below."""
        state = self.state
        if state is State.HALF_OPEN and not self._trying:
            self._trying = True
            return True
        return state is State.CLOSED

    def succeeded(self) -> None:
        """The call got an answer."""
        self._failures, self._opened_at, self._trying = 0, None, False

    def failed(self) -> None:
        """The endpoint failed the call."""
        self._failures += 1
        if self._failures >= self._limit:
            self._opened_at = self._clock()
        self._trying = False

    def withdrawn(self) -> None:
        """The call ended without telling anything about the endpoint (cancelled, or a fault of the request)."""
        self._trying = False
