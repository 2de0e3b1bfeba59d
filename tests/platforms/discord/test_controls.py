"""Controls and commands over real sockets: whose they are, and who reads where they were used."""

import discord as library
import pytest

from adapters.discord.adapter import Discord
from adapters.errors import AdapterError, Unreachable
from adapters.types import Audience, Event
from tests.platforms.answering import Answering, same, with_buttons
from tests.platforms.discord.interacting import Scene, in_public, shown
from tests.platforms.discord.places import VIEW
from tests.platforms.discord.running import connected
from tests.platforms.discord.server import DiscordStandIn


async def test_a_control_that_is_none_of_ours_gets_a_sentence(discord: DiscordStandIn, scene: Scene) -> None:
    handler = Answering([with_buttons])
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "why")
        message = discord.world.message(shown(use).id)
        assert message is not None
        message.components[0]["components"][0]["custom_id"] = "someone:elses"
        pressed = await scene.alice.click(shown(use), "Again")
        assert "do not know that one any more. /help shows" in pressed.text and pressed.private
        assert len(handler.heard) == 1


async def test_a_control_under_somebody_elses_answer_is_refused(discord: DiscordStandIn, scene: Scene) -> None:
    bob, handler = discord.person("Bob"), Answering([with_buttons])
    scene.guild.join(bob)
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "why")
        message = discord.world.message(shown(use).id)
        assert message is not None
        message.flags = 0  # as if everybody saw it
        pressed = await bob.click(shown(use), "Again")
        assert "belongs to somebody else" in pressed.text and pressed.private
        assert [each.author.name for each in handler.heard] == ["Alice"]
        await scene.alice.click(shown(use), "Again", seconds=0)
        await discord.log.until(lambda: len(handler.heard) == 2)


async def test_a_press_under_a_message_that_all_read_is_answered_to_the_presser_alone(
    discord: DiscordStandIn, scene: Scene
) -> None:
    handler = Answering([with_buttons])
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "why")
        message = discord.world.message(shown(use).id)
        assert message is not None
        message.flags = 0
        pressed = await scene.alice.click(shown(use), "Again")
        assert pressed.private and pressed.text == "heard again"
        assert in_public(scene) == ["heard "]  # what is for one person is not written over what all read


async def test_where_it_was_used_is_public_only_where_everybody_reads(discord: DiscordStandIn, scene: Scene) -> None:
    closed = scene.guild.channel("closed", private=True)
    closed.allow(scene.alice, VIEW)
    thread = scene.general.thread("talk", scene.alice)
    handler = Answering([same])
    async with connected(discord, handler):
        for channel in (scene.general, closed, thread, scene.alice.direct):
            await scene.alice.slash(channel, "why")
    guild = str(scene.guild.id)
    assert [
        (each.address.space, each.address.channel, each.address.thread, each.audience) for each in handler.heard
    ] == [
        (guild, str(scene.general.id), None, Audience.PUBLIC),
        (guild, str(closed.id), None, Audience.PRIVATE),
        (guild, str(scene.general.id), str(thread.id), Audience.PUBLIC),
        (None, f"@{scene.alice.id}", None, Audience.DIRECT),
    ]


@pytest.mark.parametrize(
    "where",
    [
        {"context": 2, "channel": {"id": "77", "type": 3, "recipients": [], "name": None, "icon": None}},
        {"context": 2, "channel": {"id": "77", "type": 1, "recipients": []}},
        {
            "context": 0,
            "guild_id": "88",
            "guild": {"id": "88", "locale": "en-US", "features": []},
            "channel": {"id": "77", "type": 0, "name": "hall", "position": 0, "parent_id": None, "permissions": "8"},
        },
    ],
    ids=["group", "between-others", "guest"],
)
async def test_as_a_guest_the_place_is_closed_and_nobody_manages_it(
    discord: DiscordStandIn, scene: Scene, where: dict[str, object]
) -> None:
    handler = Answering([same])
    async with connected(discord, handler):
        discord.tell("INTERACTION_CREATE", interaction(scene, **where))
        await discord.log.until(lambda: len(handler.heard) == 1)
        (post,) = await discord.said(scene.alice.direct)
        assert post.text == "heard "  # the stand-in knows no such interaction
    (heard,) = handler.heard
    assert (heard.address.space, heard.address.channel, heard.audience) == (None, "77", Audience.PRIVATE)
    assert not heard.author.manages and heard.author.locale == "pt-BR"


async def test_where_discord_does_not_say_where_it_was_used_nothing_is_done(
    discord: DiscordStandIn, scene: Scene
) -> None:
    handler = Answering([same])
    async with connected(discord, handler):
        discord.tell("INTERACTION_CREATE", interaction(scene, context=2, channel={}))
        await discord.log.until(lambda: len(discord.log.to("POST", "/interactions/*/callback")) == 1)
        assert handler.heard == []


async def test_what_is_none_of_discords_answers_is_as_if_there_were_none(
    discord: DiscordStandIn, scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answering, said, raised = Answering([same]), list[str](), list[AdapterError]()

    async def garbled(_: object, text: str, **__: object) -> None:
        said.append(text)
        raise KeyError("id")

    async def handle(event: Event, adapter: Discord) -> None:
        try:
            await answering(event, adapter)
        except AdapterError as fault:
            raised.append(fault)

    async with connected(discord, handle):
        monkeypatch.setattr(library.InteractionResponse, "send_message", garbled)
        await scene.alice.slash(scene.general, "why", seconds=0)
        discord.tell("INTERACTION_CREATE", interaction(scene, context=2, channel={}))
        await discord.log.until(lambda: len(said) == 2, 10)
    assert [type(each) for each in raised] == [Unreachable] and "event failed" not in caplog.messages


def interaction(scene: Scene, **where: object) -> dict[str, object]:
    """A command as Discord tells it, by Alice, with all permissions."""
    user = {
        "id": str(scene.alice.id),
        "username": "alice",
        "discriminator": "0",
        "global_name": "Alice",
        "avatar": None,
    }
    member: dict[str, object] = {
        "user": user,
        "roles": [],
        "permissions": str(2**40 - 1),
        "joined_at": None,
        "flags": 0,
        "deaf": False,
        "mute": False,
    }
    return {
        "id": "99",
        "application_id": "1",
        "type": 2,
        "token": "token",
        "version": 1,
        "data": {"id": "5", "name": "why", "type": 1},
        "locale": "pt-BR",
        "attachment_size_limit": 1,
        **({"member": member} if "guild_id" in where else {"user": user}),
        **where,
    }
