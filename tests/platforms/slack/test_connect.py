"""Channels that are shared with another workspace: private without a space, at once, for as long as they are shared."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.types import Address, Audience, Deleted, Edited, Left, Message
from tests.platforms.slack.adapting import Bot, adapting, address_of
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel, Workspace
from tests.platforms.slack.server import SlackStandIn


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice at home, Zoe elsewhere, and a public channel at home that may be shared."""

    slack: SlackStandIn
    bot: Bot
    elsewhere: Workspace
    alice: Person
    zoe: Person
    general: Channel

    @property
    def outside(self) -> Address:
        """The channel's address while it is shared."""
        return Address("slack", None, f"{self.slack.home.id}:{self.general.id}", title="#general")

    def share(self) -> None:
        """It is connected, and Zoe comes in."""
        self.general.share(self.elsewhere)
        self.general.join(self.zoe)

    async def heard(self, who: Person) -> Message:
        """How what somebody says to the bot in the channel is heard."""
        before = len(self.bot.of(Message))
        await who.post(self.general, f"{self.slack.mention} hello")
        return (await self.bot.hears(Message, before + 1))[-1]


@pytest.fixture
async def scene(slack: SlackStandIn) -> AsyncIterator[Scene]:
    """The adapter, connected."""
    elsewhere, alice = slack.workspace("Elsewhere"), slack.person("Alice")
    zoe, general = slack.person("Zoe", at=elsewhere), slack.home.channel("general", alice)
    async with adapting(slack) as bot:
        yield Scene(slack, bot, elsewhere, alice, zoe, general)


async def test_what_is_shared_is_private_without_a_space_at_once_and_until_it_is_shared_no_more(scene: Scene) -> None:
    before = await scene.heard(scene.alice)
    scene.share()
    shared = [await scene.heard(each) for each in (scene.alice, scene.zoe)]
    scene.general.leave(scene.zoe)
    scene.general.unshare(scene.elsewhere)
    after = await scene.heard(scene.alice)
    assert [(each.address.room, each.audience) for each in (before, *shared, after)] == [
        (address_of(scene.general).key, Audience.PUBLIC),
        (scene.outside.key, Audience.PRIVATE),
        (scene.outside.key, Audience.PRIVATE),
        (address_of(scene.general).key, Audience.PUBLIC),
    ]


async def test_people_from_elsewhere_are_who_they_are_at_home(scene: Scene) -> None:
    scene.share()
    told = [(await scene.heard(each)).author for each in (scene.alice, scene.zoe)]
    assert [each.handle for each in told] == [
        f"{scene.slack.home.id}:{scene.alice.id}",
        f"{scene.elsewhere.id}:{scene.zoe.id}",
    ]
    assert [each.manages for each in told] == [False, False]


async def test_they_read_that_channel_and_nothing_of_the_workspace(scene: Scene) -> None:
    scene.share()
    other = scene.slack.home.channel("other")
    zoe, reads = f"{scene.elsewhere.id}:{scene.zoe.id}", scene.bot.adapter.reads
    places = (scene.outside, Address("slack", scene.slack.home.id, ""), address_of(other))
    assert [await reads(zoe, each) for each in places] == [True, False, False]


async def test_who_leaves_a_shared_channel_reads_it_no_more(scene: Scene) -> None:
    scene.share()
    await scene.heard(scene.zoe)
    scene.general.leave(scene.zoe)
    left = await scene.bot.hears(Left, 2)
    assert {(each.handle, each.address.key) for each in left} == {
        (f"{scene.elsewhere.id}:{scene.zoe.id}", scene.outside.key),
        (f"{scene.elsewhere.id}:{scene.zoe.id}", address_of(scene.general).key),
    }


async def test_what_was_said_before_it_was_shared_is_taken_back_where_it_was_noted(scene: Scene) -> None:
    said = await scene.alice.post(scene.general, f"{scene.slack.mention} the code is 4711")
    (noted,) = await scene.bot.hears(Message)
    scene.share()
    await scene.alice.delete(said)
    deleted = await scene.bot.hears(Deleted)
    assert (noted.address.key, (noted.id,)) in {(each.address.key, each.message_ids) for each in deleted}


async def test_what_was_said_before_it_was_shared_is_gone_from_there_once_it_is_edited(scene: Scene) -> None:
    said = await scene.alice.post(scene.general, f"{scene.slack.mention} the code is 4711")
    (noted,) = await scene.bot.hears(Message)
    scene.share()
    await scene.alice.edit(said, f"{scene.slack.mention} the code is 4712")
    edited = await scene.bot.hears(Edited)
    deleted = await scene.bot.hears(Deleted)
    assert {each.address.space for each in edited} == {None}
    assert (noted.address.key, (noted.id,)) in {(each.address.key, each.message_ids) for each in deleted}


async def test_a_private_channel_that_is_shared_has_no_space_either(scene: Scene) -> None:
    secret = scene.slack.home.channel("secret", scene.alice, private=True)
    secret.share(scene.elsewhere)
    await scene.alice.post(secret, f"{scene.slack.mention} hello")
    (told,) = await scene.bot.hears(Message)
    assert (told.address.space, told.audience) == (None, Audience.PRIVATE)
