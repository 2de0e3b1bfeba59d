"""Interactions over real sockets, with a handler that is slow, late, silent or wordy: in time, and never in public."""

import asyncio
from pathlib import Path

import pytest

from adapters.discord import connection
from adapters.discord.adapter import Discord
from adapters.outgoing import Outgoing
from adapters.types import Command, Event
from bot.catalog import load_frame
from tests.platforms.answering import Answering, as_form, same, with_buttons
from tests.platforms.discord.interacting import Scene, in_public, shown
from tests.platforms.discord.running import connected, running
from tests.platforms.discord.server import DiscordStandIn

SUPPRESS_EMBEDS = 1 << 2
SLOW = 2.2  # seconds: longer than the bot lets people wait for a sign


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


@pytest.mark.parametrize("pause", [0.0, SLOW])
async def test_links_do_not_unfold_however_late_the_answer_is(
    discord: DiscordStandIn, scene: Scene, pause: float
) -> None:
    handler = Answering([with_buttons], pause)
    async with connected(discord, handler):
        use = await scene.alice.slash(scene.general, "forget", what="https://example.org/")
        await discord.log.until(lambda: use.text == "heard https://example.org/")
        message = discord.world.message(shown(use).id)
        assert message is not None and message.flags & SUPPRESS_EMBEDS
        message.flags &= ~SUPPRESS_EMBEDS  # as one that was written before
        pressed = await scene.alice.click(shown(use), "Again")
        await discord.log.until(lambda: pressed.text == "heard again")
        assert shown(pressed).id == message.id and message.flags & SUPPRESS_EMBEDS


async def test_the_answer_to_what_a_client_heard_that_is_gone_goes_to_the_person_alone(
    discord: DiscordStandIn, scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    answering = Answering([same])

    async def handle(event: Event, adapter: Discord) -> None:
        if isinstance(event, Command) and adapter._wire.client is not None and not answering.heard:
            await adapter._wire.client.close()
        await answering(event, adapter)

    async with connected(discord, handle):
        await scene.alice.slash(scene.general, "forget", what="x", seconds=0)
        (post,) = await discord.said(scene.alice.direct, seconds=20)
        assert post.text == "heard x" and in_public(scene) == []
        assert (await scene.alice.slash(scene.general, "forget", what="y")).text == "heard y"
    assert "event failed" not in caplog.messages


@pytest.mark.parametrize("pause", [0.0, SLOW])
async def test_who_used_a_command_that_the_end_breaks_off_is_told_so_in_its_place(
    discord: DiscordStandIn,
    scene: Scene,
    database_dsn: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pause: float,
) -> None:
    begun = asyncio.Event()

    async def hang(*_: object) -> None:
        begun.set()
        await asyncio.sleep(60)

    monkeypatch.setattr(connection, "FINISH_SECONDS", 0.5)
    async with running(discord, database_dsn, tmp_path) as stage:
        monkeypatch.setattr(stage.memory, "person", hang)
        use = await scene.alice.slash(scene.general, "memory", seconds=0)
        await asyncio.wait_for(begun.wait(), 10)
        await asyncio.sleep(pause)
    assert use.text == load_frame()["interrupted"]["en"]
    assert use.private and use.more == () and in_public(scene) == []
