"""What was learnt of late: bounded, so that a long life costs no memory; dated, so that old news is not believed."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
Clock = Callable[[], float]
# Messages, threads and presses: more than are on their way at once, and few, since each of them is another one.
PASSING = 4_096


class Recent(Generic[Key, Value]):
    """The last `size` things that were put or asked for."""

    def __init__(self, size: int, clock: Clock = time.monotonic) -> None:
        self._size = size
        self._clock = clock
        self._kept: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key, within: float = math.inf) -> Value | None:
        """What was put under the key, None where that is longer ago than `within` seconds."""
        found = self._kept.get(key)
        if found is None or self._clock() - found[0] >= within:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def put(self, key: Key, value: Value) -> None:
        """Keep it from now on."""
        self._kept[key] = (self._clock(), value)
        self._kept.move_to_end(key)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def items(self) -> Sequence[tuple[Key, Value]]:
        """All that is kept."""
        return [(key, value) for key, (_, value) in self._kept.items()]

    def drop(self, key: Key) -> None:
        """Keep it no longer."""
        self._kept.pop(key, None)
