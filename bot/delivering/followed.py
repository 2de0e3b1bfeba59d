"""What those are told who joined somebody's public reminder, when its person changes when it comes, or whether.

Once, in their own words and by their own clock, with the words that were said openly and nothing else of it. It is kept
together with the change, so that neither stands without the other.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.days import zone_of
from bot.delivering.heeding import heeded_alone
from bot.delivering.message import zone_told
from bot.delivering.words import words_of
from bot.reminders.wording import PLAIN, Tones, Wording
from bot.when import Once, say
from memory.memory import Memory
from memory.reminder import Change, Follower, Reminder, ReminderId, Standing
from memory.types import PersonId

LONGEST_TASK = 100
FOLLOWED, ENDED, PAUSED, RESUMED, SKIPPED = "followed", "ended", "paused", "resumed", "skipped"  # sentences
FOLLOWABLE = (Standing.ACTIVE, Standing.PAUSED)


class FollowedReminders:
    """Where reminders are held, as `memory.reminders` is: what changes one also tells who joined it."""

    def __init__(self, memory: Memory, tones: Tones | None = None) -> None:
        self._held, self._outbox, self._tones = memory.reminders, memory.outbox, tones

    async def of(self, person: PersonId, *standings: Standing) -> tuple[Reminder, ...]:
        """All of the person's in these standings."""
        return await self._held.of(person, *standings)

    async def get(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """The person's reminder; raises NotVisible."""
        return await self._held.get(person, reminder)

    async def edit(self, person: PersonId, reminder: ReminderId, change: Change) -> Reminder:
        """Changes it; raises NotVisible."""
        timing = change.timing
        if timing is None:
            return await self._held.edit(person, reminder, change)
        kept = await self._held.get(person, reminder)
        notices = await self._to_followers(kept, FOLLOWED, timing.due_at)
        return await self._held.edit(person, reminder, change, notices)

    async def cancel(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """Takes it back; raises NotVisible."""
        kept = await self._held.get(person, reminder)
        notices = await self._to_followers(kept, ENDED, kept.next_due)
        return await self._held.cancel(person, reminder, notices)

    async def pause(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """Holds it up; raises NotVisible."""
        kept = await self._held.get(person, reminder)
        return await self._held.pause(person, reminder, await self._to_followers(kept, PAUSED, kept.next_due))

    async def resume(self, person: PersonId, reminder: ReminderId, due: datetime) -> Reminder:
        """Lets it go on, from then; raises NotVisible."""
        kept = await self._held.get(person, reminder)
        return await self._held.resume(person, reminder, due, await self._to_followers(kept, RESUMED, due))

    async def skip(self, person: PersonId, reminder: ReminderId, following: datetime | None) -> Reminder:
        """Leaves out its next time, before `following`; raises NotVisible."""
        kept = await self._held.get(person, reminder)
        notices = await self._to_followers(kept, SKIPPED, kept.next_due)
        return await self._held.skip(person, reminder, following, notices)

    async def cancel_all(self, person: PersonId) -> int:
        """Takes back all that goes on, is held up or proposed; how many."""
        joined = [each for each in await self._held.of(person, *FOLLOWABLE) if each.followers]
        for each in joined:
            await self.cancel(person, each.id)
        return len(joined) + await self._held.cancel_all(person)

    async def _to_followers(self, kept: Reminder, sentence: str, due: datetime | None) -> dict[PersonId, str]:
        if not kept.followers:
            return {}
        told = {}
        for each in await self._outbox.followers(kept):
            wording = await heeded_alone(self._tones, each.person, each.platform, handle=each.handle)
            told[each.person] = told_of(each, kept, sentence, due, wording)
        return told


def told_of(follower: Follower, kept: Reminder, sentence: str, due: datetime | None, wording: Wording = PLAIN) -> str:
    """That sentence of the time that it is about, by their own clock; by its clock only where that was said openly."""
    words = words_of(follower.locale, kept.language, wording=wording)
    zone = str(zone_of(follower.zone or zone_told(kept)))
    return words.sentence(sentence, list=line_of(kept.offered or "", due, zone, words.language))


def line_of(text: str, due: datetime | None, zone: str, language: str) -> str:
    """What it is about in short, and when."""
    task = " ".join(text.split())
    short = task if len(task) <= LONGEST_TASK else f"{task[: LONGEST_TASK - 1]}…"
    if due is None:
        return f"- {short}"
    wall = due.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return f"- {short}: {say(Once(wall, zone, due), language)}"
