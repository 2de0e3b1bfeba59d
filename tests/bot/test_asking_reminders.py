"""Reminders asked for in talk: at once where it is clear, by a model's tools where it is not, and never by a claim."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.outgoing import Hearing
from adapters.types import Author, Quoted
from bot.errors import ModelRejected, ModelSaidNothing
from bot.llm.types import ChatMessage, ToolCall
from bot.reminders.hands import NOT_THEIRS, UNKNOWN, UNREADABLE
from memory.reminder import Standing
from tests.bot.asking_world import ANA, BERLIN, call, held, last, told, turns, twice
from tests.bot.platform import HALL, Guildlike, Said, alone, said
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        yield stage


# Without a model ------------------------------------------------------------------------------------------------------


async def test_what_is_clearly_asked_is_made_at_once_and_said_back(stage: Stage) -> None:
    asked = alone("Remind me tomorrow at 9am to call the bank", ANA)
    answer = await stage.give(asked)
    kept = (await held(stage))[0]
    tomorrow = (asked.sent_at.astimezone(BERLIN) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    assert (kept.text, kept.standing, kept.next_due) == ("call the bank", Standing.ACTIVE, tomorrow)
    assert "call the bank" in answer and "09:00" in answer and "Europe/Berlin" in answer
    assert [each.label for each in last(stage).buttons] == ["Edit", "Cancel"] and last(stage).plain
    assert stage.records[-1].reply == answer and stage.records[-1].model is None


async def test_the_same_message_makes_one(stage: Stage) -> None:
    asked = alone("Remind me tomorrow at 9am to call the bank", ANA)
    for _ in range(2):
        await stage.give(asked)
    assert len(await held(stage)) == 1


async def test_what_is_open_is_asked_with_buttons(stage: Stage) -> None:
    await stage.give(alone("Remind me on 24 December at 8 to wrap presents", ANA))
    await stage.give(alone("Remind me tomorrow at 8 to call Ben", replace(ANA, handle="104", timezone=None)))
    assert "time zone" in last(stage).text and last(stage).pick is not None
    await stage.give(alone("remind me to stretch", ANA))
    assert last(stage).text.startswith("When shall I remind you?") and len(last(stage).buttons) > 2
    assert {each.standing for each in await held(stage)} == {Standing.PROPOSED, Standing.ACTIVE}


@pytest.mark.parametrize(
    "text",
    [
        "I have to call the bank tomorrow at 9",
        "Remind me what we decided on Friday",
        "don't remind me tomorrow at 9",
        "He said: remind me at 5",
        "morgen um 9 habe ich Zahnarzt",
        "mañana a las 9 tengo dentista",
        "demain à 9h j'ai dentiste",
        "明日の9時に歯医者です",
        "ping me",
    ],
)
async def test_a_sentence_about_time_makes_nothing(stage: Stage, text: str) -> None:
    await stage.give(alone(text, ANA))
    assert await held(stage) == ()
    model = stage.speak_with(lambda messages: ["I see."])
    assert await stage.give(alone(text, ANA)) == "I see."
    assert await held(stage) == () and len(model.prompts) == 1


async def test_only_what_is_addressed_to_the_bot_counts(stage: Stage) -> None:
    await stage.give(said("Remind me tomorrow at 9am to call the bank", ANA, HALL, Said(addressed=False)))
    assert await held(stage) == () and stage.sheet.sent == []
    await stage.give(said("Remind me tomorrow at 9am to call the bank", ANA, HALL))
    assert [each.origin_key for each in await held(stage)] == [HALL.key]
    assert "Offer it to everybody here" in [each.label for each in last(stage).buttons]


async def test_words_beside_something_pointed_at_are_not_taken_at_once(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Hm."])
    await stage.give(replace(alone("Remind me tomorrow at 9 to call", ANA), quoted=Quoted("Ben", "the plan")))
    assert len(model.prompts) == 1 and await held(stage) == ()


# With a model ---------------------------------------------------------------------------------------------------------


async def test_what_is_clear_needs_no_model(stage: Stage) -> None:
    model = turns(stage)
    await stage.give(alone("Rapport, remind me tomorrow at 9am to call the bank", ANA))
    assert model.prompts == [] and len(await held(stage)) == 1


async def test_any_wording_by_a_tool_with_the_person_s_own_time(stage: Stage) -> None:
    text = "ugh, the bank again... tomorrow at 9am somebody had better kick me to call them"
    model = turns(stage, [call("remind", what="call the bank", when="tomorrow at 9am")], ["Poor you!"])
    await stage.give(alone(text, ANA))
    assert model.offered[0] == ("remind", "list_reminders", "cancel_reminder", "move_reminder")
    assert [each.text for each in await held(stage)] == ["call the bank"]
    words, echo = stage.sheet.sent[-2:]
    assert words == "Poor you!" and "call the bank" in echo and "09:00" in echo
    assert stage.records[-1].reply == f"{words}\n{echo}"


async def test_a_silent_model_leaves_the_echo_alone(stage: Stage) -> None:
    turns(stage, [call("remind", what="call Ann", when="in 2 hours")], [ModelSaidNothing()])
    await stage.give(alone("could use a kick in 2 hours: call Ann", ANA))
    assert len(stage.sheet.sent) == 1 and "call Ann" in stage.sheet.sent[0]
    assert stage.records[-1].reply == stage.sheet.sent[0] and not stage.records[-1].failed


async def test_a_model_s_own_date_makes_nothing(stage: Stage) -> None:
    model = turns(stage, [call("remind", what="call Ann", when="2030-01-01 09:00")], ["When?"])
    await stage.give(alone("I should really call Ann some day", ANA))
    assert told(model) == [NOT_THEIRS] and await held(stage) == ()


async def test_a_time_that_was_said_before_counts_from_then(stage: Stage) -> None:
    turns(stage, ["When?"], [call("remind", what="call Ann", when="tomorrow at 9am")], ["Fine."])
    await stage.give(alone("would you give me a kick about Ann tomorrow at 9am?", ANA))
    await stage.give(alone("yes please, do that", ANA))
    assert [each.text for each in await held(stage)] == ["call Ann"]


async def test_without_a_time_the_person_is_asked(stage: Stage) -> None:
    model = turns(stage, [call("remind", what="call Ann", when="")], ["Sure."])
    await stage.give(alone("could use a kick about calling Ann", ANA))
    assert [each.standing for each in await held(stage)] == [Standing.PROPOSED]
    assert last(stage).text.startswith("When shall I remind you?")
    assert "asked with buttons" in told(model)[0]


async def test_two_calls_make_two(stage: Stage) -> None:
    calls = [call("remind", what="Ann", when="at 5pm"), call("remind", what="Ben", when="at 6pm")]
    turns(stage, calls, ["Ok."])
    await stage.give(alone("kick me at 5pm about Ann and at 6pm about Ben", ANA))
    assert sorted(each.text for each in await held(stage)) == ["Ann", "Ben"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (ToolCall("c", "remind", "not json"), UNREADABLE),
        (ToolCall("c", "remind", '{"when": "at 5pm"}'), UNREADABLE),
        (ToolCall("c", "remind", '{"what": "x", "when": "at 5pm", "for": "Ben"}'), UNREADABLE),
        (ToolCall("c", "drop_tables", "{}"), UNREADABLE),
        (ToolCall("c", "cancel_reminder", '{"number": 999}'), UNKNOWN),
        (ToolCall("c", "move_reminder", '{"number": -1, "when": "at 5pm"}'), UNREADABLE),
    ],
)
async def test_what_no_tool_does_is_refused(stage: Stage, asked: ToolCall, answer: str) -> None:
    model = turns(stage, [asked], ["Hm."])
    await stage.give(alone("cancel something at 5pm", ANA))
    assert told(model) == [answer] and await held(stage) == ()


async def made(stage: Stage, author: Author = ANA) -> int:
    """The number of a reminder that was made alone with the bot."""
    await stage.give(alone("Remind me on 24 December 2040 at 9am to wrap presents", author))
    return (await held(stage, author))[0].id


async def test_what_they_have_is_told_where_it_may_be(stage: Stage) -> None:
    await made(stage)
    model = turns(stage, *twice([call("list_reminders")], ["There."]))
    await stage.give(alone("what reminders do I have?", ANA))
    assert "wrap presents" in told(model)[0] and "24 December 2040" in told(model)[0]
    await stage.give(said("what reminders do I have?", ANA, HALL))
    assert "wrap presents" not in told(model)[0] and "1 more" in told(model)[0]


async def test_one_is_cancelled_where_the_person_says_so(stage: Stage) -> None:
    number = await made(stage)
    turns(stage, *twice([call("cancel_reminder", number=number)], ["Ok."]))
    await stage.give(alone("what about the presents?", ANA))
    assert last(stage).text.startswith("Shall I cancel this? wrap presents") and len(await held(stage)) == 1
    assert [each.argument for each in last(stage).buttons] == [f"stop {number}"]
    await stage.give(alone("cancel the one about the presents", ANA))
    assert last(stage).text.startswith("Cancelled: wrap presents") and await held(stage) == ()


async def test_all_of_them_are_cancelled_by_a_button_only(stage: Stage) -> None:
    await made(stage)
    turns(stage, [call("cancel_reminder", number=0)], ["Ok."])
    await stage.give(alone("cancel all my reminders", ANA))
    assert [each.label for each in last(stage).buttons] == ["Cancel all"] and len(await held(stage)) == 1


async def test_nobody_touches_what_is_another_s_or_was_made_elsewhere(stage: Stage) -> None:
    number = await made(stage)
    model = turns(stage, *twice([call("cancel_reminder", number=number)], ["Ok."]))
    await stage.give(alone("cancel it", replace(ANA, handle="105", name="Ben")))
    assert told(model) == [UNKNOWN]
    await stage.give(said("cancel it", ANA, HALL))
    assert told(model) == [UNKNOWN] and len(await held(stage)) == 1


async def test_one_is_moved_to_the_person_s_own_time(stage: Stage) -> None:
    number = await made(stage)
    model = turns(stage, [call("move_reminder", number=number, when="at 5pm")], ["Moved."])
    await stage.give(alone("move it to 5pm... I mean at 5pm", ANA))
    due = (await held(stage))[0].next_due
    assert due is not None and f"{due.astimezone(BERLIN):%Y-%m-%d %H:%M}" == "2040-12-24 17:00"
    assert last(stage).text.startswith("Changed: wrap presents")
    model = turns(stage, [call("move_reminder", number=number, when="2041-01-01")], ["Ok."])
    await stage.give(alone("move it", ANA))
    assert told(model) == [NOT_THEIRS]
    turns(stage, [call("move_reminder", number=number, when="to 5")], ["Ok."])
    await stage.give(alone("move it to 5", ANA))
    assert [each.label for each in last(stage).buttons] == ["Mon 24 Dec 2040, 05:00", "Mon 24 Dec 2040, 17:00"]


async def test_a_day_said_of_a_rhythm_is_asked_about(stage: Stage) -> None:
    turns(stage, *twice([call("move_reminder", number=1, when="Tuesday")], ["Ok."]))
    await stage.give(alone("Remind me every Monday at 9am to call the bank.", ANA))
    before = await held(stage)
    await stage.give(alone("move it to Tuesday", ANA))
    always, once = (each.label for each in last(stage).buttons)
    assert always.startswith("Every Tuesday at 09:00") and once.startswith("Tue ") and await held(stage) == before


async def test_a_server_that_refuses_tools_answers_without_them_and_grammar_goes_on(stage: Stage) -> None:
    model = turns(stage, [ModelRejected()], ["Hello."], ["Hello again."])
    assert await stage.give(alone("Hi", ANA)) == "Hello."
    assert await stage.give(alone("Hi there", ANA)) == "Hello again."
    assert [bool(each) for each in model.offered] == [True, False, False]
    await stage.give(alone("Thanks! Remind me tomorrow at 9am to call the bank.", ANA))
    assert len(await held(stage)) == 1


async def test_a_slow_model_is_spared_the_tools(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Hello."], slow=True)
    await stage.give(alone("Hi", ANA))
    assert model.offered == [()]


async def test_a_request_among_other_words_is_the_model_s(stage: Stage) -> None:
    text = "Remind me tomorrow at 9am to call the bank. What is the capital of France?"
    model = turns(stage, [call("remind", what="call the bank", when="tomorrow at 9am")], ["Paris."])
    await stage.give(alone(text, ANA))
    assert stage.sheet.sent[-2] == "Paris." and len(model.prompts) == 2 and len(await held(stage)) == 1
    assert isinstance(model.prompts[0][-1], ChatMessage)
