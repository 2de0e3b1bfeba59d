"""Who reads what is said, over a socket: what a channel is taken for while people and channels change."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.types import Address, Audience, Left, Message, direct_with
from tests.platforms.slack.accounts import changed, joined
from tests.platforms.slack.adapting import Bot, adapting, address_of
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn


@pytest.fixture
async def bot(slack: SlackStandIn, general: Channel) -> AsyncIterator[Bot]:
    """The adapter, connected."""
    async with adapting(slack) as bot:
        yield bot


async def heard(bot: Bot, who: Person, channel: Channel, slack: SlackStandIn) -> Message:
    """How what somebody says to the bot there is heard."""
    before = len(bot.of(Message))
    await who.post(channel, f"{slack.mention} hello")
    return (await bot.hears(Message, before + 1))[-1]


async def test_a_public_channel_is_for_all_and_a_private_one_for_its_members(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    secret = slack.home.channel("secret", alice, private=True)
    group = slack.home.channel("mpdm-alice--ben", alice, group=True)
    in_general, in_secret, in_group = [await heard(bot, alice, each, slack) for each in (general, secret, group)]
    assert (in_general.address, in_general.audience) == (
        address_of(general, thread=in_general.id),
        Audience.PUBLIC,
    )
    assert (in_secret.address, in_secret.audience) == (address_of(secret, thread=in_secret.id), Audience.PRIVATE)
    outside = Address("slack", None, f"{slack.home.id}:{group.id}", in_group.id, "group conversation")
    assert (in_group.address, in_group.audience) == (outside, Audience.PRIVATE)
    assert in_general.author.handle == f"{slack.home.id}:{alice.id}"


async def test_alone_all_threads_are_one_place(slack: SlackStandIn, bot: Bot, alice: Person) -> None:
    first = await alice.dm("hello")
    await alice.dm("and again", thread=first)
    told = await bot.hears(Message, 2)
    alone = direct_with("slack", f"{slack.home.id}:{alice.id}")
    assert [(each.address, each.audience) for each in told] == [(alone, Audience.DIRECT)] * 2


@pytest.mark.parametrize("kind", ["restricted", "ultra"])
@pytest.mark.parametrize("private", [False, True])
async def test_a_channel_with_a_guest_is_outside_the_space_until_they_leave(
    slack: SlackStandIn, bot: Bot, alice: Person, kind: str, private: bool
) -> None:
    guest = slack.person("Gil", guest=kind)
    hall, other = slack.home.channel("hall", alice, guest, private=private), slack.home.channel("other", alice)
    told = [await heard(bot, who, where, slack) for who, where in ((alice, hall), (guest, hall), (alice, other))]
    assert [(each.address.space, each.audience) for each in told] == [
        (None, Audience.PRIVATE),
        (None, Audience.PRIVATE),
        (slack.home.id, Audience.PUBLIC),
    ]
    hall.leave(guest)
    await bot.hears(Left)
    after = await heard(bot, alice, hall, slack)
    assert (after.address.room, after.audience) == (
        address_of(hall).key,
        Audience.PRIVATE if private else Audience.PUBLIC,
    )


async def test_a_guest_who_comes_later_takes_it_out_of_the_space_from_then_on(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    assert (await heard(bot, alice, general, slack)).audience is Audience.PUBLIC
    guest = slack.person("Gil", guest="restricted")
    joined(slack, guest)
    general.join(guest)
    await slack.delivery.settled()
    assert (await heard(bot, alice, general, slack)).address.space is None


async def test_a_member_who_becomes_a_guest_has_left_and_takes_the_channel_out_of_the_space(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    ben = slack.person("Ben")
    general.join(ben)
    assert (await heard(bot, alice, general, slack)).audience is Audience.PUBLIC
    ben.user.guest = "restricted"
    changed(slack, ben)
    (left,) = await bot.hears(Left)
    assert (left.address, left.handle) == (Address("slack", slack.home.id, ""), f"{slack.home.id}:{ben.id}")
    assert (await heard(bot, alice, general, slack)).address.space is None


async def test_what_becomes_private_is_private_at_once(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    before = await heard(bot, alice, general, slack)
    general.convert_to_private()
    after = await heard(bot, alice, general, slack)
    assert (before.audience, after.audience) == (Audience.PUBLIC, Audience.PRIVATE)
    assert before.address.room == after.address.room, "it is the same place"


async def test_where_slack_does_not_say_what_a_channel_is_nothing_is_taken_for_granted(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    slack.faults.refuse("conversations.info", "internal_error", times=1)
    told = await heard(bot, alice, general, slack)
    assert (told.address.space, told.audience) == (None, Audience.PRIVATE)


async def test_while_guests_are_not_known_of_no_channel_is_in_the_space(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    slack.home.installation.scopes.discard("users:read")
    told = await heard(bot, alice, general, slack)
    assert (told.address.space, told.audience) == (None, Audience.PRIVATE)


async def test_a_busy_channel_costs_no_more_questions_than_a_quiet_one(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    await heard(bot, alice, general, slack)
    asked = len(slack.log.calls)
    await asyncio.gather(*(alice.post(general, f"{slack.mention} {number}") for number in range(20)))
    await bot.hears(Message, 21)
    assert len(slack.log.calls) == asked


async def test_who_reads_what_is_asked_of_slack(slack: SlackStandIn, bot: Bot, alice: Person, general: Channel) -> None:
    guest, ben = slack.person("Gil", guest="restricted"), slack.person("Ben")
    secret = slack.home.channel("secret", alice, guest, private=True)
    space = Address("slack", slack.home.id, "")
    who = {each.name: f"{slack.home.id}:{each.id}" for each in (alice, ben, guest)}
    table = {
        name: [await bot.adapter.reads(handle, each) for each in (space, address_of(general), address_of(secret))]
        for name, handle in who.items()
    }
    assert table == {"Alice": [True, True, True], "Ben": [True, True, False], "Gil": [False, False, True]}
