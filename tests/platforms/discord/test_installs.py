"""An app that people installed for themselves, used where the bot is not; what interactions say of where they are."""

import discord as library
import pytest
from simcord.backend.errors import SetupError
from simcord.enums import MessageType

from tests.platforms.discord.installs import Foreign
from tests.platforms.discord.places import Channel
from tests.platforms.discord.probe import Probe, probing
from tests.platforms.discord.server import DiscordStandIn

EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}


async def _offer(probe: Probe, **more: object) -> None:
    command = {"name": "silent", "description": "Say nothing", "type": 1, "options": [], **more}
    await probe.http.bulk_upsert_global_commands(probe.application_id or 0, [command])


@pytest.mark.parametrize("kind", list(Foreign))
async def test_used_where_the_bot_is_not(discord: DiscordStandIn, kind: Foreign) -> None:
    alice, bob = discord.person("Alice", locale="de"), discord.person("Bob")
    seen: list[library.Interaction] = []

    async def answer(interaction: library.Interaction) -> None:
        seen.append(interaction)
        await interaction.response.send_message("here", ephemeral=True)

    async with probing(discord) as probe:
        probe.kept = answer
        await _offer(probe, **EVERYWHERE)
        place = discord.elsewhere(alice, bob, kind=kind)
        await bob.send(place, "the bot hears nothing of this")
        use = await alice.slash(place, "silent")
        assert (use.text, use.private) == ("here", True)
        assert probe.heard == []
        assert not probe.guilds
        (got,) = seen
        assert got.locale is library.Locale.german
        assert (got.is_user_integration(), got.is_guild_integration()) == (True, False)
        assert got.context.private_channel is (kind is Foreign.GROUP)
        assert (got.guild_id is None) is (kind is Foreign.GROUP)
        with pytest.raises(library.Forbidden):
            await probe.http.get_channel(place.id)


@pytest.mark.parametrize("more", [{}, {"contexts": [0, 1], "integration_types": [0, 1]}])
async def test_a_command_that_is_not_for_such_places(discord: DiscordStandIn, more: dict[str, object]) -> None:
    alice = discord.person("Alice")
    async with probing(discord) as probe:
        await _offer(probe, **more)
        with pytest.raises(SetupError):
            await alice.slash(discord.elsewhere(alice), "silent")


async def test_what_is_said_of_where_the_bot_is(discord: DiscordStandIn) -> None:
    home, alice = discord.guild(), discord.person("Alice")
    home.join(alice)
    seen: list[library.Interaction] = []

    async def keep(interaction: library.Interaction) -> None:
        seen.append(interaction)
        await interaction.response.send_message("yes")

    async with probing(discord) as probe:
        probe.kept = keep
        await _offer(probe, **EVERYWHERE)
        await alice.slash(home.channel("general"), "silent")
        await alice.slash(alice.direct, "silent")
    assert [each.is_guild_integration() for each in seen] == [True, False], "discord.py counts guilds alone"
    assert [(each.context.guild, each.context.dm_channel) for each in seen] == [(True, False), (False, True)]


async def test_a_menu_in_direct(discord: DiscordStandIn) -> None:
    alice = discord.person("Alice")
    async with probing(discord) as probe:
        await probe.tree.sync()
        said = await alice.dm("look")
        use = await alice.menu(said, "Look at this")
        assert use.text == f"looked at {said.id}"


async def test_an_account_that_is_no_more(discord: DiscordStandIn) -> None:
    home, alice = discord.guild(), discord.person("Alice")
    home.join(alice)
    discord.delete_account(alice)
    async with probing(discord) as probe:
        with pytest.raises(library.NotFound):
            await probe.http.get_member(home.id, alice.id)
        assert (await probe.fetch_user(alice.id)).name.startswith("deleted_user")


async def test_what_nobody_with_an_account_wrote(discord: DiscordStandIn) -> None:
    home, alice = discord.guild(), discord.person("Alice")
    home.join(alice)
    general: Channel = home.channel("general")
    said = await alice.send(general, "mine")
    other = home.channel("other")
    async with probing(discord) as probe:
        by_hook = await probe.get_partial_messageable(general.id).fetch_message(general.by_webhook("news").id)
        assert (by_hook.author.bot, by_hook.webhook_id is None) == (True, False)
        notice = general.notice(MessageType.NEW_MEMBER, alice)
        noticed = await probe.get_partial_messageable(general.id).fetch_message(notice.id)
        assert noticed.type is library.MessageType.new_member
        passed = await alice.forward(said, other)
        forwarded = await probe.get_partial_messageable(other.id).fetch_message(passed.id)
        assert [each.content for each in forwarded.message_snapshots] == ["mine"]
