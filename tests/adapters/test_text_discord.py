"""Long text in parts as Discord shows each of them: with its own idea of where code, spoilers and quotes end.

Discord reads three ticks wherever they stand, cuts the spaces before a message, and takes what a part begins with for
the beginning of a line.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.pieces import Piece
from adapters.text import closing_of, parts_of, split
from tests.calm import CALM

MANY = settings(CALM, max_examples=1000)
TICKS = "```"
HIDDEN = ("||the butler did it||", "**very bold**", "~~not so~~", "__under line__", "[a b](<https://a.example>)")
WORDS = (
    "so",
    "Biscuit",
    "5.",
    "# of",
    "-# of",
    "> 3",
    "- 4",
    "\\*",
    "\\_",
    "\\#",
    "1) two",
    "`a b`",
    "東京。",
    *HIDDEN,
)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
code = st.lists(
    st.sampled_from(["x = 1", "    return y", "", "# no heading", "- a", "y" * 30]), min_size=1, max_size=20
)


def _block(before: str, language: str, inside: list[str], *, last: str) -> str:
    return "\n".join([f"{before}{TICKS}{language}", *inside, last])


fences = st.builds(
    _block,
    st.sampled_from(["", "Run this: ", "- ", "  - ", "1. Say: "]),
    st.sampled_from(["", "py", "c++"]),
    code,
    last=st.sampled_from([TICKS, f"  {TICKS}", f"z = 3{TICKS}"]),
)
lists = st.lists(st.tuples(st.integers(0, 3), words), min_size=1, max_size=9).map(
    lambda items: "\n".join(f"{'    ' * depth}- {item}" for depth, item in items)
)
one_line = st.sampled_from([f"{TICKS}x = 1{TICKS}", f"So: {TICKS}x = 1{TICKS} and on", f"- {TICKS}x{TICKS}"])
blocks = st.one_of(words, fences, lists, one_line, words.map("> {}".format), words.map("-# {}".format))
texts = st.lists(st.tuples(blocks, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=9).map(
    lambda pairs: "".join(block + gap for block, gap in pairs)
)
limits = st.integers(100, 400)


@MANY
@given(texts, limits)
def test_all_code_that_a_part_begins_it_also_ends(text: str, limit: int) -> None:
    parts = parts_of(text, limit)
    assert "".join(part.own for part in parts) == text
    assert [part.text for part in parts if part.text.count(TICKS) % 2] == []
    assert all(len(part.text) <= limit for part in parts)


@MANY
@given(texts, limits)
def test_what_is_hidden_or_marked_is_in_one_part_and_no_escape_is_cut(text: str, limit: int) -> None:
    parts = parts_of(text, limit)
    for each in (*HIDDEN, "\\*", "\\_", "\\#"):
        assert sum(part.own.count(each) for part in parts) == text.count(each)


@MANY
@given(words.filter(lambda each: len(each) > 120))
def test_where_a_line_is_cut_no_heading_quote_or_list_begins(text: str) -> None:
    for part in parts_of(text, 100)[1:]:
        assert not re.match(r"(?:#{1,3}|-#|>|[-*+]|\d+[.)])\s", part.own), part.text


@MANY
@given(texts)
def test_however_far_a_text_has_come_what_is_open_can_be_closed(text: str) -> None:
    for end in range(0, len(text), 5):
        begun = text[:end].rstrip("`")
        assert (begun + closing_of(begun)).count(TICKS) % 2 == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("    - one\n        - below\n    - two\n- three", "- one\n    - below\n- two\n- three"),
        ("\n  - one\n\n  - two\n", "\n- one\n\n- two\n"),
        ("  * one\n    and its words\n", "* one\n  and its words\n"),
        ("  1. one\n  2. two", "1. one\n2. two"),
        ("- one\n    - below", "- one\n    - below"),
        ("    words\n    - one", "    words\n    - one"),
        ("  - one\n\nEnd.\n  - two", "- one\n\nEnd.\n  - two"),
    ],
)
def test_a_list_that_goes_on_moves_to_the_left_as_a_whole(text: str, shown: str) -> None:
    assert Piece("").saying(text).text == shown


def test_of_a_list_that_goes_on_each_item_stands_where_it_stood_to_the_others() -> None:
    text = "- all\n" + "".join(f"  - item {number}\n    - below {number}\n" for number in range(9))
    later = [Piece("").saying(part).text.lstrip("\n") for part in split(text, 60)][1:]
    assert later and all(part.startswith("- ") for part in later)
    assert not [part for part in later if "\n  - item" in part or "\n    - below" in part]
