"""What was said beside a time and dropped in silence: how often a day, a second part of it, bounds behind the task."""

from datetime import time

import pytest

from bot.when import Recurring, Unsure
from tests.bot.when.asked import offered, reading

TWO_PARTS = {
    "en": ("tomorrow morning and evening", "tomorrow in the morning and in the evening", "tmrw morning n evening"),
    "de": ("morgen früh und abends", "morgen früh und am Abend"),
    "es": ("mañana por la mañana y por la noche",),
    "fr": ("demain matin et le soir",),
    "ja": ("明日の朝と夜",),
}
THREE_TIMES_A_DAY = {
    "en": ("remind me 3 times a day to rest", "remind me three times a day for a week to rest"),
    "de": ("erinnere mich 3 mal am Tag ans Trinken", "erinnere mich dreimal am Tag ans Trinken"),
    "es": ("recuérdame tres veces al día beber",),
    "fr": ("rappelle-moi trois fois par jour de boire",),
    "it": ("ricordami tre volte al giorno di bere",),
    "pt": ("me lembre três vezes por dia de beber",),
    "ru": ("напоминай мне три раза в день пить",),
    "ja": ("1日3回リマインドして",),
    "zh": ("一天三次提醒我",),
}


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in TWO_PARTS.items() for text in texts])
def test_two_parts_of_a_day_are_asked_for_on_that_day(language: str, text: str) -> None:
    found = reading(text, language)
    assert (found.understood, found.task) == (None, "")
    assert sorted(offered(text, language)) in (["03-11 09:00", "03-11 19:00"], ["03-11 09:00", "03-11 21:00"])


def test_the_hour_of_one_of_two_days_is_that_of_both() -> None:
    assert sorted(offered("today and tomorrow at 8pm")) == ["03-10 20:00", "03-11 20:00"]
    assert sorted(offered("heute und morgen um 20 Uhr", "de")) == ["03-10 20:00", "03-11 20:00"]
    assert sorted(offered("tonight and tomorrow morning")) == ["03-10 21:00", "03-11 09:00"]


@pytest.mark.parametrize(
    ("language", "text"), [(each, text) for each, texts in THREE_TIMES_A_DAY.items() for text in texts]
)
def test_how_often_a_day_is_asked_at_which_hours(language: str, text: str) -> None:
    found = reading(text, language)
    assert (found.understood, found.question) == (None, Unsure.WHICH_HOUR)
    assert any(isinstance(each.schedule, Recurring) for each in found.alternatives)


def test_the_hours_for_how_often_answer_it() -> None:
    found = reading("remind me 3 times a day at 8am, 12 and 6pm to rest").understood
    assert isinstance(found, Recurring) and found.times == (time(8), time(12), time(18))
    assert reading("remind me twice a week to run").question is Unsure.WHICH_DAY
    once = reading("remind me once a day at 8am to run").understood
    assert isinstance(once, Recurring) and once.times == (time(8),)


def test_one_month_of_japanese_is_no_january() -> None:
    found = reading("月1回バックアップをリマインド", "ja")
    assert found.understood is None or isinstance(found.understood, Recurring)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("every day at 9, 12 and 6", (9, 12, 18)),
        ("every day at 10, 2 and 6", (10, 14, 18)),
        ("every day at 6 and 9", (6, 9)),
        ("every day at 8 and 8", (8, 20)),
        ("every day at 9pm and 6", (6, 21)),
        ("every day at 12, 6 and 9", (12, 18, 21)),
    ],
)
def test_hours_of_a_list_come_one_after_the_other(text: str, hours: tuple[int, ...]) -> None:
    found = reading(text).understood
    assert isinstance(found, Recurring) and tuple(each.hour for each in found.times) == hours


@pytest.mark.parametrize(
    ("language", "text", "bound"),
    [
        ("en", "remind me every day at 8am to stretch until Friday", "03-13"),
        ("de", "jeden Tag um 8:00 erinnern, aber erst ab nächster Woche", "03-15"),
    ],
)
def test_bounds_behind_the_task_are_asked_about(language: str, text: str, bound: str) -> None:
    found = reading(text, language)
    assert (found.understood, found.question) == (None, Unsure.WHICH_DAY)
    shown = [each.schedule for each in found.alternatives]
    assert any(isinstance(each, Recurring) and bound in f"{each.start} {each.ends}" for each in shown)


def test_days_of_every_month_are_not_one_day() -> None:
    assert reading("remind me the first 3 days of every month to pay").question is Unsure.WHICH_DAY
