"""Turns over a real database with a function for a model: answers, failures, what is kept of an answer broken off."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bridge import to_account, to_place
from bot.errors import ContextTooLong, ModelCutOff, ModelSaidNothing, ModelUnreachable
from bot.llm.types import ChatMessage
from memory.feedback import Usage
from memory.types import Line, Viewer
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path) as stage:
        yield stage


async def transcript(stage: Stage) -> list[tuple[str | None, str]]:
    return [(line.speaker, line.text) for line in await lines(stage)]


async def viewer(stage: Stage) -> Viewer:
    place = to_place(stage.seat.address, stage.seat.audience)
    return Viewer(await stage.memory.person(to_account("console", stage.seat.author), place), place)


async def lines(stage: Stage) -> Sequence[Line]:
    return await stage.memory.recent(await viewer(stage))


async def test_an_answer_is_streamed_noted_and_logged(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Hello ", "Ana."])
    assert await stage.say("Hi") == "Hello Ana."
    assert await transcript(stage) == [("Ana", "Hi"), (None, "Hello Ana.")]
    record = stage.records[0]
    assert (record.reply, record.model, record.prompt_tokens, record.cached_tokens) == (
        "Hello Ana.",
        "function",
        100,
        60,
    )
    assert not record.failed
    assert "function" in await stage.order("why")
    ana = await viewer(stage)
    used = await stage.memory.answers.used(ana.person, ana.place.space, since=datetime(2020, 1, 1, tzinfo=UTC))
    assert used.person == Usage(answers=1, tokens=107)


async def test_each_prompt_begins_with_the_whole_of_the_one_before(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: [f"Answer {len(messages)}."], slow=True)
    for text in ("I moved to Lisbon.", "My cat is Miso.", "What is my cat called?", "And where do I live?"):
        await stage.say(text)
    for before, after in zip(model.prompts, model.prompts[1:], strict=False):
        assert after[: len(before)] == before
    assert len(model.prompts) == 4


async def test_what_leaves_a_full_prompt_is_recalled_at_once(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Fine."], slow=True)
    await stage.say("My cat is called Biscuit.")
    for turn in range(12):
        walked = " ".join(f"lamp{turn}x{number}" for number in range(90))
        await stage.say(f"I passed {walked}. Which name has my cat?")
        assert "Biscuit" in str(model.prompts[-1])
    assert any("My cat is called Biscuit." not in texts(prompt) for prompt in model.prompts), "the prompt never filled"


async def test_who_speaks_is_introduced_once_and_again_when_that_left_the_prompt(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Fine."], slow=True)
    await stage.order("remember", "I prefer to be called Captain")
    for turn in range(14):
        await stage.say(" ".join(f"lamp{turn}x{number}" for number in range(90)))
        assert "I prefer to be called Captain" in str(model.prompts[-1])
    firsts = {prompt[-1].text for prompt in model.prompts if "Captain" in prompt[-1].text}
    assert len(firsts) > 1, "the prompt never filled"


def texts(prompt: Sequence[ChatMessage]) -> list[str]:
    return [line for message in prompt for line in message.text.splitlines()]


async def test_a_restart_goes_on_with_the_conversation(stage: Stage, database_dsn: str, tmp_path: Path) -> None:
    stage.speak_with(lambda messages: ["Nice."])
    await stage.say("I moved to Lisbon.")
    async with staged(database_dsn, tmp_path) as later:
        model = later.speak_with(lambda messages: ["Hm."])
        await later.say("Well?")
    texts = [message.text for message in model.prompts[0]]
    assert any("I moved to Lisbon." in text for text in texts)
    assert "Nice." in texts


async def test_without_a_model_words_are_repeated(stage: Stage) -> None:
    await stage.say("My cat is called Miso.")
    said = await stage.say("What is my cat called?")
    assert '- Ana: "My cat is called Miso."' in said
    assert "No language model is set up." in said
    assert not stage.records[-1].failed


@pytest.mark.parametrize("fault", [ModelUnreachable(), ModelSaidNothing()])
async def test_a_model_that_fails_at_once_leaves_the_fallback(stage: Stage, fault: Exception) -> None:
    await stage.say("My cat is called Miso.")
    stage.speak_with(lambda messages: [fault])
    said = await stage.say("What is my cat called?")
    assert "My cat is called Miso." in said
    assert str(fault) in said
    assert stage.records[-1].failed


async def test_only_white_space_counts_as_nothing(stage: Stage) -> None:
    stage.speak_with(lambda messages: [" ", "\n"])
    assert str(ModelSaidNothing()) in await stage.say("Hi")


async def test_an_answer_that_breaks_off_keeps_what_was_shown(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["It is ", "Mi", ModelCutOff(partial="It is Mi")])
    assert "broke off" in await stage.say("What is my cat called?")
    assert await transcript(stage) == [("Ana", "What is my cat called?"), (None, "It is Mi")]
    assert stage.records[-1].failed


async def test_cancelled_before_the_first_word_there_is_no_answer(stage: Stage) -> None:
    stage.speak_with(lambda messages: [asyncio.Event()])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await stage.say("Hi")
    assert await transcript(stage) == [("Ana", "Hi")]
    assert stage.quiet.is_quiet


async def test_cancelled_in_the_middle_the_shown_words_are_kept(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Once upon ", "a time", asyncio.Event()])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):  # lists of words are read for the first message of a process
            await stage.say("Tell me a story")
    assert await transcript(stage) == [("Ana", "Tell me a story"), (None, "Once upon a time")]
    stage.speak_with(lambda messages: ["there was"])
    assert await stage.say("Go on") == "there was"


async def test_a_refused_length_is_tried_once_more_with_less(stage: Stage) -> None:
    sizes = []

    def answer(messages: Sequence[ChatMessage]) -> list[str | Exception | asyncio.Event]:
        sizes.append(sum(len(message.text) for message in messages))
        return [ContextTooLong()] if len(sizes) == 1 else ["Fine."]

    stage.speak_with(answer)
    assert await stage.say("word " * 20_000) == "Fine."
    assert sizes[1] < sizes[0] * 0.7


async def test_the_same_event_twice_is_answered_once(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Yes."])
    await stage.say("Hi", message_id="m1")
    await stage.say("Hi", message_id="m1")
    assert len(stage.records) == 1
    assert await transcript(stage) == [("Ana", "Hi"), (None, "Yes.")]


async def test_a_secret_is_left_out_and_said_so(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.say("my key is sk-proj-" + "a1B2" * 12)
    assert any(text.startswith("(I did not keep") for text in stage.sheet.sent)
    assert "a1B2a1B2" not in model.prompts[0][-1].text
    assert stage.records[0].redactions


async def test_awkward_text_is_answered(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Ok."])
    for text in ("x" * 200_000, "a\0b\0c", "\ud800 lone", "שלום 👩‍👩‍👧‍👦 \u202egnp.exe", "﷽" * 500):
        assert await stage.say(text) == "Ok."
    assert any("first 100,000 characters" in text for text in stage.sheet.sent)
    count = len(stage.records)
    await stage.say("   ")
    assert len(stage.records) == count


async def test_a_fault_of_our_own_is_an_apology_and_the_next_message_is_answered(stage: Stage) -> None:
    stage.speak_with(lambda messages: [ZeroDivisionError("secret words")])
    said = await stage.say("Hi")
    assert said.startswith("Something went wrong")
    assert "secret" not in said
    assert stage.records[-1].failed
    stage.speak_with(lambda messages: ["Better."])
    assert await stage.say("Again") == "Better."


async def test_what_is_overheard_in_another_place_is_not_in_the_prompt(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.say("My diagnosis is flu.")
    stage.seat = stage.seat.moved("#garden")
    await stage.say("What is my diagnosis?")
    assert "flu" not in "".join(message.text for message in model.prompts[-1])
