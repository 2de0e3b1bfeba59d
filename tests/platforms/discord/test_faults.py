"""Faults that are ordered come as ordered, and discord.py takes them for Discord's."""

import time

import aiohttp
import discord as library
import pytest

from tests.platforms.discord.faults import NO_ACCESS, NO_PERMISSION
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.probe import Probe, probing
from tests.platforms.discord.server import DiscordStandIn

MESSAGES = "/channels/*/messages"


async def _send(probe: Probe, channel: Channel, text: str = "hi", nonce: int = 0) -> library.Message:
    found = probe.get_partial_messageable(channel.id)
    return await (found.send(text, nonce=nonce) if nonce else found.send(text))


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_rate_limit_is_waited_out(discord: DiscordStandIn, general: Channel, everywhere: bool) -> None:
    async with probing(discord) as probe:
        discord.faults.limit(0.4, path=MESSAGES, everywhere=everywhere)
        began = time.monotonic()
        await _send(probe, general)
        assert time.monotonic() - began >= 0.4
        assert [each.status for each in discord.log.to("POST", MESSAGES)] == [429, 200]


async def test_the_bucket_of_a_route_is_told_and_enforced(discord: DiscordStandIn, general: Channel) -> None:
    discord.rest.buckets.size, discord.rest.buckets.seconds = 2, 0.5
    async with probing(discord) as probe:
        began = time.monotonic()
        for number in range(5):
            await _send(probe, general, str(number))
        assert time.monotonic() - began >= 0.9, "two at a time in half a second"
        assert [each.status for each in discord.log.to("POST", MESSAGES)] == [200] * 5, "the headers were enough"
    waits = [discord.rest.buckets.take("POST", "/channels/1/messages")[1] for _ in range(3)]
    assert [each is None for each in waits] == [True, True, False]


async def test_a_storm_of_errors_passes(discord: DiscordStandIn, general: Channel) -> None:
    async with probing(discord) as probe:
        discord.faults.fail(502, path=MESSAGES, times=2)
        await _send(probe, general)
        assert [each.status for each in discord.log.to("POST", MESSAGES)] == [502, 502, 200]
        discord.faults.fail(503, path=MESSAGES, seconds=30)
        with pytest.raises(library.DiscordServerError):
            await _send(probe, general)
        discord.faults.lift()
        await _send(probe, general, "again")


@pytest.mark.parametrize("status", [502, 0])
async def test_what_was_done_before_the_answer_was_lost_is_not_done_twice(
    discord: DiscordStandIn, general: Channel, status: int
) -> None:
    async with probing(discord) as probe:
        discord.faults.lose(status, path=MESSAGES)
        if status:
            sent = await _send(probe, general, "once", nonce=77)
        else:
            with pytest.raises(aiohttp.ClientError):
                await _send(probe, general, "once", nonce=77)
            sent = await _send(probe, general, "once", nonce=77)
        assert [(each.id, each.text) for each in general.posts()] == [(sent.id, "once")]
        assert len(discord.log.to("POST", MESSAGES)) == 2
        assert str(sent.nonce) == "77"
        other = await _send(probe, general, "twice", nonce=78)
        assert other.id != sent.id
        assert discord.log.events("MESSAGE_CREATE")[0].payload["id"] == str(sent.id)


@pytest.mark.parametrize("code", [NO_PERMISSION, NO_ACCESS])
async def test_a_channel_that_is_closed_to_it(discord: DiscordStandIn, general: Channel, code: int) -> None:
    async with probing(discord) as probe:
        discord.faults.deny(f"/channels/{general.id}/*", code)
        with pytest.raises(library.Forbidden) as refused:
            await _send(probe, general)
        assert refused.value.code == code


async def test_permissions_count_without_any_order(discord: DiscordStandIn, general: Channel) -> None:
    secret = discord.guild().channel("secret")
    me = discord.person("unused")
    async with probing(discord) as probe:
        secret.deny(type(me)(me.world, me.log, discord.bot, "me"), library.Permissions(send_messages=True))
        with pytest.raises(library.Forbidden) as refused:
            await _send(probe, secret)
        assert refused.value.code == NO_PERMISSION


async def test_somebody_who_takes_no_direct_messages(discord: DiscordStandIn, alice: Person) -> None:
    async with probing(discord) as probe:
        user = await probe.fetch_user(alice.id)
        assert (await user.send("first")).channel.id == alice.direct.id
        discord.close_direct(alice)
        with pytest.raises(library.Forbidden) as refused:
            await user.send("second")
        assert refused.value.code == 50007


async def test_answers_come_late(discord: DiscordStandIn, general: Channel) -> None:
    async with probing(discord) as probe:
        discord.faults.slow(0.3, path=MESSAGES, times=1)
        began = time.monotonic()
        await _send(probe, general)
        assert time.monotonic() - began >= 0.3
        (call,) = discord.log.to("POST", MESSAGES)
        assert call.answered is not None
        assert call.answered - call.at >= 0.3


async def test_events_of_any_shape_reach_the_client(discord: DiscordStandIn, general: Channel) -> None:
    async with probing(discord) as probe:
        discord.tell("SOMETHING_NEW", {"id": [], "of": None})
        discord.tell("MESSAGE_DELETE", {"id": "7", "channel_id": str(general.id)})
        await discord.log.until(lambda: probe.heard == [("deleted", "7")])
        assert len(discord.log.events("SOMETHING_NEW")) == 1


async def test_a_malformed_event_ends_a_client_that_has_no_guard(discord: DiscordStandIn) -> None:
    with pytest.raises(ExceptionGroup) as ended:
        async with probing(discord):
            discord.tell("MESSAGE_DELETE", {"id": None})
            await discord.log.until(lambda: not discord.gateway.lines)
    assert ended.group_contains(TypeError)


async def test_babble_ends_a_client_too(discord: DiscordStandIn) -> None:
    with pytest.raises(ExceptionGroup) as ended:
        async with probing(discord):
            discord.babble("no json")
            await discord.log.until(lambda: not discord.gateway.lines)
    assert ended.group_contains(ValueError)


async def test_how_long_the_first_request_took_can_be_measured(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with probing(discord):
        said = await alice.send(general, f"{discord.mention} quick")
        await discord.reply(said)
    (told,) = [each for each in discord.log.events("MESSAGE_CREATE") if each.id == str(said.id)]
    first = discord.log.to("POST", "/channels/*")[0]
    assert 0 < first.at - told.at < 2
