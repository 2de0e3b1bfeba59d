"""Likeness of wordings: what a quick look at a text says is never less than what a look at each of its words finds."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from memory.wording import alike, content, coverable, covered

WORDS = (
    "moving",
    "moved",
    "Graz",
    "42",
    "oslo",
    "أمي",
    "الأم",
    "وأمي",
    "引っ越し",
    "Straße",
    "naïve",
    "it",
    "дома",
    "дом",
)
TEXT = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=8).map(" ".join)


@given(TEXT, TEXT)
@example("moved to Graz", "We were MOVING  to ＧＲＡＺ")
@example("والأم", "أمي")
def test_no_more_is_covered_than_can_be(wanted: str, text: str) -> None:
    assert len(covered(content(wanted), content(text))) <= coverable(content(wanted), text)


@given(TEXT, TEXT)
@example("والأم", "أمي")
def test_what_is_covered_is_each_word_that_is_like_one(wanted: str, text: str) -> None:
    each = {word for word in content(wanted) if any(alike(word, other) for other in content(text))}
    assert covered(content(wanted), content(text)) == each


@pytest.mark.parametrize(("text", "most"), [("nothing of it", 0), ("moving house", 1), ("moved to graz", 2), ("", 0)])
def test_what_begins_no_word_of_a_text_cannot_be_covered(text: str, most: int) -> None:
    assert coverable({"moved", "graz"}, text) == most
