"""Smaller doors beside the one to everything remembered: to answers and those still owed, to how spaces are set, and to
where the bot is installed, and to what people said they would do.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from memory.commitment import Commitment, Shaken
from memory.feedback import Feedback, Used
from memory.installed import Installed
from memory.keepable import keepable
from memory.outcomes import LeftWaiting
from memory.recalled import Turn
from memory.redact import redact
from memory.setting import Setting, SettingChange
from memory.store import commitments, feedback, inbox, installations, settings, turns, usage
from memory.store.database import Database
from memory.types import PersonId, Viewer

LONGEST_REASON = 1_000  # characters
NEWS = timedelta(days=1)  # what was learned before is no news
MOST_LEFT = 1_000  # messages of one place that are owed an answer


class Answers:
    """What became of answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rate(
        self, viewer: Viewer, message_id: str, value: int, reason: str | None = None, *, undone: int | None = None
    ) -> Feedback | None:
        """Keeps what the viewer thinks of the answer with that message id in their place: 1, -1, or 0 to take it back.

        With `undone` only that thumb is taken back. A reason may follow with the same thumb. Gives the feedback as it
        stands then; None where the viewer reads no such answer there.
        """
        kept = None if reason is None else redact(keepable(reason)).text.strip()[:LONGEST_REASON].strip()
        return await feedback.rate(self._database, viewer, message_id, value=value, reason=kept or None, undone=undone)

    async def clear(self, place_key: str, message_id: str, *, value: int | None = None) -> None:
        """Takes back everybody's thumbs on the answer with that message id, or those of one value.

        The platform tells of it and nobody asks, so there is no viewer.
        """
        await feedback.clear(self._database, place_key, message_id, value=value)

    async def ask(self, viewer: Viewer, message_id: str, *, rest: timedelta) -> bool:
        """Whether the viewer, who thumbed that answer down, is to be asked why, by the caller and nobody else.

        Once for each answer, and after that for so long about no other.
        """
        return await feedback.ask(self._database, viewer, message_id, rest=rest)

    async def unask(self, viewer: Viewer, message_id: str) -> None:
        """The viewer could not be asked about that answer: the next thumb down may ask."""
        await feedback.unask(self._database, viewer, message_id)

    async def turn(self, viewer: Viewer, message_id: str) -> Turn | None:
        """The turn of the answer with that message id in the viewer's place, whoever it answered; None as in `rate`."""
        return await turns.answered_turn(self._database, viewer, message_id)

    async def used(self, person: PersonId, space: str | None, *, since: datetime) -> Used:
        """What the person had everywhere and the space had altogether since then, for limits."""
        return await usage.used(self._database, person, space, since)


class Owed:
    """Events that somebody works on, so that people wait for an answer; `lease`: how long they count without a word."""

    def __init__(self, database: Database, lease: timedelta) -> None:
        self._database = database
        self._lease = lease

    async def renew(self, platform: str, event_ids: Collection[str]) -> None:
        """These are being worked on still."""
        await inbox.renew_events(self._database, platform, event_ids, lease=self._lease)

    async def stop(self, platform: str, place: str, event_ids: Collection[str]) -> None:
        """Nobody waits in that place any more for answers to these, or without any, to whatever is in work there."""
        await inbox.stop_events(self._database, platform, place, event_ids=event_ids)

    async def ended(self, platform: str, event_ids: Collection[str]) -> list[str]:
        """Those of the events that are done, whoever said so."""
        return await inbox.ended_events(self._database, platform, event_ids)

    async def is_known(self, platform: str, event_id: str) -> bool:
        """Whether somebody ever claimed the event, as far back as that is kept."""
        return await inbox.is_known(self._database, platform, event_id)

    async def claim_next(self, platform: str, *, but: Collection[str] = ()) -> LeftWaiting | None:
        """Gives the caller what was left unanswered in one place, to be settled; None: nobody waits in vain.

        `but`: what the caller itself works on still.
        """
        return await inbox.claim_left_waiting(self._database, platform, lease=self._lease, most=MOST_LEFT, but=but)


class SpaceSettings:
    """How spaces and their channels are set; what a name means, and what holds where nothing is set, the bot knows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, space: str) -> tuple[Setting, ...]:
        """All that is set in the space, by channel and name."""
        return await settings.settings(self._database, space)

    async def change(self, space: str, setting: Setting, *, by: PersonId, at: datetime) -> bool:
        """Sets it, or unsets it with the value None, and writes down by whom; False: it was so already."""
        return await settings.change(self._database, space, setting, by=by, at=at)

    async def changes(self, space: str, *, before: int | None = None, most: int = 50) -> tuple[SettingChange, ...]:
        """Every change in the space, newest first; `before` is the id of a change to go on from."""
        return await settings.changes(self._database, space, before=before, most=most)


class Installations:
    """Where the bot is installed, with tokens that are sealed before they come here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, space: str, holder: str) -> Installed | None:
        """What is installed for the space, by itself or with its organisation."""
        return await installations.find(self._database, space, holder)

    async def keep(self, space: str, holder: str, *, sealed: bytes, at: datetime) -> None:
        """Keeps the tokens in place of what was there."""
        await installations.keep(self._database, space, holder, sealed=sealed, at=at)

    async def point(self, space: str, organisation: str, *, at: datetime) -> None:
        """From now on the space has what its organisation has, unless it has tokens of its own."""
        await installations.point(self._database, space, organisation, at=at)

    async def spaces_with(self, organisation: str) -> list[str]:
        """The spaces that have what the organisation has."""
        return await installations.spaces_with(self._database, organisation)

    async def claim(self, known: Installed, *, lease: timedelta) -> bool:
        """Gives one caller at a time the renewal of that version."""
        return await installations.claim(self._database, known, lease=lease)

    async def replace(self, known: Installed, *, sealed: bytes) -> bool:
        """Puts new tokens in place of that version; False: it is not there any more."""
        return await installations.replace(self._database, known, sealed=sealed)

    async def drop(self, space: str, holder: str | None = None, *, until: datetime) -> None:
        """Drops what was installed until then, for everybody or for one holder."""
        await installations.drop(self._database, space, holder, until=until)

    async def spend(self, digest: bytes, *, until: datetime) -> bool:
        """True once for what has that digest, among all processes."""
        return await installations.spend(self._database, digest, until=until)

    async def give_back(self, digest: bytes) -> None:
        """It may be spent again."""
        await installations.give_back(self._database, digest)


class Commitments:
    """What people said they would do: each is weighed once, and gone when forgotten, with what was offered of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unweighed(self, *, most: int, newer: timedelta = NEWS) -> tuple[Commitment, ...]:
        """What was learned within that time and not weighed yet, the oldest first."""
        return await commitments.unweighed(self._database, newer=newer, most=most)

    async def weigh(self, commitment: Commitment, *, offered: bool) -> bool:
        """It is never given again; False: it was weighed before, or is gone."""
        return await commitments.weigh(self._database, commitment, offered=offered)

    async def shaken(self, *, most: int) -> tuple[Shaken, ...]:
        """Reminders to come that rest on what does not hold as it did, each until it is settled."""
        return await commitments.shaken(self._database, most=most)

    async def settle(self, shaken: Shaken, *, rests_on: bool = False) -> None:
        """From now on it rests on what shook it, or nobody is asked about it again; a mere proposal is withdrawn."""
        await commitments.settle(self._database, shaken, rests_on=rests_on)
