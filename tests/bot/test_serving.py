"""Messages at a chat platform: who is heard and answered, and how much."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.types import Author
from bot.bridge import to_account
from bot.config import LimitSettings
from bot.loops import MOST_ANSWERS
from tests.bot.platform import ADA, BEN, CELLAR, HALL, Guildlike, alone, overheard, said
from tests.bot.serving_world import guildlike, kept, set_to, until
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with guildlike(database_dsn, tmp_path) as stage:
        yield stage


async def test_what_is_not_for_the_bot_leaves_no_trace(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Hm."])
    await stage.give(overheard("My diagnosis is flu."))
    assert stage.sheet.sent == []
    assert not await stage.memory.knows(to_account("discord", BEN))


async def test_in_a_listening_channel_it_is_remembered_and_not_answered(stage: Stage) -> None:
    await set_to(stage, "listen", True, "1")
    model = stage.speak_with(lambda messages: ["At eight."])
    await stage.give(overheard("The meeting begins at eight."))
    assert stage.sheet.sent == [] and stage.sheet.typed == []
    assert await stage.give(said("When does the meeting begin?", ADA)) == "At eight."
    assert "The meeting begins at eight." in str(model.prompts[-1])


async def test_where_the_bot_may_not_answer_it_does_not(stage: Stage) -> None:
    await set_to(stage, "answer", False, "1")
    stage.speak_with(lambda messages: ["Hm."])
    await stage.give(said("Hi"))
    assert stage.sheet.sent == []
    assert await stage.give(said("Hi", address=replace(HALL, channel="2"))) == "Hm."
    assert await stage.give(alone("Hi")) == "Hm."


async def test_what_is_called_the_same_in_two_channels_is_answered_in_both_and_once(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Hm."])
    here = said("Hi")
    there = replace(said("Hello", address=CELLAR), id=here.id)
    for message in (here, there, here, there):
        await stage.give(message)
    assert [(out.address, out.reply_to) for out in stage.sheet.out] == [(HALL, here.id), (CELLAR, here.id)]


async def test_in_a_thread_that_began_with_the_bot_it_is_spoken_to_and_in_another_it_is_not(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Yes."])
    asked = said("Hi", address=replace(HALL, thread="7"))
    await stage.give(replace(asked, id="7"))
    reply = replace(said("And you?", ADA, address=replace(HALL, thread="7")), addressed=False)
    assert await stage.give(replace(reply, follows=True)) == "Yes."
    count = len(stage.sheet.sent)
    await stage.give(replace(reply, id="another"))
    await stage.give(replace(reply, id="one more", follows=True, address=replace(HALL, thread="8")))
    await stage.give(replace(reply, id="the last", follows=True, address=HALL))
    assert len(stage.sheet.sent) == count
    await stage.give(replace(said("You there?", address=replace(HALL, thread="8")), reply_to="8"))
    await stage.give(replace(reply, id="after it was asked", follows=True, address=replace(HALL, thread="8")))
    assert len(stage.sheet.sent) == count + 2


async def test_a_thread_follows_its_channel(stage: Stage) -> None:
    await set_to(stage, "answer", False, "1")
    await stage.give(said("Hi", address=replace(HALL, thread="5")))
    assert stage.sheet.sent == []


async def test_two_machines_do_not_talk_for_ever(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Thank you!"])
    for number in range(MOST_ANSWERS + 5):
        await stage.give(said(f"You are welcome {number} times!"))
    assert len(stage.sheet.sent) == MOST_ANSWERS
    await stage.give(said("Hello", Author("66", "Robo", is_bot=True)))
    assert len(stage.sheet.sent) == MOST_ANSWERS


async def test_an_answer_pings_nobody_but_who_asked_and_replies_to_them(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Hello @everyone"])
    message = said("Hi")
    await stage.give(message)
    (out,) = stage.sheet.out
    assert (out.mentions, out.reply_to, out.private) == (BEN.handle, message.id, False)


async def test_typing_shows_while_the_model_thinks_and_no_longer(stage: Stage) -> None:
    go = asyncio.Event()
    stage.speak_with(lambda messages: [go, "There."])
    answering = asyncio.ensure_future(stage.give(said("Hi")))
    await until(lambda: stage.sheet.typed)
    assert stage.sheet.sent == []
    go.set()
    await answering
    assert stage.sheet.typed == ["begins", "ends after 0 sent"]


# How much -------------------------------------------------------------------------------------------------------------


async def test_a_limit_is_told_once_and_kindly(database_dsn: str, tmp_path: Path) -> None:
    limits = LimitSettings(person_answers_per_minute=2, space_answers_per_minute=60)
    async with staged(database_dsn, tmp_path, sheet=Guildlike(), limits=limits) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        for text in ("One?", "Two?", "Three?", "Four?", "Five?"):
            await stage.give(alone(text))
        assert stage.sheet.sent[:2] == ["Yes.", "Yes."]
        assert len(stage.sheet.sent) == 3 and "I go on in about" in stage.sheet.sent[2]
        assert "Three?" not in str(await kept(stage, alone("")))
        assert await stage.give(alone("And me?", ADA)) == "Yes."


async def test_what_a_day_may_cost_is_known_also_after_a_restart(database_dsn: str, tmp_path: Path) -> None:
    limits = LimitSettings(0, 0, person_tokens_per_day=150)
    async with staged(database_dsn, tmp_path, sheet=Guildlike(), limits=limits) as stage:
        stage.speak_with(lambda messages: ["Yes."])  # 100 tokens each
        for text in ("One?", "Two?"):
            await stage.give(alone(text))
        assert stage.sheet.sent == ["Yes.", "Yes."]
        assert "in a day" in await stage.give(alone("Three?"))
    async with staged(database_dsn, tmp_path, sheet=Guildlike(), limits=limits) as later:
        later.speak_with(lambda messages: ["Yes."])
        assert "in a day" in await later.give(alone("Four?"))


async def test_a_space_may_set_its_own_limits(stage: Stage) -> None:
    await set_to(stage, "space_answers_per_minute", 1)
    stage.speak_with(lambda messages: ["Yes."])
    assert await stage.give(said("One?")) == "Yes."
    assert "I am asked a lot here" in await stage.give(said("Two?", ADA))
    assert await stage.give(alone("Three?")) == "Yes."
