"""What is not sure about a time: it is asked, offered or noted, never guessed in silence."""

from datetime import datetime

import pytest

from bot.when import Note, Unsure, read
from bot.when.lexicon import lexicon
from tests.bot.when.asked import CHICAGO, NOW, due, offered, reading


@pytest.mark.parametrize(
    ("text", "question", "ways"),
    [
        ("at 9", None, ["03-11 09:00"]),
        ("at 11", Unsure.MORNING_OR_EVENING, ["03-10 11:00", "03-10 23:00"]),
        ("next Friday at 3pm", Unsure.WHICH_DAY, ["03-12 15:00", "03-19 15:00"]),
        ("yesterday at noon", Unsure.PAST, ["03-10 12:00"]),
        ("March 3 2025", Unsure.PAST, ["03-11 09:00"]),
        ("at 5pm IST", Unsure.WHICH_ZONE, ["03-11 05:30", "03-10 11:00", "03-10 09:00"]),
        ("every month on the 30th", Unsure.SHORT_MONTHS, ["03-30 09:00", "03-30 09:00"]),
        ("Wednesday at 6pm", Unsure.WHICH_DAY, ["03-10 18:00", "03-17 18:00"]),
    ],
)
def test_what_is_open_is_asked_or_offered(text: str, question: Unsure | None, ways: list[str]) -> None:
    found = reading(text)
    assert found.question is question
    assert (found.understood is None) == (question is not None)
    if text.startswith("at 5pm IST"):
        assert [choice.apart for choice in found.alternatives] == ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]
    elif text != "next Friday at 3pm":
        assert offered(text)[: len(ways)] == ways
    else:
        assert sorted(offered(text)) == ways


def test_an_hour_is_asked_for_while_both_halves_of_the_day_are_to_come() -> None:
    early = NOW.replace(hour=5)
    assert reading("at 8", now=early).question is Unsure.MORNING_OR_EVENING
    assert offered("at 8", now=early) == ["03-10 08:00", "03-10 20:00"]
    assert due("at 8", now=NOW.replace(hour=10)) == "2027-03-10 20:00"
    assert due("um 8 Uhr", "de", now=early) == "2027-03-10 08:00"


@pytest.mark.parametrize(
    ("text", "language", "task"),
    [
        ("ping me when it's 5 to buy milk", "en", "buy milk"),
        ("once it is 5, ping me about the milk", "en", "the milk"),
        ("erinnere mich an die Milch, wenn es 5 ist", "de", "Milch"),
        ("avísame cuando sean las 5 de comprar leche", "es", "comprar leche"),
        ("rappelle-moi le lait quand il sera 5 heures", "fr", "le lait"),
        ("me avisa quando forem 5 horas de comprar leite", "pt", "comprar leite"),
    ],
)
def test_the_hour_that_it_will_be_is_a_time_and_asked_for_like_any(text: str, language: str, task: str) -> None:
    assert due(text, language, now=NOW.replace(hour=10)) == "2027-03-10 17:00"
    early = reading(text, language, now=NOW.replace(hour=3))
    assert early.question is Unsure.MORNING_OR_EVENING or "clock24" in lexicon(language).flags
    assert early.task == task


@pytest.mark.parametrize("text", ["ping me when it's 5 degrees", "when it's 50, call me", "wenn es 5 Grad hat"])
def test_what_else_is_counted_is_no_hour(text: str) -> None:
    assert reading(text, "de").question is Unsure.NO_TIME


@pytest.mark.parametrize("text", ["x tomorrow at 9:00", "call x tomorrow at 9:00", "x tomorrow at 9:00 x"])
def test_a_single_letter_of_another_language_does_not_win_against_a_whole_time(text: str) -> None:
    found = read(text, NOW, CHICAGO)
    assert found.understood is not None and found.understood.next(NOW) == NOW.replace(day=11, hour=9, minute=0)
    assert due("x a las 9:00", "es", now=NOW.replace(day=11)) == "2027-03-17 09:00"


@pytest.mark.parametrize(
    ("text", "question", "ways"),
    [
        ("Monday or Tuesday at 14:00", Unsure.WHICH_DAY, ["03-15 14:00", "03-16 14:00"]),
        ("tomorrow at 15:00 or at 16:00", Unsure.WHICH_HOUR, ["03-11 15:00", "03-11 16:00"]),
        ("at 14:00 and 16:00", Unsure.WHICH_HOUR, ["03-10 14:00", "03-10 16:00"]),
        ("every month", Unsure.WHICH_DAY, []),
        ("every year on my birthday", Unsure.WHICH_DAY, []),
        ("every day at 9am UTC+5:30", Unsure.WHICH_ZONE, []),
    ],
)
def test_two_times_for_one_and_rhythms_without_their_day_are_asked(
    text: str, question: Unsure, ways: list[str]
) -> None:
    found = reading(text)
    assert (found.understood, found.question) == (None, question)
    assert sorted(offered(text))[: len(ways)] == ways


def test_half_of_a_rhythm_is_not_trusted() -> None:
    assert reading("every blue moon at 18:00").confidence < 0.5
    assert reading("at 18:00").confidence > 0.9


def test_a_leap_day_that_is_years_away_is_asked_for() -> None:
    summer = datetime(2028, 7, 1, 9, tzinfo=CHICAGO)
    assert reading("on 29 February", now=summer).question is Unsure.WHICH_DAY
    assert offered("on 29 February", now=summer) == ["02-28 09:00", "03-01 09:00", "02-29 09:00"]
    assert due("on 29 February") == "2028-02-29 09:00"


def test_the_region_says_which_number_is_the_month_and_the_other_is_offered() -> None:
    assert due("4/7 at 9:00", "en-US") == "2027-04-07 09:00"
    assert due("4/7 at 9:00", "en-GB") == "2027-07-04 09:00"
    assert offered("4/7 at 09:00", "en-GB") == ["04-07 09:00"]
    assert reading("4/7 at 9:00", "en").question is Unsure.WHICH_DAY
    assert reading("4/25 at 9:00", "en").question is None


def test_the_week_begins_on_a_sunday_in_some_regions() -> None:
    sunday = datetime(2027, 3, 14, 12, tzinfo=CHICAGO)
    assert reading("Tuesday of next week at 10:00", "en-US", now=sunday).question is Unsure.WHICH_DAY
    assert due("Tuesday of next week at 10:00", "en-GB", now=sunday) == "2027-03-16 10:00"


def test_nights_on_which_clocks_change_are_pointed_out() -> None:
    gap = reading("2:15am on March 14 2027")
    assert (due("2:15am on March 14 2027"), gap.notes) == ("2027-03-14 03:15", (Note.CLOCK_SKIPS,))
    assert Note.CLOCK_TWICE in reading("1:20am on November 7 2027").notes


def test_what_was_assumed_is_noted() -> None:
    assert reading("tomorrow").notes == (Note.HOUR_ASSUMED,)
    assert Note.DAY_ASSUMED in reading("next month").notes
    assert Note.HALF_ASSUMED in reading("tomorrow at 4").notes
    assert reading("tomorrow at 4pm").notes == ()
