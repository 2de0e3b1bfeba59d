"""Reminders for a model to make, list, move and cancel while it answers, as the person's own words ask.

The model proposes, nothing more: a time counts where the person said it, cancelling where they used such a word, else
they are asked with a button. What was done is told in our words beside the model's answer, whatever that says.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from adapters.outgoing import Button, Style
from bot.llm.types import Tool, ToolCall
from bot.reminders.calls import TOOLS, Cancel, Move, Remind
from bot.reminders.language import put
from bot.reminders.moved_times import moved
from bot.reminders.outcomes import Asking, Made, Outcome, Refusal, Refused
from bot.reminders.replies import COMMAND, LIST, capital, task_line, told, when_line
from bot.reminders.sentences import CANCELLED, CHANGED, NOT_YOURS_NOW, NOTES, QUESTIONS, REFUSALS
from bot.reminders.spoken_times import Listener, Said, plain, theirs
from bot.reminders.talk import may_cancel
from bot.reminders.terms import Terms, policy_of, terms_of
from bot.reminders.times import schedule_of, timing_of
from bot.reminders.ways import buttons_of, lines_of, ways_of
from bot.reminders.wish import NOWHERE, is_too_often
from bot.reminders.wording import Wording
from bot.reply import Reply
from bot.safety import neutral
from bot.when import Reading
from memory.errors import NotVisible
from memory.reminder import Change, Reminder, ReminderId, Standing
from memory.types import Audience, PersonId

MOST_LISTED = 30
SHOWN = "Done; they are shown exactly what was done. Do not repeat it, and answer what else they said."
ASKED = "They are asked with buttons. Do not ask them yourself, and answer what else they said."
NOT_THEIRS = "Not done: the person did not say that time. Pass on only their own words, or ask them when."
UNREADABLE = "Not done: these are no arguments of this tool."
UNKNOWN = "Not done: there is no such reminder here. list_reminders tells the numbers."
TIMELESS = "Not done: no time is understood in that. Ask them when."


class Door(Protocol):
    """What makes reminders, as `Reminding` does."""

    async def make_of(self, asking: Asking, what: str, when: str) -> Outcome:
        """Holds it, or what has to be asked first."""


class Held(Protocol):
    """Where reminders are held, as `memory.reminders` is."""

    async def of(self, person: PersonId, *standings: Standing) -> tuple[Reminder, ...]:
        """All of the person's in these standings."""

    async def get(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """The person's reminder; raises NotVisible."""

    async def edit(self, person: PersonId, reminder: ReminderId, change: Change) -> Reminder:
        """Changes it; raises NotVisible."""

    async def cancel(self, person: PersonId, reminder: ReminderId) -> Reminder:
        """Takes it back; raises NotVisible."""


Earlier = Callable[[], Awaitable[Sequence[Said]]]
T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the person just said, as `asking`, and what they said shortly before.

    `alone`: nothing else was said, so that what was done is the whole answer; `controls`: buttons can be shown.
    """

    asking: Asking
    text: str
    earlier: Earlier
    alone: bool
    controls: bool
    wording: Callable[[], Awaitable[Wording]] | None = None


class ReminderHands:
    """The tools of one turn. `replies` are to be sent beside the answer.

    `acted`: whether something was done, or what they have was read; what was only asked or refused is nothing done.
    """

    tools: Sequence[Tool] = TOOLS

    def __init__(self, door: Door, held: Held, occasion: Occasion) -> None:
        self._door, self._held, self._occasion = door, held, occasion
        self._asking, self._controls = occasion.asking, occasion.controls
        self._said = Said(occasion.text, self._asking.at)
        self._listener = Listener(ZoneInfo(self._asking.zone or NOWHERE), self._asking.languages)
        self._calls = 0
        self.replies: list[Reply] = []
        self.acted = False

    @property
    def done(self) -> bool:
        """Whether what was done is the whole answer."""
        return self._occasion.alone and bool(self.replies)

    async def use(self, call: ToolCall) -> str:
        """Does it; what the model is told."""
        self._calls += 1
        if self._calls == 1 and self._occasion.wording is not None:
            self._asking = replace(self._asking, wording=await self._occasion.wording())
        try:
            match call.name:
                case "remind":
                    return await self._remind(_read(Remind, call))
                case "list_reminders":
                    return await self._list()
                case "cancel_reminder":
                    return await self._cancel(_read(Cancel, call).number)
                case "move_reminder":
                    asked = _read(Move, call)
                    return await self._move(ReminderId(asked.number), asked.when)
        except ValidationError:
            return UNREADABLE
        except NotVisible:
            return UNKNOWN
        return UNREADABLE

    async def _remind(self, asked: Remind) -> str:
        said = await self._theirs(asked.when) if asked.when.strip() else self._said
        if said is None:
            return NOT_THEIRS
        number = "" if self._calls == 1 else f"#{self._calls}"
        asking = replace(self._asking, at=said.at, source=f"{self._asking.source}{number}")
        outcome = await self._door.make_of(asking, neutral(asked.what), said.text)
        if isinstance(outcome, Refused) and outcome.why is Refusal.NOTHING:
            return TIMELESS
        self._answer(told(outcome, self._asking, controls=self._controls), did=isinstance(outcome, Made))
        return SHOWN if isinstance(outcome, Made | Refused) else ASKED

    async def _theirs(self, when: str) -> Said | None:
        return theirs(when, [self._said], self._listener) or theirs(
            when, await self._occasion.earlier(), self._listener
        )

    async def _list(self) -> str:
        held = await self._seen()
        hidden = len(await self._all()) - len(held)
        lines = [f"{each.id}. {task_line(each.text)}: {when_line(schedule_of(each))}" for each in held[:MOST_LISTED]]
        if hidden:
            lines.append(f"({hidden} more, which I tell them only when we are alone.)")
        self.acted = self.acted or bool(held)
        return neutral("\n".join(lines)) or "They have no reminders."

    async def _all(self) -> tuple[Reminder, ...]:
        return await self._held.of(self._asking.person, Standing.ACTIVE, Standing.PAUSED)

    async def _seen(self) -> list[Reminder]:
        """Those that may be told where the answer is read."""
        return [each for each in await self._all() if self._may_show(each)]

    def _may_show(self, reminder: Reminder) -> bool:
        origin = self._asking.origin
        return origin.audience is Audience.DIRECT or reminder.origin_key == origin.key

    async def _get(self, number: ReminderId) -> Reminder:
        kept = await self._held.get(self._asking.person, number)
        if kept.standing not in (Standing.ACTIVE, Standing.PAUSED) or not self._may_show(kept):
            raise NotVisible
        return kept

    async def _cancel(self, number: int) -> str:
        if not number:
            return await self._cancel_all()
        kept = await self._get(ReminderId(number))
        if not may_cancel(self._said.text):
            stop = Button(self._say("Cancel it"), COMMAND, f"stop {kept.id}", Style.DANGER)
            typed = "" if self._controls else f" {self._say('/reminders cancel {number} does it.', number=kept.id)}"
            asked = self._say("Shall I cancel this? {text}", text=task_line(kept.text))
            self._answer(Reply(f"{asked}{typed}", self._under(stop)))
            return ASKED
        await self._held.cancel(self._asking.person, kept.id)
        when = when_line(schedule_of(kept), self._asking.tongue)
        self._answer(Reply(f"{self._say(CANCELLED, text=task_line(kept.text))} ({when})"), did=True)
        return SHOWN

    async def _cancel_all(self) -> str:
        """Asks, as always before that."""
        count = len(await self._all())
        if not count:
            return "They have no reminders."
        every = Button(self._say("Cancel all"), LIST, "all", Style.DANGER)
        typed = "" if self._controls else f" {self._say('/reminders cancel all does it.')}"
        asked = self._say("Shall I cancel all your reminders? ({count})", count=count)
        self._answer(Reply(f"{asked}{typed}", self._under(every)))
        return ASKED

    async def _move(self, number: ReminderId, when: str) -> str:
        kept, said = await self._get(number), await self._theirs(when)
        if not self._asking.may_change(kept):
            self._answer(Reply(self._say(NOT_YOURS_NOW)))
            return SHOWN
        if said is None:
            return NOT_THEIRS
        verbatim = plain(when) in plain(self._said.text)  # nobody is nagged who did not say so
        terms = terms_of(when if verbatim else "", company=False)
        reading = moved(said, schedule_of(kept), self._listener)
        if reading.understood is None:
            return self._ask_when(kept, reading, terms)
        due = reading.understood.next(self._asking.at)
        if due is None or is_too_often(reading.understood, self._asking.at):
            self._answer(Reply(self._say(REFUSALS[Refusal.OVER if due is None else Refusal.TOO_OFTEN])))
            return SHOWN
        change = Change(timing=timing_of(reading.understood, due), policy=policy_of(terms, kept.policy))
        await self._held.edit(kept.person, kept.id, change)
        when = capital(when_line(reading.understood, self._asking.tongue))
        notes = [self._say(NOTES[note]) for note in reading.notes]
        lines = [self._say(CHANGED, text=task_line(kept.text)), f"{when}.", *notes]
        edit = Button(self._say("Edit"), COMMAND, f"edit {kept.id}")
        self._answer(Reply("\n".join(lines), self._under(edit)), did=True)
        return SHOWN

    def _ask_when(self, kept: Reminder, reading: Reading, terms: Terms) -> str:
        """The times that may be meant, each on a button."""
        ways = ways_of(reading.alternatives, kept, terms, tongue=self._asking.tongue)
        if reading.question is None or not ways:
            return TIMELESS
        asked = f"{self._say(QUESTIONS[reading.question])} ({task_line(kept.text)})"
        said = "\n".join([asked, *lines_of(ways, controls=self._controls)])
        self._answer(Reply(said, self._under(*buttons_of(ways))))
        return ASKED

    def _say(self, english: str, **filled: object) -> str:
        return put(self._asking.tongue, english, **filled)

    def _under(self, *buttons: Button) -> tuple[Button, ...]:
        return buttons if self._controls else ()

    def _answer(self, reply: Reply, *, did: bool = False) -> None:
        self.replies.append(reply)
        self.acted = self.acted or did


def _read(kind: type[T], call: ToolCall) -> T:
    return kind.model_validate_json(call.arguments or "{}")
