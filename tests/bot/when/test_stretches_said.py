"""Days through which something is said to go on, once for each of them or for all: asked or bounded, never dropped."""

from datetime import date, time

import pytest

from bot.when import Once, Recurring, Unsure
from tests.bot.when.asked import due, offered, reading

THE_NEXT_THREE_DAYS = {
    "en": "the next three days at 9am",
    "de": "die nächsten drei Tage um 9:00",
    "es": "los próximos 3 días a las 9:00",
    "fr": "les 3 prochains jours à 9h00",
    "it": "i prossimi 3 giorni alle 9:00",
    "pt": "os próximos 3 dias às 9:00",
    "ru": "следующие 3 дня в 9:00",
    "tr": "önümüzdeki 3 gün saat 9:00'da",
    "zh": "接下来三天9点",
}


@pytest.mark.parametrize(("language", "text"), THE_NEXT_THREE_DAYS.items())
def test_each_of_the_next_days_is_offered_beside_the_last_of_them(language: str, text: str) -> None:
    found = reading(text, language)
    assert (found.understood, found.question) == (None, Unsure.WHICH_DAY)
    once, daily = (choice.schedule for choice in found.alternatives)
    assert isinstance(once, Once) and once.wall.date() == date(2027, 3, 13)
    assert isinstance(daily, Recurring) and (daily.start, daily.ends) == (date(2027, 3, 11), date(2027, 3, 14))


def test_always_at_an_hour_is_at_it() -> None:
    assert reading("in den nächsten 5 Tagen immer um 8:00", "de").question is Unsure.WHICH_DAY
    assert reading("in den nächsten 5 Tagen immer um 8:00", "de").task == ""


def test_within_the_next_days_without_an_hour_is_at_the_latest_then() -> None:
    assert due("in the next 3 days to call") == "2027-03-13 09:20"
    assert due("in the next two hours") == "2027-03-10 11:20"


@pytest.mark.parametrize(
    ("text", "start", "ends"),
    [
        ("毎日8時に5日間", "2027-03-11", "2027-03-16"),
        ("月曜から毎日8時に2週間リマインドして", "2027-03-15", "2027-03-29"),
        ("これから5日間8時にリマインド", "2027-03-11", "2027-03-16"),
        ("3月15日から5日間8時に", "2027-03-15", "2027-03-20"),
    ],
)
def test_days_that_something_lasts_bound_it_in_japanese(text: str, start: str, ends: str) -> None:
    found = reading(text, "ja").understood
    assert isinstance(found, Recurring) and (f"{found.start}", f"{found.ends}") == (start, ends)
    assert found.times == (time(8),)


def test_a_length_from_now_is_one_still() -> None:
    assert due("2週間後に", "ja") == "2027-03-24 09:20"
    assert due("5日間の旅行を明日9時にリマインド", "ja") == "2027-03-11 09:00"


@pytest.mark.parametrize("text", ["月曜から金曜まで9時", "月曜日から金曜日まで9時にリマインド"])
def test_from_monday_to_friday_may_be_every_week_in_japanese(text: str) -> None:
    found = reading(text, "ja")
    assert found.question is Unsure.WHICH_DAY
    weekly = found.alternatives[-1].schedule
    assert isinstance(weekly, Recurring) and str(weekly.rule) == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def test_every_day_from_monday_to_friday_is_weekdays_in_japanese() -> None:
    found = reading("月曜日から金曜日まで毎日9時", "ja").understood
    assert isinstance(found, Recurring) and str(found.rule) == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" and not found.ends


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "remind me tomrrow at 9"),
        ("de", "erinnere mich morgn um 9"),
        ("es", "recuérdame mañna a las 9"),
        ("ru", "напомни завтар в 9 завтрра"),
    ],
)
def test_tomorrow_that_is_spelt_wrong_is_offered_and_asked_for(language: str, text: str) -> None:
    assert reading(text, language).question is Unsure.WHICH_DAY
    assert offered(text, language) == ["03-11 09:00", "03-10 21:00"]


@pytest.mark.parametrize(
    ("language", "text"), [("de", "erinnere mich um 9:00 an Morgan"), ("en", "call Morrow at 9am")]
)
def test_names_are_no_tomorrow(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-11 09:00" and reading(text, language).question is None
