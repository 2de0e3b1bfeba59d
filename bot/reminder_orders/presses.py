"""What is pressed under a reminder that was delivered: done, later, skip the next, and show what waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.outgoing import Button
from adapters.types import direct_with
from bot.delivering.due import moment_of
from bot.delivering.message import told_at
from bot.naming import as_said
from bot.reminder_orders.later import TOMORROW, TONIGHT, at_home, read_later
from bot.reminder_orders.press import ALONE, NO_ZONE, Act, Press, asked_in_form
from bot.reminders.replies import COMMAND, brief, moment_line, task_line, zone_pick
from bot.reminders.sentences import AGAIN_EXACTLY, QUESTIONS
from bot.reminders.wish import NOWHERE, Missing
from bot.reply import Reply
from bot.when import Once, Schedule, Unsure
from bot.zones import zone_called
from memory.errors import NotVisible
from memory.memory import Memory
from memory.reminder import OccurrenceId, SendId

LOCAL = (TONIGHT, TOMORROW)
FURTHEST = timedelta(days=366)
MINUTES = {"15m": 15, "15": 15, "30m": 30, "1h": 60, "2h": 120, "3h": 180}
ONCE_ONLY = "Later can be one time only; Edit changes the whole reminder."
OVER = "That is over already. Say a time to come."
TOO_FAR = "That is more than a year away. Edit changes the whole reminder."
UNCLEAR = "I find no time in that. Say it as in: in 20 minutes, or tomorrow at 9."


class ReminderPresses:
    """Acts on one occurrence each; all raise `UserError`, and NotVisible for what is not there or not theirs."""

    def __init__(self, memory: Memory) -> None:
        self._memory, self._held = memory, memory.reminders

    def acts(self) -> dict[str, Act]:
        """What can be done, by its word."""
        return {"done": self._done, "snooze": self._snooze, "own": self._own, "local": self._local, "show": self._show}

    async def _done(self, press: Press) -> Reply:
        kept = await self._held.done(press.asking.person, _occurrence(press))
        return Reply(press.say("Done: {text}", text=task_line(kept.text)), replace=True)

    async def _snooze(self, press: Press) -> Reply:
        """Later, by a value of the list, by the seconds of a button, or in words."""
        word = press.rest.casefold()
        if word in ("own", ""):
            return await self._own(replace(press, rest=""))
        if word in LOCAL and press.asking.zone is None and press.controls:
            pick = zone_pick(f"local {_occurrence(press)} {word}", press.asking.tongue)
            return Reply(press.say(QUESTIONS[Missing.ZONE]), pick=pick)
        until = _listed(word, press)
        return await (self._own(press) if until is None else self._put_off(press, until))

    async def _local(self, press: Press) -> Reply:
        """The same, with the person's zone, which was missing and is kept from now on."""
        word, _, named = press.rest.partition(" ")
        name = zone_called(named)
        if name is None:
            raise press.fault(NO_ZONE)
        await self._memory.choices.set_zone(press.asking.person, name)
        return await self._snooze(replace(press, asking=replace(press.asking, zone=name), rest=word))

    async def _own(self, press: Press) -> Reply:
        """Later, in the person's own words."""
        occurrence = _occurrence(press)
        if not press.rest:
            return asked_in_form(press, "Remind me again", argument=f"own {occurrence}", label="When")
        asking = press.asking
        reading = read_later(press.rest, asking.at, ZoneInfo(asking.zone or NOWHERE), languages=asking.languages)
        if reading.question is Unsure.NO_TIME:
            raise press.fault(UNCLEAR)
        if reading.understood is None:
            return _asked(
                press, [each.schedule for each in reading.alternatives], QUESTIONS[reading.question or Unsure.PAST]
            )
        if not isinstance(reading.understood, Once):
            raise press.fault(ONCE_ONLY)
        if reading.understood.instant is None and reading.understood.zone == NOWHERE:
            _ = press.zone
        return await self._put_off(press, reading.understood.at)

    async def _show(self, press: Press) -> Reply:
        """What waits for the person, who alone reads the answer."""
        if not press.alone:
            raise press.fault(ALONE)
        due = await self._memory.outbox.shown(press.asking.person, SendId(press.number))
        if due is None:
            raise NotVisible("Nothing waits there.")
        place = direct_with(press.asking.platform, press.asking.handle)
        typed = None if press.controls else press.scene.adapter.limits.commands
        told = told_at(place, due, moment=moment_of(due, press.asking.at), typed=typed, wording=press.asking.wording)
        return Reply(as_said(told.text), told.buttons, told.pick)

    async def _put_off(self, press: Press, until: datetime) -> Reply:
        if until <= press.asking.at:
            raise press.fault(OVER)
        if until > press.asking.at + FURTHEST:
            raise press.fault(TOO_FAR)
        kept = await self._held.snooze(press.asking.person, _occurrence(press), until)
        there = until.astimezone(ZoneInfo(press.asking.zone or NOWHERE))
        again = press.say(
            "I come again: {when} ({zone}).",
            when=moment_line(there, press.asking.tongue),
            zone=press.asking.zone or "UTC",
        )
        return Reply(f"{task_line(kept.text)}\n{again}", replace=True)


def _occurrence(press: Press) -> OccurrenceId:
    if not press.number:
        raise press.fault("Say which one by its number, as it stands under the reminder.")
    return OccurrenceId(press.number)


def _listed(word: str, press: Press) -> datetime | None:
    """The time of a value that lists and buttons give; None for other words."""
    now = press.asking.at
    if word in MINUTES:
        return now + timedelta(minutes=MINUTES[word])
    if word.startswith("@") and word[1:].isascii() and word[1:].isdecimal() and len(word) < 12:
        return datetime.fromtimestamp(int(word[1:]), UTC)
    if word not in LOCAL:
        return None
    return at_home(word, now, ZoneInfo(press.zone))


def _asked(press: Press, times: list[Schedule], question: str) -> Reply:
    """The question, with a button for each time that may be meant."""
    ways = [each for each in times if isinstance(each, Once)]
    labels = [brief(each, press.asking.tongue) for each in ways]
    if not press.controls:
        return Reply("\n".join([press.say(question), *labels, press.say(AGAIN_EXACTLY)]))
    marks = [f"snooze {press.number} @{int(each.at.timestamp())}" for each in ways]
    buttons = tuple(Button(label, COMMAND, mark) for label, mark in zip(labels, marks, strict=True))
    own = press.showing.button("Say it in my own words", COMMAND, f"own {press.number}")
    return Reply(press.say(question), (*buttons, own))
