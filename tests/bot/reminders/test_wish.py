"""A wish read from words: the same each time it is read, and nothing about a zone that nobody knows is guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.wish import LEAST_APART, NOWHERE, Missing, Wish, is_too_often, joined, parts_of, wish_of
from bot.when import Every, Once, Unsure

NOW, ZONE = datetime(2026, 11, 26, 12, tzinfo=UTC), "Europe/Berlin"


def wished(text: str, zone: str | None = ZONE) -> Wish:
    """The wish of somebody who speaks English."""
    return wish_of(text, NOW, zone=zone, languages=("en",))


def test_what_and_when_are_told_apart() -> None:
    wish = wished("remind me to call Bob tomorrow at 9:00")
    assert (wish.task, wish.schedule) == ("call Bob", Once(datetime(2026, 11, 27, 9), ZONE))


def test_what_was_said_by_itself_is_never_read_as_a_time() -> None:
    wish = wished(joined("the 5 o'clock train on Monday", "tomorrow at 9:00"))
    assert (wish.task, wish.schedule) == ("the 5 o'clock train on Monday", Once(datetime(2026, 11, 27, 9), ZONE))


@given(st.text(max_size=60), st.text(max_size=60))
def test_parts_come_apart_as_they_were_joined(what: str, when: str) -> None:
    made = parts_of(joined(what, when))
    assert made == (what.replace("\u2063", " ").strip(), when.replace("\u2063", " ").strip())


@pytest.mark.parametrize(
    ("text", "zone", "question"),
    [
        ("call Bob", ZONE, Unsure.NO_TIME),
        ("call Bob", None, Unsure.NO_TIME),
        ("tomorrow at 9:00", ZONE, Missing.TASK),
        ("call Bob tomorrow at 9:00", None, Missing.ZONE),
        ("stretch every day at 9:00", None, Missing.ZONE),
        ("call Bob yesterday at 17:00", None, Missing.ZONE),
        ("call Bob in 20 minutes", None, None),
        ("call Bob tomorrow at 9:00 UTC", None, None),
        ("stretch every 2 hours", None, None),
        ("pills until I say done", ZONE, None),
    ],
)
def test_a_question_is_asked_where_the_answer_matters(
    text: str, zone: str | None, question: Unsure | Missing | None
) -> None:
    wish = wished(text, zone)
    assert wish.question is question and (wish.schedule is None) == (question is not None)


def test_what_only_repeats_until_it_is_done_begins_soon() -> None:
    wish = wished("pills every 20 minutes until I confirm")
    assert isinstance(wish.schedule, Once) and wish.schedule.at == NOW + timedelta(minutes=20)


def test_offers_need_no_zone_where_none_is_known() -> None:
    assert [each.schedule.zone for each in wished("call Bob", None).choices] == [NOWHERE] * 2
    assert [each.schedule.zone for each in wished("call Bob").choices] == [ZONE] * 3


@pytest.mark.parametrize("text", ["call Bob", "pay the rent every 31st at 9", "call Bob yesterday at 17:00"])
def test_read_again_it_is_the_same(text: str) -> None:
    assert wished(text) == wished(text) and len(wished(text).choices) > 0


def test_what_comes_more_often_than_every_five_minutes_is_too_often() -> None:
    least = int(LEAST_APART.total_seconds())
    assert not is_too_often(Every(NOW, least, ZONE), NOW)
    assert is_too_often(Every(NOW, least - 1, ZONE), NOW)
    schedule = wished("stretch every day at 9:00 and 9:02").schedule
    assert schedule is not None and is_too_often(schedule, NOW)
    assert not is_too_often(Once(datetime(2026, 11, 27, 9), ZONE), NOW)


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    wish = wished(text)
    assert (wish.schedule is None) == (wish.question is not None)
