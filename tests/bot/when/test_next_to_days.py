"""The day before another and the day after it, in the words of each language; what is not right beside it is asked."""

import pytest

from bot.when import Unsure
from tests.bot.when.asked import due, offered, reading


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("en", "the day before Christmas at 6pm", "12-24 18:00"),
        ("en", "the night before Christmas", "12-24 21:00"),
        ("en", "the day after Christmas at noon", "12-26 12:00"),
        ("de", "am Vorabend des 5. Dezember um 8", "12-04 20:00"),
        ("de", "am Tag nach dem 5. Dezember um 9 Uhr", "12-06 09:00"),
        ("es", "el día antes de Navidad a las 6 de la tarde", "12-24 18:00"),
        ("es", "el día después de Navidad a las 6 de la tarde", "12-26 18:00"),
        ("pt", "na véspera do dia 5 de dezembro às 18h", "12-04 18:00"),
        ("fr", "la veille de Noël à 18h", "12-24 18:00"),
        ("fr", "le lendemain de Noël à 18h", "12-26 18:00"),
        ("it", "il giorno prima di Natale alle 18", "12-24 18:00"),
        ("ru", "за день до Нового года в 18:00", "12-31 18:00"),
        ("ru", "накануне 5 декабря в 18:00", "12-04 18:00"),
        ("ja", "クリスマスの前日の18時", "12-24 18:00"),
        ("zh", "圣诞节前一天晚上6点", "12-24 18:00"),
        ("zh", "圣诞节第二天早上9点", "12-26 09:00"),
    ],
)
def test_a_day_next_to_another_is_that_day(language: str, text: str, at: str) -> None:
    assert due(text, language) == f"2027-{at}"
    assert reading(text, language).task == ""


def test_the_day_before_something_on_a_day_is_asked_about() -> None:
    text = "remind me the day before my flight on December 10 at 9am"
    assert reading(text).question is Unsure.WHICH_DAY
    assert offered(text) == ["12-10 09:00", "12-09 09:00"]


def test_the_day_before_yesterday_is_a_word_of_its_own() -> None:
    assert reading("the day before yesterday at 9").question is Unsure.PAST
    assert due("the day after tomorrow at noon") == "2027-03-12 12:00"


@pytest.mark.parametrize("text", ["remind me on the 12th to pay rent", "remind me the 12th to pay rent"])
def test_a_day_of_the_month_before_what_is_to_be_done_is_no_range(text: str) -> None:
    assert due(text) == "2027-03-12 09:00" and reading(text).task == "pay rent"
