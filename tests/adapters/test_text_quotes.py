"""Quotes in parts: code in them is closed and opened again behind the marks, and each line has its own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.text import closing_of, parts_of, split
from tests.calm import CALM

TICKS = "```"
code = st.lists(st.sampled_from(["x = 1", "    return y", "", "> z", "y" * 70, "a b " * 40]), min_size=1, max_size=20)
words = st.lists(st.sampled_from(["so", "Biscuit", "`a b`", "東京。"]), min_size=1, max_size=40).map(" ".join)


def _fenced(before: str, language: str, inside: list[str]) -> list[str]:
    return [f"{before}{TICKS}{language}", *inside, TICKS]


fences = st.builds(_fenced, st.sampled_from(["", "Run: "]), st.sampled_from(["", "py", "c++"]), code)
quotes = st.lists(st.one_of(fences, words.map(lambda each: [each])), min_size=1, max_size=6).map(
    lambda blocks: "\n".join(f"> {line}" for lines in blocks for line in lines)
)
texts = st.tuples(words, quotes, words).map("\n\n".join)
limits = st.integers(100, 400)


@CALM
@given(texts, limits)
def test_quoted_code_is_ended_where_it_is_begun_and_all_of_a_quote_is_quoted(text: str, limit: int) -> None:
    parts = parts_of(text, limit)
    assert "".join(part.own for part in parts) == text
    assert all(len(part.text) <= limit for part in parts)
    before, after = len(text.partition("\n\n")[0]), len(text) - len(text.rpartition("\n\n")[2])
    at = 0
    for part in parts:
        assert part.text.count(TICKS) % 2 == 0, part.text
        if before + 2 <= at and at + len(part.own) <= after:
            assert all(line.startswith(">") for line in part.text.split("\n") if line), part.text
        at += len(part.own)


@CALM
@given(texts, limits)
def test_a_growing_text_never_needs_fewer_parts_and_its_code_can_be_closed(text: str, limit: int) -> None:
    begun = [text[:end] for end in range(0, len(text), 7)]
    counts = [len([part for part in split(each, limit) if part.strip()]) for each in begun]
    assert counts == sorted(counts)
    for each in begun:
        bare = re.sub(r"\n[> ]*\Z", "", each.rstrip("`"))
        assert (bare + closing_of(bare)).count(TICKS) % 2 == 0


def test_quoted_code_that_goes_on_keeps_its_marks() -> None:
    lines = "".join(f"> line {number}\n" for number in range(9))
    assert split(f"> ```py\n{lines}> ```\n> end", 50) == [
        "> ```py\n> line 0\n> line 1\n> line 2\n> line 3\n> ```",
        "> ```py\n> line 4\n> line 5\n> line 6\n> line 7\n> ```",
        "> ```py\n> line 8\n> ```\n> end",
    ]


def test_a_quoted_line_that_is_too_long_is_quoted_to_its_end() -> None:
    parts = split("> " + "word " * 20, 60)
    assert len(parts) == 2 and all(re.match(r"> word", part) for part in parts)


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("> ```py\n> x = 1", "\n> ```"),
        ("> Run: ```py\n> x = 1", "\n> ```"),
        ("> ```py\n> x = 1\n> ```", ""),
        ("> words\n\nwords", ""),
    ],
)
def test_what_closes_quoted_code_that_breaks_off(text: str, closing: str) -> None:
    assert closing_of(text) == closing
