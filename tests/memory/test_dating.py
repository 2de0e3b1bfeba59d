"""Dates that a statement names and its model left out."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.clock import Held
from memory.dating import dated
from memory.types import Kind
from tests.memory.extracting import START, batch, item, tried

MONDAY = date(2026, 3, 2)


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def read(said: str, kind: Kind = Kind.FACT) -> Held:
    return dated(said, said, kind, MONDAY)


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("Ana moved to Bergen last week.", day(2026, 2, 23), None),
        ("Tom's dad had surgery last month.", day(2026, 2), None),
        ("Ana moved two years ago.", day(2024, 3, 2), None),
        ("Ana lives in Oslo since 2019.", day(2019), None),
        ("Ana's lease began on 3 May 2024.", day(2024, 5, 3), None),
        ("Ana works from June in Graz.", day(2026, 6), None),
        ("Ana arbeitet ab Juni in Graz.", day(2026, 6), None),
        ("Hauke wohnt bis August in Wien.", None, day(2026, 9)),
        ("Jo wohnt bis Ende August in Ulm.", None, day(2026, 9)),
        ("Joss is in Lisbon until June.", None, day(2026, 7)),
        ("Joss is in Lisbon until January.", None, day(2027, 2)),
        ("Ana studied in Rome until June.", None, day(2025, 7)),
        ("Iara trabalha à noite a partir do mês que vem.", day(2026, 4), None),
        ("انتقلت ليلى إلى عمان الأسبوع الماضي", day(2026, 2, 23), None),
    ],
)
def test_a_statement_is_dated_by_its_own_words(said: str, since: datetime | None, until: datetime | None) -> None:
    assert read(said) == Held(since, until)


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("Jos Bruder heiratet am 12. Juli.", day(2026, 7, 12)),
        ("Jos Bruder hat am 12. Juli geheiratet.", day(2025, 7, 12)),
        ("Ana got married on 12 October.", day(2025, 10, 12)),
        ("Le déménagement de Sidonie est le 12 avril.", day(2026, 4, 12)),
        ("かおりの発表会は3月15日。", day(2026, 3, 15)),
    ],
)
def test_an_event_is_on_the_nearest_such_day_or_the_latest_if_it_is_over(said: str, since: datetime) -> None:
    assert read(said, Kind.EVENT) == Held(since)


@pytest.mark.parametrize(
    "said",
    [
        "Ana loves December.",
        "Ana is vegan and starts a course next month.",
        "Ana's cat is called Tomorrow.",
        "Ana's wedding anniversary is on 12 October.",
        "Ana got a cat from June.",
        "Ana may move to Rome.",
        "Ana plays tennis on Mondays.",
        "Ana goes to Bergen every March.",
        "Ana's birthday is on 3 May.",
        "Ana hat am 3. Mai Geburtstag.",
        "Ana is in Oslo today.",
        "Ana starts on Monday.",  # which one is not sure
        "Ana has 20 cats called May.",
        "Ana lives in Oslo.",
    ],
)
def test_what_comes_again_or_names_no_day_has_no_date(said: str) -> None:
    assert read(said) == Held()


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("Wade will send the plan on Friday.", day(2026, 3, 6)),
        ("Wade sends the plan by Friday.", day(2026, 3, 6)),
        ("Wade sends the plan tomorrow.", day(2026, 3, 3)),
        ("Wade sends the plan on Monday.", day(2026, 3, 9)),
        ("Curro manda el presupuesto el jueves.", day(2026, 3, 5)),
        ("Wade sends the plan on 1 March.", day(2027, 3, 1)),
        ("Wade sent the plan yesterday.", None),
    ],
)
def test_a_promise_is_for_a_day_that_lies_ahead(said: str, since: datetime | None) -> None:
    assert read(said, Kind.COMMITMENT) == Held(since)


def test_taste_has_no_date() -> None:
    assert read("Ana wants no meat until June.", Kind.PREFERENCE) == Held()


def test_a_time_that_only_the_model_names_is_none() -> None:
    assert dated("Ana moved to Bergen last week.", "we moved to Bergen", Kind.FACT, MONDAY) == Held()


def test_the_models_date_comes_first_and_the_words_where_it_gave_none() -> None:
    said = "I moved to Bergen last week"
    (plain,) = tried(batch(said), item(said, "Ana moved to Bergen last week.")).claims
    (given,) = tried(batch(said), item(said, "Ana moved to Bergen last week.", since="2026-04-28")).claims
    assert (plain.valid_from, given.valid_from) == (day(2026, 4, 27), day(2026, 4, 28))
    assert date(2026, 5, 4) == START.date()


def test_an_end_that_the_model_dates_before_it_was_said_is_read_from_the_words() -> None:
    said = "I am based in Berlin until January"
    (claim,) = tried(batch(said), item(said, "Ana is based in Berlin until January.", until="2026-01")).claims
    assert (claim.valid_from, claim.valid_until) == (None, day(2027, 2))


@given(
    st.text(max_size=80) | st.sampled_from(("since May", "until 3 June", "next week", "by Friday")),
    st.sampled_from(Kind),
    st.dates(date(2, 1, 1), date.max),
)
def test_any_text_is_read(text: str, kind: Kind, on: date) -> None:
    found = dated(text, text, kind, on)
    assert found.since is None or found.until is None
