"""Interactions over real sockets, with a handler that is slow, late, silent or wordy: in time, and never in public."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from adapters.discord.adapter import Discord
from adapters.outgoing import Button, Form, Outgoing
from adapters.types import Audience, Command, Event
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import VIEW, Channel, Guild
from tests.platforms.discord.posts import Post, Use
from tests.platforms.discord.running import connected
from tests.platforms.discord.server import DiscordStandIn

SLOW = 2.2  # seconds: longer than the bot lets people wait for a sign
FORM = Form("Correct", "memory", "correct f1", "What is right", "old")


@dataclass
class Answering:
    """A handler; `before` is done first, and each of `answers` is sent."""

    answers: list[Callable[[Outgoing], Outgoing]] = field(default_factory=list)
    pause: float = 0.0
    heard: list[Command] = field(default_factory=list)

    async def __call__(self, event: Event, adapter: Discord) -> None:
        if not isinstance(event, Command):
            return
        self.heard.append(event)
        await asyncio.sleep(self.pause)
        for answer in self.answers:
            plain = Outgoing(event.address, f"heard {event.argument}", event.id, private=True)
            await adapter.send(answer(plain))


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice in a guild with an open channel."""

    guild: Guild
    general: Channel
    alice: Person


@pytest.fixture
def scene(discord: DiscordStandIn) -> Scene:
    guild, alice = discord.guild(), discord.person("Alice")
    guild.join(alice)
    return Scene(guild, guild.channel("general"), alice)


def same(outgoing: Outgoing) -> Outgoing:
    """The answer as it is."""
    return outgoing


def with_buttons(outgoing: Outgoing) -> Outgoing:
    """With a button, in the place of the message whose button was pressed."""
    buttons = (Button("Again", "memory", "again"), Button("Correct", "memory", "correct f1"))
    return replace(outgoing, buttons=buttons, replace=True)


def as_form(outgoing: Outgoing) -> Outgoing:
    """A form."""
    return replace(outgoing, form=FORM)


def shown(use: Use) -> Post:
    """The message of an answer."""
    assert use.post is not None
    return use.post


def in_public(scene: Scene) -> list[str]:
    """What the bot said where everybody reads."""
    return [post.text for post in scene.general.posts(by_bot=True) if not post.private]


async def test_a_slow_answer_is_announced_and_follows(discord: DiscordStandIn, scene: Scene) -> None:
    async with connected(discord, Answering([with_buttons], SLOW)):
        use = await scene.alice.slash(scene.general, "forget", what="x")
        assert use.waiting and use.private
        await discord.log.until(lambda: use.text == "heard x")
        assert use.private and [each.label for each in shown(use).buttons] == ["Again", "Correct"]
        assert in_public(scene) == []


async def test_a_slow_press_is_acknowledged_and_replaces_in_place(discord: DiscordStandIn, scene: Scene) -> None:
    handler = Answering([with_buttons])
    async with connected(discord, handler):
        first = await scene.alice.slash(scene.general, "memory")
        handler.pause = SLOW
        use = await scene.alice.click(shown(first), "Again")
        assert use.answered and use.text == "heard "
        await discord.log.until(lambda: use.text == "heard again")
        assert shown(use).id == shown(first).id and len(scene.general.posts(by_bot=True)) == 1
    assert handler.heard[1].control == str(shown(first).id)


async def test_a_form_that_comes_too_late_is_behind_a_button(discord: DiscordStandIn, scene: Scene) -> None:
    handler = Answering([as_form], SLOW)
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "forget", what="x")
        await discord.log.until(lambda: bool(use.post and use.post.buttons))
        handler.pause = 0.0
        opened = await scene.alice.click(shown(use), "Write")
        assert opened.form is not None and opened.form.fields[0].value == "old"
        await scene.alice.submit(opened, {"text": "new  text\nhere"}, seconds=0)
        await discord.log.until(lambda: len(handler.heard) == 3)
    assert [(each.name, each.argument) for each in handler.heard] == [
        ("forget", "x"),
        ("forget", "x"),
        ("memory", "correct f1 new  text\nhere"),
    ]


async def test_an_answer_too_late_goes_to_the_person_alone(discord: DiscordStandIn, scene: Scene) -> None:
    handler = Answering([with_buttons], SLOW)
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "forget", what="x")
        assert use.waiting
        discord.advance(16 * 60)
        (post,) = await discord.said(scene.alice.direct)
        assert post.text == "heard x" and [each.label for each in post.buttons] == ["Again", "Correct"]
        assert in_public(scene) == []


async def test_an_interaction_that_discord_does_not_know_is_answered_in_direct(
    discord: DiscordStandIn, scene: Scene
) -> None:
    async with connected(discord, Answering([same])):
        discord.faults.deny("/interactions/*", 10062)
        await scene.alice.slash(scene.general, "forget", what="x", seconds=0)
        (post,) = await discord.said(scene.alice.direct)
        assert post.text == "heard x" and in_public(scene) == []


async def test_where_direct_is_closed_too_it_is_dropped_with_a_line(
    discord: DiscordStandIn, scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    discord.close_direct(scene.alice)
    async with connected(discord, Answering([same])):
        discord.faults.deny("/interactions/*", 10062)
        await scene.alice.slash(scene.general, "forget", what="secret", seconds=0)
        await discord.log.until(lambda: "late answer dropped" in caplog.messages)
        discord.faults.lift()
        assert (await scene.alice.slash(scene.general, "forget", what="y")).text == "heard y"
        assert in_public(scene) == []
    assert not any("secret" in message or "event failed" in message for message in caplog.messages)


async def test_who_answers_nothing_leaves_no_waiting_sign(discord: DiscordStandIn, scene: Scene) -> None:
    handler = Answering([], SLOW)
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "why")
        assert use.waiting
        await discord.log.until(lambda: use.post is None)
        handler.pause = 0.0
        quick = await scene.alice.slash(scene.general, "why")
        await discord.log.until(lambda: quick.post is None)
        assert quick.answered and scene.general.posts(by_bot=True) == []


async def test_a_long_answer_comes_in_parts_with_its_buttons_last(discord: DiscordStandIn, scene: Scene) -> None:
    def long(outgoing: Outgoing) -> Outgoing:
        text = "\n".join(f"{number}. " + "word " * 30 for number in range(40))
        return with_buttons(Outgoing(outgoing.address, text, outgoing.reply_to, private=True))

    async with connected(discord, Answering([long])):
        use = await scene.alice.slash(scene.general, "memory")
        await discord.log.until(lambda: len(use.more) >= 3)
        posts = [shown(use), *use.more]
        assert all(post.private and len(post.text) <= 2000 for post in posts)
        assert [bool(post.buttons) for post in posts] == [False] * (len(posts) - 1) + [True]
        assert "".join(post.text for post in posts).count("word") == 1200


async def test_a_very_long_answer_is_a_file(discord: DiscordStandIn, scene: Scene) -> None:
    def endless(outgoing: Outgoing) -> Outgoing:
        return Outgoing(outgoing.address, "word\n" * 10_000, outgoing.reply_to, private=True)

    async with connected(discord, Answering([endless])):
        use = await scene.alice.slash(scene.general, "memory")
        ((name, address),) = shown(use).files
        content = discord.world.backend.cdn.get(address)
        assert name == "answer.md" and content is not None and content.count(b"word") == 10_000
        assert use.private and use.more == ()


async def test_two_answers_to_one_command_are_both_private(discord: DiscordStandIn, scene: Scene) -> None:
    async with connected(discord, Answering([same, same])):
        use = await scene.alice.slash(scene.general, "why")
        await discord.log.until(lambda: len(use.more) == 1)
        assert use.private and use.more[0].private and in_public(scene) == []


async def test_in_direct_answers_stay(discord: DiscordStandIn, scene: Scene) -> None:
    async with connected(discord, Answering([same], SLOW)):
        use = await scene.alice.slash(scene.alice.direct, "why")
        assert use.waiting and not use.private
        await discord.log.until(lambda: use.text.startswith("heard"))
        assert not shown(use).private


async def test_a_control_that_is_none_of_ours_gets_a_sentence(discord: DiscordStandIn, scene: Scene) -> None:
    handler = Answering([with_buttons])
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "why")
        message = discord.world.message(shown(use).id)
        assert message is not None
        message.components[0]["components"][0]["custom_id"] = "someone:elses"
        pressed = await scene.alice.click(shown(use), "Again")
        assert "do not know that one any more" in pressed.text and pressed.private
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
