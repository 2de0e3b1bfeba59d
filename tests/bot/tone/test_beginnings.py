"""Patterns grouped by what they begin with find what they find one by one."""

import re

import pytest

from bot.tone.beginnings import grouped, shared

PATTERNS = [
    "i(?:'m| am) lost", "(?:he|she) is lost", "(?<!no )(?:me )?quiero|voy", r"\d{2,} miles", "[ab]c+", "(?:x|y)?z",
    "^end", "a{0,2}b", "(?:un |el |la |lo )?perro",
]  # fmt: skip
TEXTS = [
    "i'm lost", "i am lost", "she is lost", "me quiero", "quiero", "no quiero", "voy", "12 miles", "bcc", "z", "yz",
    "x", "end", "the end", "aab", "b", "la perro", "perro", "nothing of it",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_together_they_find_what_each_finds(text: str) -> None:
    assert bool(re.search(grouped(PATTERNS), text)) is any(re.search(each, text) for each in PATTERNS)


def test_those_that_begin_with_the_same_part_stand_as_one() -> None:
    assert shared(["<who> falls|he sinks", "<who> cries", "(?:a|b) c"]) == [
        "he sinks", "(?:a|b) c", "<who>(?: falls| cries)"
    ]  # fmt: skip


def test_what_no_pattern_begins_with_is_ruled_out_by_its_letter() -> None:
    assert grouped(["ab", "ac"]) == "(?=a)(?:ab|ac)"
