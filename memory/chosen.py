"""People's choices, at hand: read with every message, so remembered for a while; changed here, they count here at once.

Another process may have changed them: what is remembered is up to `TRUSTED_S` seconds old. Nothing is learned by it
that should not be: whether a line is kept on the record decides the database alone.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import time as clock_time

from memory.choices import Choices, known_locale, known_name, known_quiet, known_zone
from memory.store import choices
from memory.store.database import Database
from memory.types import PersonId

TRUSTED_S = 30.0
MOST = 10_000


class Chosen:
    """Reads and makes personal choices; each raises NotVisible for somebody who does not exist."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._known: OrderedDict[PersonId, tuple[Choices, float]] = OrderedDict()
        self._changes = 0

    async def of(self, person: PersonId) -> Choices:
        """The person's choices."""
        entry = self._known.get(person)
        if entry is not None and self._clock() - entry[1] <= TRUSTED_S:
            self._known.move_to_end(person)
            return entry[0]
        since, changes = self._clock(), self._changes
        found = await choices.choices(self._database, person)
        if changes == self._changes:  # otherwise it may have been read before the change, and come after it
            self._put(person, found, since)
        return found

    def doubt(self, person: PersonId) -> None:
        """Another process may just have changed them: they are read anew."""
        self._known.pop(person, None)

    async def set_learning(self, person: PersonId, learning: bool) -> Choices:
        """Whether what they say from now on is learned; what they say meanwhile is never learned later."""
        return await self._choose(person, choices.LEARNING, learning)

    async def set_training(self, person: PersonId, training: bool) -> Choices:
        """Whether what they say, and what is answered, may be given out as training data."""
        return await self._choose(person, choices.TRAINING, training)

    async def set_zone(self, person: PersonId, zone: str | None) -> Choices:
        """The IANA zone that wins over what a platform says; None: what that says. Raises ChoiceUnknown."""
        return await self._choose(person, choices.ZONE, None if zone is None else known_zone(zone))

    async def set_locale(self, person: PersonId, locale: str | None) -> Choices:
        """The BCP 47 tag of the language to be spoken to in; raises ChoiceUnknown."""
        return await self._choose(person, choices.LOCALE, None if locale is None else known_locale(locale))

    async def set_persona(self, person: PersonId, persona: str | None) -> Choices:
        """The name of the persona that answers them; raises ChoiceUnknown where it can be no name."""
        return await self._choose(person, choices.PERSONA, None if persona is None else known_name(persona))

    async def set_quiet(self, person: PersonId, quiet: tuple[clock_time, clock_time] | None) -> Choices:
        """From when until when nothing reaches them, by the clock where they are; raises ChoiceUnknown."""
        since, until = (None, None) if quiet is None else known_quiet(quiet)
        return await self._choose(person, choices.QUIET, since, until)

    async def _choose(self, person: PersonId, statement: str, *values: bool | str | clock_time | None) -> Choices:
        self._known.pop(person, None)
        try:
            found = await choices.choose(self._database, person, statement, *values)
        finally:  # also where the answer was lost: it may have been done
            self._changes += 1
            self._known.pop(person, None)
        return found

    def _put(self, person: PersonId, found: Choices, since: float) -> None:
        self._known[person] = (found, since)
        self._known.move_to_end(person)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
