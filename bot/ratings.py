"""Thumbs on the bot's answers become ratings, and who thumbs down is asked in private what was wrong, once.

That they were asked stands with the rating, so that it is known to all processes and after a restart; where the
question could not be sent, it is as if nobody had asked.
The button names the answer by itself, so that it works after a restart; it allows nothing, since memory looks
whether the person reads that answer.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial

from adapters.errors import AdapterError
from adapters.outgoing import LONGEST_CONTROL, Button, Form, Outgoing
from adapters.port import Adapter
from adapters.types import Cleared, Reaction, direct_with
from bot.bridge import to_account, to_place
from bot.errors import UserError
from bot.order import Order
from bot.patience import LONG_PATIENCE_SECONDS, patiently
from bot.reply import Reply
from memory.errors import MemoryFault
from memory.feedback import Feedback
from memory.memory import Memory
from memory.types import Audience, Place, Viewer

COMMAND = "rate"
ASK_S = 600.0  # who thumbs down five answers in a row is not written to five times
PAUSES = (0.5, 2.0)  # a thumb may come before the answer, which was just sent, is in the log of turns
UP, DOWN = ("👍", ":+1:", ":thumbsup:", "+1", "thumbsup"), ("👎", ":-1:", ":thumbsdown:", "-1", "thumbsdown")
_SKINS = {ord("\ufe0f"): None, **dict.fromkeys(range(0x1F3FB, 0x1F400))}
ASKED = "Thank you for telling me. What was wrong with that answer? It helps whoever runs me; you need not say."
GONE = "That answer is not there any more."


def thumb(emoji: str) -> int:
    """1 for a thumb up, -1 for one down in whatever form and skin, 0 for anything else."""
    bare = emoji.translate(_SKINS).strip().lower().partition("::skin-tone")[0]
    named = f":{bare.strip(':')}:"
    if bare in UP or named in UP:
        return 1
    return -1 if bare in DOWN or named in DOWN else 0


class Ratings:
    """Keeps what people think of answers."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def take(self, reaction: Reaction, adapter: Adapter) -> None:
        """Keep a thumb, or take it back; anything else on an answer means nothing."""
        value = thumb(reaction.emoji)
        if not value or reaction.author.is_bot:
            return
        place = to_place(reaction.address, reaction.audience)
        account = to_account(reaction.address.platform, reaction.author)
        known = await patiently(partial(self._memory.following.whose, account), seconds=LONG_PATIENCE_SECONDS)
        if not reaction.added:
            # A stranger has nothing to take back; and nobody says whose message it was on, or what they are called.
            if known is not None:
                await self._rate(Viewer(known, place), reaction, value=value)
            return
        person = await self._memory.person(account, place)
        kept = await self._rate(Viewer(person, place), reaction, value=value)
        for pause in PAUSES:
            if kept is None:
                await asyncio.sleep(pause)
                kept = await self._rate(Viewer(person, place), reaction, value=value)
        if known is not None and kept is not None and value < 0 and kept.reason is None:
            await self._ask_why(Viewer(person, place), reaction, adapter)

    async def clear(self, cleared: Cleared) -> None:
        """Take back all thumbs on an answer, or all up or down, in whatever skin: that is not kept."""
        value = None if cleared.emoji is None else thumb(cleared.emoji)
        if value != 0:
            clear = partial(self._memory.answers.clear, cleared.address.key, cleared.message_id, value=value)
            await patiently(clear, seconds=LONG_PATIENCE_SECONDS)

    async def reason(self, order: Order, scene: object = None) -> Reply:
        """Ask for a reason, or keep the one that was entered; raises `UserError`."""
        named, _, reason = order.argument.partition(" ")
        found = _read(named)
        if found is None:
            raise UserError(GONE)
        if not reason.strip():
            form = Form("What was wrong?", COMMAND, named, "In your words", required=True)
            return Reply("Say it in your words.", form=form)
        key, message_id = found
        # Closed, whatever it is: only the key is looked at, and nobody enters a place by a button.
        viewer = Viewer(order.viewer.person, Place(key, None, Audience.PRIVATE))
        if await self._memory.answers.rate(viewer, message_id, -1, reason) is None:
            raise UserError(GONE)
        return Reply("Thank you. I have kept that with the answer.", replace=True)

    async def _rate(self, viewer: Viewer, reaction: Reaction, *, value: int) -> Feedback | None:
        now, undone = (value, None) if reaction.added else (0, value)
        step = partial(self._memory.answers.rate, viewer, reaction.message_id, now, undone=undone)
        return await patiently(step, seconds=LONG_PATIENCE_SECONDS)

    async def _ask_why(self, viewer: Viewer, reaction: Reaction, adapter: Adapter) -> None:
        """Where the platform can say it to the person alone; raises `AdapterError`."""
        named, about = _named(reaction.address.key, reaction.message_id), (viewer, reaction.message_id)
        if not adapter.limits.private_replies or named is None:
            return
        if not await self._memory.answers.ask(*about, rest=timedelta(seconds=ASK_S)):
            return
        address = direct_with(reaction.address.platform, reaction.author.handle)
        button = Button("Say what was wrong", COMMAND, named)
        try:
            await adapter.send(
                Outgoing(address, ASKED, private=True, buttons=(button,), mentions=reaction.author.handle)
            )
        except AdapterError:
            with suppress(MemoryFault):
                await self._memory.answers.unask(*about)
            raise


def _named(key: str, message_id: str) -> str | None:
    """Place and answer as the argument of a control; None where no control can carry that."""
    platform, *rest = key.split("/")
    named = "/".join([platform, *map(_short, [*rest, message_id])])
    return named if " " not in named and len(COMMAND) + len(named) < LONGEST_CONTROL else None


def _read(named: str) -> tuple[str, str] | None:
    platform, *rest = named.split("/")
    if len(rest) != 4:
        return None
    *parts, message_id = map(_long, rest)
    return "/".join([platform, *parts]), message_id


def _short(part: str) -> str:
    """Numbers, which most ids are, by a third shorter."""
    if not part.isascii() or not part.isdecimal() or part.startswith("0") or len(part) < 6:
        return part
    number, digits = int(part), ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return f"~{digits}"


def _long(part: str) -> str:
    if not part.startswith("~"):
        return part
    try:
        return str(int(part[1:14], 36))
    except ValueError:
        return part
