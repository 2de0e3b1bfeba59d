"""Wishes in words and emergencies while people talk: kept, told, taken back, and said before any model is asked."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console import home_of as seat_of
from adapters.console.parse import author_of
from bot.bridge import to_account, to_place
from bot.config import LimitSettings
from bot.heeding import Heeding
from bot.llm.types import ChatMessage
from bot.tone.easing import advice_in
from bot.wishing import Wishing
from memory.tone.wished import Dial, Preset, WishRow
from memory.types import Viewer
from tests.bot.chat import Chat, ChatSheet, labels
from tests.bot.stage import Stage, staged

LINES = {"de-AT": "Rettung: 144.", "de": "Notruf: 112.", "default": "Call 0800 000/help now."}


def hello(messages: Sequence[ChatMessage]) -> list[str]:
    """A model that greets."""
    return ["Hello there, ", "all of you."]


async def wished(stage: Stage) -> dict[Dial | Preset, WishRow]:
    """What the person wishes, by what it is about."""
    seat, memory = stage.seat, stage.memory
    person = await memory.person(to_account("console", seat.author), to_place(seat.address, seat.audience))
    return {row.name: row for row in await memory.tones.wished(person)}


@asynccontextmanager
async def helping(stage: Stage) -> AsyncIterator[Stage]:
    """The stage of an operator who named help lines."""
    serving = stage.assembly.dispatch._serving
    usual, serving._heeding = serving._heeding, Heeding(Wishing(stage.memory.tones), stage.memory.recent, LINES)
    yield stage
    serving._heeding = usual


async def test_a_wish_counts_for_the_very_answer_and_is_told_with_how_to_undo_it(chat: Chat) -> None:
    model = chat.stage.speak_with(hello)
    await chat.stage.say("no emoji please")
    told, answer = chat.sheet.outgoing[0], chat.sheet.sent[-1]
    assert told.text == "(From now on: Emoji: none. /tone undo takes it back.)"
    assert labels(told) == ["Undo the last change"] and answer.startswith("Hello")
    assert "<tone>" in str(model.prompts[-1]), "the model is told at once"
    row = (await wished(chat.stage))[Dial.EMOJI]
    assert row.value == -2 and row.source is not None
    assert "Emoji: as measured" in (await chat.press(told, "Undo the last change")).text


async def test_without_a_model_a_wish_is_kept_too(chat: Chat) -> None:
    await chat.stage.say("Deine Antworten sind zu lang.")
    await chat.stage.say("Bitte keine Redewendungen")
    rows = await wished(chat.stage)
    assert rows[Dial.LENGTH].value == -1 and rows[Preset.NO_IDIOMS].value == 1


async def test_a_form_that_was_wished_in_words_names_its_line_and_goes_with_it(chat: Chat) -> None:
    await chat.stage.say("Please no idioms")
    line = (await wished(chat.stage))[Preset.NO_IDIOMS].source
    assert line is not None
    assert "(you said so" in (await chat.order("why", "tone")).text
    seat, memory = chat.stage.seat, chat.stage.memory
    place = to_place(seat.address, seat.audience)
    await memory.forget(Viewer(await memory.person(to_account("console", seat.author), place), place), lines=[line])
    assert not await wished(chat.stage)


async def test_where_others_read_there_is_no_button_that_they_could_press(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    chat.go("#garden")
    await chat.stage.say("shorter please")
    assert "/tone undo" in chat.sheet.outgoing[0].text and not chat.sheet.outgoing[0].buttons


@pytest.mark.parametrize("text", ["he said shorter please", "make the text shorter", "> no emoji", "hello"])
async def test_other_words_change_nothing(chat: Chat, text: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(text)
    assert not await wished(chat.stage) and len(chat.sheet.sent) == 1


async def test_what_is_off_the_record_is_not_named_as_where_it_was_said(chat: Chat) -> None:
    await chat.stage.say("hello")
    await chat.order("privacy", "learning off")
    await chat.stage.say("no emoji")
    assert (await wished(chat.stage))[Dial.EMOJI].source is None


async def test_in_an_emergency_help_is_named_before_anything_else(chat: Chat) -> None:
    model = chat.stage.speak_with(hello)
    async with helping(chat.stage):
        await chat.stage.say("Help, my kitchen is on fire!")
        assert chat.sheet.outgoing[0].text == "Call 0800 000/help now.", "as the operator wrote it"
        assert "This may be an emergency" in str(model.prompts[-1])
        for locale, line in (("de-AT", "Rettung: 144."), ("de-CH", "Notruf: 112."), ("fr", LINES["default"])):
            seat = seat_of(author_of(f"Ana {locale}"))
            chat.stage.seat = replace(seat, author=replace(seat.author, locale=locale))
            told = len(chat.sheet.outgoing)
            await chat.stage.say("my kitchen is on fire")
            assert chat.sheet.outgoing[told].text == line


async def test_without_a_help_line_and_a_model_there_is_plain_advice(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        await stage.say("Hilfe, mein Mann atmet nicht mehr")
        assert stage.sheet.sent[0] == advice_in("de") and len(stage.sheet.sent) == 2


@pytest.mark.parametrize("text", ["this code is killing me", "My mother died yesterday.", "I'm so angry at you!"])
async def test_help_is_named_in_emergencies_alone_and_nothing_of_a_state_is_kept(chat: Chat, text: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(text)
    assert chat.sheet.sent == ["Hello there, all of you."]
    assert not await wished(chat.stage)


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("Stop using emojis! You're useless.", Dial.EMOJI, True),
        ("Du bist nutzlos. Duz mich nicht!", Dial.ADDRESS, True),
        ("Eres un inútil. Sin emojis, por favor.", Dial.EMOJI, True),
        ("My dad died yesterday. No jokes please.", Dial.HUMOUR, False),
        ("Mein Vater ist gestern gestorben. Bitte keine Witze.", Dial.HUMOUR, False),
        ("I can't go on anymore. No emojis please.", Dial.EMOJI, False),
    ],
)
async def test_a_wish_said_in_anger_or_grief_is_kept_and_grief_is_not_answered_with_a_receipt(
    chat: Chat, text: str, name: Dial, told: bool
) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(text)
    assert name in await wished(chat.stage)
    assert any("/tone undo" in each.text for each in chat.sheet.outgoing) is told
    assert len(chat.sheet.sent) == 1 + told


async def test_what_is_asked_of_a_text_beside_grief_is_no_wish(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say("My dad died yesterday. Help me with the words for his funeral. No jokes please.")
    assert not await wished(chat.stage)


async def test_in_an_emergency_wishes_are_set_aside(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say("My kitchen is on fire! No emojis please.")
    assert not await wished(chat.stage)


@pytest.mark.parametrize(
    ("asked", "answer", "wish"),
    [
        ("Do you want a longer or a shorter route?", "shorter please", False),
        ("Which route?", "shorter", False),
        ("Möchtest du es einfacher haben?", "einfacher bitte", False),
        ("短くしますか？", "短くしてください", False),
        ("Do you want a longer or a shorter route?", "From now on shorter please", True),
        ("Do you want a longer or a shorter route?", "your answers are too long", True),
        ("Anything else?", "shorter please", True),
        ("Kann ich noch mehr für dich tun?", "Bitte keine Emojis mehr", True),
        ("Take the shorter route.", "shorter please", True),
    ],
)
async def test_what_answers_a_question_of_ours_is_no_wish(chat: Chat, asked: str, answer: str, wish: bool) -> None:
    chat.stage.speak_with(lambda messages: [asked])
    await chat.stage.say("hello")
    await chat.stage.say(answer)
    assert bool(await wished(chat.stage)) is wish


async def test_help_is_named_to_whoever_reached_a_limit(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path, sheet=ChatSheet(), limits=LimitSettings(1, 60)) as stage:
        await stage.say("hello")
        await stage.say("my kitchen is on fire")
        assert stage.sheet.sent[-1].startswith(advice_in("en") + "\n")


async def test_what_who_answers_does_not_take_part_in_is_not_promised(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    await chat.order("persona", "butler")
    await chat.stage.say("more emoji please")
    await chat.stage.say("no more jokes please")
    told = "\n".join(each.text for each in chat.sheet.outgoing)
    assert "(From now on: Emoji: more (here only as far as: none). /tone undo takes it back.)" in told
    assert "(From now on: Humour: none. /tone undo takes it back.)" in told, "no persona insists on jokes"


async def test_of_whom_no_language_is_known_is_told_in_that_of_their_wish(chat: Chat) -> None:
    await chat.stage.say("Siezen Sie mich bitte")
    assert chat.sheet.outgoing[0].text == "(Von jetzt an: Anrede: Sie. /tone undo nimmt das zurück.)"
    await chat.stage.say("sin emojis, por favor")
    assert "(A partir de ahora: " in "".join(each.text for each in chat.sheet.outgoing)
