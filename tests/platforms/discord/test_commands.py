"""Commands, menus, buttons, lists and forms at Discord, over real sockets: for the asker's eyes, in time, for good."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from discord import Permissions
from simcord.backend.errors import SetupError

from bot.catalog import load_catalog
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.posts import Post, Use
from tests.platforms.discord.running import connected, running
from tests.platforms.discord.server import DiscordStandIn


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice and Bob in a guild with an open channel."""

    guild: Guild
    general: Channel
    alice: Person
    bob: Person


@pytest.fixture
def scene(discord: DiscordStandIn) -> Iterator[Scene]:
    guild, alice, bob = discord.guild(), discord.person("Alice"), discord.person("Bob")
    guild.join(alice, bob)
    yield Scene(guild, guild.channel("general"), alice, bob)


@pytest.fixture
async def bot(discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path) -> AsyncIterator[None]:
    async with running(discord, database_dsn, tmp_path):
        yield


def shown(use: Use) -> Post:
    """The message of an answer."""
    assert use.post is not None
    return use.post


async def told(discord: DiscordStandIn, use: Use, words: str) -> Post:
    """The answer, once it says that."""
    await discord.log.until(lambda: words in use.text)
    return shown(use)


async def picked(scene: Scene, use: Use, label: str) -> Use:
    """Alice picks the entry that begins so."""
    (pick,) = shown(use).lists
    value = next(value for value, text in pick.options if text.startswith(label))
    return await scene.alice.select(shown(use), [value])


async def test_commands_are_written_once_and_again_only_when_they_changed(discord: DiscordStandIn) -> None:
    async def ignore(event: object, adapter: object) -> None:
        pass

    catalog = load_catalog()
    async with connected(discord, ignore):
        pass
    assert len(discord.log.to("PUT", "/applications/*/commands")) == 1
    async with connected(discord, ignore):
        pass
    assert len(discord.log.to("PUT", "/applications/*/commands")) == 1
    changed = replace(catalog[0], descriptions={**catalog[0].descriptions, "ja": "別の説明"})
    async with connected(discord, ignore, (changed, *catalog[1:])):
        await discord.log.until(lambda: len(discord.log.to("PUT", "/applications/*/commands")) == 2)


async def test_commands_have_names_in_every_language_and_are_for_everywhere(
    discord: DiscordStandIn, scene: Scene, bot: None
) -> None:
    commands = {str(each["name"]): each for each in discord.world.backend.commands[None].values()}
    memory, settings, menu = commands["memory"], commands["settings"], commands["Remember this"]
    assert memory["name_localizations"] == {
        "de": "gedächtnis",
        "es-ES": "memoria",
        "es-419": "memoria",
        "fr": "mémoire",
        "ja": "記憶",
        "pt-BR": "memória",
    }
    assert (memory["integration_types"], memory["contexts"]) == ([0, 1], [0, 1, 2])
    assert (settings["integration_types"], settings["contexts"]) == ([0], [0])
    assert settings["default_member_permissions"] == "32"
    assert menu["type"] == 3 and commands["Remind me about this"]["type"] == 3


async def test_an_answer_in_company_is_for_the_askers_eyes_and_nothing_of_it_is_public(
    discord: DiscordStandIn, scene: Scene, bot: None
) -> None:
    kept = await scene.alice.slash(scene.alice.direct, "remember", text="My locker is number nine")
    assert kept.text == "Kept: My locker is number nine" and not kept.private
    asked = await scene.alice.slash(scene.general, "memory")
    assert "My locker is number nine" in asked.text and asked.private
    assert not scene.bob.sees(shown(asked)) and scene.alice.sees(shown(asked))
    with pytest.raises(SetupError):
        await scene.bob.select(shown(asked), ["f1"])
    item = await picked(scene, asked, "My locker")
    assert "nine" in item.text
    for name in ("share", "why", "privacy", "export", "tone", "help"):
        used = await scene.alice.slash(scene.general, name)
        assert used.private and used.answered, name
    assert [post for post in scene.general.posts(by_bot=True) if not post.private] == []


async def test_pages_turn_in_place(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    for number in range(10):
        await scene.alice.slash(scene.general, "remember", text=f"My cat number {number} is grey")
    first = await scene.alice.slash(scene.general, "memory")
    assert "Page 1 of 2" in first.text
    turned = await scene.alice.click(shown(first), "Next page")
    assert "Page 2 of 2" in turned.text and shown(turned).id == shown(first).id
    assert [each.label for each in shown(turned).buttons] == ["Previous page"]


async def test_a_button_works_after_a_restart(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(discord, database_dsn, tmp_path):
        await scene.alice.slash(scene.general, "remember", text="My bike is blue")
        item = await picked(scene, await scene.alice.slash(scene.general, "memory"), "My bike")
    async with running(discord, database_dsn, tmp_path):
        asked = await scene.alice.click(shown(item), "Forget")
        assert "Shall I forget" in asked.text
        done = await scene.alice.click(shown(asked), "Forget for good")
        assert done.text.startswith("Forgotten for good")
        assert "nothing" in (await scene.alice.slash(scene.general, "memory")).text


async def test_a_form_corrects(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    await scene.alice.slash(scene.general, "remember", text="My bike is blue")
    item = await picked(scene, await scene.alice.slash(scene.general, "memory"), "My bike")
    asked = await scene.alice.click(shown(item), "Correct")
    assert asked.form is not None and asked.form.fields[0].value == "My bike is blue"
    done = await scene.alice.submit(asked, {"text": "My bike is red"})
    assert done.text.startswith("Corrected: My bike is red") and shown(done).id == shown(item).id


async def test_what_people_said_is_shown_as_written_and_pings_nobody(
    discord: DiscordStandIn, scene: Scene, bot: None
) -> None:
    await scene.alice.slash(scene.general, "remember", text=f"I like *stars* and @everyone and {scene.bob.mention}")
    asked = await scene.alice.slash(scene.general, "memory")
    assert "\\*stars\\*" in asked.text and str(scene.bob.id) not in asked.text
    assert not shown(asked).pings


async def test_sharing_concerns_the_place_where_it_is_asked(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    await scene.alice.slash(scene.general, "remember", text="My bike is blue")
    item = await picked(scene, await scene.alice.slash(scene.general, "memory"), "My bike")
    done = await scene.alice.click(shown(item), "Share in #general")
    assert "may now be used in \\#general" in done.text or "may now be used in #general" in done.text
    assert "general" in (await scene.alice.slash(scene.alice.direct, "share")).text


async def test_menus_of_a_message(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    own = await scene.alice.send(scene.general, "My bike is blue")
    others = await scene.bob.send(scene.general, "My bike is red, and what about Alice's bike?")
    assert (await scene.alice.menu(own, "Remember this")).text == "Kept: My bike is blue"
    refused = await scene.alice.menu(others, "Remember this")
    assert "words of Bob" in refused.text and refused.private
    known = await scene.alice.menu(others, "What do you know about this?")
    assert "bike is blue" in known.text and known.private


async def test_options_are_completed_and_the_zone_is_told(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    assert (await scene.alice.complete(scene.general, "timezone", "name", "berl")).choices == ("Europe/Berlin",)
    assert "Your time zone is Asia/Tokyo" in (await scene.alice.slash(scene.general, "timezone", name="Tokyo")).text


async def test_export_is_a_file_for_the_asker(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    await scene.alice.slash(scene.general, "remember", text="My bike is blue")
    given = await scene.alice.slash(scene.general, "export")
    ((name, address),) = shown(given).files
    assert name == "what-i-keep-of-you.json" and given.private
    content = discord.world.backend.cdn.get(address)
    assert content is not None and "My bike is blue" in json.dumps(json.loads(content))


async def test_settings_are_for_those_who_manage_the_server(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    with pytest.raises(SetupError):
        await scene.bob.slash(scene.general, "settings")
    scene.guild.give(scene.alice, scene.guild.role("Managers", Permissions(manage_guild=True)))
    overview = await scene.alice.slash(scene.general, "settings")
    assert overview.private and "settings of this space" in overview.text
    page = await scene.alice.click(shown(overview), "Persona")
    assert "persona" in page.text.casefold() and shown(page).id == shown(overview).id
    assert "in this space" in (await scene.alice.slash(scene.general, "persona", name="rapport")).text
    assert "those choose who manage" in (await scene.bob.slash(scene.general, "persona", name="rapport")).text


async def test_learning_is_switched_off_by_a_button(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    asked = await scene.alice.slash(scene.general, "privacy")
    off = await scene.alice.click(shown(asked), "Turn learning off")
    assert "Learning is off" in off.text and shown(off).private


async def test_everything_is_forgotten_by_three_buttons(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    await scene.alice.slash(scene.general, "remember", text="My bike is blue")
    use = await scene.alice.slash(scene.general, "privacy")
    for label in ("Forget everything", "Yes, go on", "Forget everything for good"):
        use = await scene.alice.click(shown(use), label)
    await told(discord, use, "Everything is forgotten.")
    assert "nothing" in (await scene.alice.slash(scene.general, "memory")).text


async def test_tone_is_told_by_a_form_and_shared_by_a_button(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    asked = await scene.alice.click(
        shown(await scene.alice.slash(scene.general, "tone")), "Say how you want to be answered"
    )
    done = await scene.alice.submit(asked, {"text": "short answers, please"})
    assert "short answers, please" in done.text and "where we are alone" in done.text
    shared = await scene.alice.click(shown(done), "Share in #general")
    assert "may now be used in" in shared.text
    assert "short answers" in (await scene.alice.slash(scene.general, "tone")).text


async def test_dials_are_turned_and_taken_back_by_buttons(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    use = await scene.alice.slash(scene.general, "tone")
    for label, told in (
        ("− Length: shorter", "Set: Length: shorter."),
        ("− Emoji: fewer", "Set: Emoji: fewer."),
        ("Forms of answers", "One step at a time: off"),
        ("One step at a time: on", "1. Your train leaves at 9:40."),
        ("Undo the last change", "One step at a time: off"),
        ("Everything as measured", "Everything is as measured again."),
    ):
        use = await scene.alice.click(shown(use), label)
        assert told in use.text, label


async def test_a_dial_is_turned_by_an_entry_of_the_list(discord: DiscordStandIn, scene: Scene, bot: None) -> None:
    assert "nothing to take back" in (await scene.alice.slash(scene.general, "tone", change="undo")).text
    assert "Yours, as measured" in (await scene.alice.slash(scene.general, "why", show="tone")).text
