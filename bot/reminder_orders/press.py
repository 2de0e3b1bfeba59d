"""A command about reminders, taken apart: who gave it where, about which reminder, with what beside."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from adapters.outgoing import Form
from adapters.types import address_of
from bot.errors import UserError
from bot.order import Order
from bot.ordering import Scene
from bot.reminders.lists import Showing
from bot.reminders.outcomes import Asking
from bot.reminders.replies import COMMAND
from bot.reminders.wording import PLAIN, Wording
from bot.reply import Reply
from memory.choices import Choices
from memory.reminder import Reminder, ReminderId
from memory.types import Audience

GONE = "That reminder is gone, or it is not yours. /reminders shows what there is."
ALONE = "I tell that only when we are alone."
NO_ZONE = "I do not know that time zone. Say it as area and city, as in Europe/Berlin."
WHICH = "Say which one by its number, as in /reminders cancel 3. /reminders shows the numbers."
ZONE_FIRST = "I do not know your time zone yet. Set it with /timezone, then say it again."
IN_WORDS = "{label}: say it as /reminders {argument} and the words."
LONGEST_NUMBER = 18  # digits


@dataclass(frozen=True, slots=True)
class Press:
    """`number` is that of the reminder or of the occurrence, 0 for none; `rest` is what stands after it."""

    order: Order
    scene: Scene
    asking: Asking
    number: int
    rest: str

    @property
    def reminder(self) -> ReminderId:
        """The reminder that it is about; raises `UserError` where none is named."""
        if not self.number:
            raise self.fault(WHICH)
        return ReminderId(self.number)

    @property
    def showing(self) -> Showing:
        """How it is answered."""
        return Showing(self.order.at, self.controls, self.asking.tongue)

    def say(self, english: str, **filled: object) -> str:
        """A sentence in the person's language."""
        return self.showing.say(english, **filled)

    def fault(self, english: str) -> UserError:
        """What says why it is not done."""
        return UserError(self.say(english))

    @property
    def controls(self) -> bool:
        """Whether buttons can be shown."""
        return self.order.controls

    @property
    def alone(self) -> bool:
        """Whether only the person reads the answer."""
        return self.order.viewer.place.audience is Audience.DIRECT

    def may_show(self, reminder: Reminder) -> bool:
        """Whether it may be told where the answer is read."""
        return self.alone or reminder.origin_key == self.order.viewer.place.key

    @property
    def zone(self) -> str:
        """The person's zone; raises `UserError` where nobody knows it."""
        if self.asking.zone is None:
            raise self.fault(ZONE_FIRST)
        return self.asking.zone


Act = Callable[[Press], Awaitable[Reply]]


def asking_of(order: Order, choices: Choices, wording: Wording = PLAIN) -> Asking:
    """Who asks, as reminders are made for them: what they chose wins over what the platform says."""
    place = order.origin.place
    return Asking(
        order.viewer.person,
        address_of(place.key).platform,
        order.author.handle,
        place,
        order.at,
        f"{address_of(place.key).platform}/{order.id}",
        known(choices.zone) or known(order.author.timezone),
        choices.locale or order.author.locale,
        order.author.manages,
        wording,
    )


def known(zone: str | None) -> str | None:
    """The zone, if there is such a one."""
    try:
        return ZoneInfo(zone).key if zone else None
    except (KeyError, ValueError, OSError):
        return None


def numbered(words: str) -> tuple[int, str]:
    """The number that words begin with, and the rest; 0 where they begin with none."""
    first, _, rest = words.strip().partition(" ")
    bare = first.removeprefix("#").rstrip(".:")
    if bare.isascii() and bare.isdecimal() and len(bare) <= LONGEST_NUMBER:
        return int(bare), rest.strip()
    return 0, words.strip()


def asked_in_form(press: Press, title: str, *, argument: str, label: str, value: str = "") -> Reply:
    """A form for words of the person's own, `title` and `label` in English; without buttons, how to type them."""
    said = press.say(label)
    if not press.controls:
        raise UserError(press.say(IN_WORDS, label=said, argument=argument))
    form = Form(press.say(title), COMMAND, argument, said, value)
    return Reply(press.say("Press the button and write it."), form=form)
