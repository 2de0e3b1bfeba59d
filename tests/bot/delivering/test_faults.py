"""What becomes of a message that a platform did not take."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.errors import (
    AdapterError,
    DirectClosed,
    MessageGone,
    Misconfigured,
    RateLimited,
    Refused,
    TooLarge,
    Unreachable,
)
from bot.delivering.faults import Dead, Divert, Retry, next_way, verdict_of
from memory.reminder import Due, Way
from tests.bot.delivering.due_makers import AT, NOTICE, asked_alone, due_of, in_hall, of_ben

DAY = timedelta(days=1)


def test_a_platform_that_asks_for_a_pause_gets_it() -> None:
    assert verdict_of(RateLimited(7.5), due_of(), AT) == Retry(AT + timedelta(seconds=7.5), "RateLimited")


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 5), (2, 10), (3, 20), (10, 2560), (11, 3600), (12, 3600), (10_000, 3600)]
)
def test_a_platform_that_is_away_is_asked_ever_more_rarely(attempt: int, seconds: int) -> None:
    due = replace(due_of(), attempt=attempt)
    assert verdict_of(Unreachable(), due, AT) == Retry(AT + timedelta(seconds=seconds), "Unreachable")


@pytest.mark.parametrize("fault", [Unreachable(), RateLimited(1), Misconfigured(), AdapterError()])
def test_after_three_days_it_is_kept_and_not_tried_any_more(fault: AdapterError) -> None:
    due = replace(due_of(), first_tried_at=AT)
    assert isinstance(verdict_of(fault, due, AT + 3 * DAY), Retry)
    assert verdict_of(fault, due, AT + 3 * DAY + timedelta(seconds=1)) == Dead(type(fault).__name__)


@pytest.mark.parametrize(
    ("due", "ways"),
    [
        (in_hall(due_of()), [Way.DIRECT, Way.ORIGIN, Way.TALK, None]),
        (due_of(), [Way.ORIGIN, Way.TALK, None]),
        (asked_alone(due_of()), [Way.TALK, None]),
        (of_ben(due_of()), [Way.TALK, None]),
        (NOTICE, [Way.TALK, None]),
    ],
    ids=["for the hall", "asked in the hall", "asked alone", "joined in", "notice"],
)
@pytest.mark.parametrize("fault", [DirectClosed(), Refused(), MessageGone()])
def test_who_cannot_be_reached_one_way_is_tried_another(due: Due, ways: list[Way | None], fault: AdapterError) -> None:
    gone: list[Way | None] = []
    while isinstance(verdict := verdict_of(fault, due, AT), Divert):
        gone.append(verdict.way)
        due = replace(due, way=verdict.way)
    assert [*gone, None] == ways and isinstance(verdict, Dead)


def test_a_place_that_is_gone_or_left_is_no_way() -> None:
    assert next_way(replace(due_of(), reads_origin=False)) is Way.TALK


def test_what_no_platform_takes_is_kept() -> None:
    assert verdict_of(TooLarge(), due_of(), AT) == Dead("TooLarge")
