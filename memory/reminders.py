"""The door to reminders for those whose they are, reachable as `memory.reminders`: a person touches only their own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from memory.keepable import keepable
from memory.redact import redact
from memory.reminder import Change, DeadLetter, NewReminder, OccurrenceId, Reminder, ReminderId, Standing
from memory.store import outbox, reminders
from memory.store.database import Database
from memory.types import PersonId, Viewer

LONGEST = 2_000  # characters of what one is about
OPEN = (Standing.ACTIVE, Standing.PAUSED, Standing.PROPOSED)


class Reminders:
    """What people want to be told, and when. Whatever names a reminder raises NotVisible where it is not theirs.

    What is asked for twice happens once. Who computes due times does that from what is told here.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewReminder) -> tuple[Reminder, bool]:
        """Holds it without its secrets; False: one with its source is held already, and given as it stands.

        A proposal is due at no time before it is resumed. Raises NotVisible where there is no such person.
        """
        quote = None if new.quote is None else _kept(new.quote)
        return await reminders.add(self._database, replace(new, text=_kept(new.text), quote=quote))

    async def of(self, person: PersonId, *standings: Standing) -> tuple[Reminder, ...]:
        """Theirs that stand so, or without any, that are not over; what is due next first."""
        return await reminders.of(self._database, person, standings or OPEN)

    async def get(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """That one, however it stands."""
        return await reminders.get(self._database, person, reminder)

    async def edit(
        self, person: PersonId, reminder: ReminderId, change: Change, notices: Mapping[PersonId, str] | None = None
    ) -> Reminder:
        """Says it differently, or is due differently: then all that was still to come of it is taken back.

        What had ended goes on with a new timing; what is held up or proposed stays so. `notices` tell who still follows
        it, where it goes on at other times. Raises NotVisible where it was taken back.
        """
        text = None if change.text is None else _kept(change.text)
        return await reminders.change(self._database, person, reminder, replace(change, text=text), notices or {})

    async def pause(
        self, person: PersonId, reminder: ReminderId, notices: Mapping[PersonId, str] | None = None
    ) -> Reminder:
        """Holds it up; nothing of it is sent but `notices`, which tell who follows it."""
        return await reminders.stand(self._database, person, reminder, Standing.PAUSED, notices=notices)

    async def resume(
        self,
        person: PersonId,
        reminder: ReminderId,
        due_at: datetime | None,
        notices: Mapping[PersonId, str] | None = None,
    ) -> Reminder:
        """Lets go on what was held up, or takes what was proposed; None: its times are over, so it ends.

        `notices` tell who follows what goes on.
        """
        return await reminders.stand(self._database, person, reminder, Standing.ACTIVE, due_at=due_at, notices=notices)

    async def cancel(
        self, person: PersonId, reminder: ReminderId, notices: Mapping[PersonId, str] | None = None
    ) -> Reminder:
        """Takes it back, for good; `notices` tell who still follows it."""
        return await reminders.stand(self._database, person, reminder, Standing.CANCELLED, notices=notices)

    async def cancel_all(self, person: PersonId) -> int:
        """Takes back all that goes on, is held up or proposed; how many."""
        return await reminders.cancel_all(self._database, person)

    async def skip(
        self,
        person: PersonId,
        reminder: ReminderId,
        following: datetime | None,
        notices: Mapping[PersonId, str] | None = None,
    ) -> Reminder:
        """Leaves out its `next_due`; `following` is the one after that, None where there is none.

        Nothing is left out that is not before `following`: it was sent or left out meanwhile. `notices` tell who
        follows it, where something is.
        """
        return await reminders.skip(self._database, person, reminder, following=following, notices=notices)

    async def done(self, person: PersonId, occurrence: OccurrenceId) -> Reminder:
        """They are done with what was due then: it comes no more. Also for somebody who follows it, for themselves."""
        return await reminders.answer(self._database, person, occurrence)

    async def snooze(self, person: PersonId, occurrence: OccurrenceId, until: datetime) -> Reminder:
        """It comes once more at `until`, in place of whatever was still to come of that time."""
        return await reminders.answer(self._database, person, occurrence, until=until)

    async def offer(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """Lets others follow it by its words of now, which are about to be said openly where it was asked for.

        Raises NotVisible where that was not in public, or where it does not go on.
        """
        return await reminders.offer(self._database, person, reminder)

    async def follow(self, viewer: Viewer, platform: str, handle: str, reminder: ReminderId) -> Reminder:
        """The viewer, by that account, gets it too: where it was offered, in the place where they are."""
        return await reminders.follow(self._database, viewer, platform, handle=handle, which=reminder)

    async def unfollow(self, person: PersonId, reminder: ReminderId) -> bool:
        """They get it no more; False: they did not."""
        return await reminders.unfollow(self._database, person, reminder)

    async def ask_companion(
        self, person: PersonId, reminder: ReminderId, account: tuple[PersonId, str, str] | None
    ) -> Reminder:
        """Names a second person by an account (platform, handle), told nothing before they agree; None: nobody."""
        return await reminders.ask_companion(self._database, person, reminder, account=account)

    async def answer_companion(self, companion: PersonId, reminder: ReminderId, agreed: bool) -> bool:
        """The second person agrees, or does not (any more); False: they are not named there."""
        return await reminders.answer_companion(self._database, companion, reminder, agreed=agreed)

    async def dead_letters(self, person: PersonId) -> tuple[DeadLetter, ...]:
        """What could not be brought to the person, the newest first, at most 100."""
        return await outbox.dead_letters(self._database, person)


def _kept(text: str) -> str:
    return redact(keepable(text)).text.strip()[:LONGEST].strip()
