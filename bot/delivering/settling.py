"""Writes down what became of a message, and tells who agreed to watch over it where nobody acknowledged it.

They are told first: whoever dies between leaves it to be settled again, and the notice is kept once for each time that
the reminder was due.
"""

from adapters.outgoing import Sent
from bot.delivering.due import TELL_ROUND, Moment, asks_again
from bot.delivering.heeding import heeded_alone
from bot.delivering.message import is_owner, watched_of
from bot.reminders.wording import Tones
from memory.outbox import Outbox
from memory.reminder import Consent, Due, Way


class Settling:
    """False where the claim was lost, as the outbox says it."""

    def __init__(self, outbox: Outbox, tones: Tones | None) -> None:
        self._outbox = outbox
        self._tones = tones

    async def sent(self, due: Due, moment: Moment, sent: Sent) -> bool:
        """It was sent as that, and comes again as the moment says."""
        if due.round == TELL_ROUND:
            await self.tell_companion(due)
        return await self._outbox.sent(
            due, sent.message_id, sent.address.key, following=moment.following, again_at=moment.again
        )

    async def drop(self, due: Due, moment: Moment) -> bool:
        """It is of no use any more, or was answered."""
        if not due.answered:
            await self.tell_companion(due)
        return await self._outbox.drop(due, following=moment.following)

    async def divert(self, due: Due, moment: Moment, way: Way) -> bool:
        """It goes another way; nobody knows when its person talks next."""
        if way is Way.TALK:
            await self.tell_companion(due)
        return await self._outbox.divert(due, way, following=moment.following)

    async def dead(self, due: Due, moment: Moment, fault: str) -> bool:
        """Nobody could be reached."""
        await self.tell_companion(due)
        return await self._outbox.dead(due, fault, following=moment.following)

    async def tell_companion(self, due: Due) -> None:
        """Keep a notice for who agreed to be told that it was not acknowledged."""
        reminder = due.reminder
        if reminder is None or not (is_owner(due) and asks_again(due)) or reminder.consent is not Consent.AGREED:
            return
        companion, platform, handle = reminder.companion, reminder.companion_platform, reminder.companion_handle
        if companion is not None and platform is not None and handle is not None:
            who, _ = await self._outbox.called(reminder.person)
            _, locale = await self._outbox.called(companion)
            wording = await heeded_alone(self._tones, companion, platform, handle=handle)
            text, key = watched_of(due, who, locale=locale, wording=wording), f"watched:{reminder.id}:{due.occurrence}"
            await self._outbox.notice(companion, platform, handle, text, key)
