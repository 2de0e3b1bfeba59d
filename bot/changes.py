"""What a platform tells of changes reaches memory at once: none of it waits for an answer being written.

Everything here may be told twice, and of things that nobody knows; then nothing changes. What takes long, erasing a
place or a space, is only put down here, and done a slice at a time in the background.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, assert_never

from adapters.port import Adapter
from adapters.types import Change, Cleared, Closed, Deleted, Edited, Left, Opened, Reaction, Stopped
from bot.beside import said_in
from bot.bridge import place_of, to_account
from bot.inbox import claims_of
from bot.learning_tone.preferring import Preferring
from bot.patience import patiently
from bot.pending import Pending
from bot.quiet import Quiet
from bot.ratings import Ratings
from bot.rules import space_of
from memory.memory import Memory
from memory.outcomes import Receipt
from memory.types import Account, Viewer

LOOK_SECONDS, CHANGE_SECONDS, STOP_SECONDS = 300.0, 3600.0, 10.0
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Told:
    """What changes tell of answers: thumbs, and questions put otherwise."""

    ratings: Ratings
    preferring: Preferring


class Changes:
    """Tells memory of changes. `changed` is called where what a prompt was made of may be gone."""

    def __init__(
        self, memory: Memory, pending: Pending, *, told: Told, quiet: Quiet, changed: Callable[[], None]
    ) -> None:
        self._memory = memory
        self._pending = pending
        self._ratings, self._preferring = told.ratings, told.preferring
        self._quiet = quiet
        self._changed = changed
        self._due = asyncio.Event()

    async def take(self, change: Change, adapter: Adapter) -> None:
        """Do what a change asks for; raises what goes wrong."""
        match change:
            case Edited():
                await self._edited(change)
            case Deleted():
                await self._deleted(change)
            case Reaction():
                await self._ratings.take(change, adapter)
            case Cleared():
                await self._ratings.clear(change)
            case Left():
                await self._left(change)
            case Closed():
                await self._closed(change)
            case Opened():
                opened = partial(self._memory.following.opened_space, space_of(change.address), change.application)
                await _surely(opened)
            case Stopped():
                await self._stopped(change)
            case _:
                assert_never(change)

    async def erase(self) -> None:
        """Erase what was put down to be, a slice at a time and never during a reply, for ever."""
        while True:
            self._due.clear()
            await self._quiet.settled()
            if await self._memory.following.erase_next() is None:
                await _rest(self._due)

    async def _edited(self, edited: Edited) -> None:
        message = edited.message
        waiting = self._pending.edit(message)
        if waiting is not None and not waiting.taken:
            return
        if waiting is not None:
            await waiting.wait_noted()
        account = to_account(message.address.platform, message.author)
        if not await _surely(partial(self._memory.knows, account)):
            return  # nothing was ever noted of them, and an edit is no reason to
        place = place_of(message)
        if not message.text.strip() and not message.attachments:
            self._tell(await _surely(partial(self._memory.following.deleted, place.key, [message.id])))
            return
        viewer = Viewer(await _surely(partial(self._memory.person, account, place)), place)
        said, before = said_in(message, viewer), await self._preferring.before(viewer, message.id)
        self._tell(await _surely(partial(self._memory.following.edited, said, edited.edited_at)))
        await self._preferring.edited(viewer, message.id, before=before, now=message.text)

    async def _deleted(self, deleted: Deleted) -> None:
        self._pending.delete(deleted.address.key, deleted.message_ids)
        ids = list(deleted.message_ids)
        self._tell(await _surely(partial(self._memory.following.deleted, deleted.address.key, ids)))

    async def _stopped(self, stopped: Stopped) -> None:
        """Here at once, and in another process of ours soon; later it would be something else that is stopped."""
        address, ids = stopped.address, stopped.message_ids
        self._pending.stop(address.key, ids)
        stop = partial(self._memory.owed.stop, address.platform, address.key, claims_of(address, ids))
        await patiently(stop, seconds=STOP_SECONDS)

    async def _left(self, left: Left) -> None:
        account, address = Account(left.address.platform, left.handle, ""), left.address
        if address.channel:
            await _surely(partial(self._memory.following.left_place, account, address.key))
        else:
            await _surely(partial(self._memory.following.left_space, account, space_of(address)))
        self._changed()

    async def _closed(self, closed: Closed) -> None:
        address = closed.address
        if address.channel:
            self._pending.close(address.key)
            await _surely(partial(self._memory.following.closed, address.key))
        else:
            self._pending.close_space(address.platform, address.space)
            await _surely(partial(self._memory.following.closed_space, space_of(address), closed.application))
        self._due.set()
        self._changed()

    def _tell(self, receipt: Receipt | None) -> None:
        """Prompts are made anew where something of memory is gone; a line that is not there any more says so itself."""
        if receipt is not None and receipt != Receipt(0, 0, 0):
            self._changed()


async def _rest(due: asyncio.Event) -> None:
    """Until something is due, or may have been left by another process."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await due.wait()
    except TimeoutError:
        return


async def _surely(step: Callable[[], Awaitable[Result]]) -> Result:
    """Also where the database is away for long: what somebody took back must not stay because of that."""
    return await patiently(step, seconds=CHANGE_SECONDS)
