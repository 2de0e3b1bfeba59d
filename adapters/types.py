"""Neutral events between chat platforms and the bot: frozen, slotted, times aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Who can read a channel."""

    DIRECT = "direct"
    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message stands. `space` is the guild or workspace, None outside any."""

    platform: str
    space: str | None
    channel: str
    thread: str | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """Stable text key, unique over all platforms."""
        parts = (self.platform, self.space or "", self.channel, self.thread or "")
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote; `handle` is the platform's stable id, `timezone` an IANA name, `locale` a BCP 47 tag."""

    handle: str
    name: str
    is_bot: bool = False
    timezone: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a message; `size` in bytes, `ref` is whatever the adapter needs to fetch it."""

    name: str
    media_type: str
    size: int
    ref: str


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody said something; `addressed` is True where the bot is clearly spoken to."""

    id: str
    address: Address
    audience: Audience
    author: Author
    text: str
    sent_at: datetime
    reply_to: str | None = None
    addressed: bool = True
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the bot's own: `name` without its slash, `argument` the rest as typed."""

    id: str
    address: Address
    audience: Audience
    author: Author
    name: str
    argument: str
    sent_at: datetime


Event = Message | Command


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Text to send; `private` asks that only the person answered sees it."""

    address: Address
    text: str
    reply_to: str | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a sent message stands; `message_id` is the platform's."""

    address: Address
    message_id: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform can do: `text` characters a message, `edits` a second, streaming and private replies."""

    text: int
    edits: float
    streaming: bool
    private_replies: bool
