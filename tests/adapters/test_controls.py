"""The ids of controls: they come back as they went, and nothing else means anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.controls import LONGEST_ID, control_id, label_of, meaning, meant
from adapters.outgoing import LONGEST_CONTROL


@given(st.from_regex(r"[a-z][a-z-]{0,15}", fullmatch=True), st.text(max_size=LONGEST_CONTROL - 16))
def test_every_control_comes_back_as_it_went(command: str, argument: str) -> None:
    made = control_id(command, argument)
    assert len(made) <= LONGEST_ID
    assert meaning(made) == (command, argument)


@pytest.mark.parametrize(
    "custom_id", ["", "r:", "r::x", "x:memory:1", "r:Memory:1", "memory", "r:memory", "r:m:" + "x" * 100]
)
def test_what_is_no_control_of_ours_means_nothing(custom_id: str) -> None:
    assert meaning(custom_id) is None


def test_a_control_that_no_platform_would_carry_is_refused() -> None:
    for command, argument in (("memory", "x" * 92), ("Memory", ""), ("", "")):
        with pytest.raises(ValueError):
            control_id(command, argument)


def test_what_was_picked_is_added_to_the_argument() -> None:
    assert meant("r:memory:show", "f1") == ("memory", "show f1")
    assert meant("r:memory:", " f1 ") == ("memory", "f1")
    assert meant("r:memory:page 2", "") == ("memory", "page 2")
    assert meant("x:memory:", "f1") is None


@given(st.text(), st.integers(2, 80))
def test_a_label_is_one_line_that_fits_and_says_something(text: str, longest: int) -> None:
    made = label_of(text, longest)
    assert 0 < len(made) <= longest and made.split("\n") == [made]
