"""Changes that come while an answer is written or a message waits: none waits, and nobody is answered in vain."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.types import Closed, Left
from bot.bridge import to_account
from memory.types import Noted, Utterance
from tests.bot.changing import kept, under_way, until
from tests.bot.platform import (
    BEN,
    ELSEWHERE,
    HALL,
    alone,
    deleted,
    edited,
    ordered,
    said,
)
from tests.bot.stage import Stage


async def test_a_deletion_does_not_wait_for_an_answer_being_written(guild: Stage) -> None:
    go = asyncio.Event()
    told, asking = alone("My cat is called Miso."), alone("Tell me a long story.")
    await guild.give(told)
    guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, asking):
        await until(lambda: guild.sheet.sent[-1] == "Once")
        await guild.give(deleted(told))
        assert "My cat is called Miso." not in await kept(guild, told)
        go.set()
    assert guild.sheet.sent[-1] == "Once upon a time."


async def test_an_edit_does_not_wait_for_an_answer_being_written(guild: Stage) -> None:
    go = asyncio.Event()
    told = alone("My cat is called Miso.")
    await guild.give(told)
    guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, alone("Tell me a long story.")):
        await until(lambda: guild.sheet.sent[-1] == "Once")
        await guild.give(edited(told, "My cat is called Biscuit."))
        assert "My cat is called Biscuit." in await kept(guild, told)
        go.set()


async def test_what_was_deleted_before_its_turn_is_neither_noted_nor_answered(guild: Stage) -> None:
    go, later = asyncio.Event(), alone("Wait, forget that I asked.")
    guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, alone("Tell me a story.")) as first:
        await until(lambda: guild.sheet.sent)
        async with under_way(guild, later):
            await asyncio.sleep(0.1)
            await guild.give(deleted(later))
            go.set()
            await first[0]
    assert guild.sheet.sent == ["Once upon a time."]
    assert later.text not in await kept(guild, later)


async def test_what_is_edited_before_its_turn_is_noted_and_answered_as_it_reads_now(guild: Stage) -> None:
    go, later = asyncio.Event(), alone("I like tee.")
    model = guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, alone("Tell me a story.")):
        await until(lambda: guild.sheet.sent)
        async with under_way(guild, later):
            await asyncio.sleep(0.1)
            await guild.give(edited(later, "I like tea."))
            go.set()
    assert "I like tea." in await kept(guild, later)
    assert "I like tee." not in await kept(guild, later)
    assert model.prompts[-1][-1].text.endswith("I like tea.")


async def test_a_deletion_that_overtakes_its_message_still_counts(guild: Stage) -> None:
    guild.speak_with(lambda messages: ["Hm."])
    early = alone("Never mind.")
    await guild.give(deleted(early))
    await guild.give(early)
    assert guild.sheet.sent == []
    assert not await guild.memory.knows(to_account("discord", BEN)), "nor was anybody met"


@pytest.mark.parametrize("noted_first", [True, False])
async def test_what_is_deleted_while_it_is_being_noted_is_not_answered(
    guild: Stage, monkeypatch: pytest.MonkeyPatch, noted_first: bool
) -> None:
    note, noting, go = guild.memory.note, asyncio.Event(), asyncio.Event()

    async def slowly(utterance: Utterance) -> Noted:
        noted = await note(utterance) if noted_first else None
        noting.set()
        await go.wait()
        return noted or await note(utterance)

    monkeypatch.setattr(guild.memory, "note", slowly)
    guild.speak_with(lambda messages: ["Hm."])
    question = alone("What is my cat called?")
    async with under_way(guild, question):
        await noting.wait()
        async with under_way(guild, deleted(question)):
            await asyncio.sleep(0.2)
            go.set()
    assert (guild.sheet.sent, await kept(guild, question)) == ([], [])


async def test_an_edit_that_comes_while_the_message_is_being_noted_counts(
    guild: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, noting, go = guild.memory.note, asyncio.Event(), asyncio.Event()

    async def slowly(utterance: Utterance) -> Noted:
        noting.set()
        await go.wait()
        return await note(utterance)

    monkeypatch.setattr(guild.memory, "note", slowly)
    told = alone("I like tee.")
    async with under_way(guild, told):
        await noting.wait()
        async with under_way(guild, edited(told, "I like tea.")):
            await asyncio.sleep(0.2)
            go.set()
    assert "I like tea." in await kept(guild, told)


async def test_an_edit_that_overtakes_its_message_still_counts(guild: Stage) -> None:
    guild.speak_with(lambda messages: ["Hm."])
    early = alone("I like tee.")
    await guild.give(edited(early, "I like tea."))
    await guild.give(early)
    assert await kept(guild, early) == ["I like tea.", "Hm."]


async def test_deleting_the_question_ends_the_answer_and_keeps_nothing_of_it(guild: Stage) -> None:
    question, closed = alone("Tell me a long story."), asyncio.Event()
    guild.speak_with(lambda messages: ["Once ", closed, "upon a time."])
    async with under_way(guild, question) as tasks:
        await until(lambda: guild.sheet.sent)
        began = time.monotonic()
        await guild.give(deleted(question))
        await asyncio.wait_for(tasks[0], 5)
        assert time.monotonic() - began < 2
    assert guild.quiet.is_quiet
    assert await kept(guild, question) == []
    closed.set()
    assert await guild.give(alone("Still there?")) == "Once upon a time."


async def test_a_deleted_question_without_a_word_of_answer_leaves_nothing(guild: Stage) -> None:
    question = alone("Hello?")
    model = guild.speak_with(lambda messages: [asyncio.Event()])
    async with under_way(guild, question) as tasks:
        await until(lambda: model.prompts)
        await guild.give(deleted(question))
        await asyncio.wait_for(tasks[0], 5)
    assert (guild.sheet.sent, await kept(guild, question)) == ([], [])


async def test_a_closed_place_ends_the_answer_being_given_there(guild: Stage) -> None:
    question = said("Tell me a story.", address=replace(HALL, thread="77"))
    model = guild.speak_with(lambda messages: [asyncio.Event()])
    async with under_way(guild, question) as tasks:
        await until(lambda: model.prompts)
        await guild.give(Closed(HALL, datetime.now(UTC)))
        await asyncio.wait_for(tasks[0], 5)
    assert guild.sheet.sent == []


async def test_commands_do_not_wait_for_an_answer_being_written(guild: Stage) -> None:
    go = asyncio.Event()
    guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, said("Tell me a story.", BEN, ELSEWHERE)):
        await until(lambda: guild.sheet.sent)
        assert "You just talk to me" in await guild.give(ordered("help", address=ELSEWHERE))
        go.set()


@pytest.mark.parametrize("space", [False, True])
async def test_who_leaves_while_they_are_answered_is_told_of_no_fault(guild: Stage, space: bool) -> None:
    go, question = asyncio.Event(), said("Tell me a story.")
    place = replace(HALL, channel="") if space else HALL
    guild.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(guild, question):
        await until(lambda: guild.sheet.sent)
        await guild.give(Left(place, question.author.handle, datetime.now(UTC)))
        go.set()
    assert guild.sheet.sent == ["Once upon a time."]
