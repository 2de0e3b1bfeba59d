"""What the bot sends: text with controls, and what a platform can do with it.

A control names a command; using it comes back as a `Command` with that name and argument, also after a restart, since
nothing but the two travels.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adapters.types import Address

LONGEST_CONTROL = 80  # characters of command and argument together, so that every platform can carry them
LONGEST_KEY = 25  # characters, which is what Discord takes


class Style(StrEnum):
    """How a button looks; `DANGER` cannot be undone."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button that gives a command."""

    label: str
    command: str
    argument: str = ""
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a list; `value` is added to the argument."""

    value: str
    label: str
    detail: str = ""


class Source(StrEnum):
    """What a list holds: choices of our own, or what the platform itself has in the space, which it lists by id."""

    CHOICES = "choices"
    CHANNELS = "channels"
    ROLES = "roles"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Pick:
    """A list of which one entry is picked, or up to `most`; at most 25 entries. What is picked is added by spaces.

    Another `source` than our own choices only where the platform is a `Directory`; then `choices` are empty.
    """

    label: str
    command: str
    argument: str
    choices: tuple[Choice, ...] = ()
    source: Source = Source.CHOICES
    most: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """One field to fill; what is entered is added to the argument. Only as the answer to a command."""

    title: str
    command: str
    argument: str
    label: str
    value: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """A file to send."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """A part of somebody's own page: plain text, and what can be done about it."""

    text: str
    title: str = ""
    buttons: tuple[Button, ...] = ()
    pick: Pick | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Somebody's own page with the bot, true as of `at`; `showing` comes back with what is done on it."""

    sections: tuple[Section, ...]
    at: datetime
    showing: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Text to send; `reply_to` is the id of the event answered, `mentions` the handle that may be pinged.

    `private` asks that only the person answered sees it; `replace` that it takes the place of the message whose button
    was pressed; `plain` that the text is shown as it is written, whatever markup it looks like. With `home` nothing is
    sent: it is what the person's own page shows from now on, on a platform that told of one. What has a `key`, of at
    most `LONGEST_KEY` letters and digits, comes by itself: it is sent once even where it is tried again, as far as the
    platform allows, and where others read, it begins with whom it `mentions`.
    """

    address: Address
    text: str
    reply_to: str | None = None
    private: bool = False
    buttons: tuple[Button, ...] = ()
    pick: Pick | None = None
    form: Form | None = None
    files: tuple[File, ...] = ()
    replace: bool = False
    mentions: str | None = None
    plain: bool = False
    home: Home | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a sent message stands, by the platform's ids: `message_id` of its first part, `more` of the others."""

    address: Address
    message_id: str
    more: tuple[str, ...] = ()


class Hearing(StrEnum):
    """What reaches the bot beside what is addressed to it: nothing; all, to be kept where managers chose so; all."""

    ADDRESSED = "addressed"
    CHOSEN = "chosen"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform can do: `text` characters a message, `edits` a second, streaming and private replies.

    `file` is the largest file, in bytes; `hearing` what of other people's conversations the bot is told; `commands`
    what people type before the name of a command.
    """

    text: int
    edits: float
    streaming: bool
    private_replies: bool
    file: int = 0
    hearing: Hearing = Hearing.ADDRESSED
    commands: str = "/"
