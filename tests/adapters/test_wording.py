"""What wording on all platforms has in common."""

import pytest

from adapters.wording import LONGEST_NAME, Span, one_line, without


@pytest.mark.parametrize(
    ("text", "spans", "left"),
    [
        ("@me hello", [(0, 3)], "hello"),
        ("@me, hello", [(0, 3)], "hello"),
        ("hello @me", [(6, 9)], "hello"),
        ("hello @me!", [(6, 9)], "hello!"),
        ("@me @me hello", [(0, 3), (4, 7)], "hello"),
        ("one\n@me\ntwo", [(4, 7)], "one\ntwo"),
        ("@me", [(0, 3)], ""),
        ("hello  ", [], "hello"),
    ],
)
def test_what_is_left_out_leaves_no_gap(text: str, spans: list[Span], left: str) -> None:
    assert without(text, spans) == left


def test_a_name_is_one_short_line() -> None:
    assert one_line(" Ann\n of  the garden ") == "Ann of the garden"
    assert one_line(None) == "None" and len(one_line("x" * 500)) == LONGEST_NAME
