"""A command as the bot takes it: who gave it where, and who will read the answer.

Two places, since a platform may answer privately what was asked in company: what concerns the person alone is read
at the place of the answer, what concerns the place at that where the command was given.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from adapters.outgoing import Limits
from adapters.types import Address, Author, Command, Message, direct_with
from adapters.types import Audience as Heard
from bot.bridge import place_of, to_place
from memory.types import Audience, Place, Viewer

UNSEEN = "I cannot find out just now whether I am a member of this place. Please try again in a minute."
UNSURE = "I cannot find out just now what you may still read, so I do not say. Please try again in a minute."


@dataclass(frozen=True, slots=True)
class Order:
    """A command: its argument, its id, when; days are told in `zone`.

    `viewer` reads the answer, `origin` stood where it was given, `address`. `controls`: whether buttons can be shown;
    `file`: the largest file, in bytes, 0 where none can be sent. `sure`: whether all through which the viewer may see
    things said elsewhere was confirmed of late. `member`: whether the bot is where it was given, None where that is not
    known.
    """

    viewer: Viewer
    origin: Viewer
    address: Address
    author: Author
    argument: str
    id: str
    at: datetime
    zone: tzinfo = UTC
    about: Message | None = None
    control: str | None = None
    controls: bool = False
    file: int = 0
    sure: bool = True
    member: bool | None = True

    @property
    def locale(self) -> str | None:
        """The language of the person's own application, a BCP 47 tag."""
        return self.author.locale

    @property
    def can_share(self) -> bool:
        """Whether it was given in company whose readers are known, which they are not where the bot is no member."""
        return self.member is True and self.origin.place.audience is not Audience.DIRECT


def place_of_answer(command: Command, limits: Limits) -> Place:
    """Where the answer to a command is read: with the person alone, on platforms that can answer privately."""
    if not limits.private_replies:
        return place_of(command)
    return to_place(direct_with(command.address.platform, command.author.handle), Heard.DIRECT)


def order_of(command: Command, limits: Limits, *, viewer: Viewer, origin: Viewer, zone: tzinfo) -> Order:
    """The order of a command; `viewer` stands at `place_of_answer`, `origin` where the command was given."""
    return Order(
        viewer,
        origin,
        command.address,
        command.author,
        command.argument,
        command.id,
        command.sent_at,
        zone=zone,
        about=command.about,
        control=command.control,
        controls=limits.private_replies,
        file=limits.file,
        member=command.member,
    )
