"""A chat platform for tests: what a bot is told there, and people, channels and messages to tell it of."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg

from adapters.errors import AdapterError
from adapters.outgoing import Hearing, Limits, Outgoing, Sent
from adapters.types import (
    Address,
    Attachment,
    Audience,
    Author,
    Command,
    Deleted,
    Edited,
    Message,
    Quoted,
    Reaction,
    direct_with,
)
from memory.types import Account
from tests.bot.stage import Sheet, Stage

ADA, BEN = Author("101", "Ada", manages=True), Author("102", "Ben")
HALL = Address("discord", "900", "1", title="#hall")
CELLAR = Address("discord", "900", "2", title="#cellar")
ELSEWHERE = Address("discord", "901", "5", title="#elsewhere")


class Guildlike(Sheet):
    """A platform with spaces; `readers` tells who reads what by the key of an address, `faults` what fails to send."""

    name = "discord"

    def __init__(self, hearing: Hearing = Hearing.ADDRESSED, files: Mapping[str, bytes] | None = None) -> None:
        super().__init__()
        self.limits = Limits(2000, 1.0, True, True, file=1_000_000, hearing=hearing)
        self.readers: dict[tuple[str, str], bool | AdapterError] = {}
        self.asked: list[tuple[str, str]] = []
        self.files = files or {}
        self.fault: AdapterError | None = None

    async def send(self, outgoing: Outgoing) -> Sent:
        if self.fault is not None:
            raise self.fault
        return await super().send(outgoing)

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        if self.fault is not None:
            async for _ in words:
                raise self.fault
        return await super().stream(outgoing, words)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        return self.files[attachment.name]

    async def reads(self, handle: str, address: Address) -> bool:
        self.asked.append((handle, address.key))
        answer = self.readers.get((handle, address.key), True)
        if isinstance(answer, AdapterError):
            raise answer
        return answer


def platform(stage: Stage) -> Guildlike:
    """The platform of a stage that has spaces."""
    assert isinstance(stage.sheet, Guildlike)
    return stage.sheet


async def age(stage: Stage, dsn: str) -> None:
    """All that was confirmed was confirmed an hour ago."""
    connection = await asyncpg.connect(dsn)
    try:
        for table in ("space_members", "place_members"):
            await connection.execute(f"UPDATE {table} SET confirmed_at = now() - interval '1 hour'")
    finally:
        await connection.close()
    await stage.memory.following.left_place(Account("discord", "999", ""), CELLAR.key)  # so that all is read anew


@dataclass(frozen=True)
class Said:
    """What may come with words."""

    addressed: bool = True
    audience: Audience = Audience.PUBLIC
    attachments: tuple[Attachment, ...] = ()
    quoted: Quoted | None = None
    id: str = field(default_factory=lambda: uuid4().hex)


def said(text: str, author: Author = BEN, address: Address = HALL, how: Said | None = None) -> Message:
    """A message in a channel."""
    how = how or Said()
    return Message(
        how.id,
        address,
        how.audience,
        author,
        text,
        datetime.now(UTC),
        addressed=how.addressed,
        attachments=how.attachments,
        quoted=how.quoted,
    )


def overheard(text: str, author: Author = BEN, address: Address = HALL) -> Message:
    """A message that is not for the bot."""
    return said(text, author, address, Said(addressed=False))


def alone(text: str, author: Author = BEN, how: Said | None = None) -> Message:
    """A message that its author sends the bot alone."""
    how = replace(how or Said(), audience=Audience.DIRECT)
    return said(text, author, direct_with("discord", author.handle), how)


def ordered(name: str, argument: str = "", author: Author = ADA, address: Address = HALL) -> Command:
    """A command in a channel."""
    audience = Audience.DIRECT if address.channel.startswith("@") else Audience.PUBLIC
    return Command(uuid4().hex, address, audience, author, name, argument, datetime.now(UTC))


def edited(message: Message, text: str) -> Edited:
    """The message as it reads now."""
    return Edited(replace(message, text=text), datetime.now(UTC))


def deleted(*messages: Message) -> Deleted:
    """The messages are gone."""
    return Deleted(messages[0].address, tuple(each.id for each in messages), datetime.now(UTC))


def reacted(
    message_id: str, emoji: str, author: Author = BEN, address: Address = HALL, *, added: bool = True
) -> Reaction:
    """An emoji on an answer, or taken from it."""
    audience = Audience.DIRECT if address.channel.startswith("@") else Audience.PUBLIC
    return Reaction(address, audience, author, message_id, emoji, added, datetime.now(UTC))
