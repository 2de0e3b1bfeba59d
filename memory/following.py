"""What a platform tells about what was said and who may read it, and what memory does about it.

A half of the one door, reachable as `memory.following`: nobody asks here, so there is no viewer.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from memory.outcomes import Receipt
from memory.presence import Presence
from memory.reading import read
from memory.store import applications, clearing, membership, people, retraction
from memory.store.database import Database
from memory.types import Account, Membership, PersonId, Utterance

_LONG = 5_000  # characters from which a text is worked on outside the event loop


class Following:
    """Edits, deletions, leavers and endings. Each may be told twice; unknown things are no fault."""

    def __init__(self, database: Database, presence: Presence, *, quiet: timedelta) -> None:
        self._database = database
        self._presence = presence
        self._quiet = quiet

    async def edited(self, utterance: Utterance, edited_at: datetime) -> Receipt | None:
        """The message reads differently now: kept like a new one, and what rested only on words that are gone goes.

        None where nothing changed: it is unknown, erased, reads the same, or was edited later still.
        """
        text = utterance.text
        known = await asyncio.to_thread(read, text) if len(text) > _LONG else read(text)
        kept = replace(utterance, text=known.redacted.text)
        return await retraction.edited(self._database, kept, known=known, edited_at=edited_at, quiet=self._quiet)

    async def deleted(self, place_key: str, ids: Sequence[str]) -> Receipt:
        """The messages are gone, whoever wrote them, with all that came of them; those not noted yet never will be."""
        return await retraction.deleted(self._database, place_key, ids)

    async def closed(self, place_key: str) -> None:
        """The place and its threads are gone: nobody reads them, and `erase_next` erases what was said there."""
        await membership.closed(self._database, place_key)
        self._presence.drop_place(place_key)

    async def closed_space(self, space: str, application: str | None = None) -> None:
        """The bot was put out: nothing of the space is used any more, and in 30 days `erase_next` erases it.

        `application`: as which the bot was there, where a platform lets it be several.
        """
        await membership.closed_space(self._database, space, application)
        self._presence.drop_space(space)

    async def opened_space(self, space: str, application: str | None = None) -> None:
        """The bot is in the space (again): who is met there stands there. What is being erased already goes first."""
        await membership.opened_space(self._database, space, application)
        self._presence.drop_space(space)

    async def began(self, platform: str, application: str, *, spaces: Sequence[str]) -> None:
        """The bot is at the platform as that application now, and stands in these spaces, among others."""
        await applications.began(self._database, platform, application, spaces=spaces)

    async def spaces(self, application: str, prefix: str, *, after: str, most: int) -> tuple[str, ...]:
        """The spaces that it had joined and of which something is kept for use, whose names begin so.

        So many after that name, in order.
        """
        return await applications.joined(self._database, application, prefix, after=after, most=most)

    async def whose(self, account: Account) -> PersonId | None:
        """The person of an account, None where nobody was ever met under it; nothing becomes known by asking."""
        return await people.whose(self._database, account)

    async def left_place(self, account: Account, place_key: str) -> None:
        """The account no longer reads the place nor its threads, and loses what only those allowed."""
        await membership.left_place(self._database, account.platform, account.handle, place_key=place_key)
        self._presence.drop_account(account.platform, account.handle)

    async def left_space(self, account: Account, space: str) -> None:
        """The account no longer reads anything of the space, and loses what only that allowed."""
        await membership.left_space(self._database, account.platform, account.handle, space=space)
        self._presence.drop_account(account.platform, account.handle)

    async def standing(self, person: PersonId, platform: str) -> tuple[Membership, ...]:
        """Through which spaces and closed places the person's accounts of the platform may use things in direct."""
        known = self._presence.standings.get(person, platform)
        if known is None:
            known = await membership.standing(self._database, person, platform)
            self._presence.standings.put(person, platform, known)
        return known

    async def confirmed(self, person: PersonId, platform: str, memberships: Sequence[Membership]) -> None:
        """The platform said that these hold now."""
        await membership.confirmed(self._database, person, platform, memberships)
        self._presence.standings.drop(person, platform)

    async def erase_account(self, platform: str, handle: str) -> bool:
        """Ends the account at once, for `erase_next` to erase all of and by it; False where it is unknown.

        Where the person has other accounts, what was said elsewhere than in direct stays with those.
        """
        known = await clearing.erase_account(self._database, platform, handle)
        self._presence.drop_account(platform, handle)
        return known

    async def erase_next(self) -> Receipt | None:
        """Erases some of what was put down to be; to be repeated until None: nothing is due."""
        return await clearing.erase_next(self._database)

    async def tidy(self, *, older: timedelta, most: int) -> int:
        """Erases a slice of what is due, and drops deletions of messages that never came; how much, 0: nothing left."""
        dropped = await retraction.prune(self._database, older=older, most=most)
        return dropped + (await self.erase_next() is not None)
