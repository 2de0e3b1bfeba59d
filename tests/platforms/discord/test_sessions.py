"""Sessions of the gateway: cut, asked to come back, declared invalid, forgotten, refused, and spread over shards."""

import asyncio

import discord as library
import pytest

from tests.platforms.discord.gateway import Granted
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.probe import Probe, probing
from tests.platforms.discord.server import TOKEN, DiscordStandIn
from tests.platforms.discord.session import KEPT

HEARD_AGAIN = 15.0


@pytest.fixture
def home(discord: DiscordStandIn) -> Guild:
    """A guild."""
    return discord.guild()


@pytest.fixture
def general(home: Guild) -> Channel:
    """A channel that all read."""
    return home.channel("general")


@pytest.fixture
def alice(discord: DiscordStandIn, home: Guild) -> Person:
    """A member of its guild."""
    person = discord.person("Alice")
    home.join(person)
    return person


async def test_what_is_missed_while_cut_off_comes_after_resuming(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with probing(discord) as probe:
        discord.drop()
        await discord.log.until(lambda: not discord.gateway.lines)
        await alice.send(general, "did you hear?")
        await discord.log.until(lambda: ("message", "did you hear?") in probe.heard, HEARD_AGAIN)
        assert len(discord.log.identified) == 1, "it was resumed, not begun again"
        assert probe.heard.count(("message", "did you hear?")) == 1


async def test_asked_to_reconnect_it_resumes(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with probing(discord) as probe:
        discord.reconnect()
        await discord.log.until(lambda: probe.resumed == 1, HEARD_AGAIN)
        await alice.send(general, "still there?")
        await discord.log.until(lambda: ("message", "still there?") in probe.heard, HEARD_AGAIN)
        assert len(discord.log.identified) == 1


@pytest.mark.parametrize("how", ["invalidate", "forget"])
async def test_a_lost_session_is_begun_anew(discord: DiscordStandIn, alice: Person, general: Channel, how: str) -> None:
    async with probing(discord) as probe:
        discord.invalidate() if how == "invalidate" else discord.forget()
        await discord.log.until(lambda: len(discord.log.identified) == 2, HEARD_AGAIN)
        await discord.connected()
        await alice.send(general, "hello again")
        await discord.log.until(lambda: ("message", "hello again") in probe.heard, HEARD_AGAIN)


async def test_each_shard_hears_its_own_guilds(discord: DiscordStandIn) -> None:
    person = discord.person("Alice")
    rooms = []
    for shard in range(2):
        guild = discord.guild(f"Shard {shard}", shard=shard, shards=2)
        guild.join(person)
        rooms.append(guild.channel("general"))
    async with probing(discord, shards=2) as probe:
        assert sorted((each.shard, each.shards) for each in discord.log.identified) == [(0, 2), (1, 2)]
        for room in rooms:
            await person.send(room, "here")
        await discord.log.until(lambda: len(probe.heard) == 2)
        assert [each.shard for each in discord.log.events("MESSAGE_CREATE")] == [0, 1]
        await person.dm("direct")
        await discord.log.until(lambda: len(probe.heard) == 3)
        assert discord.log.events("MESSAGE_CREATE")[2].shard == 0, "what is direct comes to the first"


async def test_the_recommended_number_of_shards() -> None:
    async with DiscordStandIn(shards=2) as discord:
        with pointed(discord):
            async with probing(discord, shards=None) as probe:
                assert probe.shard_count == 2
                assert len(discord.log.identified) == 2


async def test_a_wrong_token_is_refused(discord: DiscordStandIn) -> None:
    probe = Probe(library.Intents(guilds=True), 1)
    async with probe:
        with pytest.raises(library.LoginFailure):
            await probe.login("a.wrong.one")


@pytest.mark.parametrize(("intent", "code"), [("message_content", 4014), ("members", 4014), ("presences", 4014)])
async def test_an_intent_that_is_not_granted(intent: str, code: int) -> None:
    async with DiscordStandIn(Granted(TOKEN, content=False, members=False)) as discord:
        with pointed(discord):
            intents = library.Intents(guilds=True)
            setattr(intents, intent, True)
            probe = Probe(intents, 1)
            async with probe, asyncio.timeout(10):
                await probe.login(TOKEN)
                with pytest.raises(library.PrivilegedIntentsRequired):
                    await probe.connect()
            assert code == 4014
            flags = library.ApplicationFlags._from_value(await _flags(discord))
            assert not flags.gateway_message_content_limited


async def test_nobody_listens_for_a_while(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with probing(discord) as probe:
        async with discord.refusing():
            await discord.log.until(lambda: not discord.gateway.lines)
            with pytest.raises(OSError):
                await asyncio.open_connection("127.0.0.1", discord.port)
        await discord.connected(seconds=HEARD_AGAIN)
        await alice.send(general, "and back")
        await discord.log.until(lambda: ("message", "and back") in probe.heard, HEARD_AGAIN)


async def test_sessions_that_begin_too_close_together_are_declared_invalid(discord: DiscordStandIn) -> None:
    discord.gateway.apart_seconds = 1.0
    async with probing(discord, shards=2) as probe:
        assert len(discord.log.identified) > 2, "the second came too soon and was begun again"
        assert probe.shard_count == 2
        assert discord.granted.starts == 998


async def test_a_connection_that_answers_no_heartbeat_is_given_up(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    discord.gateway.beat_seconds = 0.3
    async with probing(discord, beats=0.5) as probe:
        discord.gateway.answers_beats = False
        await discord.log.until(lambda: probe.resumed >= 1, HEARD_AGAIN)
        discord.gateway.answers_beats = True


async def test_what_was_missed_for_too_long_cannot_be_resumed(discord: DiscordStandIn, alice: Person) -> None:
    async with probing(discord) as probe:
        (session,) = discord.gateway.sessions.values()
        discord.drop()
        await discord.log.until(lambda: not discord.gateway.lines)
        for number in range(KEPT + 2):
            discord.tell("NOTHING", {"id": str(number)})
        assert not session.resume(1, lambda frame: None)
        await discord.log.until(lambda: len(discord.log.identified) == 2, HEARD_AGAIN)
        assert probe.resumed == 0


async def test_members_are_told_on_request(discord: DiscordStandIn, alice: Person, home: Guild) -> None:
    home.join(discord.person("Bob"), nick="Albert")
    async with probing(discord) as probe:
        guild = probe.get_guild(home.id)
        assert guild is not None
        found = await guild.query_members("al", limit=5)
        assert sorted(each.display_name for each in found) == ["Albert", "Alice"]
        (one,) = await guild.query_members(user_ids=[alice.id])
        assert one.id == alice.id


async def test_a_guild_that_cannot_be_reached_comes_back(discord: DiscordStandIn, home: Guild) -> None:
    async with probing(discord) as probe:
        home.outage()
        await discord.log.until(lambda: _unavailable(probe, home))
        home.back()
        await discord.log.until(lambda: not _unavailable(probe, home))


def _unavailable(probe: Probe, home: Guild) -> bool:
    guild = probe.get_guild(home.id)
    return guild is not None and guild.unavailable


async def _flags(discord: DiscordStandIn) -> int:
    probe = Probe(library.Intents(guilds=True), 1)
    async with probe:
        await probe.login(discord.token)
        return (await probe.application_info()).flags.value
