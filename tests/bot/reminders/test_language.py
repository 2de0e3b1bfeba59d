"""Whoever wishes to be reminded is answered in their own language, where there are words for it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from bot.catalog import load_catalog
from bot.naming import NAMED
from bot.reminders.language import formal_of, in_language, languages, put, sentences_of
from bot.reminders.outcomes import Refusal
from bot.reminders.sentences import CANCELLED, FRESH, HOW, HOW_TO_MAKE, REFUSALS
from bot.reminders.wish import wish_of
from bot.when.lexicon import LANGUAGES
from tests.bot.chat import Chat, chatting, fits, labels
from tests.bot.registers import FAMILIAR
from tests.bot.reminders.reminded import ZONE
from tests.bot.reminders.used import bare, used
from tests.bot.stage import staged

WORDS = "when|answer|accept|drop|cancel all|cancel|all yes|all|quiet off|quiet|agree|refuse"  # typed after a command


def holes(sentence: str) -> list[str]:
    """What is filled in."""
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name)


def commands(sentence: str) -> list[str]:
    """The commands in it, with the words after them that are typed as they stand."""
    return re.findall(rf"/[a-z]+(?: (?:{WORDS})(?![\w]))?", sentence)


def test_every_language_in_which_times_are_understood_has_all_sentences() -> None:
    assert languages() | {"en"} == set(LANGUAGES) and set(load_catalog()[0].names) <= set(LANGUAGES)
    assert len(used()) > 120 and not bare(), "each sentence is looked up"
    for language in languages():
        assert set(sentences_of(language)) == used(), language
        assert formal_of(language).keys() <= used(), language


@pytest.mark.parametrize("language", sorted(FAMILIAR))
def test_nothing_familiar_is_left_where_people_are_addressed_formally(language: str) -> None:
    for english in used():
        assert not FAMILIAR[language].search(said := in_language(f"{language}-AT-x-formal", english)), said
    assert any(FAMILIAR[language].search(in_language(language, english)) for english in used())


def test_only_arabic_has_one_way_of_addressing_people() -> None:
    assert {each for each in languages() if not formal_of(each)} == languages() - FAMILIAR.keys() == {"ar"}
    assert in_language("ar-x-formal", FRESH) == in_language("ar", FRESH) != FRESH


@pytest.mark.parametrize("language", sorted(languages()))
def test_commands_stand_in_every_language_as_they_are_typed(language: str) -> None:
    for english, sentence in (*sentences_of(language).items(), *formal_of(language).items()):
        assert sorted(commands(sentence)) == sorted(commands(english)), sentence
        # Where a name of one is not found, people read `/reminders` where they have to type something else.
        assert len(NAMED.findall(sentence)) == len(NAMED.findall(english)), sentence
    how = set(re.findall(r"[a-z]+", in_language(language, HOW)))
    assert {"when", "text", "pause", "resume", "skip", "cancel", "all", "quiet", "calendar", "file", "open"} <= how


@pytest.mark.parametrize("tag", [f"{language}{way}" for language in sorted(languages()) for way in ("", "-x-formal")])
@pytest.mark.parametrize("english", [REFUSALS[Refusal.NOTHING], HOW_TO_MAKE])
def test_what_is_given_as_an_example_is_understood(tag: str, english: str) -> None:
    (example,) = re.findall(r".*/remind ([^/]+)[.。]$", in_language(tag, english))
    wish = wish_of(example, datetime(2026, 11, 26, 10, tzinfo=UTC), zone=ZONE, languages=[tag], company=False)
    assert wish.question is None and wish.task and wish.schedule is not None
    assert wish.schedule.next(datetime(2026, 11, 26, 10, tzinfo=UTC)) == datetime(2026, 11, 27, 8, tzinfo=UTC)


def test_a_slash_stands_before_its_command_where_text_runs_from_right_to_left() -> None:
    assert all(not re.search(r"(?<!\u200e)/[a-z]", sentence) for sentence in sentences_of("ar").values())
    assert any("\u200e/" in sentence for sentence in sentences_of("ar").values())


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


@dataclass(frozen=True, slots=True)
class Spoken:
    """How one talks there: a wish and its echo, a task without a time, what is asked then, and the labels."""

    tag: str
    wish: str
    echo: str
    task: str
    question: str
    under: tuple[str, str]  # the echo
    open: tuple[str, str]  # and the question


SPOKEN = (
    Spoken(
        "it-IT", "ogni lunedì alle 9 annaffiare le piante",
        "Ti ricorderò questo: annaffiare le piante\nOgni lunedì alle 09:00 a partire da lunedì ",
        "chiamare Bob", "Quando te lo ricordo? (chiamare Bob)",
        ("Modifica", "Elimina"), ("Dirlo con parole mie", "Non serve più"),
    ),
    Spoken(
        "ru-RU", "каждый понедельник в 9 полить цветы",
        "Напомню тебе об этом: полить цветы\nКаждый понедельник в 09:00 начиная с ",
        "позвонить Бобу", "Когда тебе напомнить? (позвонить Бобу)",
        ("Изменить", "Удалить"), ("Сказать своими словами", "Не нужно"),
    ),
    Spoken(
        "zh-CN", "每周一9点给花浇水", "我会提醒你：给花浇水\n每星期一 09:00 从",
        "给小李打电话", "要我什么时候提醒你？ (给小李打电话)",
        ("修改", "删除"), ("用自己的话说", "不用了"),
    ),
    Spoken(
        "ar", "سقي الزهور كل يوم اثنين الساعة 9",
        "سأذكرك بهذا: سقي الزهور\nكل يوم الاثنين الساعة 09:00 ابتداء من الاثنين، ",
        "الاتصال ببوب", "متى أذكرك؟ (الاتصال ببوب)",
        ("تعديل", "حذف"), ("بكلماتي", "لا داعي"),
    ),
    Spoken(
        "tr-TR", "her pazartesi saat 9'da çiçekleri sula",
        "Sana şunu hatırlatacağım: çiçekleri sula\nHer pazartesi saat 09:00 ",
        "Bob'u aramak", "Sana ne zaman hatırlatayım? (Bob'u aramak)",
        ("Değiştir", "Sil"), ("Kendi sözlerimle", "Vazgeç"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("spoken", SPOKEN, ids=lambda spoken: spoken.tag)
async def test_an_echo_and_a_question_are_in_the_language_of_who_asks(chat: Chat, spoken: Spoken) -> None:
    seat = chat.stage.seat
    chat.stage.seat = replace(seat, author=replace(seat.author, locale=spoken.tag))
    made = await chat.order("remind", spoken.wish)
    assert made.text.startswith(spoken.echo) and " (Europe/Berlin).\n" in made.text
    assert tuple(labels(made)[-2:]) == spoken.under
    asked = await chat.order("remind", spoken.task)
    assert asked.text == spoken.question and tuple(labels(asked)[-2:]) == spoken.open
    taken = await chat.press(asked, labels(asked)[-3])
    assert taken.text.startswith(put(spoken.tag, FRESH, text=spoken.task) + "\n")
    gone = await chat.press(taken, spoken.under[1])
    assert gone.text == put(spoken.tag, CANCELLED, text=spoken.task)


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
