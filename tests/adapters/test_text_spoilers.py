"""What is hidden at Discord stays hidden in each part, and nothing else is; by properties, as Discord reads it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.text import closed, closing_of, parts_of, split
from tests.calm import CALM

MANY = settings(CALM, max_examples=600)
SPOILER = re.compile(r"\|\|[\s\S]+?\|\|")
CODE = re.compile(r"```[\s\S]+?```|`[^`\n]+`")


def _block(words: list[str], way: str) -> str:
    match way:
        case "code":
            return "\n".join(["```py", *words, "```"])
        case "list":
            return "\n".join(f"- {word} {word}" for word in words)
        case "quote":
            return "\n".join(f"> {word} {word}" for word in words)
        case "quoted code":
            return "\n".join(["> ```", *(f"> {word}" for word in words), "> ```"])
        case "heading":
            return "# " + " ".join(words)
        case _:
            return " ".join(words)


WAYS = ("words", "list", "quote", "code", "quoted code", "heading")


def _blocks(word: str, *more: str) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from([word, word * 3, f"*{word}*", *more]), min_size=1, max_size=60)
    return st.lists(st.builds(_block, words, st.sampled_from(WAYS)), min_size=1, max_size=4).map("\n\n".join)


said = _blocks("plain", "`a || b`", "\\||", "|")
spoilers = st.builds(
    lambda glue, inside, after: f"||{glue}{inside}{glue}||{after}",
    st.sampled_from(["", "\n", "\n\n"]),
    _blocks("secret"),
    st.sampled_from(["\n", "\n\n"]),  # more may follow in the same block
)
texts = st.lists(st.builds("{}\n\n{}".format, said, spoilers), min_size=1, max_size=3).map(
    lambda each: "".join(each) + "plain"
)
limits = st.integers(100, 400)


@MANY
@given(texts, limits)
def test_what_is_hidden_stays_hidden_and_nothing_else_is(text: str, limit: int) -> None:
    parts = parts_of(text, limit, spoilers=True)
    assert "".join(part.own for part in parts) == text
    for part in parts:
        assert len(part.text) <= limit
        read = CODE.sub(lambda code: code[0].replace("||", ""), part.text).replace("\\||", "")
        assert "secret" not in SPOILER.sub("", read), part.text
        assert not any("plain" in each for each in SPOILER.findall(read)), part.text
        assert part.text.count("```") % 2 == 0


@CALM
@given(texts, limits)
def test_a_growing_text_never_needs_fewer_parts_and_shows_nothing_before_its_end(text: str, limit: int) -> None:
    needed = 0
    for end in range(0, len(text), 7):
        begun = text[:end].rstrip("`|")
        if begun.endswith("\\"):
            continue
        parts = parts_of(begun, limit, spoilers=True, going=True)
        shown = [part.text for part in parts if part.text.strip()]
        assert len(shown) >= needed
        needed = len(shown)
        for each in [*shown[:-1], *(closed(last, limit, spoilers=True) for last in shown[-1:])]:
            read = CODE.sub(lambda code: code[0].replace("||", ""), each).replace("\\||", "")
            assert "secret" not in SPOILER.sub("", read), each


def test_what_follows_a_closing_mark_that_began_a_part_is_not_hidden() -> None:
    text = f"||{'secret ' * 13}\n\n||\n{'plain ' * 10}||secret||"
    assert split(text, 100, spoilers=True) == [f"||{'secret ' * 13}\n\n||", f"\n{'plain ' * 10}||secret||"]


def test_blank_lines_that_a_growing_spoiler_ends_in_leave_room_for_its_mark() -> None:
    for blank in range(9):
        text = f"||{'x' * 93}" + "\n" * blank
        last = parts_of(text, 100, spoilers=True, going=True)[-1].text
        assert len(last + closing_of(last, spoilers=True)) <= 100


def test_a_mark_that_none_ends_hides_nothing() -> None:
    text = "So a || b is true, as said. " + "More words follow it here.\n" * 9
    assert [part.text for part in parts_of(text, 100, spoilers=True)] == [
        part.own for part in parts_of(text, 100, spoilers=True)
    ]


def test_where_nothing_is_hidden_by_them_the_marks_are_words() -> None:
    text = "||" + "one two three\n" * 9 + "||"
    assert [part.own for part in parts_of(text, 60)] == split(text, 60)


def test_a_spoiler_that_goes_on_is_ended_and_begun_again() -> None:
    lines = "".join(f"- it was number {number}\n" for number in range(6))
    assert split(f"Look:\n||\n{lines}||", 60, spoilers=True)[1:3] == [
        "||\n- it was number 0\n- it was number 1\n- it was number 2\n||",
        "||\n- it was number 3\n- it was number 4\n- it was number 5\n||",
    ]


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("||it was", "||"),
        ("||it was||", ""),
        ("a || b", ""),
        ("||\n```py\nx = 1", "\n```||"),
        ("`a || b` and ```py\nc || d", "\n```"),
    ],
)
def test_what_closes_a_spoiler_that_breaks_off(text: str, closing: str) -> None:
    assert closing_of(text, spoilers=True) == closing
    assert "||" not in closing_of(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("||it was", "||it was||"),
        ("||it was the cook", "||it was the co||"),
        ("||it was\n```py", "||it was\n``||"),
        ("||it\n```\nx = 123", "||it\n```\nx \n```||"),
        ("it was the cook!!", "it was the cook!!"),
    ],
)
def test_where_what_closes_it_does_not_fit_the_last_signs_are_not_shown_yet(text: str, shown: str) -> None:
    assert closed(text, 17, spoilers=True) == shown
