"""Hours, ends and ranges of days beside the name of a month: none of them is taken for another."""

from datetime import date

import pytest

from bot.when import Recurring, Unsure
from tests.bot.when.asked import CHICAGO, NOW, offered, reading


def daily(text: str, language: str) -> tuple[str, date, date]:
    """The hour, the first day and the last."""
    found = reading(text, language).understood
    assert isinstance(found, Recurring) and found.ends is not None
    first = found.next(NOW)
    assert first is not None
    at = first.astimezone(CHICAGO)
    last = max(each.astimezone(CHICAGO).date() for each in found.first(60, NOW))
    return f"{at:%H:%M}", at.date(), last


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-US", "every day at 9 until 12 April to take pills"),
        ("en-US", "every day at 9 until April 12 to take pills"),
        ("en-US", "daily at 9am until 12 April 2027 to take pills"),
        ("de", "jeden Tag um 9 bis zum 12. April an die Tabletten"),
        ("de", "täglich um 9 bis 12. April an die Tabletten"),
        ("es", "cada día a las 9 hasta el 12 de abril tomar la pastilla"),
        ("pt", "todos os dias às 9 até 12 de abril de tomar o remédio"),
        ("fr", "tous les jours à 9h jusqu'au 12 avril de prendre le cachet"),
        ("it", "ogni giorno alle 9 fino al 12 aprile di prendere la pillola"),
        ("ru", "каждый день в 9 до 12 апреля пить таблетки"),
        ("tr", "her gün saat 9'da 12 Nisan'a kadar ilaç almayı"),
        ("ja", "4月12日まで毎日9時に薬を飲む"),
        ("ja", "毎日9時に4月12日まで薬を飲む"),
    ],
)
def test_an_hour_before_an_end_is_no_day_of_a_range(language: str, text: str) -> None:
    hour, first, last = daily(text, language)
    assert (hour, last) == ("09:00", date(2027, 4, 12))
    assert first <= date(2027, 3, 11)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "every day from 9 to 12 April at 8am to take pills"),
        ("en", "daily 9-12 April at 8am to take pills"),
        ("en", "daily at 8am from 9 April to 12 April 2027 to take pills"),
        ("de", "vom 9. bis zum 12. April täglich um 8 Uhr morgens an die Tabletten"),
        ("es", "todos los días del 9 al 12 de abril a las 8 de la mañana tomar la pastilla"),
        ("fr", "tous les jours du 9 au 12 avril à 8h du matin de prendre le cachet"),
    ],
)
def test_a_rhythm_ends_with_the_days_that_were_named(language: str, text: str) -> None:
    assert daily(text, language) == ("08:00", date(2027, 4, 9), date(2027, 4, 12))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on 10 and 12 April at 9am to pay"),
        ("en", "on 10 and 12 April 2027 at 9am to pay"),
        ("de", "am 10. und 12. April um 9 Uhr an die Miete"),
    ],
)
def test_two_days_of_a_month_are_asked_about(language: str, text: str) -> None:
    assert reading(text, language).question is Unsure.WHICH_DAY
    assert offered(text, language)[:2] == ["04-10 09:00", "04-12 09:00"]


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("ja", "12日まで毎日9時に薬を飲むのを思い出させて", Unsure.WHICH_DAY),
        ("tr", "yarın 8 için bana hatırlat", Unsure.WHICH_HOUR),
    ],
)
def test_an_end_or_a_number_that_is_not_read_is_asked_about(language: str, text: str, question: Unsure) -> None:
    assert reading(text, language).question is question
    assert offered(text, language) == ["03-11 09:00"]
