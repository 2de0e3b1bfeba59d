"""Who asked what, and where the answer belongs: in its thread of the Messages tab, also for what is said besides."""

import asyncio
from contextvars import Context
from datetime import UTC, datetime

import pytest

from adapters.slack.askers import LONGEST_TITLE, Askers, title_of
from adapters.slack.spots import Spot
from adapters.types import Address, Audience, Author, Command, Message, direct_with

ADA = Author("T1:U1", "Ada")
ALONE, HALL = direct_with("slack", "T1:U1"), Address("slack", "T1", "C1", "5.0")
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def message(number: str, text: str = "hello", address: Address = ALONE, author: Author = ADA) -> Message:
    """Something said."""
    return Message(number, address, Audience.DIRECT, author, text, NOW)


def test_who_asked_is_known_by_what_was_asked() -> None:
    askers, spot = Askers(), Spot("T1", "D1", "1.0")
    askers.met(message("1.0", "What  is\nmy name?"), spot)
    asker = askers.of("1.0")
    assert asker is not None
    assert (asker.user, asker.team, asker.spot, asker.title) == ("U1", "T1", spot, "What is my name?")
    assert askers.of("2.0") is None
    assert askers.of(None) is None


@pytest.mark.parametrize(("handle", "team"), [("T7:U1", "T7"), ("E1:U1", "T1")])
def test_who_is_of_an_enterprise_is_known_by_the_workspace_they_spoke_in(handle: str, team: str) -> None:
    askers = Askers()
    askers.met(message("1.0", author=Author(handle, "Ada")), Spot("T1", "C1", "1.0"))
    asker = askers.of("1.0")
    assert asker is not None
    assert (asker.user, asker.team) == ("U1", team)


async def test_each_task_knows_whom_it_answers_and_only_at_the_same_address() -> None:
    askers = Askers()

    async def handled(number: str) -> None:
        askers.met(message(number), Spot("T1", "D1", number))
        await asyncio.sleep(0)
        here = askers.here(ALONE)
        assert here is not None and here.id == number
        assert askers.here(HALL) is None

    await asyncio.gather(*(handled(f"{number}.0") for number in range(5)))
    assert Context().run(askers.here, ALONE) is None


def test_a_command_is_answered_where_it_was_used_and_has_no_title() -> None:
    askers, spot = Askers(), Spot("T1", "C1")
    askers.met(Command("x", HALL, Audience.PUBLIC, ADA, "memory", "all of it", NOW), spot)
    asker = askers.of("x")
    assert asker is not None
    assert (asker.spot, asker.title) == (spot, "")
    assert askers.asked_at(spot) == ()


def test_what_was_asked_in_a_thread_is_known_in_order_and_within_bounds() -> None:
    askers, first, second = Askers(), Spot("T1", "D1", "1.0"), Spot("T1", "D1", "2.0")
    for number in range(40):
        askers.met(message(f"{number}"), first if number % 2 else second)
    asked = askers.asked_at(first)
    assert asked[-3:] == ("35", "37", "39")
    assert len(asked) == 16
    askers.stop(asked[-1:])
    assert (askers.is_stopped("39"), askers.is_stopped("37")) == (True, False)


def test_only_the_last_are_remembered() -> None:
    askers = Askers(size=3)
    for number in range(5):
        askers.met(message(f"{number}"), Spot("T1", "D1", f"{number}"))
    assert [askers.of(f"{number}") is not None for number in range(5)] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        (" One\n two ", "One two"),
        ("<!here> ask <@U2>", "@here ask @U2"),
        ("x" * LONGEST_TITLE, "x" * LONGEST_TITLE),
        ("x" * (LONGEST_TITLE + 1), "x" * (LONGEST_TITLE - 1) + "…"),
        ("many words, " * 20, "many words, many words, many words, many words, many…"),
    ],
)
def test_a_title_is_one_short_line_cut_between_words(text: str, title: str) -> None:
    assert title_of(text) == title
    assert len(title_of(text)) <= LONGEST_TITLE
