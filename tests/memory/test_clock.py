"""When something holds, by the dates a model worked out and the words that bear them out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.clock import held

SAID = datetime(2026, 5, 4, 9, tzinfo=UTC)


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "said", "first", "last"),
    [
        ("2026-06-01", "", "from next month I work in Graz", day(2026, 6), None),
        ("2026-06", "", "ab Juni arbeite ich in Graz", day(2026, 6), None),
        ("2019", "", "vivo en Graz desde 2019", day(2019), None),
        ("", "2026-06-30", "I am in Graz until the end of June", None, day(2026, 7)),
        ("", "2026-12", "bis Dezember bin ich in Graz", None, day(2027)),
        ("2026-05-11", "2026-05-17", "next week I am in Graz", day(2026, 5, 11), day(2026, 5, 18)),
        ("", "2024", "I lived in Graz until 2024", day(2024), day(2025)),
        ("2016-05", "", "ich wohne seit zehn Jahren in Graz", day(2016, 5), None),
        ("2026-07-12T10:00:00Z", "", "the wedding is on 12 July", day(2026, 7, 12), None),
    ],
)
def test_a_named_time_counts(since: str, until: str, said: str, first: datetime | None, last: datetime | None) -> None:
    found = held(since, until, said, SAID)
    assert (found.since, found.until) == (first, last)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-06-01", "", "I live in Graz"),  # no time in the words: invented
        ("2026-13-01", "", "from next month I work in Graz"),
        ("2026-02-30", "", "from next month I work in Graz"),
        ("next month", "", "from next month I work in Graz"),
        ("0000", "", "since the year 0 I work in Graz"),
        ("1066-10-14", "", "since 1066 I work in Graz"),
        ("2026-06-01", "2026-05-01", "from June until May I work in Graz"),
        ("", "2026-05-04", "I moved last week, I no longer live in Graz"),
        ("", "2026-05-04", "I do feel fine now"),
        ("2024-05-04", "", "I moved last week"),  # years away: copied from elsewhere
        ("2026-05-04", "", "I am a teacher since today"),  # which its own time says better
        ("", "2026-05-04", "I am a teacher now"),  # no end in the words: invented
        ("", "", "from next month I work in Graz"),
    ],
)
def test_what_is_no_time_or_was_not_said_is_ignored(since: str, until: str, said: str) -> None:
    found = held(since, until, said, SAID)
    assert (found.since, found.until) == (None, None)


NOVEMBER = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("I'm based in Graz until January", None),
        ("my contract was extended until January", None),
        ("ich bin bis Januar in Graz", None),
        ("estoy en Graz hasta enero", None),
        ("je suis à Graz jusqu'en janvier", None),
        ("我在格拉茨待到一月", None),
        ("I lived in Graz until January", day(2026, 2)),
        ("ich war bis Januar in Graz", day(2026, 2)),
        ("ik woonde tot januari in Graz", day(2026, 2)),
        ("I am in Graz until January 2026", day(2026, 2)),
        ("my lease in Graz, until last January", day(2026, 2)),
    ],
)
def test_an_end_is_not_before_it_was_said_unless_the_words_say_so(said: str, last: datetime | None) -> None:
    assert held("", "2026-01", said, NOVEMBER).until == last


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=60))
def test_whatever_a_model_writes_there_is_no_error_and_no_backward_time(since: str, until: str, said: str) -> None:
    found = held(since, until, said, SAID)
    assert found.since is None or found.until is None or found.since < found.until


@given(st.dates(min_value=day(1930).date(), max_value=day(2100).date()))
def test_a_full_date_is_one_day(date: object) -> None:
    found = held(str(date), str(date), "until day 1", SAID)
    if date == SAID.date():
        return
    assert found.since is not None and found.until is not None
    assert (found.until - found.since).days == 1
    assert str(found.since.date()) == str(date)
