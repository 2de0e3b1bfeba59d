"""Somebody stops an answer: the model is asked no further, what was shown counts as said, all else stays as it is."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from adapters.types import Message, Stopped
from bot.inbox import HEED_SECONDS
from tests.bot.changing import kept, under_way, until
from tests.bot.platform import ADA, HALL, Guildlike, alone, said
from tests.bot.stage import Stage, staged


def stopped(message: Message, *others: Message) -> Stopped:
    """The answers to these are not wanted any more."""
    ids = tuple(each.id for each in (message, *others))
    return Stopped(message.address, message.author, datetime.now(UTC), ids)


async def test_a_stopped_answer_ends_at_once_and_what_was_shown_counts_as_said(guild: Stage) -> None:
    question = alone("Tell me a long story.")
    guild.speak_with(lambda messages: ["Once ", "upon ", asyncio.Event(), "a time."])
    async with under_way(guild, question) as tasks:
        await until(lambda: guild.sheet.sent == ["Once upon"])
        began = time.monotonic()
        await guild.give(stopped(question))
        await asyncio.wait_for(tasks[0], 5)
        assert time.monotonic() - began < 2
    assert guild.quiet.is_quiet, "the model is asked no further"
    assert await kept(guild, question) == ["Tell me a long story.", "Once upon"]


async def test_an_answer_stopped_before_its_first_word_is_none(guild: Stage) -> None:
    question = alone("Hello?")
    model = guild.speak_with(lambda messages: [asyncio.Event()])
    async with under_way(guild, question) as tasks:
        await until(lambda: model.prompts)
        await guild.give(stopped(question))
        await asyncio.wait_for(tasks[0], 5)
    assert (guild.sheet.sent, await kept(guild, question)) == ([], ["Hello?"])


async def test_what_still_waits_is_noted_and_not_answered_where_it_is_stopped_too(guild: Stage) -> None:
    first, second, third = alone("Tell me a story."), alone("And a poem."), alone("And a song.")
    model = guild.speak_with(lambda messages: ["Once ", asyncio.Event()])
    async with under_way(guild, first, second) as tasks:
        await until(lambda: guild.sheet.sent)
        await guild.give(stopped(first, second))
        await asyncio.wait_for(asyncio.gather(*tasks), 5)
    assert len(model.prompts) == 1
    assert await kept(guild, first) == ["Tell me a story.", "Once", "And a poem."]
    guild.speak_with(lambda messages: ["La."])
    assert await guild.give(third) == "La."


async def test_only_the_answers_that_are_named_are_stopped(guild: Stage) -> None:
    first, go = alone("Tell me a story."), asyncio.Event()
    guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, first):
        await until(lambda: guild.sheet.sent)
        await guild.give(stopped(alone("Something else.")))
        await guild.give(replace(stopped(first), address=HALL))
        go.set()
    assert guild.sheet.sent == ["Once upon a time."]


async def test_without_names_all_that_is_being_answered_there_is_stopped_and_nothing_elsewhere(guild: Stage) -> None:
    thread, go = replace(HALL, thread="77"), asyncio.Event()
    here, elsewhere = said("A story, please.", address=thread), alone("Me too.")
    model = guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, here, elsewhere) as tasks:
        await until(lambda: len(model.prompts) == 2)
        await guild.give(Stopped(thread, here.author, datetime.now(UTC)))
        await asyncio.wait_for(tasks[0], 5)
        go.set()
    assert "Once upon a time." in await kept(guild, elsewhere)
    assert "Once upon a time." not in await kept(guild, here)


async def test_stopping_what_nobody_answers_changes_nothing(guild: Stage) -> None:
    question = alone("Hello?")
    guild.speak_with(lambda messages: ["Hi."])
    assert await guild.give(question) == "Hi."
    await guild.give(stopped(question))
    await guild.give(stopped(question))
    assert await kept(guild, question) == ["Hello?", "Hi."]


async def test_an_answer_that_is_stopped_in_another_process_ends_soon(
    guild: Stage, database_dsn: str, tmp_path: Path
) -> None:
    question, other = alone("Tell me a long story."), alone("And a poem.", ADA)
    model = guild.speak_with(lambda messages: ["Once ", asyncio.Event(), "a time."])
    async with (
        staged(database_dsn, tmp_path / "other", sheet=Guildlike()) as elsewhere,
        under_way(guild, question) as tasks,
    ):
        heeding = asyncio.ensure_future(guild.assembly.inbox.heed())
        await until(lambda: guild.sheet.sent == ["Once"])
        await elsewhere.give(stopped(other))
        await asyncio.sleep(2.5 * HEED_SECONDS)
        assert not tasks[0].done(), "something else was stopped"
        await elsewhere.give(Stopped(question.address, question.author, datetime.now(UTC)))
        await asyncio.wait_for(tasks[0], 5)
        heeding.cancel()
        await asyncio.wait([heeding], timeout=5)
    assert len(model.prompts) == 1
    assert await kept(guild, question) == ["Tell me a long story.", "Once"]
