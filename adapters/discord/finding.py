"""Whether a message with a key was sent already, where the answer to sending it was lost.

For minutes Discord itself gives the same message for the same nonce. After that what was written there since is read:
ours is the message that offers the first of its commands, or where it has none, the one with its words.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

import discord

from adapters.controls import control_id
from adapters.discord.pieces import Piece
from adapters.discord.wire import Wire
from adapters.outgoing import Outgoing

if TYPE_CHECKING:  # cannot be imported at run time, in any order
    from discord.types.message import Message

PAGE, MOST_PAGES, NONCE_BYTES = 100, 5, 12  # a nonce has at most 25 characters
DIFFERENCE = timedelta(seconds=10)  # of the clocks of Discord and of the database
Shape = Mapping[str, object]


def nonce_of(key: str | None, part: int) -> str | None:
    """The nonce of a part of what has that key; None where it has none."""
    return None if key is None else f"{key}p{part}" if part else key


def answering(outgoing: Outgoing, part: int) -> str | None:
    """The nonce of a part of a whole answer; None where it answers nothing.

    Two processes that hear the same event and cannot ask whose it is say the same then, and it stands there once.
    """
    if outgoing.reply_to is None:
        return None
    said = f"{outgoing.reply_to}/{part}/{outgoing.text}".encode()
    return blake2b(said, digest_size=NONCE_BYTES).hexdigest()


async def find_post(wire: Wire, channel: int, *, outgoing: Outgoing, last: Piece, since: datetime) -> str | None:
    """The id of its last part, where that stands in the channel since then; raises `AdapterError`."""
    first, after = first_offered(outgoing), discord.utils.time_snowflake(since - DIFFERENCE)
    for _ in range(MOST_PAGES):
        page = await wire.ask(f"look/{channel}", partial(_page, channel=channel, after=after))
        ours = [each for each in page if is_by(each, wire.client)]
        for message in ours:
            if is_meant(cast("Shape", message), first, text=last.text):
                return str(message["id"])
        if len(page) < PAGE:
            return None
        after = max(int(message["id"]) for message in page)
    return None


def first_offered(outgoing: Outgoing) -> str | None:
    """The id of the control that says most what it is about: the others stand under lists and answers, too."""
    picks = () if outgoing.pick is None else (outgoing.pick,)
    return next((control_id(each.command, each.argument) for each in (*outgoing.buttons, *picks)), None)


def is_meant(message: Shape, first: str | None, *, text: str) -> bool:
    """Whether a message of ours is the one with that control, or without any, with that text."""
    if first is not None:
        return first in _controls(message)
    return message.get("content") == text.strip()


def is_by(message: "Message", client: discord.Client | None) -> bool:
    """Whether we wrote it: what others show may look like ours."""
    return client is not None and client.user is not None and message["author"]["id"] == str(client.user.id)


async def _page(client: discord.Client, *, channel: int, after: int) -> "list[Message]":
    return await client.http.logs_from(channel, PAGE, after=after)


def _controls(shape: object) -> Iterator[str]:
    """The ids of all controls in a tree of components."""
    if not isinstance(shape, Mapping):
        return
    if isinstance(shape.get("custom_id"), str):
        yield shape["custom_id"]
    for each in shape.get("components") or ():
        yield from _controls(each)
