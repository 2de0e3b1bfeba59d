"""From Discord's message to ours."""

import time
from datetime import UTC, datetime

import discord
import pytest

from adapters.discord.audience import Where, direct, where
from adapters.discord.translate import STICKER, author_of, edited_of, is_spoken, message_of
from adapters.types import Attachment, Message, Quoted
from tests.adapters.discord_world import (
    ALICE,
    BOB,
    DIRECT,
    GENERAL,
    GUILD,
    MANAGERS_ROLE,
    ME,
    MEMBERS_ROLE,
    OPEN_THREAD,
    OTHER_BOT,
    OWN_ROLE,
    SECRET,
    World,
    member,
    message,
    user,
)

RAPPORT = user(ME, "Rapport", bot=True)
SOUND = {"id": "8", "filename": "voice-message.ogg", "size": 99, "url": "https://cdn.discordapp.com/a/voice.ogg",
         "proxy_url": "", "content_type": "audio/ogg; codecs=opus"}  # fmt: skip


def heard(text: str, channel: int = GENERAL, **more: object) -> Message:
    """What the bot hears of a message by Alice."""
    made = World().message(text, channel, by=ALICE, **more)
    place = where(made.channel)
    assert place is not None
    return message_of(made, ME, place=place)


def reply(text: str, to: int = ME, *, answered: str = "Hello there.", **more: object) -> Message:
    """What the bot hears of a reply in the server."""
    old = message(answered, GENERAL, by=to, **more) | {"id": "4000"}
    reference = {"message_id": "4000", "channel_id": str(GENERAL), "guild_id": str(GUILD)}
    return heard(text, type=19, message_reference=reference, referenced_message=old)


async def test_a_message_has_its_words_its_place_and_its_author() -> None:
    got = heard("the bike is blue", OPEN_THREAD, member=member(MEMBERS_ROLE, MANAGERS_ROLE, nick="Al  ice"))
    assert got.id == "5000"
    assert got.text == "the bike is blue"
    assert got.address.key == f"discord/{GUILD}/{GENERAL}/{OPEN_THREAD}"
    assert got.sent_at == datetime(2015, 1, 1, tzinfo=UTC)  # as its id says
    assert (got.author.handle, got.author.name, got.author.manages) == (str(ALICE), "Al ice", True)
    assert got.author.roles == (str(MEMBERS_ROLE), str(MANAGERS_ROLE))
    assert not got.addressed
    assert got.author.locale is None


async def test_a_member_without_the_right_manages_nothing() -> None:
    assert not heard("hi", member=member(MEMBERS_ROLE)).author.manages


async def test_a_mention_is_an_address_and_no_part_of_the_words() -> None:
    got = heard(f"<@{ME}> who is <@{BOB}>?", mentions=[{**RAPPORT}, {**user(BOB, "Bob"), "member": member(nick="Bo")}])
    assert got.addressed
    assert got.text == "who is @Bo?"


async def test_the_role_that_discord_made_for_the_bot_is_the_bot() -> None:
    got = heard(f"<@&{OWN_ROLE}> hi", mention_roles=[str(OWN_ROLE)])
    assert got.addressed
    assert got.text == "hi"
    assert not heard(f"<@&{MEMBERS_ROLE}> hi", mention_roles=[str(MEMBERS_ROLE)]).addressed


async def test_everyone_is_not_the_bot() -> None:
    assert not heard("@everyone hi", mention_everyone=True).addressed


@pytest.mark.parametrize("ping", [True, False])
async def test_a_reply_to_the_bot_is_an_address_with_and_without_a_ping(ping: bool) -> None:
    old = message("Hello there.", by=ME) | {"id": "4000"}
    reference = {"message_id": "4000", "channel_id": str(GENERAL), "guild_id": str(GUILD)}
    mentions = [RAPPORT] if ping else []
    got = heard("thanks", type=19, message_reference=reference, referenced_message=old, mentions=mentions)
    assert got.addressed
    assert got.reply_to == "4000"
    assert got.quoted == Quoted("Rapport", "Hello there.", ours=True)


async def test_a_reply_brings_what_it_answers() -> None:
    got = reply("is that so?", BOB, answered=f"I told <@{ME}>", mentions=[RAPPORT], attachments=[SOUND])
    assert got.quoted == Quoted("Bob", "I told @Rapport", ("voice-message.ogg",))
    assert not got.addressed
    assert got.text == "is that so?"


async def test_a_reply_to_what_is_gone_or_withheld_brings_nothing() -> None:
    reference = {"message_id": "4000", "channel_id": str(GENERAL), "guild_id": str(GUILD)}
    gone = heard("so?", type=19, message_reference=reference, referenced_message=None)
    assert gone.quoted is None
    assert gone.reply_to == "4000"
    assert reply("so?", BOB, answered="").quoted is None


async def test_what_was_passed_on_is_not_the_authors_word() -> None:
    snapshot = {"message": {"type": 0, "content": "I quit <@5>", "embeds": [], "attachments": [], "flags": 0,
                            "timestamp": "2026-11-22T10:00:00+00:00", "edited_timestamp": None}}  # fmt: skip
    reference = {"type": 1, "message_id": "4000", "channel_id": "1234", "guild_id": "4321"}
    got = heard("", message_snapshots=[snapshot], message_reference=reference)
    assert got.text == ""
    assert got.quoted == Quoted("a forwarded message", "I quit @someone")
    assert got.reply_to is None


async def test_an_embed_says_nothing() -> None:
    assert heard("", embeds=[{"type": "rich", "title": "News", "description": "I hate cats"}]).text == ""


async def test_the_name_of_a_closed_channel_is_not_told() -> None:
    assert heard(f"see <#{SECRET}> and <#{GENERAL}>").text == "see #some channel and #general"
    assert heard(f"see <#{SECRET}>", SECRET).text == "see #secret"


async def test_files_voice_and_stickers_are_attachments() -> None:
    text = {"id": "9", "filename": "n.txt", "size": 5, "url": "https://cdn.discordapp.com/a/n.txt", "proxy_url": ""}
    sticker = {"id": "7", "name": "Wave", "format_type": 1}
    assert heard("", attachments=[SOUND, text], sticker_items=[sticker]).attachments == (
        Attachment("voice-message.ogg", "audio/ogg", 99, "https://cdn.discordapp.com/a/voice.ogg"),
        Attachment("n.txt", "text/plain", 5, "https://cdn.discordapp.com/a/n.txt"),
        Attachment("sticker Wave", STICKER, 0, ""),
    )


async def test_a_poll_is_its_question_and_answers() -> None:
    answers = [{"answer_id": n, "poll_media": {"text": text}} for n, text in ((1, "Pizza"), (2, "Soup"))]
    poll = {"question": {"text": "Lunch?"}, "answers": answers, "allow_multiselect": False, "layout_type": 1,
            "expiry": "2026-11-23T10:00:00+00:00"}  # fmt: skip
    assert heard("", poll=poll).text == "Poll: Lunch?\n- Pizza\n- Soup"


@pytest.mark.parametrize(
    ("by", "more"),
    [(ME, {}), (OTHER_BOT, {}), (ALICE, {"webhook_id": "6"}), (ALICE, {"type": 7}), (ALICE, {"type": 21})],
)
async def test_bots_webhooks_and_the_system_say_nothing(by: int, more: dict[str, object]) -> None:
    assert not is_spoken(World().message("hello", GENERAL, by=by, **more), ME)


async def test_people_speak() -> None:
    assert is_spoken(World().message("hello"), ME)


async def test_in_direct_everything_is_addressed() -> None:
    got = message_of(World().message("hello", DIRECT), ME, place=direct(ALICE))
    assert got.addressed
    assert got.author.roles == ()
    assert got.address.key == f"discord//@{ALICE}/"


async def test_only_changed_words_are_an_edit() -> None:
    world = World()
    place = where(world.channel(GENERAL))
    assert place is not None
    assert edited_of(world.message("hello"), ME, place=place) is None
    changed = world.message("hullo", edited_timestamp="2026-11-22T10:05:00+00:00")
    edited = edited_of(changed, ME, place=place)
    assert edited is not None
    assert edited.message.text == "hullo"
    assert edited.edited_at == datetime(2026, 11, 22, 10, 5, tzinfo=UTC)


async def test_an_author_has_a_language_only_where_it_is_told() -> None:
    made = World().message("hello")
    assert author_of(made.author, locale="de").locale == "de"


async def test_it_takes_far_less_than_a_millisecond() -> None:
    made = World().message(f"<@{ME}> " + "word " * 100, mentions=[RAPPORT])
    place = where(made.channel)
    assert place is not None
    best = min(_timed(made, place) for _ in range(5))
    assert best < 0.0005


def _timed(made: discord.Message, place: Where) -> float:
    began = time.perf_counter()
    for _ in range(20):
        message_of(made, ME, place=place)
    return (time.perf_counter() - began) / 20
