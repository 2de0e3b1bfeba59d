"""A day said of a rhythm may be its new day or one time only: that is asked, and each answer is on a button."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from adapters.outgoing import LONGEST_CONTROL
from bot.reminders.marks import mark_of, marked
from bot.reminders.moved_times import moved
from bot.reminders.sentences import QUESTIONS
from bot.reminders.spoken_times import Listener, Said
from bot.when import Freq, Once, Reading, Recurring, Rule, Schedule, Unsure, Weekday
from bot.when.stored import restored
from tests.bot.chat import Chat, fits, labels
from tests.bot.reminders.reminded import added, held
from tests.bot.stage import Stage

BERLIN = ZoneInfo("Europe/Berlin")
ZONE = BERLIN.key
NOW = datetime(2026, 11, 26, 12, tzinfo=BERLIN)
START = date(2026, 11, 2)
MONDAYS = Recurring(START, (time(9),), ZONE, Rule(Freq.WEEKLY, weekdays=(Weekday(0),)))
DAILY = Recurring(START, (time(8), time(20)), ZONE, Rule(Freq.DAILY))


def asked(words: str, taken: Schedule, *languages: str) -> Reading:
    return moved(Said(words, NOW), taken, Listener(BERLIN, languages or ("en",)))


def ways(words: str, taken: Schedule, *languages: str) -> list[Schedule]:
    found = asked(words, taken, *languages)
    assert (found.understood, found.question) == (None, Unsure.HOW_OFTEN)
    return [each.schedule for each in found.alternatives]


@pytest.mark.parametrize(
    ("words", "language"), [("Tuesday", "en"), ("on Tuesday", "en"), ("am Dienstag", "de"), ("火曜日", "ja")]
)
def test_a_day_alone_is_asked_about(words: str, language: str) -> None:
    tuesdays = Recurring(date(2026, 12, 1), (time(9),), ZONE, Rule(Freq.WEEKLY, weekdays=(Weekday(1),)))
    assert ways(words, MONDAYS, language) == [tuesdays, Once(datetime(2026, 12, 1, 9), ZONE)]


def test_an_hour_that_is_said_with_it_is_taken_over() -> None:
    late, once = ways("Tuesday at 10:30", MONDAYS)
    assert isinstance(late, Recurring) and late.times == (time(10, 30),)
    assert once == Once(datetime(2026, 12, 1, 10, 30), ZONE)
    daily = ways("tomorrow", DAILY)[0]
    assert isinstance(daily, Recurring) and daily.times == DAILY.times


@pytest.mark.parametrize(
    ("words", "rule", "wanted"),
    [
        ("Tuesday", Rule(Freq.WEEKLY, 2, (Weekday(0),)), [Rule(Freq.WEEKLY, 2, (Weekday(1),))]),
        ("Tuesday", Rule(Freq.DAILY), [Rule(Freq.WEEKLY, weekdays=(Weekday(1),))]),
        ("Tuesday", Rule(Freq.DAILY, 3), [Rule(Freq.DAILY, 3)]),
        ("on the 5th", Rule(Freq.MONTHLY, monthdays=(1,)), [Rule(Freq.MONTHLY, monthdays=(5,))]),
        ("on the 31st", Rule(Freq.MONTHLY, monthdays=(1,)), [Rule(Freq.MONTHLY, monthdays=(31,), clamp=True)]),
        (
            "Tuesday",
            Rule(Freq.MONTHLY, weekdays=(Weekday(4, -1),)),
            [Rule(Freq.MONTHLY, weekdays=(Weekday(1, -1),)), Rule(Freq.MONTHLY, monthdays=(1,))],
        ),
        ("5 December", Rule(Freq.YEARLY), [Rule(Freq.YEARLY, monthdays=(5,), months=(12,))]),
    ],
)
def test_how_often_it_comes_stays(words: str, rule: Rule, wanted: list[Rule]) -> None:
    taken = Recurring(START, (time(9),), ZONE, rule)
    assert [each.rule for each in ways(words, taken) if isinstance(each, Recurring)] == wanted


def test_what_bounds_it_stays() -> None:
    bounded = Recurring(
        START, (time(9),), ZONE, MONDAYS.rule, ends=date(2027, 3, 1), count=9, without=(date(2026, 12, 28),)
    )
    found = ways("Tuesday", bounded)[0]
    assert isinstance(found, Recurring)
    assert (found.ends, found.count, found.without) == (bounded.ends, 5, bounded.without), "four are over"


def test_where_the_day_is_open_all_are_offered() -> None:
    rules = [each.rule if isinstance(each, Recurring) else None for each in ways("next Friday", MONDAYS)]
    assert rules == [Rule(Freq.WEEKLY, weekdays=(Weekday(4),)), None, None]


def test_no_rhythm_is_offered_where_none_is_left() -> None:
    over = Recurring(START, (time(9),), ZONE, MONDAYS.rule, ends=date(2026, 12, 1))
    assert asked("Tuesday", over).understood == Once(datetime(2026, 12, 1, 9), ZONE)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Freq.WEEKLY, 2, (Weekday(0), Weekday(3))),
        Rule(Freq.MONTHLY, weekdays=(Weekday(4, -1),)),
        Rule(Freq.MONTHLY, monthdays=(31,), clamp=True),
        Rule(Freq.YEARLY, monthdays=(5,), months=(12,)),
    ],
)
def test_a_button_carries_any_rhythm(rule: Rule) -> None:
    meant = Recurring(date(2026, 12, 1), (time(8), time(20)), ZONE, rule, date(2027, 3, 1), 12)
    mark = mark_of(meant, DAILY)
    assert mark is not None and len(f"reminder move 1234567 {mark}") <= LONGEST_CONTROL
    assert marked(mark, DAILY) == meant


@pytest.mark.parametrize(
    "mark",
    [
        "R20261201:0900:WEEKLY;i0;wTU",
        "R20261301:0900:WEEKLY;wTU",
        "R20261201:2500:WEEKLY;wTU",
        "R20261201:09:WEEKLY;wTU",
        "R20261201:0900:WEEKLY;wXX",
        "R20261201:0900:HOURLY",
        "R20261201:0900:WEEKLY;TU",
        "R20261201:0900:DAILY:N0",
        "R20261201:0900:DAILY:U2026",
        "R20261201:0900:DAILY:what",
        "R20261201:0900:DAILY;d",
        "R20261201:0900",
        "R",
    ],
)
def test_what_is_no_mark_is_refused(mark: str) -> None:
    assert marked(mark, MONDAYS) is None


async def test_both_are_offered_with_buttons_and_nothing_is_changed_before(chat: Chat) -> None:
    made = await added(chat.stage, MONDAYS)
    form = await chat.order("reminder", f"when {made.id}")
    shown = await chat.fill(form, "on Tuesday")
    assert QUESTIONS[Unsure.HOW_OFTEN] in shown.text and fits(shown)
    assert labels(shown)[0].startswith("Every Tuesday at 09:00") and len(labels(shown)) == 3
    assert [restored(each.schedule) for each in await held(chat.stage)] == [MONDAYS]
    assert "Every Tuesday at 09:00" in (await chat.press(shown, labels(shown)[0])).text
    (kept,) = await held(chat.stage)
    rhythm = restored(kept.schedule)
    assert isinstance(rhythm, Recurring) and rhythm.rule == Rule(Freq.WEEKLY, weekdays=(Weekday(1),))
    again = await chat.fill(form, "on Friday")
    await chat.press(again, labels(again)[1])
    (kept,) = await held(chat.stage)
    assert isinstance(restored(kept.schedule), Once)


async def test_another_rhythm_that_is_open_is_not_pressed_as_the_old_one(chat: Chat) -> None:
    """Its hour was put on the days that it had before."""
    made = await added(chat.stage, MONDAYS)
    meant = Recurring(date(2026, 12, 1), (time(17),), ZONE, Rule(Freq.WEEKLY, weekdays=(Weekday(1),)))
    await chat.order("reminder", f"move {made.id} {mark_of(meant, MONDAYS)}")
    assert [restored(each.schedule) for each in await held(chat.stage)] == [meant]


async def test_what_no_button_carries_is_said(chat: Chat) -> None:
    """A rhythm by the clock of where they are now, of a reminder by another."""
    made = await added(chat.stage, MONDAYS)
    form = await chat.order("reminder", f"when {made.id}")
    await chat.order("timezone", "Asia/Tokyo")
    shown = await chat.fill(form, "Tuesday at 10:30")
    assert "Every Tuesday at 10:30" in shown.text and "Asia/Tokyo" in shown.text
    assert [label[:3] for label in labels(shown)] == ["Tue", "Say"]


async def test_at_a_terminal_each_answer_can_be_typed(stage: Stage) -> None:
    made = await added(stage, MONDAYS)
    told = await stage.order("reminders", f"when {made.id} on Tuesday")
    first = next(line for line in told.splitlines() if line.startswith("Every Tuesday"))
    assert "Every Tuesday at 09:00" in await stage.order("reminders", first.partition("/reminders ")[2])
