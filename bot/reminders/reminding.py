"""The one door to make, answer and change reminders, for commands, talk and tools.

What is open is asked and kept as a proposal, so that an answer finds it after a restart and in another process: its
schedule then is the moment at which it was said, from which the same words give the same choices again.
"""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.reminders.outcomes import Asked, Asking, Made, Outcome, Refusal, Refused
from bot.reminders.same import near_to, same_as
from bot.reminders.terms import policy_of
from bot.reminders.times import OPEN, is_going, is_open, said_at, timing_of
from bot.reminders.wish import LONGEST, NOWHERE, Missing, Wish, is_too_often, joined, once_at, parts_of, wish_of
from bot.when import Schedule
from bot.when.stored import restored, stored
from bot.zones import ZONE_DATA
from memory.reminder import Change, NewReminder, Policy, Reminder, ReminderId, Standing, Timing
from memory.types import Audience, PersonId

MOST_ACTIVE = 200
MOST_OPEN = 30  # questions of one person; who goes on asking has the oldest left out


class Held(Protocol):
    """Where reminders are held, as `memory.reminders` is."""

    async def add(self, new: NewReminder) -> tuple[Reminder, bool]:
        """Holds it; False where its source is known and made that reminder before."""

    async def get(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """The person's reminder; raises NotVisible."""

    async def of(self, person: PersonId, *standings: Standing) -> tuple[Reminder, ...]:
        """All of the person's in these standings."""

    async def edit(self, person: PersonId, reminder: ReminderId, change: Change) -> Reminder:
        """What it is about and when; raises NotVisible."""

    async def resume(self, person: PersonId, reminder: ReminderId, due_at: datetime | None) -> Reminder:
        """It goes on, or begins where it was proposed; raises NotVisible."""

    async def cancel(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """It is taken back; raises NotVisible."""


class Reminding:
    """Makes reminders and answers what was asked about them; raises NotVisible for what is not there or not theirs."""

    def __init__(self, reminders: Held) -> None:
        self._reminders = reminders

    async def make(self, asking: Asking, text: str) -> Outcome:
        """Holds what the words ask for, or what has to be asked about it first."""
        held = await self._held(asking.person)
        refusal = _refusal(text, held)
        if refusal is not None:
            return Refused(refusal)
        company = asking.origin.audience is not Audience.DIRECT
        wish = wish_of(text, asking.at, zone=asking.zone, languages=asking.languages, company=company)
        if wish.terms.here and not asking.manages:
            return Refused(Refusal.NOT_MANAGER)
        if wish.schedule is None:
            kept, _ = await self._reminders.add(_open(asking, text, wish))
            await self._leave_oldest(asking.person)
            return _asked(kept, wish)
        if is_too_often(wish.schedule, asking.at):
            return Refused(Refusal.TOO_OFTEN)
        due = wish.schedule.next(asking.at)
        if due is None:
            return Refused(Refusal.OVER)
        new = _new(asking, wish, schedule=wish.schedule, due=due)
        place = None if new.place is None else new.place.key
        if (same := same_as(held, wish, wish.schedule, at=asking.at, place=place)) is not None:
            return Made(same, restored(same.schedule), wish.notes, fresh=False)
        reminder, fresh = await self._reminders.add(new)
        return Made(reminder, wish.schedule, wish.notes, wish.choices, fresh)

    async def _leave_oldest(self, person: PersonId) -> None:
        """Keeps what nobody ever answers within its bound."""
        proposed = await self._reminders.of(person, Standing.PROPOSED)
        opened = sorted(each.id for each in proposed if is_open(each))
        for each in opened[:-MOST_OPEN]:
            await self._reminders.cancel(person, each)

    async def make_of(self, asking: Asking, what: str, when: str) -> Outcome:
        """The same where what and when were said by themselves."""
        return await self.make(asking, joined(what, when))

    async def choose(self, asking: Asking, proposal: ReminderId, number: int, *, due: int) -> Outcome:
        """Takes the choice of that number, whose first time in seconds is checked: what was asked may be old."""
        kept = await self._reminders.get(asking.person, proposal)
        if (settled := await self._settled(asking, kept)) is not None:
            return settled
        wish = self._wish(kept, asking)
        chosen = wish.choices[number].schedule if 0 <= number < len(wish.choices) else None
        first = chosen.next(said_at(kept)) if chosen is not None else None
        if chosen is None or first is None or int(first.timestamp()) != due:
            return Refused(Refusal.SETTLED)
        return await self._settle(asking, kept, wish, schedule=chosen)

    async def say(self, asking: Asking, proposal: ReminderId, words: str) -> Outcome:
        """Answers whatever is asked in the person's own words."""
        kept = await self._reminders.get(asking.person, proposal)
        if is_open(kept) and self._wish(kept, asking).question is Missing.TASK:
            return await self.say_what(asking, proposal, words)
        return await self.say_when(asking, proposal, words)

    async def accept(self, asking: Asking, proposal: ReminderId) -> Outcome:
        """Takes what was offered from the person's own words."""
        kept = await self._reminders.get(asking.person, proposal)
        if is_open(kept):
            return self.asked_again(asking, kept)
        if kept.standing is not Standing.PROPOSED:
            return Made(kept, restored(kept.schedule), fresh=False) if is_going(kept) else Refused(Refusal.SETTLED)
        if not asking.may_change(kept):
            return Refused(Refusal.NOT_MANAGER)
        schedule = restored(kept.schedule)
        due = schedule.next(asking.at)
        if due is None:
            return Refused(Refusal.OVER)
        held = await self._held(asking.person)
        if (same := near_to(held, kept.text, schedule, at=asking.at)) is not None:
            await self._reminders.cancel(kept.person, kept.id)
            return Made(same, restored(same.schedule), fresh=False)
        if len(held) >= MOST_ACTIVE:
            return Refused(Refusal.TOO_MANY)
        return Made(await self._reminders.resume(kept.person, kept.id, due), schedule)

    def asked_again(self, asking: Asking, kept: Reminder) -> Outcome:
        """The question that is open about what was said."""
        return _asked(kept, self._wish(kept, asking))

    async def say_when(self, asking: Asking, proposal: ReminderId, words: str) -> Outcome:
        """Answers a question about the time in the person's own words."""
        kept = await self._reminders.get(asking.person, proposal)
        if (settled := await self._settled(asking, kept)) is not None:
            return settled
        return await self._again(asking, kept, joined(self._wish(kept, asking).task, words), said=asking.at)

    async def say_what(self, asking: Asking, proposal: ReminderId, words: str) -> Outcome:
        """Answers what it is about."""
        kept = await self._reminders.get(asking.person, proposal)
        if (settled := await self._settled(asking, kept)) is not None:
            return settled
        return await self._again(asking, kept, joined(words, parts_of(kept.text)[1]), said=said_at(kept))

    async def say_zone(self, asking: Asking, proposal: ReminderId) -> Outcome:
        """Goes on where the person's zone was missing, now that `asking` names it."""
        kept = await self._reminders.get(asking.person, proposal)
        if (settled := await self._settled(asking, kept)) is not None:
            return settled
        return await self._again(asking, kept, kept.text, said=said_at(kept))

    async def _again(self, asking: Asking, kept: Reminder, text: str, *, said: datetime) -> Outcome:
        """Reads the words as said then; what is still open is asked anew."""
        if len(text) > LONGEST:
            return Refused(Refusal.TOO_LONG)
        company = kept.origin_audience is not Audience.DIRECT
        wish = wish_of(text, said, zone=asking.zone, languages=asking.languages, company=company)
        if wish.schedule is not None:
            return await self._settle(asking, kept, wish, schedule=wish.schedule)
        opened = _open(asking, text, wish, said=said)
        timing = Timing(opened.schedule, opened.zone, OPEN, opened.due_at)
        kept = await self._reminders.edit(kept.person, kept.id, Change(text, timing))
        return _asked(kept, wish)

    async def _settle(self, asking: Asking, kept: Reminder, wish: Wish, *, schedule: Schedule) -> Outcome:
        """Makes of what was open a reminder; for a channel only where the person may still do that."""
        if not asking.may_change(kept):
            return Refused(Refusal.NOT_MANAGER)
        due = schedule.next(asking.at)
        if due is None:
            return Refused(Refusal.OVER)
        if is_too_often(schedule, asking.at):
            return Refused(Refusal.TOO_OFTEN)
        held = await self._held(asking.person)
        if len(held) >= MOST_ACTIVE:
            return Refused(Refusal.TOO_MANY)
        if (same := same_as(held, wish, schedule, at=asking.at, place=kept.place_key)) is not None:
            await self._reminders.cancel(kept.person, kept.id)
            return Made(same, restored(same.schedule), wish.notes, fresh=False)
        await self._reminders.edit(
            kept.person, kept.id, Change(wish.task, timing_of(schedule, due), policy_of(wish.terms, kept.policy))
        )
        return Made(await self._reminders.resume(kept.person, kept.id, due), schedule, wish.notes)

    async def _settled(self, asking: Asking, kept: Reminder) -> Outcome | None:
        """What was answered already, by a button pressed twice or by a process that died halfway; None: it is open."""
        return None if is_open(kept) else await self.accept(asking, kept.id)

    def _wish(self, kept: Reminder, asking: Asking) -> Wish:
        zone = None if kept.zone == NOWHERE else kept.zone
        company = kept.origin_audience is not Audience.DIRECT
        return wish_of(kept.text, said_at(kept), zone=zone, languages=asking.languages, company=company)

    async def _held(self, person: PersonId) -> tuple[Reminder, ...]:
        return await self._reminders.of(person, Standing.ACTIVE, Standing.PAUSED)


def _refusal(text: str, held: tuple[Reminder, ...]) -> Refusal | None:
    if not text.strip():
        return Refusal.NOTHING
    if len(text) > LONGEST:
        return Refusal.TOO_LONG
    return Refusal.TOO_MANY if len(held) >= MOST_ACTIVE else None


def _asked(kept: Reminder, wish: Wish) -> Asked:
    return Asked(kept, wish.task, wish.question or Missing.TASK, wish.choices, wish.named)


def _new(asking: Asking, wish: Wish, *, schedule: Schedule, due: datetime) -> NewReminder:
    return NewReminder(
        asking.person,
        asking.platform,
        asking.handle,
        wish.task,
        stored(schedule),
        schedule.zone,
        ZONE_DATA,
        due,
        asking.origin,
        asking.locale or "en",
        asking.source,
        place=asking.origin if wish.terms.here else None,
        policy=policy_of(wish.terms, Policy()),
    )


def _open(asking: Asking, text: str, wish: Wish, *, said: datetime | None = None) -> NewReminder:
    """What is asked about, as it is kept meanwhile."""
    moment = once_at(said or asking.at, asking.zone or NOWHERE)
    new = _new(asking, wish, schedule=moment, due=moment.at)
    return replace(new, text=text, zone_data=OPEN, standing=Standing.PROPOSED)
