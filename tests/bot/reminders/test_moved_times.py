"""A new time in words leaves what they do not name: the days of an hour, the hour of a day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.moved_times import moved
from bot.reminders.spoken_times import Listener, Said
from bot.reminders.wish import once_at
from bot.when import Every, Freq, Note, Once, Recurring, Rule, Schedule, Unsure, Weekday

BERLIN = ZoneInfo("Europe/Berlin")
ZONE = BERLIN.key
NOW = datetime(2026, 11, 26, 12, tzinfo=BERLIN)
LISTENER = Listener(BERLIN, ("en",))
FRIDAY = Once(datetime(2026, 12, 4, 17), ZONE)
MONDAYS = Recurring(
    date(2026, 11, 30), (time(8, 15),), ZONE, Rule(Freq.WEEKLY, 1, (Weekday(0),)), ends=date(2027, 3, 1), count=9,
    without=(date(2026, 12, 28),),
)  # fmt: skip
PILLS = Recurring(date(2026, 11, 20), (time(8), time(20)), ZONE, Rule(Freq.DAILY))


def meant(words: str, taken: Schedule, *languages: str) -> Schedule | None:
    return moved(Said(words, NOW), taken, Listener(BERLIN, languages or ("en",))).understood


def test_an_hour_alone_is_that_hour_of_its_own_day() -> None:
    assert meant("6pm", FRIDAY) == Once(datetime(2026, 12, 4, 18), ZONE)
    unsure = moved(Said("to 5", NOW), FRIDAY, LISTENER)
    assert unsure.question is Unsure.MORNING_OR_EVENING and unsure.understood is None
    assert {each.schedule.next(NOW) for each in unsure.alternatives} == {
        datetime(2026, 12, 4, 4, tzinfo=UTC),
        datetime(2026, 12, 4, 16, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("words", "language", "times"),
    [
        ("17:30", "en", (time(17, 30),)),
        ("at 10", "en", (time(10),)),
        ("9:30", "en", (time(9, 30),)),
        ("to 7 and 19", "en", (time(7), time(19))),
        ("8am and 8pm", "en", (time(8), time(20))),
        ("um 10 Uhr", "de", (time(10),)),
        ("um 7 und 19 Uhr", "de", (time(7), time(19))),
        ("à 10h30", "fr", (time(10, 30),)),
        ("a las 10", "es", (time(10),)),
        ("10時", "ja", (time(10),)),
        ("в 10", "ru", (time(10),)),
        ("noon", "en", (time(12),)),
    ],
)
@pytest.mark.parametrize("taken", [MONDAYS, PILLS])
def test_an_hour_alone_keeps_the_days_of_a_rhythm(
    words: str, language: str, times: tuple[time, ...], taken: Recurring
) -> None:
    found = meant(words, taken, language)
    assert found == Recurring(taken.start, times, ZONE, taken.rule, taken.ends, taken.count, taken.without)


def test_an_hour_that_may_be_of_either_half_of_the_day_is_pointed_out() -> None:
    assert moved(Said("at 10", NOW), MONDAYS, LISTENER).notes == (Note.HALF_ASSUMED,)
    assert moved(Said("at 14:00", NOW), MONDAYS, LISTENER).notes == ()


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("Monday", "en", date(2026, 11, 30)),
        ("to Saturday", "en", date(2026, 11, 28)),
        ("tomorrow", "en", date(2026, 11, 27)),
        ("am Dienstag", "de", date(2026, 12, 1)),
        ("明日", "ja", date(2026, 11, 27)),
    ],
)
def test_a_day_alone_keeps_the_hour(words: str, language: str, day: date) -> None:
    assert meant(words, FRIDAY, language) == Once(datetime.combine(day, time(17)), ZONE)
    found = moved(Said(words, NOW), FRIDAY, Listener(BERLIN, (language,)))
    assert Note.HOUR_ASSUMED not in found.notes


def test_where_the_day_is_open_each_way_has_the_hour() -> None:
    asked = moved(Said("next Friday", NOW), FRIDAY, LISTENER)
    assert asked.question is Unsure.WHICH_DAY
    ways = [each.schedule for each in asked.alternatives]
    assert ways == [FRIDAY, Once(datetime(2026, 11, 27, 17), ZONE)]


def test_other_days_of_a_rhythm_keep_its_hours() -> None:
    tuesdays = Rule(Freq.WEEKLY, 1, (Weekday(1),))
    assert meant("every Tuesday", MONDAYS) == Recurring(date(2026, 12, 1), (time(8, 15),), ZONE, tuesdays)
    assert meant("every Tuesday", PILLS) == Recurring(date(2026, 12, 1), PILLS.times, ZONE, tuesdays)
    assert meant("every Tuesday", FRIDAY) == Recurring(date(2026, 12, 1), (time(17),), ZONE, tuesdays)


def test_the_hour_is_one_of_the_zone_in_which_it_was_said() -> None:
    there = Listener(ZoneInfo("Asia/Tokyo"), ("en",))
    assert moved(Said("on 4 December", NOW), FRIDAY, there).understood == FRIDAY


@pytest.mark.parametrize(
    ("words", "taken", "hour"),
    [
        ("tomorrow evening", FRIDAY, 19),
        ("tomorrow morning", FRIDAY, 9),
        ("tomorrow at noon", FRIDAY, 12),
        ("tomorrow", once_at(datetime(2026, 11, 26, 14, 7, 3, tzinfo=UTC), ZONE), 9),  # it was "in 2 hours"
        ("tomorrow", Every(NOW, 7_200, ZONE), 9),
    ],
)
def test_where_an_hour_was_said_or_there_was_none_nothing_is_kept(words: str, taken: Schedule, hour: int) -> None:
    assert meant(words, taken) == Once(datetime(2026, 11, 27, hour), ZONE)


def test_an_hour_that_is_over_today_is_not_kept() -> None:
    early = Once(datetime(2026, 12, 4, 7), ZONE)
    found = meant("today", early)
    assert isinstance(found, Once) and found.at > NOW and found.wall.date() == NOW.date()


def test_what_names_a_day_is_that_day() -> None:
    wanted = Once(datetime(2026, 11, 27, 17), ZONE)
    assert meant("tomorrow at 5pm", FRIDAY) == wanted
    assert moved(Said("bananas", NOW), FRIDAY, LISTENER).question is Unsure.NO_TIME
