"""`/settings` at Discord with its own lists of channels, roles and people, over real sockets."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from discord import Permissions
from simcord.backend.errors import SetupError

from adapters.discord.settings import Settings
from bot.settings_pages import LISTENS
from tests.bot.stage import Stage
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild, Role
from tests.platforms.discord.posts import Post, Use
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn

CHANNELS, ROLES, PEOPLE = 8, 6, 5


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice manages the guild, Bob is a moderator of it, Cy neither."""

    guild: Guild
    general: Channel
    garden: Channel
    moderators: Role
    alice: Person
    bob: Person
    cy: Person


@pytest.fixture
def scene(discord: DiscordStandIn) -> Iterator[Scene]:
    guild, people = discord.guild(), [discord.person(name) for name in ("Alice", "Bob", "Cy")]
    guild.join(*people)
    moderators = guild.role("Moderators")
    guild.give(people[0], guild.role("Managers", Permissions(manage_guild=True)))
    guild.give(people[1], moderators)
    yield Scene(guild, guild.channel("general"), guild.channel("garden"), moderators, *people)


@pytest.fixture
async def stage(discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    discord.granted.content = True
    async with running(discord, database_dsn, tmp_path, settings=Settings(listen=True)) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        yield stage


def shown(use: Use) -> Post:
    """The message of an answer."""
    assert use.post is not None
    return use.post


async def page(scene: Scene, *labels: str) -> Post:
    """Where Alice comes by pressing these buttons one after the other."""
    use = await scene.alice.slash(scene.general, "settings")
    for label in labels:
        use = await scene.alice.click(shown(use), label)
    return shown(use)


async def stored(stage: Stage, scene: Scene) -> set[tuple[str, str, str]]:
    found = await stage.memory.settings.of(f"discord/{scene.guild.id}")
    return {(each.channel, each.name, str(each.value)) for each in found}


def listed(post: Post) -> list[int]:
    return [each.kind for each in post.lists]


async def answered(discord: DiscordStandIn, person: Person, channel: Channel) -> Post:
    return await discord.reply(await person.send(channel, f"{discord.mention} Are you there?"))


async def test_channels_to_answer_in_are_picked_from_discords_list(
    discord: DiscordStandIn, scene: Scene, stage: Stage
) -> None:
    lists = await page(scene, "Channels", "Do not answer in other channels")
    assert listed(lists) == [CHANNELS]
    done = await scene.alice.pick(lists, scene.garden, scene.general)
    first, *_ = done.text.splitlines()
    assert first in (
        "From now on I do not answer in #garden, #general.",
        "From now on I do not answer in #general, #garden.",
    )
    assert shown(done).private and shown(done).pings == frozenset()
    away = {(str(each.id), "answer", "False") for each in (scene.garden, scene.general)}
    assert await stored(stage, scene) == away
    done = await scene.alice.pick(await page(scene, "Channels", "Answer in other channels"), scene.garden)
    assert done.text.startswith("From now on I answer in #garden.")
    assert (await answered(discord, scene.bob, scene.garden)).text == "Yes."


async def test_what_is_set_of_answers_in_a_channel_holds_in_its_closed_threads_until_set_there(
    discord: DiscordStandIn, scene: Scene, stage: Stage
) -> None:
    inside, other = (each.thread("Inside", scene.alice, closed=True) for each in (scene.garden, scene.general))
    for thread in (inside, other):
        thread.invite(scene.bob)
    await scene.alice.pick(await page(scene, "Channels", "Do not answer in other channels"), scene.garden)
    await scene.bob.send(inside, f"{discord.mention} And here?")
    await answered(discord, scene.bob, other)
    await page(scene, "Channels", "Answer only in chosen channels")
    await scene.alice.pick(await page(scene, "Channels", "Answer in other channels"), scene.garden)
    await scene.bob.send(other, f"{discord.mention} And here?")
    await answered(discord, scene.bob, inside)
    assert [len([each for each in thread.posts(by_bot=True)]) for thread in (inside, other)] == [1, 1]
    shut = await scene.alice.slash(inside, "settings")
    assert "I answer in this channel" in shut.text
    await scene.alice.click(shown(await scene.alice.click(shown(shut), "Channels")), "Do not answer in this channel")
    assert (str(inside.id), "answer", "False") in await stored(stage, scene)
    await scene.bob.send(inside, f"{discord.mention} And now?")
    assert (await answered(discord, scene.bob, scene.garden)).text == "Yes."
    assert [each.text for each in inside.posts(by_bot=True) if not each.private] == ["Yes."]


async def test_roles_that_may_talk_and_people_who_may_not_are_picked_and_named(
    discord: DiscordStandIn, scene: Scene, stage: Stage
) -> None:
    lists = await page(scene, "Who may talk", "Add a role that may talk")
    assert listed(lists) == [ROLES]
    done = await scene.alice.pick(lists, scene.moderators)
    assert "Added: @Moderators." in done.text
    assert "people with one of these roles: @Moderators." in done.text
    lists = await page(scene, "Who may talk", "Block a person")
    assert listed(lists) == [PEOPLE]
    done = await scene.alice.pick(lists, scene.cy, scene.bob)
    assert "@Cy" in done.text and "@Bob" in done.text and str(scene.cy.id) not in done.text
    (taken,) = shown(done).lists
    assert {label for _, label in taken.options} == {
        "Remove the role @Moderators",
        "Unblock the person @Bob",
        "Unblock the person @Cy",
    }
    value = next(value for value, label in taken.options if label == "Unblock the person @Bob")
    await scene.alice.select(shown(done), [value])
    assert await stored(stage, scene) == {
        ("", "roles", str([str(scene.moderators.id)])),
        ("", "blocked", str([str(scene.cy.id)])),
    }
    await scene.cy.send(scene.general, f"{discord.mention} And for me?")
    dan = discord.person("Dan")
    scene.guild.join(dan)
    await dan.send(scene.general, f"{discord.mention} I have no such role.")
    asked = await answered(discord, scene.bob, scene.general)
    assert [post.text for post in scene.general.posts(by_bot=True) if not post.private] == [asked.text] == ["Yes."]


async def test_that_everybody_may_talk_is_no_role_to_add(scene: Scene, stage: Stage) -> None:
    lists = await page(scene, "Who may talk", "Add a role that may talk")
    done = await scene.alice.pick(lists, scene.guild.everyone)
    assert done.text == "I find no such role here." and await stored(stage, scene) == set()


async def test_listening_in_several_channels_is_said_in_each_and_not_begun_where_it_cannot_be(
    discord: DiscordStandIn, scene: Scene, stage: Stage
) -> None:
    scene.garden.deny(scene.guild.everyone, Permissions(send_messages=True))
    lists = await page(scene, "Listening", "Listen in other channels")
    done = await scene.alice.pick(lists, scene.general, scene.garden)
    await discord.log.until(lambda: "listen" in done.text)
    first, *_ = done.text.splitlines()
    assert first == (
        "From now on I listen in #general. I cannot write in #garden, so I cannot tell people, and do not listen there."
    )
    assert [each.text for each in scene.general.posts(by_bot=True) if not each.private] == [LISTENS]
    assert await stored(stage, scene) == {(str(scene.general.id), "listen", "True")}
    done = await scene.alice.pick(await page(scene, "Listening", "Stop listening in other channels"), scene.general)
    assert done.text.startswith("I no longer listen in #general.")
    assert await stored(stage, scene) == set()


async def test_a_list_offers_nobody_what_they_do_not_see_and_changes_nothing_for_others(
    scene: Scene, stage: Stage
) -> None:
    cellar = scene.guild.channel("cellar", private=True)
    lists = await page(scene, "Channels", "Do not answer in other channels")
    with pytest.raises(SetupError):
        await scene.alice.pick(lists, cellar)
    with pytest.raises(SetupError):
        await scene.bob.pick(lists, scene.garden)
    assert await stored(stage, scene) == set()
