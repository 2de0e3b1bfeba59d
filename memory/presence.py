"""Who is known to stand where, so that a message of a known person costs no round trip.

Bounded and forgetful: after `TRUSTED_S` seconds the database is asked again, because another process may have heard
of a change that this one has not. Until then somebody who left and came back through another process sees less.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from memory.types import Account, Membership, PersonId, Place

TRUSTED_S = 300.0
MOST = 4_096

_Entry = tuple[Place, PersonId, float]


class Standings:
    """Remembers in which spaces and closed places persons stand, until told otherwise or some minutes are over."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[PersonId, str], tuple[tuple[Membership, ...], float]] = OrderedDict()

    def get(self, person: PersonId, platform: str) -> tuple[Membership, ...] | None:
        """The memberships, if they were put not long ago."""
        entry = self._known.get((person, platform))
        return None if entry is None or self._clock() - entry[1] > TRUSTED_S else entry[0]

    def put(self, person: PersonId, platform: str, memberships: tuple[Membership, ...]) -> None:
        """Remembers; the longest known makes room."""
        self._known[person, platform] = (memberships, self._clock())
        self._known.move_to_end((person, platform))
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def drop(self, person: PersonId, platform: str) -> None:
        """Forgets where the person stands on the platform."""
        self._known.pop((person, platform), None)

    def clear(self) -> None:
        """Forgets everybody."""
        self._known.clear()


class Presence:
    """Remembers the persons of accounts in places, exactly as both were last described.

    `standings`: where persons stand by the database, forgotten as soon as somebody comes or goes.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, Account], _Entry] = OrderedDict()
        self.standings = Standings(clock)

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
        self.standings.drop(person, account.platform)

    def drop(self, person: PersonId, place: Place) -> None:
        """Forgets that the person stands in the place, or in a thread or the channel around it."""
        around = place.room or place.key
        self._forget(lambda entry, _: (entry[0].room or entry[0].key) == around and entry[1] == person)

    def drop_account(self, platform: str, handle: str) -> None:
        """Forgets where the account stands."""
        self._forget(lambda _, account: (account.platform, account.handle) == (platform, handle))

    def drop_place(self, key: str) -> None:
        """Forgets who stands in the place and its threads."""
        self._forget(lambda entry, _: key in (entry[0].key, entry[0].room))

    def drop_space(self, space: str) -> None:
        """Forgets who stands anywhere in the space."""
        self._forget(lambda entry, _: entry[0].space == space)

    def _forget(self, is_over: Callable[[_Entry, Account], bool]) -> None:
        for key in [key for key, entry in self._known.items() if is_over(entry, key[1])]:
            del self._known[key]
        self.standings.clear()
