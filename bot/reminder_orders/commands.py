"""`/remind`, `/reminders`, the menu of a message, and every button about reminders: a table of words.

What a button says can be typed after `/reminders` too, so that a terminal can do all that a press can. Nothing is held
between two of them: each names its reminder by number, and whose that is the database says.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path

from adapters.errors import AdapterError
from adapters.outgoing import File, Style
from bot.delivering.followed import FollowedReminders
from bot.delivering.heeding import heeded
from bot.errors import UserError
from bot.exports import write_calendar
from bot.listing import one_line
from bot.menus import NO_MESSAGE
from bot.order import Order
from bot.ordering import Act as Ordered
from bot.ordering import Scene
from bot.reminder_orders.changes import ReminderChanges, answered
from bot.reminder_orders.company import ReminderCompany
from bot.reminder_orders.press import ALONE, GONE, Act, Press, asked_in_form, asking_of, numbered
from bot.reminder_orders.presses import ReminderPresses
from bot.reminders.calendar import agenda, calendar_file
from bot.reminders.lists import listed, opened, quiet_line, undelivered
from bot.reminders.outcomes import Made
from bot.reminders.reminding import Reminding
from bot.reminders.replies import COMMAND, LIST
from bot.reminders.sentences import NONE
from bot.reminders.wish import NOWHERE, joined
from bot.reminders.wording import Tones
from bot.reply import Reply
from memory.errors import NotVisible
from memory.memory import Memory
from memory.reminder import Reminder, Standing

REMIND, ABOUT = "remind", "remind-about"
LONGEST_QUOTED = 300
FILE_NAME = "reminders.ics"
QUIET_HOW = "Say it as in /reminders quiet 22:00-07:00, or /reminders quiet off."
NOT_KNOWN = "I do not know that. /reminders shows your reminders and what can be done with them."


class ReminderCommands:
    """Takes all commands about reminders. `exports` is as in `Privacy`; `tones` know how people are spoken to."""

    def __init__(self, memory: Memory, exports: Path, *, tones: Tones | None = None) -> None:
        self._memory, self._held, self._exports, self._tones = memory, memory.reminders, exports, tones
        self._reminding = Reminding(memory.reminders)
        self._company = ReminderCompany(memory)
        self._followed = FollowedReminders(memory, tones)
        self._changes = ReminderChanges(memory, self._reminding, self._followed)
        self._table: Mapping[str, Act] = {
            "": self._list,
            "page": self._list,
            "open": self._open,
            "calendar": self._calendar,
            "file": self._file,
            "quiet": self._quiet,
            "lost": self._lost,
            "all": self._all,
            **self._company.acts(),
            **ReminderPresses(memory).acts(),
        }

    def acts(self) -> dict[str, Ordered]:
        """The commands, by name."""
        return {REMIND: self._remind, LIST: self._press, COMMAND: self._press, ABOUT: self._about}

    async def _remind(self, order: Order, scene: Scene) -> Reply:
        """`/remind` and what and when."""
        if not order.argument.strip():
            return await self._press(replace(order, argument=""), scene)
        press = await self._pressed(order, scene)
        return await self._made(press, order.argument)

    async def _about(self, order: Order, scene: Scene) -> Reply:
        """The menu of a message: what it says is what to be reminded of, and when is asked."""
        if order.about is None:
            raise UserError(NO_MESSAGE)
        press = await self._pressed(order, scene)
        said = one_line(order.about.text, LONGEST_QUOTED) or press.say("the message")
        name = "" if order.about.author.handle == order.author.handle else f" ({one_line(order.about.author.name, 40)})"
        return await self._made(press, joined(f"{said}{name}", ""))

    async def _made(self, press: Press, text: str) -> Reply:
        outcome = await self._reminding.make(press.asking, text)
        reply = answered(press, outcome)
        if isinstance(outcome, Made) and outcome.fresh and outcome.reminder.place_key is not None:
            try:
                await self._company.announce(press, outcome.reminder)
            except AdapterError:
                return replace(reply, text=f"{reply.text}\n{press.say('I could not say so openly here.')}")
        return reply

    async def _press(self, order: Order, scene: Scene) -> Reply:
        """A button, or the same typed."""
        press, act = self._meant(await self._pressed(order, scene))
        if act is None:
            raise press.fault(NOT_KNOWN)
        try:
            return await act(press)
        except NotVisible as fault:
            raise press.fault(GONE) from fault

    async def _pressed(self, order: Order, scene: Scene) -> Press:
        choices = await self._memory.choices.of(order.viewer.person)
        wording = await heeded(self._tones, order.viewer.person, order.viewer.place)
        return Press(order, scene, asking_of(order, choices, wording), 0, order.argument.strip())

    def _meant(self, press: Press) -> tuple[Press, Act | None]:
        """What to do, and about which one: the word comes first, or a number alone shows that one."""
        number, rest = numbered(press.rest)
        if number:
            word, _, after = rest.partition(" ")
            word, rest = (word or "open").casefold(), after.strip()
        else:
            word, _, after = rest.partition(" ")
            word = word.casefold()
            if (word, after.strip().casefold()) == ("cancel", "all"):
                return press, self._all
            number, rest = numbered(after)
        if word in ("open",) and not number:
            return replace(press, rest=rest), self._table["open"]
        act = self._changes.acts().get(word) or self._table.get(word)
        return replace(press, number=number, rest=rest), act

    async def _list(self, press: Press) -> Reply:
        held = await self._those(press, Standing.ACTIVE, Standing.PAUSED)
        proposed = await self._those(press, Standing.PROPOSED)
        lost = await self._held.dead_letters(press.asking.person)
        more = press.showing.more(proposed=bool(proposed), lost=bool(lost))
        return listed(held, press.showing, page=press.number or 1, more=more)

    async def _open(self, press: Press) -> Reply:
        return opened(await self._those(press, Standing.PROPOSED), press.showing)

    async def _calendar(self, press: Press) -> Reply:
        held = await self._those(press, Standing.ACTIVE)
        text, showing = agenda(held, press.asking.zone or NOWHERE, press.showing), press.showing
        file = (showing.button("Calendar file", LIST, "file"),) if press.controls else ()
        return Reply(text, (*showing.back, *file), replace=True)

    async def _file(self, press: Press) -> Reply:
        if not press.alone:
            raise press.fault(ALONE)
        held = await self._those(press, Standing.ACTIVE)
        content = calendar_file(held, press.order.at)
        if not press.order.file:
            path = str(write_calendar(self._exports, content))
            return Reply(press.say("Your reminders as a calendar: {path}", path=path))
        text = press.say("Your reminders as a calendar ({count}).", count=len(held))
        return Reply(text, files=(File(FILE_NAME, content),))

    async def _quiet(self, press: Press) -> Reply:
        """Shows or sets the hours in which nothing comes."""
        person, words = press.asking.person, press.order.argument.partition("quiet")[2].strip()
        if not words and not press.controls:
            return Reply(quiet_line((await self._memory.choices.of(person)).quiet, press.showing))
        if not words:
            now = (await self._memory.choices.of(person)).quiet
            value = "" if now is None else f"{now[0]:%H:%M}-{now[1]:%H:%M}"
            return asked_in_form(press, "Quiet hours", argument="quiet", label="From-until, or off", value=value)
        choices = await self._memory.choices.set_quiet(person, _hours(press, words))
        return Reply(quiet_line(choices.quiet, press.showing), press.showing.back)

    async def _lost(self, press: Press) -> Reply:
        if not press.alone:
            raise press.fault(ALONE)
        letters = await self._held.dead_letters(press.asking.person)
        return undelivered(letters, press.asking.zone or NOWHERE, press.showing)

    async def _all(self, press: Press) -> Reply:
        """Cancels all of them, once that was confirmed."""
        if press.rest.casefold() == "yes":
            count = await self._followed.cancel_all(press.asking.person)
            return Reply(press.say("Cancelled: {count}. You have no reminders any more.", count=count), replace=True)
        held = await self._held.of(press.asking.person)  # with what was offered, as it is cancelled with them
        if not held:
            return Reply(press.say(NONE), press.showing.back, replace=True)
        text = press.say("Cancel all your reminders? Number of them: {count}. That cannot be undone.", count=len(held))
        if not press.controls:
            return Reply(f"{text} {press.say('Say /reminders all yes.')}")
        every = press.showing.button("Cancel all", COMMAND, "all yes", Style.DANGER)
        return Reply(text, (every, *press.showing.back), replace=True)

    async def _those(self, press: Press, *standings: Standing) -> tuple[Reminder, ...]:
        """Those that stand so, as far as they may be told where the answer is read."""
        held = await self._held.of(press.asking.person, *standings)
        return tuple(each for each in held if press.may_show(each))


def _hours(press: Press, words: str) -> tuple[time, time] | None:
    """`22:00-07:00` as two times, None for `off`; raises `UserError`."""
    if words.casefold() in ("off", "none", "no"):
        return None
    try:
        start, end = (_hour(each) for each in words.replace("–", "-").replace(" to ", "-").split("-"))
    except ValueError:
        raise press.fault(QUIET_HOW) from None
    if start == end:
        raise press.fault(QUIET_HOW)
    return start, end


def _hour(text: str) -> time:
    hour, _, minute = text.strip().partition(":")
    return time(int(hour), int(minute or 0))
