"""What is looked for only where it can be says the same as looking for it everywhere; a mistake here is silent."""

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from memory.tone.belonging import _SHORT_NUMBER, _aged
from memory.tone.gathering import _with, pooled
from memory.tone.manners import _LAUGH, _may_laugh
from memory.tone.measured import Gauge
from memory.tone.names import _begins, _script, _script_of
from memory.tone.prose import _POINTERS, _POINTING

SIGNS = st.text(
    st.sampled_from("aehijkrswx5 !?.,'’-\n\"ЮхаИΩéß山はｗ草ㅋฮา0129@<>:/#🎉")
    | st.characters(max_codepoint=0x3200, exclude_categories=["Cs"]),
    max_size=30,
)
MANY = st.lists(
    st.sampled_from(
        (
            *(
                "ha",
                "ah",
                "he",
                "hi",
                "ja",
                "je",
                "kkk",
                "rs",
                "www",
                "w!",
                "？w",
                "はw",
                "555",
                "а",
                "ха",
                "ㅋ",
                "哈",
                "草",
            ),
            *("I'm", "im", "ich", "bin", "je", "suis", "a", "5", "17", "years", "Jahre", ".", ","),
            *("@a", "http://", "mailto:/", "www.a", "<@1>", "a@b.c"),
        )
    ),
    max_size=8,
)


@given(SIGNS | MANY.map("".join) | MANY.map(" ".join))
@example("ok!w")
@example("JAJAJA")
def test_no_laugh_is_passed_over(text: str) -> None:
    assert _may_laugh(text) or _LAUGH.search(text) is None


@given(SIGNS | MANY.map(" ".join))
@example("i'm 17.")
def test_no_age_is_passed_over(text: str) -> None:
    assert _SHORT_NUMBER.search(text) or _aged().search(text) is None


@given(SIGNS | MANY.map(" ".join))
def test_no_link_is_passed_over(text: str) -> None:
    assert any(each in text for each in _POINTING) or _POINTERS.search(text) is None


@given(SIGNS)
@example("Иван")
@example("µ山")
def test_the_script_of_a_text_is_that_of_most_letters(text: str) -> None:
    counts = Counter({"a": 0})
    for sign in text:
        if (name := _script_of(sign)) is not None:
            counts[name] += 2 if name == "j" else 1
    most = max(counts.values())
    assert counts[_script(text)] == most if most else _script(text) in ("", "a")


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("", True),
        ("   ", True),
        ("is. ", True),
        ("is, ", False),
        ("is\n ", True),
        ("(", True),
        ("l'", False),
        ("and ", False),
        ("7 ", False),
        ("snake_", False),
        ("¿", True),
        ("🎉 ", True),
    ],
)
def test_a_sentence_begins_behind_what_ends_one(before: str, *, begins: bool) -> None:
    assert _begins(before) is begins


@given(st.floats(0, 9), st.floats(0, 9), st.floats(0, 200), st.floats(-9, 9), st.floats(0.001, 1))
def test_one_more_message_is_gathered_as_a_gauge_of_its_own(
    mean: float, variance: float, weight: float, value: float, worth: float
) -> None:
    gauge = Gauge(mean, variance, weight)
    assert _with(gauge, value, worth) == pooled(gauge, Gauge(value, 0.0, worth))
