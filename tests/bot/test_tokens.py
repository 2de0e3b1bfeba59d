"""Tokens name what is remembered, the same everywhere, and nothing else is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tokens import Named, fits_control, read_tokens, token_of, tokens_of
from memory.types import FactId, PlaceId, Spot
from tests.bot.makers import fact, line


@given(
    st.lists(st.integers(1, 10**18 - 1), max_size=5),
    st.lists(st.tuples(st.integers(1, 10**9 - 1), st.integers(1, 10**9 - 1)), max_size=5),
)
def test_tokens_come_back_as_they_went(facts: list[int], lines: list[tuple[int, int]]) -> None:
    words = " ".join([*(f"f{number}" for number in facts), *(f"m{place}.{seq}" for place, seq in lines)])
    named = Named(tuple(FactId(number) for number in facts), tuple(Spot(PlaceId(place), seq) for place, seq in lines))
    assert read_tokens(words) == (named if facts or lines else None)


def test_a_thing_has_one_token() -> None:
    assert token_of(fact(12, "Ana likes tea")) == "f12"
    assert token_of(line(17, "hello")) == "m1.17"
    assert tokens_of([fact(12, "Ana likes tea"), line(17, "hello")]) == "f12 m1.17"


@pytest.mark.parametrize(
    "words",
    ["", "f", "f12 tea", "F12", "f-1", "f1.2", "m1", "m1.", "m1.2.3", "f" + "9" * 19, "f１", "f12'; --", "all", "12"],
)
def test_words_are_no_tokens(words: str) -> None:
    assert read_tokens(words) is None


def test_a_button_carries_about_ten_of_them() -> None:
    assert fits_control("forget", "yes " + " ".join(["f123456"] * 8))
    assert not fits_control("forget", "yes " + " ".join(["f123456"] * 12))
