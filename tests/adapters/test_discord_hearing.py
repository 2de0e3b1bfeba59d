"""Which events there are, and where they stand: an edit comes to the very address that the message had."""

from collections.abc import Awaitable
from typing import TYPE_CHECKING, cast

import discord
import pytest

from adapters.discord.hearing import Hearing
from adapters.discord.people import People
from adapters.discord.places import Places
from adapters.discord.settings import Settings
from adapters.discord.wire import Wire
from adapters.errors import Refused
from adapters.types import (
    Address,
    Audience,
    Closed,
    Deleted,
    Edited,
    Event,
    Left,
    Message,
    Opened,
    Reaction,
    direct_with,
)
from tests.adapters.discord_world import (
    ALICE,
    CLOSED_THREAD,
    DIRECT,
    GENERAL,
    GUILD,
    ME,
    OPEN_THREAD,
    OTHER_BOT,
    SECRET,
    World,
    member,
    message,
    user,
)

if TYPE_CHECKING:
    from discord.types import gateway as gw

RAPPORT = user(ME, "Rapport", bot=True)
LATER = "2026-11-22T10:05:00+00:00"
GONE = 10**17 + 999
ROOM = Address("discord", str(GUILD), str(GENERAL), title="#general")


class Ear:
    """The hearing of a world, with what it told and which channels it asked Discord for."""

    def __init__(self, settings: Settings | None = None, *, known: dict[int, object] | None = None) -> None:
        self.world = World(settings)
        self.told: list[Event] = []
        self.asked: list[int] = []
        self._known = known or {}
        self.hearing = Hearing(self.world.client, self._take, places=Places(), people=People(Wire()), fetch=self._fetch)

    async def says(self, text: str, channel: int = GENERAL, **more: object) -> Event | None:
        """What comes of Alice's message."""
        return await self._after(self.hearing.message(self.world.message(text, channel, by=ALICE, **more)))

    async def edits(self, text: str, channel: int = GENERAL, *, at: str | None = LATER, **more: object) -> Event | None:
        """What comes of Alice's changed message."""
        data = message(text, channel, by=ALICE, **more) | {"edited_timestamp": at}
        made = self.world.message(text, channel, by=ALICE, **more, edited_timestamp=at)
        raw = discord.RawMessageUpdateEvent(cast("gw.MessageUpdateEvent", data), made)
        return await self._after(self.hearing.edited(raw))

    async def deletes(self, channel: int, guild: int | None = GUILD) -> Event | None:
        """What comes of a deleted message."""
        return await self._after(self.hearing.deleted(channel, guild, messages=frozenset((5000, 4999))))

    async def reacts(
        self, *, added: bool = True, by: int = ALICE, of: int | None = ME, bot: bool = False
    ) -> Event | None:
        """What comes of an emoji."""
        data = {"message_id": "5000", "channel_id": str(GENERAL), "guild_id": str(GUILD), "user_id": str(by), "type": 0,
                "message_author_id": of}  # fmt: skip
        emoji = discord.PartialEmoji(name="👍")
        if not added:
            taken = cast("gw.MessageReactionRemoveEvent", data)
            return await self._after(
                self.hearing.reaction(discord.RawReactionActionEvent(taken, emoji, "REACTION_REMOVE"))
            )
        raw = discord.RawReactionActionEvent(cast("gw.MessageReactionAddEvent", data), emoji, "REACTION_ADD")
        payload = {**member(), "user": user(by, "Alice", bot=bot)}
        state = self.world.client._connection
        raw.member = discord.Member(
            data=cast("discord.types.member.MemberWithUser", payload), guild=self.world.guild(), state=state
        )
        return await self._after(self.hearing.reaction(raw))

    async def _take(self, event: Event) -> None:
        self.told.append(event)

    async def _fetch(self, channel: int) -> object:
        self.asked.append(channel)
        if channel not in self._known:
            raise Refused()
        return self._known[channel]

    async def _after(self, done: Awaitable[None]) -> Event | None:
        before = len(self.told)
        await done
        assert len(self.told) <= before + 1
        return self.told[-1] if len(self.told) > before else None


async def test_a_message_to_the_bot_is_told_without_asking_discord_for_anything() -> None:
    ear = Ear()
    told = await ear.says(f"<@{ME}> hello", mentions=[RAPPORT])
    assert isinstance(told, Message)
    assert told.addressed and told.address == ROOM and told.audience is Audience.PUBLIC
    assert ear.asked == []


async def test_what_says_nothing_is_not_told() -> None:
    assert await Ear().says("") is None  # withheld by Discord, for it was not addressed to the bot


async def test_a_mention_alone_is_told() -> None:
    told = await Ear().says(f"<@{ME}>", mentions=[RAPPORT])
    assert isinstance(told, Message)
    assert told.text == ""


async def test_a_bot_is_not_told() -> None:
    ear = Ear()
    await ear.hearing.message(ear.world.message(f"<@{ME}> hello", by=OTHER_BOT, mentions=[RAPPORT]))
    assert ear.told == []


async def test_direct_is_the_same_place_for_message_edit_and_deletion() -> None:
    ear = Ear()
    told = await ear.says("hello", DIRECT)
    edited = await ear.edits("hullo", DIRECT)
    deleted = await ear.deletes(DIRECT, None)
    place = direct_with("discord", str(ALICE))
    assert isinstance(told, Message) and isinstance(edited, Edited) and isinstance(deleted, Deleted)
    assert told.address == edited.address == deleted.address == place
    assert told.audience is Audience.DIRECT
    assert ear.asked == []


async def test_a_thread_is_the_same_place_when_the_cache_has_let_it_go() -> None:
    ear = Ear()
    told = await ear.says("hello", OPEN_THREAD)
    ear.world.guild()._remove_thread(cast(discord.Thread, ear.world.channel(OPEN_THREAD)))
    deleted = await ear.deletes(OPEN_THREAD)
    assert isinstance(told, Message) and isinstance(deleted, Deleted)
    assert deleted.address == told.address
    assert deleted.message_ids == ("4999", "5000")
    assert ear.asked == []


async def test_a_thread_never_met_is_asked_for_once() -> None:
    thread = World().channel(OPEN_THREAD)
    ear = Ear(known={GONE: thread})
    for _ in range(2):
        deleted = await ear.deletes(GONE)
        assert isinstance(deleted, Deleted)
        assert deleted.address.room == ROOM.key
    assert ear.asked == [GONE]


async def test_a_channel_that_cannot_be_asked_for_is_known_by_its_id() -> None:
    deleted = await Ear().deletes(GONE)
    assert isinstance(deleted, Deleted)
    assert deleted.address == Address("discord", str(GUILD), str(GONE))


async def test_who_reads_an_old_thread_is_asked_of_its_channel_anew() -> None:
    ear = Ear()
    await ear.says("hello", OPEN_THREAD)
    ear.world.guild()._remove_thread(cast(discord.Thread, ear.world.channel(OPEN_THREAD)))
    ear.world.guild()._remove_channel(cast(discord.TextChannel, ear.world.channel(GENERAL)))
    places, guild = ear.hearing._places, ear.world.guild()
    place = await places.find(OPEN_THREAD, guild=GUILD, get=guild.get_channel_or_thread, fetch=ear._fetch)
    assert place.audience is Audience.PRIVATE
    assert place.address.room == ROOM.key


async def test_an_edit_is_told_only_when_words_changed() -> None:
    ear = Ear(Settings(listen=True))
    assert await ear.edits("see https://example.org", at=None) is None
    edited = await ear.edits("hullo")
    assert isinstance(edited, Edited)
    assert edited.message.text == "hullo"


async def test_words_that_are_withheld_now_are_no_longer_said() -> None:
    withheld = await Ear().edits("")
    assert isinstance(withheld, Deleted)
    assert withheld.message_ids == ("5000",)
    assert isinstance(await Ear(Settings(listen=True)).edits(""), Edited)
    assert isinstance(await Ear().edits("", mentions=[RAPPORT]), Edited)


@pytest.mark.parametrize("added", [True, False])
async def test_an_emoji_on_a_message_of_ours_is_told(added: bool) -> None:
    ear = Ear()
    await ear.says("hello", DIRECT)  # by which the name is known
    told = await ear.reacts(added=added, of=ME if added else None)
    assert isinstance(told, Reaction)
    assert (told.emoji, told.added, told.message_id) == ("👍", added, "5000")
    assert (told.author.handle, told.author.name) == (str(ALICE), "Alice")
    assert told.address == ROOM and told.audience is Audience.PUBLIC


async def test_an_emoji_elsewhere_by_us_or_by_a_bot_is_not_told() -> None:
    ear = Ear()
    assert await ear.reacts(of=ALICE) is None
    assert await ear.reacts(by=ME) is None
    assert await ear.reacts(by=OTHER_BOT, bot=True) is None


async def test_what_somebody_takes_back_is_told_without_their_name_where_that_is_not_known() -> None:
    told = await Ear().reacts(added=False, of=None)
    assert isinstance(told, Reaction) and (told.author.handle, told.author.name) == (str(ALICE), "")


async def test_a_channel_a_thread_and_a_server_close() -> None:
    ear = Ear()
    await ear.hearing.channel_gone(cast(discord.TextChannel, ear.world.channel(SECRET)))
    for number, kind in ((OPEN_THREAD, 11), (CLOSED_THREAD, 12)):
        data = {"id": str(number), "guild_id": str(GUILD), "parent_id": str(GENERAL), "type": kind}
        await ear.hearing.thread_gone(discord.RawThreadDeleteEvent(cast("gw.ThreadDeleteEvent", data)))
    await ear.hearing.space_gone(GUILD)
    closed = [event.address for event in ear.told if isinstance(event, Closed)]
    guild = str(GUILD)
    assert [address.key for address in closed] == [
        Address("discord", guild, str(SECRET)).key,
        Address("discord", guild, str(GENERAL), str(OPEN_THREAD)).key,
        Address("discord", guild, str(CLOSED_THREAD)).key,
        Address("discord", guild, "").key,
    ]


async def test_who_leaves_and_where_the_bot_is() -> None:
    ear = Ear()
    await ear.hearing.space_met(GUILD)
    await ear.hearing.left(GUILD, ALICE)
    await ear.hearing.left(GUILD, ME)
    assert [type(event) for event in ear.told] == [Opened, Left, Closed]
    assert all(event.address == Address("discord", str(GUILD), "") for event in ear.told)
