"""Whoever wants to be woken at an hour means that of the morning; that of the evening is offered beside it."""

from datetime import time

import pytest

from bot.when import Recurring, Unsure
from tests.bot.when.asked import NOW, due, offered, reading

AFTERNOON = NOW.replace(hour=14)
WAKING = {
    "en": ("wake me at 6:45", "wake me up at 6:45", "alarm at 6:45", "set an alarm for 6:45", "get me up at 6:45"),
    "de": ("weck mich um 6:45", "Wecker um 6:45", "stell einen Wecker auf 6:45", "kannst du mich um 6:45 wecken"),
    "es": ("despiértame a las 6:45", "pon una alarma a las 6:45", "alarma a las 6:45"),
    "fr": ("réveille-moi à 6h45", "mets un réveil à 6h45", "mets une alarme à 6h45"),
    "it": ("svegliami alle 6:45", "metti la sveglia alle 6:45", "sveglia alle 6:45"),
    "pt": ("me acorde às 6:45", "acorda-me às 6:45", "despertador às 6:45"),
    "ru": ("разбуди меня в 6:45", "поставь будильник на 6:45", "будильник на 6:45"),
    "tr": ("beni 6:45'te uyandır", "6:45'e alarm kur"),
    "ar": ("أيقظني الساعة 6:45", "صحني الساعة 6:45", "منبه الساعة 6:45"),
    "ja": ("6時45分に起こして", "6時45分にアラーム", "目覚ましを6時45分にセット"),
    "zh": ("6点45分叫醒我", "6点45分叫我起床", "设个6点45分的闹钟"),
}
SEVEN = {
    "en": "wake me up at 7",
    "de": "weck mich um 7",
    "es": "despiértame a las 7",
    "fr": "réveille-moi à 7h",
    "it": "svegliami alle 7",
    "pt": "me acorde às 7",
    "ru": "разбуди меня в 7",
    "tr": "beni saat 7'de uyandır",
    "ar": "أيقظني الساعة 7",
    "ja": "7時に起こして",
    "zh": "7点叫醒我",
}


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in WAKING.items() for text in texts])
def test_one_is_woken_in_the_morning(language: str, text: str) -> None:
    assert due(text, language, now=AFTERNOON) == "2027-03-11 06:45"


@pytest.mark.parametrize(("language", "text"), SEVEN.items())
def test_a_plain_hour_of_waking_is_of_the_morning_and_the_evening_is_offered(language: str, text: str) -> None:
    assert due(text, language, now=AFTERNOON) == "2027-03-11 07:00"
    assert offered(text, language, now=AFTERNOON) == ["03-10 19:00"]
    early = reading(text, language, now=NOW.replace(hour=3))
    assert early.question is None and due(text, language, now=NOW.replace(hour=3)) == "2027-03-10 07:00"


def test_a_day_and_a_rhythm_of_waking_are_of_the_morning_too() -> None:
    assert due("wake me tomorrow at 5:30", now=AFTERNOON) == "2027-03-11 05:30"
    found = reading("wake me every day at 5:30", now=AFTERNOON).understood
    assert isinstance(found, Recurring) and found.times == (time(5, 30),)
    assert due("weck mich auf den Punkt um halb sieben", "de", now=AFTERNOON) == "2027-03-11 06:30"


def test_the_words_for_an_hour_decide_as_ever() -> None:
    assert due("wake me at 7pm", now=AFTERNOON) == "2027-03-10 19:00"
    assert due("wake me at 6 in the evening", now=AFTERNOON) == "2027-03-10 18:00"
    assert due("wake me at 3", now=AFTERNOON) == "2027-03-10 15:00"  # a nap
    assert due("wake me today at 6", now=AFTERNOON) == "2027-03-10 18:00"


@pytest.mark.parametrize("text", ["check the fire alarm at 6:45", "alarm company calls at 6:45", "remind me at 6:45"])
def test_other_alarms_wake_nobody(text: str) -> None:
    assert due(text, now=AFTERNOON) == "2027-03-10 18:45"


def test_a_small_word_before_an_hour_is_no_morning() -> None:
    assert due("call mum à quarter past 6", "en", now=AFTERNOON) == "2027-03-10 18:15"
    assert due("rappelle-moi à 6h45", "fr", now=AFTERNOON) == "2027-03-11 06:45"  # as 6:45 is
    assert reading("réveille-moi à 6h45", "fr").task == ""


def test_the_alarm_is_set_for_a_plain_number() -> None:
    assert due("stell einen Wecker auf 7", "de", now=AFTERNOON) == "2027-03-11 07:00"
    assert due("поставь будильник на 7", "ru", now=AFTERNOON) == "2027-03-11 07:00"
    assert due("set my alarm for 7", "en", now=AFTERNOON) == "2027-03-11 07:00"
    assert reading("on 7", now=AFTERNOON).question is Unsure.NO_TIME
