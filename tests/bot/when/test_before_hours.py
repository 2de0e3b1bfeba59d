""" "An hour before six" is five, in every language; it was six, or an hour from now."""

import pytest

from bot.when import Unsure
from tests.bot.when.asked import due, reading

AN_HOUR_BEFORE = {
    "en": ("an hour before 6pm", "remind me one hour before 6pm"),
    "de": ("eine Stunde vor 18 Uhr", "erinnere mich eine Stunde vor 18 Uhr"),
    "es": ("una hora antes de las 6 de la tarde", "recuérdame una hora antes de las 18h"),
    "fr": ("une heure avant 18h", "rappelle-moi une heure avant 18h"),
    "it": ("un'ora prima delle 18", "ricordami un'ora prima delle 18"),
    "pt": ("uma hora antes das 18h", "me lembre uma hora antes das 6 da tarde"),
    "ru": ("за час до 18:00", "напомни за час до 18:00"),
    "tr": ("18:00'den bir saat önce", "saat 18'den 1 saat önce hatırlat"),
    "ar": ("قبل الساعة 18 بساعة",),
    "ja": ("18時の1時間前", "18時の1時間前にリマインド"),
    "zh": ("18点前一小时", "18点之前一小时提醒我"),
}
TEN_MINUTES_BEFORE = {
    "en": "10 minutes before 6pm",
    "de": "zehn Minuten vor 18 Uhr",
    "es": "diez minutos antes de las 6 de la tarde",
    "fr": "10 minutes avant 18h",
    "it": "dieci minuti prima delle 18",
    "pt": "10 minutos antes das 18h",
    "ru": "за 10 минут до 18:00",
    "tr": "saat 18'den 10 dakika önce",
    "ja": "18時10分前",
    "zh": "18点前10分钟",
}


@pytest.mark.parametrize(
    ("language", "text"), [(each, text) for each, texts in AN_HOUR_BEFORE.items() for text in texts]
)
def test_an_hour_before_another(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-10 17:00" and reading(text, language).task == ""


@pytest.mark.parametrize(("language", "text"), TEN_MINUTES_BEFORE.items())
def test_minutes_before_an_hour(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-10 17:50" and reading(text, language).task == ""


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("es", "mañana una hora antes de las 6", "2027-03-11 17:00"),
        ("es", "mañana una hora antes de la una", "2027-03-11 12:00"),
        ("fr", "demain deux heures avant midi", "2027-03-11 10:00"),
        ("it", "domani mezz'ora prima delle 18", "2027-03-11 17:30"),
        ("zh", "18点10分前", "2027-03-10 18:10"),
        ("es", "antes de las 6 de la tarde", "2027-03-10 18:00"),
        ("ru", "до 18:00", "2027-03-10 18:00"),
    ],
)
def test_the_hour_itself_and_its_half_stay(language: str, text: str, at: str) -> None:
    assert due(text, language) == at


def test_a_rhythm_until_an_hour_is_no_time_before_it() -> None:
    assert reading("каждые 2 часа до 18:00", "ru").question is None
    assert due("cada 2 horas antes de las 18", "es") != "2027-03-10 16:00"
    assert reading("через час, до 18:00", "ru").question is not Unsure.NO_TIME
