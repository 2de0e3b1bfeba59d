"""Comings and goings, over a socket: who leaves, what ends, and the app put out, told once or three times."""

from collections.abc import AsyncIterator

import pytest

from adapters.types import Address, Closed, Left, Message, Opened
from tests.platforms.slack.accounts import deactivated
from tests.platforms.slack.adapting import Bot, adapting, address_of
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload


@pytest.fixture
def secret(slack: SlackStandIn, alice: Person) -> Channel:
    """A private one."""
    return slack.home.channel("secret", alice, private=True)


@pytest.fixture(params=[1, 3])
async def bot(
    slack: SlackStandIn, general: Channel, secret: Channel, request: pytest.FixtureRequest
) -> AsyncIterator[Bot]:
    """The adapter, connected; everything is told so often."""
    slack.delivery.copies = int(request.param)
    async with adapting(slack) as bot:
        yield bot


def space_of(slack: SlackStandIn) -> Address:
    """The workspace."""
    return Address("slack", slack.home.id, "")


def keys_of(channel: Channel) -> set[str]:
    """Every address under which something of a channel may have been noted."""
    team = channel.stored.team
    return {address_of(channel).key, Address("slack", None, f"{team}:{channel.id}").key}


async def closed(bot: Bot, slack: SlackStandIn) -> set[str]:
    """What was closed, once all was told."""
    await bot.hears(Closed)
    await slack.delivery.settled()
    return {each.address.key for each in bot.of(Closed)}


async def test_who_leaves_a_channel_reads_it_no_more(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel, secret: Channel
) -> None:
    for channel in (general, secret):
        channel.leave(alice)
    await bot.hears(Left, 4)
    await slack.delivery.settled()
    left = [(each.handle, each.address.key) for each in bot.of(Left)]
    assert sorted(left) == sorted((f"{slack.home.id}:{alice.id}", each) for each in keys_of(general) | keys_of(secret))


async def test_who_is_deactivated_has_left_the_workspace(slack: SlackStandIn, bot: Bot, alice: Person) -> None:
    deactivated(slack, alice)
    (left,) = await bot.hears(Left)
    assert (left.handle, left.address) == (f"{slack.home.id}:{alice.id}", space_of(slack))
    assert not await bot.adapter.reads(left.handle, space_of(slack))


@pytest.mark.parametrize("private", [False, True])
async def test_a_channel_that_the_bot_is_sent_away_from_is_closed(
    slack: SlackStandIn, bot: Bot, general: Channel, secret: Channel, private: bool
) -> None:
    channel = secret if private else general
    channel.remove_bot()
    assert await closed(bot, slack) == keys_of(channel)


async def test_a_deleted_channel_is_closed(slack: SlackStandIn, bot: Bot, alice: Person, secret: Channel) -> None:
    keys = keys_of(secret)
    secret.delete(alice)
    assert await closed(bot, slack) == keys


async def test_an_archived_channel_stays(slack: SlackStandIn, bot: Bot, alice: Person, general: Channel) -> None:
    await alice.post(general, f"{slack.mention} hello")
    await bot.hears(Message)
    general.archive(alice)
    await slack.delivery.settled()
    general.unarchive(alice)
    await alice.post(general, f"{slack.mention} hello again")
    await bot.hears(Message, 2)
    assert bot.of(Closed) == []
    assert await bot.adapter.reads(f"{slack.home.id}:{alice.id}", address_of(general))


async def test_sent_away_and_taken_in_again_before_that_is_told_nothing_is_closed(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    general.remove_bot()
    general.invite_bot()
    await slack.delivery.settled()
    await alice.post(general, f"{slack.mention} hello")
    await bot.hears(Message)
    assert bot.of(Closed) == []


async def test_a_workspace_is_opened_once_and_closed_when_the_app_is_removed(
    slack: SlackStandIn, bot: Bot, alice: Person
) -> None:
    await alice.dm("hello")
    await alice.dm("and again")
    await bot.hears(Message, 2)
    assert [each.address for each in bot.of(Opened)] == [space_of(slack)]
    slack.home.uninstall()
    assert await closed(bot, slack) == {space_of(slack).key}


async def test_tokens_that_are_void_are_the_end_too(slack: SlackStandIn, bot: Bot) -> None:
    slack.home.revoke()
    assert await closed(bot, slack) == {space_of(slack).key}


async def test_old_news_of_an_end_closes_nothing(slack: SlackStandIn, bot: Bot, alice: Person) -> None:
    gone: Payload = {"type": "app_uninstalled", "event_ts": slack.world.ts()}
    slack.happenings.tell(slack.home.installation, gone)
    await slack.delivery.settled()
    await alice.dm("hello")
    await bot.hears(Message)
    assert bot.of(Closed) == []
