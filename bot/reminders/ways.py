"""The times that a new time may mean, as buttons and as what is typed instead. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.outgoing import Button
from bot.reminders.marks import move_mark
from bot.reminders.replies import COMMAND, LIST, brief, capital
from bot.reminders.terms import Terms
from bot.reminders.times import schedule_of
from bot.when import Choice
from memory.reminder import Reminder


@dataclass(frozen=True, slots=True)
class Way:
    """One of them; without a `mark` no button carries it, and it is said in words."""

    label: str
    mark: str | None
    reminder: Reminder

    @property
    def typed(self) -> str:
        """What it is, and how it is chosen where nothing can be pressed."""
        return self.label if self.mark is None else f"{self.label}: /{LIST} move {self.reminder.id} {self.mark}"


def ways_of(found: Sequence[Choice], kept: Reminder, terms: Terms, *, tongue: str | None) -> list[Way]:
    """Each that was found, instead of what is held, with the terms that were said beside it."""
    taken, schedules = schedule_of(kept), [each.schedule for each in found]
    return [Way(capital(brief(each, tongue)), move_mark(each, taken, terms), kept) for each in schedules]


def buttons_of(ways: Sequence[Way]) -> tuple[Button, ...]:
    """Those that a button carries."""
    return tuple(Button(each.label, COMMAND, f"move {each.reminder.id} {each.mark}") for each in ways if each.mark)


def lines_of(ways: Sequence[Way], *, controls: bool) -> list[str]:
    """What has to be said of them beside the buttons: all where there are none."""
    return [each.typed for each in ways if not (controls and each.mark)]
