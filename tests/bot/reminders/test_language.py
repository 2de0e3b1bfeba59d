"""Whoever wishes to be reminded is answered in their own language, where there are words for it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from bot.catalog import load_catalog
from bot.reminders.language import formal_of, in_language, languages, put, sentences_of
from bot.reminders.outcomes import Refusal
from bot.reminders.sentences import FRESH, REFUSALS
from tests.bot.chat import Chat, chatting, fits, labels
from tests.bot.registers import FAMILIAR
from tests.bot.reminders.reminded import ZONE
from tests.bot.reminders.used import bare, used
from tests.bot.stage import staged


def holes(sentence: str) -> list[str]:
    """What is filled in."""
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name)


def test_every_language_of_the_commands_has_all_sentences() -> None:
    assert languages() | {"en"} == set(load_catalog()[0].names)
    assert len(used()) > 120 and not bare(), "each sentence is looked up"
    for language in languages():
        assert set(sentences_of(language)) == used(), language
        assert formal_of(language).keys() <= used(), language


@pytest.mark.parametrize("language", sorted(languages()))
def test_nothing_familiar_is_left_where_people_are_addressed_formally(language: str) -> None:
    for english in used():
        assert not FAMILIAR[language].search(said := in_language(f"{language}-AT-x-formal", english)), said
    assert any(FAMILIAR[language].search(in_language(language, english)) for english in used())


@pytest.mark.parametrize("language", sorted(languages()))
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    for english, sentence in (*sentences_of(language).items(), *formal_of(language).items()):
        assert sentence.strip() == sentence != "" and holes(sentence) == holes(english), english


def test_a_language_without_words_is_spoken_to_in_english() -> None:
    assert in_language("fi-FI", FRESH) == in_language(None, FRESH) == in_language("en-GB", FRESH) == FRESH
    assert in_language("de-AT", FRESH) == in_language("DE", FRESH) != FRESH
    assert in_language("en-x-formal", FRESH) == in_language("fi-x-formal", FRESH) == FRESH


def test_what_is_filled_in_is_not_read_for_places_to_fill() -> None:
    assert put("de", FRESH, text="{text} {0} {") == "Daran erinnere ich dich: {text} {0} {"


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """Somebody in Berlin whose application speaks German."""
    async with chatting(database_dsn, tmp_path) as chat:
        await chat.order("timezone", ZONE)
        seat = chat.stage.seat
        chat.stage.seat = replace(seat, author=replace(seat.author, locale="de-DE"))
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)


async def test_an_echo_and_a_question_are_german_where_german_is_spoken(chat: Chat) -> None:
    made = await chat.order("remind", "morgen um 9 Uhr Bob {text} anrufen")
    assert (
        made.text.startswith("Daran erinnere ich dich: Bob {text} anrufen\n")
        and "um 09:00 Uhr (Europe/Berlin)." in made.text
    )
    assert labels(made)[-2:] == ["Ändern", "Löschen"]
    asked = await chat.order("remind", "Bob anrufen")
    assert asked.text.startswith("Wann soll ich dich erinnern? (Bob anrufen)")
    assert labels(asked)[-2:] == ["In eigenen Worten sagen", "Doch nicht"]
    assert "Daran erinnere ich dich: Bob anrufen" in (await chat.press(asked, labels(asked)[-3])).text


async def test_what_is_refused_and_how_to_answer_is_german_too(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        await stage.order("timezone", ZONE)
        stage.seat = replace(stage.seat, author=replace(stage.seat.author, locale="de-DE"))
        often = await stage.order("remind", "jede Minute trinken")
        assert often == in_language("de", REFUSALS[Refusal.TOO_OFTEN]) != REFUSALS[Refusal.TOO_OFTEN]
        asked = await stage.order("remind", "Bob anrufen")
        assert asked.startswith("Wann soll ich dich erinnern?") and "in eigenen Worten." in asked
        made = await stage.order("remind", "morgen um 9 Uhr Bob anrufen")
        assert "Zum Ändern: /reminders when " in made
        for told in (often, asked, made):
            assert not {"Say", "To", "If", "at", "and"} & set(told.split())


async def test_no_sentence_is_in_two_languages(chat: Chat) -> None:
    asked = await chat.order("remind", "alle 3 Tage um 5 gießen")
    instead = labels(asked)[0]
    assert instead.startswith("Stattdessen alle 3 Tage um ")
    last = await chat.order("remind", "jeden Monat am letzten Tag um 9:00 Miete zahlen")
    assert "\nJeden Monat am letzten Tag um 09:00 Uhr ab " in last.text
