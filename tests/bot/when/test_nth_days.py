""" "The first Monday of the month": once it is over, that of the next month is offered, and each month's."""

from datetime import datetime

import pytest

from bot.when import Once, Recurring, Unsure
from tests.bot.when.asked import CHICAGO, due, offered, reading

FIRST_MONDAY = {
    "en": ("on the first Monday of the month at 9", "first Monday of the month", "remind me on the first Monday at 9"),
    "de": ("am ersten Montag im Monat um 9", "am ersten Montag des Monats", "am ersten Montag um 9"),
    "es": ("el primer lunes del mes a las 9", "el primer lunes a las 9"),
    "fr": ("le premier lundi du mois à 9h", "le premier lundi à 9h"),
    "it": ("il primo lunedì del mese alle 9", "il primo lunedì alle 9"),
    "pt": ("na primeira segunda do mês às 9h",),
    "ru": ("в первый понедельник месяца в 9", "в первый понедельник в 9"),
    "tr": ("ayın ilk pazartesi günü saat 9'da", "ilk pazartesi saat 9'da"),
    "ar": ("في أول اثنين من الشهر الساعة 9", "أول يوم اثنين من الشهر الساعة 9"),
    "ja": ("月の第1月曜日の9時", "第1月曜日9時", "第1月曜日の9時"),
    "zh": ("第一个星期一9点",),
}
ALL = [(each, text) for each, texts in FIRST_MONDAY.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), ALL)
def test_an_nth_weekday_that_is_over_is_asked_for_with_the_next_and_the_rhythm(language: str, text: str) -> None:
    found = reading(text, language)
    assert (found.understood, found.question, found.task) == (None, Unsure.WHICH_DAY, "")
    once, monthly = (choice.schedule for choice in found.alternatives)
    assert isinstance(once, Once) and once.wall == datetime(2027, 4, 5, 9)
    assert isinstance(monthly, Recurring) and str(monthly.rule) == "FREQ=MONTHLY;BYDAY=1MO"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("on the third Friday of the month at 9am", "2027-03-19 09:00"),
        ("on the last Friday of the month at 9am", "2027-03-26 09:00"),
        ("on the first of the month at 9am", "2027-04-01 09:00"),
        ("on the first day of the month at 9am", "2027-04-01 09:00"),
        ("on the 15th of the month at 9am", "2027-03-15 09:00"),
    ],
)
def test_one_that_is_to_come_is_taken_and_its_rhythm_offered(text: str, at: str) -> None:
    assert due(text) == at and reading(text).task == ""
    assert isinstance(reading(text).alternatives[-1].schedule, Recurring)


def test_a_month_without_a_fifth_one_is_passed_over() -> None:
    assert offered("on the fifth Sunday of the month at 9am") == ["05-30 09:00", "05-30 09:00"]


def test_the_hour_of_today_that_is_over_is_that_of_the_next_month() -> None:
    assert offered("on the second Wednesday of the month at 9am") == ["04-14 09:00", "04-14 09:00"]
    last = datetime(2027, 3, 31, 10, tzinfo=CHICAGO)
    assert offered("on the last day of the month at 9am", now=last) == ["04-30 09:00", "04-30 09:00"]


def test_a_month_that_was_named_is_meant() -> None:
    assert reading("on the first Monday of this month at 9am").question is Unsure.PAST
    assert due("on the first Monday of next month at 9am") == "2027-04-05 09:00"
    assert reading("on the first Monday of next month at 9am").alternatives == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "每月第一个星期一9点"), ("zh", "每个月的第一个星期一9点"), ("tr", "her ayın ilk pazartesi günü 9'da")],
)
def test_each_month_said_before_it_is_the_rhythm(language: str, text: str) -> None:
    found = reading(text, language).understood
    assert isinstance(found, Recurring) and str(found.rule) == "FREQ=MONTHLY;BYDAY=1MO"
