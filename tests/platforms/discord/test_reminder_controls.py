"""Reminders at Discord by lists, forms, a menu and a file, over real sockets; each of them works after a restart."""

from datetime import timedelta
from pathlib import Path

import asyncpg
from discord import Permissions

from bot.reminders.outcomes import Refusal
from bot.reminders.sentences import QUESTIONS, REFUSALS
from bot.reminders.wish import Missing
from bot.when import Unsure
from tests.platforms.discord.interacting import Scene, in_public, shown
from tests.platforms.discord.posts import Use
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn

ZONE = "Europe/Berlin"
DUE = """
WITH moved AS (
    UPDATE occurrences SET due_at = now() WHERE state = 'due' RETURNING id
), ready AS (
    UPDATE outbox s SET ready_at = now() FROM moved WHERE s.occurrence_id = moved.id AND s.state = 'waiting'
    RETURNING platform
)
SELECT pg_notify('rapport_reminders', platform) FROM ready
"""


async def picked(scene: Scene, use: Use, label: str) -> Use:
    """Alice picks the entry that begins so."""
    (pick,) = shown(use).lists
    value = next(value for value, text in pick.options if text.startswith(label))
    return await scene.alice.select(shown(use), [value])


async def test_a_zone_is_asked_once_and_a_list_is_used_after_a_restart(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(discord, database_dsn, tmp_path):
        asked = await scene.alice.slash(scene.general, "remind", what="call Bob tomorrow at 9:00")
        assert QUESTIONS[Missing.ZONE] in asked.text and asked.private
    async with running(discord, database_dsn, tmp_path):
        made = await picked(scene, asked, ZONE)
        assert "I will remind you of this: call Bob" in made.text and ZONE in made.text
        again = await scene.alice.slash(scene.general, "remind", what="call Eve tomorrow at 9:00")
        assert "I will remind you of this: call Eve" in again.text
        assert in_public(scene) == []


async def test_a_form_tells_when_and_changes_it_later(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(discord, database_dsn, tmp_path):
        await scene.alice.slash(scene.general, "timezone", name=ZONE)
        asked = await scene.alice.slash(scene.general, "remind", what="call Bob")
        form = await scene.alice.click(shown(asked), "Say it in my own words")
        assert form.form is not None
    async with running(discord, database_dsn, tmp_path):
        made = await scene.alice.submit(form, {"text": "tomorrow at 9:00"})
        assert "I will remind you of this: call Bob" in made.text and shown(made).id == shown(asked).id
        listed = await scene.alice.slash(scene.general, "reminders")
        item = await picked(scene, listed, "call Bob")
        change = await scene.alice.click(shown(item), "Change the time")
        assert change.form is not None and "at 09:00" in (change.form.fields[0].value or "")
        assert "at 10:30" in (await scene.alice.submit(change, {"text": "tomorrow at 10:30"})).text


async def test_how_to_remind_stays_with_a_day_that_is_asked_about(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(discord, database_dsn, tmp_path):
        await scene.alice.slash(scene.general, "timezone", name=ZONE)
        made = await scene.alice.slash(scene.general, "remind", what="take my pill every Monday at 9:00")
        opened = await scene.alice.click(shown(made), "Edit")
        item = opened.more[-1] if opened.more else shown(opened)
        form = await scene.alice.click(item, "Change the time")
        asked = await scene.alice.submit(form, {"text": "Tuesday until I confirm"})
        assert QUESTIONS[Unsure.HOW_OFTEN] in asked.text
    async with running(discord, database_dsn, tmp_path):
        post = asked.more[-1] if asked.more else shown(asked)
        changed = await scene.alice.click(post, post.buttons[0].label)
        assert "Changed." in changed.text
        connection = await asyncpg.connect(database_dsn)
        try:
            assert await connection.fetchval("SELECT again FROM reminders") == timedelta(minutes=10)
        finally:
            await connection.close()


async def test_the_menu_of_a_message_asks_when(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(discord, database_dsn, tmp_path):
        await scene.alice.slash(scene.general, "timezone", name=ZONE)
        post = await scene.alice.send(scene.general, "The form is due on Friday, @everyone")
        asked = await scene.alice.menu(post, "Remind me about this")
        assert QUESTIONS[Unsure.NO_TIME] in asked.text and "The form is due on Friday" in asked.text
        assert asked.private and not shown(asked).pings
        made = await scene.alice.click(shown(asked), shown(asked).buttons[0].label)
        assert "I will remind you of this: The form is due on Friday" in made.text and not shown(made).pings


async def test_the_calendar_comes_as_a_file_for_ones_own_eyes(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(discord, database_dsn, tmp_path):
        await scene.alice.slash(scene.general, "timezone", name=ZONE)
        await scene.alice.slash(scene.general, "remind", what="water the fern every Monday at 9:00")
        sent = await scene.alice.slash(scene.general, "reminders", show="file")
        assert [name for name, _ in shown(sent).files] == ["reminders.ics"] and sent.private
        for part in ("calendar", "quiet", "open", "lost"):
            use = await scene.alice.slash(scene.general, "reminders", show=part)
            assert use.text or use.form is not None


async def test_a_delivered_one_is_put_off_from_its_list_and_in_own_words(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(discord, database_dsn, tmp_path):
        await scene.alice.slash(scene.general, "timezone", name=ZONE)
        await scene.alice.slash(scene.general, "remind", what="call Bob tomorrow at 9:00")
        connection = await asyncpg.connect(database_dsn)
        try:
            await connection.execute(DUE)
        finally:
            await connection.close()
        await discord.log.until(lambda: any("call Bob" in each.text for each in scene.alice.direct.posts(by_bot=True)))
    async with running(discord, database_dsn, tmp_path):
        post = scene.alice.direct.posts(by_bot=True)[-1]
        form = await scene.alice.select(post, ["own"])
        assert form.form is not None
        later = await scene.alice.submit(form, {"text": "tomorrow at 10:30"})
        assert "call Bob\nI come again: " in later.text and ", 10:30" in later.text
        assert shown(later).id == post.id and not shown(later).buttons


async def test_a_second_person_is_picked_from_the_list_of_discord_and_asked_in_direct(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    bob = discord.person("Bob")
    scene.guild.join(bob)
    async with running(discord, database_dsn, tmp_path):
        await bob.slash(scene.general, "help")
        await scene.alice.slash(scene.general, "timezone", name=ZONE)
        words = "take the pills every day at 9:00 until I say done"
        made = await scene.alice.slash(scene.general, "remind", what=words)
        opened = await scene.alice.click(shown(made), "Edit")
        asked = await scene.alice.click(opened.more[-1] if opened.more else shown(opened), "Tell a second person")
        done = await scene.alice.pick(shown(asked), bob)
        assert "I asked them." in done.text
        question = bob.direct.posts(by_bot=True)[-1]
        assert "Alice asks you" in question.text and "pills" not in question.text
        assert "I will tell you" in (await bob.click(question, "I agree")).text


async def test_who_manages_a_space_has_everybody_in_a_channel_reminded(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    bob, words = discord.person("Bob"), "in this channel tomorrow at 9:00 standup"
    scene.guild.join(bob)
    async with running(discord, database_dsn, tmp_path):
        await bob.slash(scene.general, "timezone", name=ZONE)
        assert REFUSALS[Refusal.NOT_MANAGER] == (await bob.slash(scene.general, "remind", what=words)).text
        scene.guild.give(bob, scene.guild.role("Managers", Permissions(manage_guild=True)))
        assert "Everybody in that channel will read it." in (await bob.slash(scene.general, "remind", what=words)).text
        (told,) = (each for each in scene.general.posts(by_bot=True) if not each.private)
        assert "Bob had me note this: standup" in told.text
        joined = await scene.alice.click(told, "Remind me too")
        assert "I will remind you too: standup" in joined.text and joined.private
