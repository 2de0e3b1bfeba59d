"""What is offered again is known by its time and its words, and two that differ in a word each stay two."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.same import near_to
from bot.when import Freq, Once, Recurring, Rule, Schedule
from bot.when.stored import stored
from memory.reminder import Policy, Reminder, ReminderId, Standing
from memory.types import PersonId

ZONE = "Europe/Berlin"
AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
FRIDAY = Once(datetime(2026, 11, 27, 21), ZONE)
DAILY = Recurring(date(2026, 11, 1), (time(9),), ZONE, Rule(Freq.DAILY))


def held(text: str, schedule: Schedule = FRIDAY, *, zone_data: str = "2026b") -> Reminder:
    """One that is held."""
    return Reminder(
        ReminderId(1),
        PersonId(1),
        "discord",
        "103",
        text,
        stored(schedule),
        ZONE,
        zone_data,
        "en",
        Policy(),
        Standing.PROPOSED,
        "",
        None,
        AT,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana will send Ben the report", "Ana will send Ben the quarterly report"),
        ("Ana will send Ben the report", "ana will send  Ben a report."),
        ("Ana schickt Ben den Bericht", "Ana schickt Ben den Bericht per Mail"),
        ("Ana enviará el informe a Ben", "Ana enviará a Ben el informe de ventas"),
        ("Ana enverra le rapport à Ben", "Ana enverra le rapport annuel à Ben"),
        ("Ana vai enviar o relatório", "Ana vai enviar o relatório ao Ben"),
        ("レポートを送る", "ベンにレポートを送る"),
    ],
)
def test_as_much_at_the_same_time_is_known(one: str, other: str) -> None:
    assert near_to([held(one)], other, FRIDAY, at=AT) is not None
    assert near_to([held(other)], one, FRIDAY, at=AT) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana will call Bob", "Ana will call Bea"),
        ("Ana will send Ben the report", "Ana will send Bea the report"),
        ("Ana will pay invoice 12", "Ana will pay invoice 13"),
        ("Ana will pay 2 invoices", "Ana will pay invoices"),
        ("Ana ruft Bob an", "Ana ruft Bea an"),
        ("ボブに電話する", "ベアに電話する"),
        ("", "Ana will call Bob"),
    ],
)
def test_what_differs_in_a_word_each_is_two(one: str, other: str) -> None:
    assert near_to([held(one)], other, FRIDAY, at=AT) is None


def test_another_time_is_another() -> None:
    later, elsewhere = Once(datetime(2026, 11, 27, 22), ZONE), Once(datetime(2026, 11, 27, 21), "Asia/Tokyo")
    assert near_to([held("call Bob", later), held("call Bob", elsewhere)], "call Bob", FRIDAY, at=AT) is None
    assert near_to([held("call Bob", DAILY)], "call Bob", FRIDAY, at=AT) is None
    assert near_to([held("call Bob", DAILY)], "call Bob today", DAILY, at=AT) is not None
    assert FRIDAY.at == datetime(2026, 11, 27, 21, tzinfo=ZoneInfo(ZONE))


def test_what_is_open_or_cannot_be_read_is_none() -> None:
    broken = replace(held("call Bob"), schedule="{")
    assert near_to([held("call Bob", zone_data=""), broken], "call Bob", FRIDAY, at=AT) is None
