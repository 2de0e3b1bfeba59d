"""Neutral events from chat platforms to the bot: frozen, slotted, times aware UTC. `outgoing` is the way back."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Who can read a channel."""

    DIRECT = "direct"
    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message stands. `space` is the guild or workspace, None outside any.

    `thread` is set only where everybody who reads `channel` may read the thread too; a closed thread is a channel of
    its own. The channel of a conversation of two is always that of `direct_with`.

    `own` is no part of what it is: what the platform itself calls the channel, with which bot of ours is meant there.
    It is the same wherever it is told of, also for who knows less or otherwise of the space; '' where all know alike.
    `parent` is no part of it either: the channel that a closed thread is inside, '' where that is none or not known.
    """

    platform: str
    space: str | None
    channel: str
    thread: str | None = None
    title: str = ""
    own: str = field(default="", compare=False)
    parent: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """Stable text key, unique over all platforms."""
        parts = (self.platform, self.space or "", self.channel, self.thread or "")
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)

    @property
    def room(self) -> str | None:
        """The key of the channel around a thread, None outside threads."""
        return None if self.thread is None else replace(self, thread=None).key


def direct_with(platform: str, handle: str) -> Address:
    """Where somebody is alone with the bot, known without asking the platform."""
    return Address(platform, None, f"@{handle}", title="direct")


def address_of(key: str) -> Address:
    """The address behind a key, without its title."""
    platform, space, channel, thread = (part.replace("%2F", "/").replace("%25", "%") for part in key.split("/"))
    return Address(platform, space or None, channel, thread or None)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote; `handle` is the platform's stable id, `timezone` an IANA name, `locale` a BCP 47 tag.

    `manages`: whether they may change settings of the space; `roles`: ids of what the space made them.
    """

    handle: str
    name: str
    is_bot: bool = False
    timezone: str | None = None
    locale: str | None = None
    manages: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a message; `size` in bytes, `ref` is whatever the adapter needs to fetch it."""

    name: str
    media_type: str
    size: int
    ref: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """What somebody pointed at with their message: words of `name`, who is the author only as far as is known.

    `files` are the names of what lay beside it, `ours` is True where the bot itself had said it.
    """

    name: str
    text: str
    files: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody said something; `addressed` is True where the bot is clearly spoken to.

    `quoted` is the message that it answers or passes on: never the author's own words. `follows`: whether it is for
    the bot is not known here; it is where the bot was spoken to in its thread, which is named by its first message.
    `withheld`: the platform did not let the bot read its words.
    """

    id: str
    address: Address
    audience: Audience
    author: Author
    text: str
    sent_at: datetime
    reply_to: str | None = None
    addressed: bool = True
    attachments: tuple[Attachment, ...] = ()
    quoted: Quoted | None = None
    follows: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the bot's own: `name` without its slash, `argument` the rest as typed.

    A pressed button, a pick from a list and a filled form are commands too. `about` is the message that a menu was
    opened on, `control` the id of the message whose button was pressed; `showing`, where that was the person's own page
    with the bot, what the page showed, see `Home`. `member`: whether the bot is where it was given, and so hears what
    becomes of what is said there; None where that could not be learnt.
    """

    id: str
    address: Address
    audience: Audience
    author: Author
    name: str
    argument: str
    sent_at: datetime
    about: Message | None = None
    control: str | None = None
    showing: str | None = None
    member: bool | None = True


@dataclass(frozen=True, slots=True)
class Edited:
    """A message as it reads now, under the id that it always had."""

    message: Message
    edited_at: datetime

    @property
    def address(self) -> Address:
        """Where it stands."""
        return self.message.address


@dataclass(frozen=True, slots=True)
class Deleted:
    """Messages that are gone from a place."""

    address: Address
    message_ids: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji put on a message of the bot; or taken from any message, and by whoever it was, if not `added`."""

    address: Address
    audience: Audience
    author: Author
    message_id: str
    emoji: str
    added: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Cleared:
    """All emojis, or all of `emoji`, were taken from any message, whoever had put them there and whoever took them."""

    address: Address
    message_id: str
    emoji: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody can no longer read a place, or where `address` has no channel, anything of its space."""

    address: Address
    handle: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """A place is gone with all its messages, or where `address` has no channel, the bot was put out of a space.

    `application`: the platform's id of that as which the bot was there, None where it can be only one.
    """

    address: Address
    at: datetime
    application: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The bot is in a space: it was invited, or found itself there when it connected. `application` as in `Closed`."""

    address: Address
    at: datetime
    application: str | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Somebody wants no more of the answers to these messages, or without any, of what is being answered there."""

    address: Address
    author: Author
    at: datetime
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at their own page with the bot; `showing` is as in `Command`.

    `again`: they looked at it before, and what it shows may not be true any more.
    """

    id: str
    address: Address
    author: Author
    at: datetime
    showing: str = ""
    again: bool = False


Change = Edited | Deleted | Reaction | Cleared | Left | Closed | Opened | Stopped
Event = Message | Command | HomeOpened | Change
