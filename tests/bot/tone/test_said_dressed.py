"""Wishes beside what people put around them: smileys, a question mark, a name in front, another wish."""

import time

import pytest

from bot.tone.said import NOTHING, said
from memory.tone.wished import Dial

SHORTER, NO_EMOJI = (Dial.LENGTH, -1), (Dial.EMOJI, -2)


@pytest.mark.parametrize(
    "text",
    [
        "shorter please :)",
        "shorter please! :D",
        "**shorter please** (^_^)",
        "Shorter please haha~",
        "kürzer bitte 😅",
        "¡Más corto, por favor! 🙏",
        "plus court svp ;)",
        "mais curto por favor 🙂",
        "più breve per favore 😅",
        "Короче, пожалуйста 🙏",
        "daha kısa lütfen 🙂",
        "请简短一点🙏",
        "أقصر من فضلك 🙂",
        "短くして🙏",
        "shorter, please?",
        "Kürzer, bitte?",
        "más corto, por favor?",
        "plus court, s'il te plaît ?",
        "mais curto por favor?",
        "più breve per favore?",
        "короче, пожалуйста?",
        "daha kısa lütfen?",
        "أقصر من فضلك؟",
        "Butler, shorter please",
        "hey butler, shorter please :)",
        "Jeeves, kürzer bitte",
        "Lola, más corto por favor",
        "Рита, короче пожалуйста",
        "バトラー、短くして",
        "管家，请简短一点",
        "Butler, could you be more concise?",
    ],
)
def test_a_wish_is_understood_whatever_is_around_it(text: str) -> None:
    assert [(turn.dial, turn.value) for turn in said(text).turns] == [SHORTER]


@pytest.mark.parametrize(
    ("text", "dial", "value"),
    [
        ("duz mich bitte 🙂", Dial.ADDRESS, -2),
        ("no emojis pls 🙄", *NO_EMOJI),
        ("Butler, no emoji please", *NO_EMOJI),
        ("Hey Butler, no emojis please!", *NO_EMOJI),
    ],
)
def test_so_are_other_wishes(text: str, dial: Dial, value: int) -> None:
    assert [(turn.dial, turn.value) for turn in said(text).turns] == [(dial, value)]


@pytest.mark.parametrize(
    "text",
    [
        "shorter and no emoji",
        "Butler, shorter and no emojis please :)",
        "From now on shorter and without emojis, please.",
        "Shorter, no emojis, please",
        "kürzer und ohne Emojis",
        "más corto y sin emojis",
        "plus court et sans emojis",
        "mais curto e sem emojis",
        "più breve e senza emoji",
        "короче и без смайликов",
        "daha kısa ve emojisiz",
        "أقصر وبدون إيموجي",
        "もっと短く、絵文字なしで",
        "简短一点，不要用表情",
    ],
)
def test_two_wishes_at_once_are_both_understood(text: str) -> None:
    assert {(turn.dial, turn.value) for turn in said(text).turns} == {SHORTER, NO_EMOJI}


def test_joined_wishes_that_are_meant_for_good_count_beside_anything() -> None:
    assert said("What is inflation? From now on shorter and no emojis, please.").lasting
    assert said("What is inflation? Shorter and no emojis, please.") == NOTHING
    assert not said("shorter and no emojis").lasting


@pytest.mark.parametrize(
    "text",
    [
        "make the list shorter",
        "no emoji in the file name",
        "less emoji 😂 in the title",
        "can you write a shorter poem?",
        "can you make it shorter and add a title?",
        "shorter and with a title",
        "shorter, and then send it",
        "no emoji and a better headline",
        "no jokes and beer",
        "shorter or longer, please?",
        "shorter and longer",
        "are shorter answers better?",
        "why shorter, please?",
        "shorter? 🙂",
        "no emojis? :(",
        "Email, shorter please",
        "Translate, no jokes please",
        "text, shorter and no emoji",
        "the poem is nice 🙂 make it shorter",
        "He said: shorter please :)",
        "Ben said no emoji 🙂",
        "🙂",
        "Butler, what is shorter?",
        "Butler, Ben, shorter please",
        "der Text ist zu lang und hat Emojis",
        "kürzer und mit Überschrift",
        "Text, kürzer bitte",
        "Er will es kürzer und ohne Emojis",
        "más corto y con título",
        "¿más corto? 🙂",
        "plus court et avec un titre",
        "texte, plus court svp",
        "mais curto e com título",
        "più breve e con un titolo",
        "Короче, пошли домой и без смайликов",
        "daha kısa ve başlıklı",
        "文章、短くして🙏",
        "文章，短一点",
    ],
)
def test_an_ordinary_sentence_is_no_wish_for_what_is_around_it(text: str) -> None:
    assert said(text) == NOTHING


@pytest.mark.parametrize("text", ["a, " * 33, "please, " * 12, "ok and " * 14, "、" * 99, "🙂 " * 49, "x" * 99 + ","])
def test_whatever_is_around_it_takes_no_time(text: str) -> None:
    said("hi")
    began = time.perf_counter()
    said(text)
    assert time.perf_counter() - began < 0.2, "a pattern tries too many ways"
