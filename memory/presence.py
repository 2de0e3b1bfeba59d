"""Who is known to stand where, so that a message of a known person costs no round trip.

Bounded and forgetful: after `TRUSTED_S` seconds the database is asked again, because another process may have heard
of a change that this one has not. Until then somebody who left and came back through another process sees less.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from memory.types import Account, PersonId, Place

TRUSTED_S = 300.0
MOST = 10_000


class Presence:
    """Remembers the persons of accounts in places, exactly as both were last described."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, Account], tuple[Place, PersonId, float]] = OrderedDict()

    def get(self, account: Account, place: Place) -> PersonId | None:
        """The person, if account and place are known and unchanged."""
        entry = self._known.get((place.key, account))
        if entry is None or entry[0] != place or self._clock() - entry[2] > TRUSTED_S:
            return None
        self._known.move_to_end((place.key, account))
        return entry[1]

    def put(self, account: Account, place: Place, person: PersonId) -> None:
        """Remembers; the longest unused entry makes room."""
        self._known[place.key, account] = (place, person, self._clock())
        self._known.move_to_end((place.key, account))
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def drop(self, person: PersonId, place: Place) -> None:
        """Forgets that the person stands in the place."""
        for key in [key for key, entry in self._known.items() if key[0] == place.key and entry[1] == person]:
            del self._known[key]
