"""An event loop in whose time all waits are shorter: what retries after seconds does so at once."""

import asyncio
import selectors
import time

Ready = list[tuple[selectors.SelectorKey, int]]


class _Selector(selectors.DefaultSelector):
    """Waits for a fraction of the time."""

    speed = 1.0

    def select(self, timeout: float | None = None) -> Ready:
        """See `selectors`."""
        return super().select(None if timeout is None else timeout / self.speed)


class HastyLoop(asyncio.SelectorEventLoop):
    """One in which `hasten` makes several seconds pass in each."""

    def __init__(self) -> None:
        self._selected = _Selector()
        self._began, self._passed = time.monotonic(), 0.0
        super().__init__(self._selected)

    def hasten(self, speed: float) -> None:
        """From now on that many seconds pass in each."""
        self._passed, self._began = self.time(), time.monotonic()
        self._selected.speed = speed

    def time(self) -> float:
        """Seconds of its own clock."""
        return self._passed + (time.monotonic() - self._began) * self._selected.speed
