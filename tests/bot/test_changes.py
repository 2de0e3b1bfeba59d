"""What a platform tells of changes: it reaches memory at once, and nobody is answered who took their words back."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.outgoing import Hearing
from adapters.types import Address, Audience, Closed, Event, Left, Message, Opened
from bot.bridge import place_of, to_account
from memory.types import Noted, Utterance, Viewer
from tests.bot.platform import (
    BEN,
    CELLAR,
    ELSEWHERE,
    HALL,
    Guildlike,
    Said,
    alone,
    deleted,
    edited,
    ordered,
    overheard,
    said,
)
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        yield stage


async def kept(stage: Stage, like: Message) -> list[str]:
    """The transcript of the place where the message stands."""
    place = place_of(like)
    person = await stage.memory.person(to_account("discord", like.author), place)
    return [line.text for line in await stage.memory.recent(Viewer(person, place))]


async def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


@asynccontextmanager
async def under_way(stage: Stage, *events: Event) -> AsyncIterator[list["asyncio.Task[str]"]]:
    """The events being handled while the block runs; by its end all are done."""
    tasks = [asyncio.ensure_future(stage.give(event)) for event in events]
    try:
        yield tasks
        await asyncio.wait_for(asyncio.gather(*tasks), 15)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_is_deleted_is_gone_from_memory_with_the_next_prompt(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Ok."])
    told = alone("My cat is called Miso.")
    await stage.give(told)
    await stage.give(deleted(told))
    await stage.give(alone("What is my cat called?"))
    assert "Miso" not in str(model.prompts[-1])
    assert "My cat is called Miso." not in await kept(stage, told)


async def test_a_deletion_does_not_wait_for_an_answer_being_written(stage: Stage) -> None:
    go = asyncio.Event()
    told, asking = alone("My cat is called Miso."), alone("Tell me a long story.")
    await stage.give(told)
    stage.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(stage, asking):
        await until(lambda: stage.sheet.sent[-1] == "Once")
        await stage.give(deleted(told))
        assert "My cat is called Miso." not in await kept(stage, told)
        go.set()
    assert stage.sheet.sent[-1] == "Once upon a time."


async def test_an_edit_does_not_wait_for_an_answer_being_written(stage: Stage) -> None:
    go = asyncio.Event()
    told = alone("My cat is called Miso.")
    await stage.give(told)
    stage.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(stage, alone("Tell me a long story.")):
        await until(lambda: stage.sheet.sent[-1] == "Once")
        await stage.give(edited(told, "My cat is called Biscuit."))
        assert "My cat is called Biscuit." in await kept(stage, told)
        go.set()


async def test_what_was_deleted_before_its_turn_is_neither_noted_nor_answered(stage: Stage) -> None:
    go, later = asyncio.Event(), alone("Wait, forget that I asked.")
    stage.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(stage, alone("Tell me a story.")) as first:
        await until(lambda: stage.sheet.sent)
        async with under_way(stage, later):
            await asyncio.sleep(0.1)
            await stage.give(deleted(later))
            go.set()
            await first[0]
    assert stage.sheet.sent == ["Once upon a time."]
    assert later.text not in await kept(stage, later)


async def test_what_is_edited_before_its_turn_is_noted_and_answered_as_it_reads_now(stage: Stage) -> None:
    go, later = asyncio.Event(), alone("I like tee.")
    model = stage.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(stage, alone("Tell me a story.")):
        await until(lambda: stage.sheet.sent)
        async with under_way(stage, later):
            await asyncio.sleep(0.1)
            await stage.give(edited(later, "I like tea."))
            go.set()
    assert "I like tea." in await kept(stage, later)
    assert "I like tee." not in await kept(stage, later)
    assert model.prompts[-1][-1].text.endswith("I like tea.")


async def test_a_deletion_that_overtakes_its_message_still_counts(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Hm."])
    early = alone("Never mind.")
    await stage.give(deleted(early))
    await stage.give(early)
    assert stage.sheet.sent == []
    assert not await stage.memory.knows(to_account("discord", BEN)), "nor was anybody met"


@pytest.mark.parametrize("noted_first", [True, False])
async def test_what_is_deleted_while_it_is_being_noted_is_not_answered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, noted_first: bool
) -> None:
    note, noting, go = stage.memory.note, asyncio.Event(), asyncio.Event()

    async def slowly(utterance: Utterance) -> Noted:
        noted = await note(utterance) if noted_first else None
        noting.set()
        await go.wait()
        return noted or await note(utterance)

    monkeypatch.setattr(stage.memory, "note", slowly)
    stage.speak_with(lambda messages: ["Hm."])
    question = alone("What is my cat called?")
    async with under_way(stage, question):
        await noting.wait()
        async with under_way(stage, deleted(question)):
            await asyncio.sleep(0.2)
            go.set()
    assert (stage.sheet.sent, await kept(stage, question)) == ([], [])


async def test_an_edit_that_comes_while_the_message_is_being_noted_counts(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, noting, go = stage.memory.note, asyncio.Event(), asyncio.Event()

    async def slowly(utterance: Utterance) -> Noted:
        noting.set()
        await go.wait()
        return await note(utterance)

    monkeypatch.setattr(stage.memory, "note", slowly)
    told = alone("I like tee.")
    async with under_way(stage, told):
        await noting.wait()
        async with under_way(stage, edited(told, "I like tea.")):
            await asyncio.sleep(0.2)
            go.set()
    assert "I like tea." in await kept(stage, told)


async def test_an_edit_that_overtakes_its_message_still_counts(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Hm."])
    early = alone("I like tee.")
    await stage.give(edited(early, "I like tea."))
    await stage.give(early)
    assert await kept(stage, early) == ["I like tea.", "Hm."]


async def test_words_that_were_edited_away_are_gone(stage: Stage) -> None:
    told = alone("My cat is called Miso.")
    await stage.give(told)
    await stage.give(edited(told, " "))
    assert "Miso" not in str(await kept(stage, told))


async def test_deleting_the_question_ends_the_answer_and_keeps_nothing_of_it(stage: Stage) -> None:
    question, closed = alone("Tell me a long story."), asyncio.Event()
    stage.speak_with(lambda messages: ["Once ", closed, "upon a time."])
    async with under_way(stage, question) as tasks:
        await until(lambda: stage.sheet.sent)
        began = time.monotonic()
        await stage.give(deleted(question))
        await asyncio.wait_for(tasks[0], 5)
        assert time.monotonic() - began < 2
    assert stage.quiet.is_quiet
    assert await kept(stage, question) == []
    closed.set()
    assert await stage.give(alone("Still there?")) == "Once upon a time."


async def test_a_deleted_question_without_a_word_of_answer_leaves_nothing(stage: Stage) -> None:
    question = alone("Hello?")
    model = stage.speak_with(lambda messages: [asyncio.Event()])
    async with under_way(stage, question) as tasks:
        await until(lambda: model.prompts)
        await stage.give(deleted(question))
        await asyncio.wait_for(tasks[0], 5)
    assert (stage.sheet.sent, await kept(stage, question)) == ([], [])


async def test_an_edit_of_somebody_never_met_makes_nobody_known(stage: Stage) -> None:
    unheard = overheard("Just between us.")
    await stage.give(unheard)
    await stage.give(edited(unheard, "Just between us two."))
    assert not await stage.memory.knows(to_account("discord", BEN))


async def test_many_deletions_at_once_and_of_unknown_things_are_no_fault(stage: Stage) -> None:
    told = [alone(f"Number {number}.") for number in range(5)]
    for each in told:
        await stage.give(each)
    stage.sheet.sent.clear()
    await stage.give(deleted(*told, *(alone("never sent") for _ in range(95))))
    await stage.give(deleted(*told))
    assert not [each for each in await kept(stage, told[0]) if each.startswith("Number")]
    assert stage.sheet.sent == []


async def test_who_left_a_server_can_use_nothing_of_it_any_more(stage: Stage) -> None:
    await stage.give(said("The code of the cellar is 4711.", address=HALL))
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.give(alone("What is the code of the cellar?"))
    assert "4711" in str(model.prompts[-1])
    await stage.give(Left(Address("discord", "900", ""), BEN.handle, datetime.now(UTC)))
    await stage.give(alone("And what is the code of the cellar?"))
    assert "4711" not in str(model.prompts[-1])


async def test_who_left_a_channel_loses_that_alone(stage: Stage) -> None:
    private = Said(audience=Audience.PRIVATE)
    await stage.give(said("The code of the cellar is 4711.", address=CELLAR, how=private))
    await stage.give(said("The code of the hall is 1234.", address=HALL))
    await stage.give(Left(CELLAR, BEN.handle, datetime.now(UTC)))
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.give(alone("What are the codes of hall and cellar?"))
    assert "4711" not in str(model.prompts[-1]) and "1234" in str(model.prompts[-1])


async def test_a_closed_channel_is_erased_in_the_background(stage: Stage) -> None:
    told = said("The code of the hall is 1234.", address=HALL)
    await stage.give(told)
    erasing = asyncio.ensure_future(stage.assembly.changes.erase())
    try:
        await stage.give(Closed(HALL, datetime.now(UTC)))
        async with asyncio.timeout(10):
            while await stage.memory.following.erase_next() is not None:
                await asyncio.sleep(0.05)
        model = stage.speak_with(lambda messages: ["Ok."])
        await stage.give(alone("What is the code of the hall?"))
        assert "1234" not in str(model.prompts[-1])
    finally:
        erasing.cancel()
        await asyncio.gather(erasing, return_exceptions=True)


async def test_put_out_of_a_server_nothing_of_it_is_used_until_the_bot_is_back(stage: Stage) -> None:
    space = Address("discord", "900", "")
    await stage.give(said("The code of the hall is 1234.", address=HALL))
    await stage.give(Closed(space, datetime.now(UTC)))
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.give(alone("What is the code of the hall?"))
    assert "1234" not in str(model.prompts[-1])
    await stage.give(Opened(space, datetime.now(UTC)))
    await stage.give(said("Hello again.", address=HALL))
    await stage.give(alone("So what is the code of the hall?"))
    assert "1234" in str(model.prompts[-1])


async def test_a_closed_place_ends_the_answer_being_given_there(stage: Stage) -> None:
    question = said("Tell me a story.", address=replace(HALL, thread="77"))
    model = stage.speak_with(lambda messages: [asyncio.Event()])
    async with under_way(stage, question) as tasks:
        await until(lambda: model.prompts)
        await stage.give(Closed(HALL, datetime.now(UTC)))
        await asyncio.wait_for(tasks[0], 5)
    assert stage.sheet.sent == []


async def test_commands_do_not_wait_for_an_answer_being_written(stage: Stage) -> None:
    go = asyncio.Event()
    stage.speak_with(lambda messages: ["Once ", go, "upon a time."])
    async with under_way(stage, said("Tell me a story.", BEN, ELSEWHERE)):
        await until(lambda: stage.sheet.sent)
        assert "You just talk to me" in await stage.give(ordered("help", address=ELSEWHERE))
        go.set()
