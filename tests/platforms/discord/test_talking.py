"""The stand-in is a Discord to discord.py: people talk, change and take back, and the bot hears and answers."""

import discord as library
import pytest
from simcord.backend.errors import BackendError, SetupError
from simcord.enums import ChannelType

from tests.platforms.discord.invited import INVITED
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.probe import probing
from tests.platforms.discord.server import DiscordStandIn

FORUM_TYPE = library.ChannelType.forum
UNHEARING = library.Intents(guilds=True, messages=True, reactions=True)


async def test_a_message_is_heard_answered_edited_and_marked(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    Guild(discord.world, general.guild or 0).grant(
        library.Permissions(INVITED) | library.Permissions(add_reactions=True)
    )
    async with probing(discord) as probe:
        said = await alice.send(general, f"{discord.mention} hello", files={"a.txt": b"inside"})
        reply = await discord.reply(said)
        await discord.log.until(lambda: bool(general.posts(by_bot=True)[0].reactions))
        (now,) = general.posts(by_bot=True)
        assert (now.id, now.edited, now.reactions) == (reply.id, True, (("👍", discord.bot),))
        assert now.text.endswith("inside and thought"), "a file that came with it was read"
        assert now.pings == frozenset()
        assert [each.label for each in now.buttons] == ["Press", "Form"]
        assert probe.heard == [("message", f"{discord.mention} hello")]
    methods = [each.method for each in discord.log.calls if each.path.startswith("/channels/")]
    assert methods == ["POST", "POST", "PATCH", "PUT"], "typing, reply, edit and reaction"


async def test_in_direct(discord: DiscordStandIn, alice: Person) -> None:
    async with probing(discord, UNHEARING) as probe:
        said = await alice.dm("between us")
        reply = await discord.reply(said)
        assert reply.channel == alice.direct.id
        assert probe.heard == [("message", "between us")], "words in direct need no intent"


async def test_without_the_intent_only_words_to_the_bot_are_told(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with probing(discord, UNHEARING) as probe:
        await alice.send(general, "not for you")
        await alice.send(general, f"{discord.mention} for you")
        await discord.log.until(lambda: len(probe.heard) == 2)
        assert probe.heard == [("message", ""), ("message", f"{discord.mention} for you")]


@pytest.mark.parametrize("ping", [True, False])
async def test_a_reply_that_notifies_counts_as_words_to_the_bot(
    discord: DiscordStandIn, alice: Person, general: Channel, ping: bool
) -> None:
    async with probing(discord, UNHEARING) as probe:
        reply = await discord.reply(await alice.send(general, f"{discord.mention} first"))
        await alice.send(general, "second", reply_to=reply, ping=ping)
        await discord.log.until(lambda: len(probe.heard) == 2)
        assert probe.heard[1] == ("message", "second" if ping else "")


async def test_what_people_change_and_take_back_is_told(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async with probing(discord) as probe:
        said = await alice.send(general, "first")
        await alice.edit(said, "second")
        await alice.react(said, "👎")
        await alice.unreact(said, "👎")
        await alice.delete(said)
        others = [await alice.send(general, f"{number}") for number in range(2)]
        general.purge(others)
        await discord.log.until(lambda: ("deleted", str(said.id)) in probe.heard)
        kinds = [each for each in probe.heard if each[1] not in ("0", "1")]
        assert kinds == [("message", "first"), ("edited", "second"), ("reaction", "👎"), ("deleted", str(said.id))]
        assert len(discord.log.events("MESSAGE_DELETE_BULK")) == 1
        assert len(discord.log.events("MESSAGE_REACTION_REMOVE")) == 1


async def test_people_do_what_the_client_would_let_them(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    bob = discord.person("Bob")
    said = await alice.send(general, "mine")
    with pytest.raises(BackendError):
        await bob.send(general, "I am no member")
    with pytest.raises(SetupError):
        await bob.edit(said, "not mine")
    with pytest.raises(BackendError):
        await bob.delete(said)
    assert [each.text for each in general.posts()] == ["mine"]


async def test_who_reads_a_closed_channel_is_told_as_overwrites(discord: DiscordStandIn, alice: Person) -> None:
    home, bob = discord.guild(), discord.person("Bob")
    home.join(alice, bob)
    secret, forum = home.channel("secret", private=True, readers=[alice]), home.channel("asked", ChannelType.FORUM)
    closed = home.channel("lobby").thread("closed", alice, closed=True)
    question = forum.ask("How?", alice, "like so?")
    async with probing(discord) as probe:
        guild = probe.get_guild(home.id)
        assert guild is not None
        found = {each.name: each for each in (*guild.channels, *guild.threads)}
        assert found["secret"].permissions_for(guild.me).view_channel
        assert not found["secret"].permissions_for(guild.default_role).view_channel
        member = await guild.fetch_member(alice.id)
        assert found["secret"].permissions_for(member).view_channel
        assert {found["closed"].type, found["asked"].type} == {library.ChannelType.private_thread, FORUM_TYPE}
        assert found["How?"].id == question.id
        home.leave(bob)
        with pytest.raises(library.NotFound) as gone:
            await guild.fetch_member(bob.id)
        assert gone.value.code == 10007
        closed.delete()
        secret.delete()
        home.end()
        await discord.log.until(lambda: probe.get_guild(home.id) is None)
    with pytest.raises(BackendError):
        await bob.send(secret, "anybody?")
