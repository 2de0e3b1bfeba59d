"""What changes a reminder that is held, or answers what is open about one: its time, its text, pausing, cancelling."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.delivering.followed import FollowedReminders
from bot.reminder_orders.press import ALONE, NO_ZONE, Act, Press, asked_in_form, numbered
from bot.reminder_orders.retiming import NO_TIME, asked_when, editable, read_mark
from bot.reminders.lists import next_line, offered, opened, shown
from bot.reminders.marks import marked_terms
from bot.reminders.moved_times import moved
from bot.reminders.outcomes import Asked, Outcome, Refusal
from bot.reminders.reminding import Reminding
from bot.reminders.replies import task_line, told
from bot.reminders.sentences import CANCELLED, NO_LONGER, NOT_YOURS_NOW, NOTES, REFUSALS
from bot.reminders.spoken_times import Listener, Said
from bot.reminders.terms import policy_of, terms_of
from bot.reminders.times import is_open, schedule_of, timing_of
from bot.reminders.wish import LONGEST, is_too_often
from bot.reply import Reply
from bot.when import Schedule, Unsure
from bot.zones import zone_called
from memory.memory import Memory
from memory.reminder import Change, Policy, Reminder, Standing


class ReminderChanges:
    """Acts on one reminder each; all raise `UserError`, and NotVisible for what is not there or not theirs."""

    def __init__(self, memory: Memory, reminding: Reminding, followed: FollowedReminders) -> None:
        self._memory, self._followed = memory, followed
        self._held = memory.reminders
        self._reminding = reminding

    def acts(self) -> dict[str, Act]:
        """What can be done, by its word."""
        return {
            "open": self._open,
            "edit": self._edit,
            "take": self._take,
            "answer": self._answer,
            "when": self._when,
            "move": self._move,
            "what": self._what,
            "text": self._text,
            "zone": self._zone,
            "zone-form": self._zone,  # no control may have the id of another
            "accept": self._accept,
            "drop": self._drop,
            "decline": self._drop,
            "stop": self._stop,
            "cancel": self._stop,
            "pause": self._pause,
            "resume": self._resume,
            "skip": self._skip,
        }

    async def _get(self, press: Press) -> Reminder:
        """The reminder, where it may be told here; raises `UserError` and NotVisible."""
        kept = await self._held.get(press.asking.person, press.reminder)
        if not press.may_show(kept):
            raise press.fault(ALONE)
        return kept

    async def _get_to_change(self, press: Press) -> Reminder:
        """The same, where the person may change it here."""
        kept = await self._get(press)
        if not press.asking.may_change(kept):
            raise press.fault(NOT_YOURS_NOW)
        return kept

    async def _open(self, press: Press) -> Reply:
        """Shows it, or asks again what is open about it."""
        kept = await self._get(press)
        if is_open(kept):
            return self._told(press, self._reminding.asked_again(press.asking, kept))
        if kept.standing is Standing.PROPOSED:
            return offered(kept, press.showing) if press.controls else opened((kept,), press.showing)
        return shown(kept, press.showing)

    async def _edit(self, press: Press) -> Reply:
        """The same beside the message under which it was pressed, which may be a reminder with buttons of its own."""
        return replace(await self._open(press), replace=False)

    async def _take(self, press: Press) -> Reply:
        """A button of a question: which choice, and when that is due."""
        at, rest = numbered(press.rest)
        due, _ = numbered(rest)
        return self._told(press, await self._reminding.choose(press.asking, press.reminder, at, due=due))

    async def _answer(self, press: Press) -> Reply:
        """The same where it is typed: by the number of the answer, or in words."""
        kept = await self._get(press)
        if not is_open(kept):
            raise press.fault(REFUSALS[Refusal.SETTLED])
        asked = self._reminding.asked_again(press.asking, kept)
        at, rest = numbered(press.rest)
        if isinstance(asked, Asked) and asked.choices and not rest and 0 < at <= len(asked.choices):
            due = asked.choices[at - 1].schedule.next(asked.said)
            seconds = int(due.timestamp()) if due is not None else 0
            return self._told(press, await self._reminding.choose(press.asking, kept.id, at - 1, due=seconds))
        if not press.rest:
            return self._told(press, await self._reminding.say_zone(press.asking, kept.id))
        return self._told(press, await self._reminding.say(press.asking, kept.id, press.rest))

    async def _when(self, press: Press) -> Reply:
        """The time in own words, of what is open or of what is held."""
        kept = await self._get_to_change(press)
        if not press.rest:
            value = "" if is_open(kept) else editable(press, schedule_of(kept))
            return asked_in_form(press, "When", argument=f"when {kept.id}", label="When", value=value)
        if is_open(kept):
            return self._told(press, await self._reminding.say_when(press.asking, kept.id, press.rest))
        return await self._retime(press, kept)

    async def _retime(self, press: Press, kept: Reminder) -> Reply:
        asking = press.asking
        terms = terms_of(press.rest, company=False)
        listener = Listener(ZoneInfo(asking.zone or kept.zone), asking.languages)
        reading = moved(Said(terms.text, asking.at), schedule_of(kept), listener)
        if reading.question is Unsure.NO_TIME:
            raise press.fault(NO_TIME)
        if reading.understood is None:
            return asked_when(press, kept, reading, terms)
        told = await self._moved(press, kept, reading.understood, policy=policy_of(terms, kept.policy))
        return replace(told, text="\n".join([told.text, *(press.say(NOTES[note]) for note in reading.notes)]))

    async def _move(self, press: Press) -> Reply:
        """Another reading, by the mark that its button carries."""
        kept = await self._get_to_change(press)
        policy = policy_of(marked_terms(press.rest), kept.policy)
        return await self._moved(press, kept, read_mark(press, schedule_of(kept)), policy=policy)

    async def _moved(self, press: Press, kept: Reminder, schedule: Schedule, *, policy: Policy) -> Reply:
        due = schedule.next(press.asking.at)
        if due is None:
            raise press.fault(REFUSALS[Refusal.OVER])
        if is_too_often(schedule, press.asking.at):
            raise press.fault(REFUSALS[Refusal.TOO_OFTEN])
        change = Change(timing=timing_of(schedule, due), policy=policy)
        changed = await self._followed.edit(kept.person, kept.id, change)
        return self._shown(press, changed, "Changed.")

    async def _what(self, press: Press) -> Reply:
        """What it is about, where that was open."""
        if not press.rest:
            return asked_in_form(press, "What", argument=f"what {press.reminder}", label="What shall I remind you of?")
        return self._told(press, await self._reminding.say_what(press.asking, press.reminder, press.rest))

    async def _text(self, press: Press) -> Reply:
        kept = await self._get_to_change(press)
        if is_open(kept):
            return await self._what(press)
        if not press.rest:
            return asked_in_form(press, "Text", argument=f"text {kept.id}", label="What it says", value=kept.text)
        if len(press.rest) > LONGEST:
            raise press.fault(REFUSALS[Refusal.TOO_LONG])
        return self._shown(press, await self._held.edit(kept.person, kept.id, Change(press.rest)), "Changed.")

    async def _zone(self, press: Press) -> Reply:
        """The person's zone, which was missing; kept from now on."""
        number = press.reminder
        if not press.rest:
            return asked_in_form(press, "Your time zone", argument=f"zone {number}", label="As in Europe/Berlin")
        name = zone_called(press.rest)
        if name is None:
            raise press.fault(NO_ZONE)
        await self._get(press)
        await self._memory.choices.set_zone(press.asking.person, name)
        asking = replace(press.asking, zone=name)
        return self._told(press, await self._reminding.say_zone(asking, number))

    async def _accept(self, press: Press) -> Reply:
        """Takes what was offered."""
        return self._told(press, await self._reminding.accept(press.asking, press.reminder))

    async def _drop(self, press: Press) -> Reply:
        """Leaves what was offered or asked."""
        kept = await self._get(press)
        if kept.standing is not Standing.PROPOSED:
            raise press.fault(REFUSALS[Refusal.SETTLED])
        await self._held.cancel(press.asking.person, kept.id)
        return Reply(press.say("Left out. I do not remind you of that."), replace=True)

    async def _stop(self, press: Press) -> Reply:
        if press.rest.casefold() == "all":
            raise press.fault("To cancel all of them, say /reminders all.")
        if await self._held.unfollow(press.asking.person, press.reminder):
            return Reply(press.say(NO_LONGER), replace=True)
        kept = await self._get(press)
        if kept.standing is Standing.CANCELLED:
            raise press.fault("That one was cancelled already.")
        await self._followed.cancel(press.asking.person, kept.id)
        return Reply(press.say(CANCELLED, text=task_line(kept.text)), press.showing.back, replace=True)

    async def _pause(self, press: Press) -> Reply:
        kept = await self._get(press)
        if kept.standing is not Standing.ACTIVE:
            raise press.fault("Only what goes on can be paused.")
        return self._shown(press, await self._followed.pause(kept.person, kept.id), "Paused.")

    async def _resume(self, press: Press) -> Reply:
        kept = await self._get_to_change(press)
        if kept.standing is not Standing.PAUSED:
            raise press.fault("That one is not paused.")
        due = schedule_of(kept).next(press.asking.at)
        if due is None:
            raise press.fault(REFUSALS[Refusal.OVER])
        return self._shown(press, await self._followed.resume(kept.person, kept.id, due), "It goes on.")

    async def _skip(self, press: Press) -> Reply:
        """Leaves out the next time."""
        kept = await self._get(press)
        if kept.standing is not Standing.ACTIVE or kept.next_due is None:
            raise press.fault("There is no time to come that could be left out.")
        # One that is late is left out with all that would have come since: planned anew, those would come at once.
        following = schedule_of(kept).next(max(kept.next_due, press.asking.at))
        changed = await self._followed.skip(kept.person, kept.id, following)
        after = press.say("It was the last time.")
        if following is not None:
            after = press.say("Next: {times}.", times=next_line(changed, press.showing))
        first = press.say("Left out once: {text}", text=task_line(kept.text))
        return Reply(f"{first}\n{after}", press.showing.back)

    def _shown(self, press: Press, reminder: Reminder, done: str) -> Reply:
        page = shown(reminder, press.showing)
        return replace(page, text=f"{press.say(done)}\n{page.text}")

    def _told(self, press: Press, outcome: Outcome) -> Reply:
        return replace(answered(press, outcome), replace=True)


def answered(press: Press, outcome: Outcome) -> Reply:
    """What is answered to somebody who gave a command."""
    return told(outcome, press.asking, controls=press.controls)
