"""Where something stands at Slack, and who can read it there.

A channel is in the space of its workspace only where each of its readers may read all public channels of it, for sure:
what was said in public is used in every place of a space. So it is without one where a guest or somebody from elsewhere
reads or may read, and where that is not known: a mistake costs a shared memory, never a secret. Without a space, its
name holds whose bot is in it: `T1:C1`.
"""

from dataclasses import dataclass, replace

from adapters.errors import AdapterError, Refused
from adapters.recent import Recent
from adapters.slack.conversations import REMEMBERED, Conversations, Known
from adapters.slack.payloads import inner, text_in
from adapters.slack.people import People
from adapters.slack.profiles import handle_of, user_of
from adapters.slack.rooms import IM, MPIM, Room
from adapters.slack.ways import Ways
from adapters.slack.wire import Wire
from adapters.types import Address, Audience, direct_with

PLATFORM = "slack"
GROUP_TITLE = "group conversation"
UNSEEN = ("channel_not_found", "not_in_channel")


@dataclass(frozen=True, slots=True)
class Spot:
    """Slack's own ids of a place; `team` is the enterprise where nothing says which of its workspaces."""

    team: str
    channel: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A place, who can read it, and where that is at Slack."""

    address: Address
    audience: Audience
    spot: Spot


class Places:
    """Finds the place of a conversation, and the conversation of a place."""

    def __init__(
        self, wire: Wire, people: People, *, conversations: Conversations, ways: Ways, size: int = REMEMBERED
    ) -> None:
        self._wire = wire
        self._people = people
        self._ways = ways
        self._conversations = conversations
        self._directs: Recent[tuple[str, str], str] = Recent(size)  # the handle, by team and channel
        self._spots: Recent[str, Spot] = Recent(size)  # of addresses without a space, by their channel

    async def where(
        self, spot: Spot, *, user: str | None = None, kind: str | None = None, shared: bool = False
    ) -> Where:
        """The place of what happened; `kind`: Slack's channel type as the event has it, `user`: a person in it.

        `shared`: the event says that people from elsewhere are there; a `user` who is a guest says as much. Raises
        `AdapterError` only where nothing is known of the workspace.
        """
        found, bot = await self._where(spot, user=user, kind=kind, shared=shared), await self._wire.bot(spot.team)
        return replace(found, address=replace(found.address, own=handle_of(bot.user, spot.channel)))

    async def _where(self, spot: Spot, *, user: str | None, kind: str | None, shared: bool) -> Where:
        team, channel = spot.team, spot.channel
        handle = self._directs.get((team, channel))
        if handle is None and kind == IM and user is not None and user != (await self._wire.bot(team)).user:
            handle = await self._met(spot, user)
        if handle is not None:
            return _alone(spot, handle)
        known = await self._conversations.known(team, channel, kind=kind, shared=shared)
        if known.room.kind == IM and known.room.user:
            return _alone(spot, await self._met(spot, known.room.user))
        if known.inside and user is not None and await self._is_outsider(team, user):
            self.forget(team, channel)
            known = replace(known, inside=False)
        return await self._among(spot, known)

    async def spot_of(self, address: Address) -> Spot:
        """Where that is at Slack; raises `AdapterError` where the conversation of two cannot be opened."""
        if address.space is not None:
            return Spot(address.space, address.channel, address.thread)
        known = self._spots.get(address.channel)
        if known is not None:
            return replace(known, thread=address.thread)
        called = address.channel.removeprefix("@")
        team, name = await self._ways.to(called), user_of(called)[1]
        if not address.channel.startswith("@"):
            return Spot(team, name, address.thread)
        answer = await self._wire.insist(team, "conversations.open", {"users": name})
        spot = Spot(team, text_in(inner(answer, "channel"), "id"))
        if not spot.channel:
            raise Refused
        self._keep(spot, called)
        return spot

    async def known_as(self, team: str, channel: str) -> tuple[Address, ...]:
        """Every address under which something that was said in a channel may have been noted."""
        handle = self._directs.get((team, channel))
        if handle is not None:
            return (direct_with(PLATFORM, handle),)
        return Address(PLATFORM, team, channel), await self._outside(Spot(team, channel))

    def is_met(self, team: str, channel: str) -> bool:
        """Whether it is known for sure with whom the bot is alone there."""
        return self._directs.get((team, channel)) is not None

    async def is_there(self, team: str, channel: str) -> bool:
        """Whether the bot is in a channel that is still used, or can still be read; raises `AdapterError`."""
        room = await self._conversations.look(team, channel)
        return room.member or room.archived

    async def is_member(self, where: Where) -> bool | None:
        """Whether the bot is in a conversation, where that is in no space; None where that cannot be learnt now."""
        if where.address.space is not None or where.audience is Audience.DIRECT:
            return True
        team, channel = where.spot.team, where.spot.channel
        if _has_bot((await self._conversations.known(team, channel)).room):
            return True
        try:  # it may have been taken in since
            return _has_bot(await self._conversations.look(team, channel))
        except Refused as fault:
            return False if fault.word in UNSEEN else None
        except AdapterError:
            return None

    async def is_still(self, address: Address) -> bool:
        """Whether for sure nobody reads there now for whom an address in a space does not stand; never raises."""
        if address.space is None:
            return True
        return (await self._conversations.known(address.space, address.channel)).inside

    def forget(self, team: str, channel: str) -> None:
        """It may have changed."""
        self._conversations.forget(team, channel)

    def forget_all(self, team: str) -> None:
        """Every channel of the workspace may have changed."""
        self._conversations.forget_all(team)

    async def _met(self, spot: Spot, user: str) -> str:
        profile = await self._people.look(spot.team, user)
        if not profile.guessed:  # where somebody from elsewhere is at home is not known by their id
            self._keep(spot, profile.author.handle)
            await self._ways.met(profile.author.handle, spot.team)
        return profile.author.handle

    async def _is_outsider(self, team: str, user: str) -> bool:
        """Whether somebody may not read what is public in the workspace, as far as is known; the bot itself may."""
        if user == (await self._wire.bot(team)).user:
            return False
        profile = await self._people.look(team, user)
        return profile.guest or profile.stranger

    def _keep(self, spot: Spot, handle: str) -> None:
        self._directs.put((spot.team, spot.channel), handle)
        self._spots.put(f"@{handle}", replace(spot, thread=None))

    async def _among(self, spot: Spot, known: Known) -> Where:
        title = GROUP_TITLE if known.room.kind == MPIM else f"#{known.room.name}" if known.room.name else ""
        if not known.inside:
            outside = await self._outside(spot)
            return Where(replace(outside, thread=spot.thread, title=title), Audience.PRIVATE, spot)
        audience = Audience.PUBLIC if known.open else Audience.PRIVATE
        return Where(Address(PLATFORM, spot.team, spot.channel, spot.thread, title), audience, spot)

    async def _outside(self, spot: Spot) -> Address:
        """Its address without a space."""
        bot = await self._wire.bot(spot.team)
        name = handle_of(bot.enterprise or spot.team, spot.channel)
        self._spots.put(name, replace(spot, thread=None))
        await self._ways.met(name, spot.team)
        return Address(PLATFORM, None, name)


def _has_bot(room: Room) -> bool:
    return room.member or room.kind in (IM, MPIM)  # of other people's Slack tells nothing


def _alone(spot: Spot, handle: str) -> Where:
    return Where(direct_with(PLATFORM, handle), Audience.DIRECT, spot)
