"""A model's times count only where they are the person's own."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.spoken_times import LONGEST, Listener, Said, moved, theirs
from bot.when import Freq, Once, Recurring, Rule, Unsure, Weekday

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 26, 12, tzinfo=BERLIN)
LISTENER = Listener(BERLIN, ("en",))


def found(when: str, *lines: str) -> Said | None:
    return theirs(when, [Said(line, NOW) for line in lines], LISTENER)


@pytest.mark.parametrize(
    ("when", "line"),
    [
        ("tomorrow at 5pm", "could you give me a shout tomorrow at 5pm about the cake"),
        ("Tomorrow at 5pm", "hmm, tomorrow  at 5pm, perhaps: cake"),
        ("friday 5pm", "I must phone Ann at 5pm on Friday"),
        ("2026-11-27 17:00", "I must phone Ann tomorrow at 5pm"),
        ("明日の9時", "明日の9時に銀行に電話"),
        ("every Monday at 8", "each monday at 8, the bins"),
    ],
)
def test_it_is_theirs(when: str, line: str) -> None:
    assert found(when, line) == Said(when, NOW)


@pytest.mark.parametrize(
    ("when", "line"),
    [
        ("2026-11-28 17:00", "I must phone Ann tomorrow at 5pm"),
        ("at 5pm", "I must phone Ann"),
        ("5pm", "I must phone Ann at 15pm"),
        ("tomorrow", "I must phone Ann soon"),
        ("in 2 hours", "I must phone Ann in 12 hours"),
        ("", "tomorrow"),
        ("x" * (LONGEST + 1), "x" * (LONGEST + 1)),
    ],
)
def test_it_is_not_theirs(when: str, line: str) -> None:
    assert found(when, line) is None


@pytest.mark.parametrize(
    ("when", "line", "whole"),
    [
        ("tomorrow", "could you give me a shout tomorrow at 5pm about the cake", "tomorrow at 5pm"),
        ("at 9", "please nag me every weekday at 9 to stretch", "every weekday at 9"),
        ("Monday at 9", "nag me every other Monday at 9", "every other Monday at 9"),
        ("at 9", "nag me every other weekday at 9", "every other weekday at 9"),
        ("at 6pm", "remind me tomorrow at 5pm to call Ann and at 6pm to call Bob", "and at 6pm"),
        ("Saturday at 9", "remind me on Friday. No, Saturday at 9 to run", "on Friday. No, Saturday at 9"),
    ],
)
def test_of_a_time_no_piece_is_taken(when: str, line: str, whole: str) -> None:
    said = found(when, line)
    assert said is not None and said.text.strip(" .,") == whole


def test_a_time_counts_from_when_it_was_said() -> None:
    before = datetime(2026, 11, 26, 11, 50, tzinfo=BERLIN)
    said = theirs("in 20 minutes", [Said("call Ann", NOW), Said("in 20 minutes", before)], LISTENER)
    assert said == Said("in 20 minutes", before)


FRIDAY = Once(datetime(2026, 12, 4, 9), "Europe/Berlin")
MONDAYS = Recurring(date(2026, 11, 30), (time(8),), "Europe/Berlin", Rule(Freq.WEEKLY, 1, (Weekday(0),)))


def test_an_hour_alone_is_that_hour_of_its_own_day() -> None:
    assert moved(Said("5pm", NOW), FRIDAY, LISTENER).understood == Once(datetime(2026, 12, 4, 17), "Europe/Berlin")
    unsure = moved(Said("to 5", NOW), FRIDAY, LISTENER)
    assert unsure.question is Unsure.MORNING_OR_EVENING and unsure.understood is None
    assert {each.schedule.next(NOW) for each in unsure.alternatives} == {
        datetime(2026, 12, 4, 4, tzinfo=UTC),
        datetime(2026, 12, 4, 16, tzinfo=UTC),
    }


def test_an_hour_alone_keeps_the_days_of_a_rhythm() -> None:
    changed = moved(Said("17:30", NOW), MONDAYS, LISTENER).understood
    assert changed == Recurring(MONDAYS.start, (time(17, 30),), "Europe/Berlin", MONDAYS.rule)


def test_what_names_a_day_is_that_day() -> None:
    wanted = Once(datetime(2026, 11, 27, 17), "Europe/Berlin")
    assert moved(Said("tomorrow at 5pm", NOW), FRIDAY, LISTENER).understood == wanted
    assert moved(Said("tomorrow at 5pm", NOW), MONDAYS, LISTENER).understood == wanted
    assert moved(Said("bananas", NOW), FRIDAY, LISTENER).question is Unsure.NO_TIME
