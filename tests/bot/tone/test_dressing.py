"""An answer in a dress: the same however it is cut, and nothing but prose is touched."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tone.dress import Dress
from bot.tone.dressing import Dressing
from bot.tone.scanning import Kind, stretches
from tests.bot.tone.test_mending_keeps import TEXTS

SHORT = {"it is": "it's", "do not": "don't", "i am": "i'm"}
DRESSES = st.builds(
    Dress,
    small=st.booleans(),
    stopless=st.booleans(),
    contractions=st.sampled_from(({}, SHORT)),
    greeting=st.sampled_from(("", "Hello")),
    closing=st.sampled_from(("", "Kind regards")),
    mark=st.sampled_from(("", "!", "...")),
    marks=st.sampled_from((0.0, 0.5)),
    emoji=st.sampled_from(("", "🙂")),
    titles=st.sampled_from((frozenset(), frozenset(("Sie", "Ihnen")))),
    pictures=st.sampled_from((0.0, 0.5)),
)

LOOSE = Dress(
    small=True, greeting="Hello", closing="Bye", mark="!", marks=0.5, emoji="🙂", pictures=0.5, contractions=SHORT
)


def dressed(text: str, dress: Dress) -> str:
    dressing = Dressing(dress)
    return dressing.feed(text) + dressing.finish()


@pytest.mark.parametrize(
    ("dress", "text", "said"),
    [
        (
            Dress(small=True),
            "It is late. Ana is at home! I know. NASA too.",
            "it is late. ana is at home! I know. NASA too.",
        ),
        (Dress(small=True), "Call Dr. Who now. E.g. Today", "call Dr. Who now. e.g. Today"),
        (Dress(stopless=True), "It is late. So it is.", "It is late. So it is"),
        (Dress(stopless=True), "Is it late?", "Is it late?"),
        (Dress(stopless=True), "It costs 3.", "It costs 3."),
        (Dress(contractions=SHORT), "It is so, do not ask. What it is.", "It's so, don't ask. What it is."),
        (Dress(contractions=SHORT), "I do not.", "I don't."),
        (Dress(contractions=SHORT), 'it  is `it is`, "it is"', 'it  is `it is`, "it is"'),
        (Dress(greeting="Hello"), "Tea is hot.", "Hello. Tea is hot."),
        (Dress(greeting="Hello"), "Hi Ana! Tea is hot.", "Hi Ana! Tea is hot."),
        (Dress(greeting="Hello"), "", ""),
        (Dress(greeting="Hello"), "  \n", "  \n"),
        (Dress(closing="Kind regards"), "Tea is hot.", "Tea is hot. Kind regards"),
        (Dress(closing="Kind regards"), "Tea is hot. Kind regards", "Tea is hot. Kind regards"),
        (Dress(closing="Kind regards"), "See:\n- tea\n", "See:\n- tea\n\nKind regards"),
        (Dress(closing="Kind regards"), "", ""),
        (Dress(mark="!", marks=0.5), "One. Two. Three. Four.", "One! Two. Three! Four."),
        (Dress(mark="...", marks=0.5, stopless=True), "It is late", "It is late..."),
        (Dress(mark="...", marks=0.1), "It is late", "It is late"),
        (Dress(closing="Kind regards"), "It is late", "It is late\nKind regards"),
        (Dress(mark="!", marks=0.5), "One! Two. Three. Four.", "One! Two. Three! Four."),
        (Dress(mark="!", marks=0.5), "Version 2. No. 3.", "Version 2. No. 3."),
        (Dress(emoji="🙂", pictures=0.5), "One. Two. Three?", "One. 🙂 Two. Three? 🙂"),
        (Dress(emoji="🙂", pictures=0.5), "One. 🎉 Two. Three.", "One. 🎉 Two. Three. 🙂"),
        (Dress(emoji="🙂", pictures=0.5, small=True), "One. Two. Three.", "one. 🙂 two. three. 🙂"),
        (Dress(emoji="🙂", pictures=0.5), "```\nx = 1\n```", "```\nx = 1\n```"),
        (
            Dress(small=True, titles=frozenset(("Sie", "Ihnen"))),
            "Sie können Tee kochen. Ihnen, und nur Ihnen. Er ist heiß.",
            "Sie können Tee kochen. Ihnen, und nur Ihnen. er ist heiß.",
        ),
        (
            Dress(small=True, titles=frozenset(("Sie",))),
            "**Sie** können. Siezen Sie?",
            "**Sie** können. siezen Sie?",
        ),
        (Dress(small=True), "Sie ist da.", "sie ist da."),
        (LOOSE, "Dear Mr Smith,\n\nIt is late.\n\nYours,\nAna", "Dear Mr Smith,\n\nIt is late.\n\nYours,\nAna"),
        (LOOSE, "Sehr geehrte Frau Au,\nich komme.", "Sehr geehrte Frau Au,\nich komme."),
        (
            LOOSE,
            "Here it is.\n\n**Subject:** Rent\n\nIt is late. Ana",
            "hello! here it is! 🙂\n\n**Subject:** Rent\n\nIt is late. Ana",
        ),
        (Dress(small=True), "Dear me. It is late. Sehr gut. Ja", "dear me. it is late. sehr gut. ja"),
        (Dress(small=True), "It is a letter to Dear Tom. Yes", "it is a letter to Dear Tom. yes"),
    ],
)
def test_what_a_dress_does(dress: Dress, text: str, said: str) -> None:
    assert dressed(text, dress) == said


@given(TEXTS, DRESSES, st.randoms(use_true_random=False))
def test_any_cutting_gives_the_same(text: str, dress: Dress, rng: Random) -> None:
    dressing, at, said = Dressing(dress), 0, ""
    while at < len(text):
        size = rng.randint(1, 9)
        said += dressing.feed(text[at : at + size])
        at += size
    assert said + dressing.finish() == dressed(text, dress)
    assert dressing.finish() == ""  # who speaks asks until there is nothing more


@given(TEXTS, DRESSES)
def test_only_prose_is_touched(text: str, dress: Dress) -> None:
    said, at = dressed(text, dress), 0
    for each in stretches(text):
        if each.kind is not Kind.PROSE and each.text.strip():
            at = said.find(each.text.strip(), at)
            assert at >= 0
            at += len(each.text.strip())


@given(TEXTS)
def test_without_a_dress_nothing_changes(text: str) -> None:
    assert dressed(text, Dress()) == text


@given(TEXTS)
def test_small_letters_change_nothing_else(text: str) -> None:
    assert dressed(text, Dress(small=True)).lower() == text.lower()


@given(TEXTS)
def test_marks_and_emoji_come_between_words_alone(text: str) -> None:
    said = dressed(text, Dress(mark="!", marks=0.5, emoji="🙂", pictures=0.5))
    assert re.sub(r"[\s.!🙂]", "", said) == re.sub(r"[\s.!🙂]", "", text)
