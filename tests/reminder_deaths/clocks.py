"""An event loop in whose time all waits are shorter: what retries after seconds does so at once."""

import asyncio
import selectors
import time

Ready = list[tuple[selectors.SelectorKey, int]]


class _Selector(selectors.DefaultSelector):
    """Waits for a fraction of the time."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> Ready:
        """See `selectors`."""
        return super().select(None if timeout is None else timeout / self._speed)


class HastyLoop(asyncio.SelectorEventLoop):
    """One in which `speed` seconds pass in each."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        super().__init__(_Selector(speed))

    def time(self) -> float:
        """Seconds of its own clock."""
        return time.monotonic() * self._speed
