"""What says that an answer was wrong, and what only sounds like it; what is a question put otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.learning_tone.corrections import corrects, put_otherwise


@pytest.mark.parametrize(
    "text",
    [
        "That's wrong.",
        "No, that’s not right",
        "that's not what I asked!",
        "you misunderstood me, I meant the other one",
        "Nein, das stimmt nicht. Es war Freitag.",
        "Das ist falsch",
        "Sie haben mich falsch verstanden.",
        "No, eso no es cierto",
        "C'est faux, il est né en 1990",
        "Non, ce n'est pas ce que j'ai demandé",
        "Não, isso está errado.",
        "違います。",
        "いいえ、それは違います",
    ],
)
def test_a_correction_is_known(text: str) -> None:
    assert corrects(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No, thank you.",
        "Is that wrong?",
        "Ben said that's wrong.",
        "> that's wrong\nwhat do you think?",
        "that's wrong in so many ways with this printer",
        "What is the wrong answer?",
        "Das ist falsch herum eingebaut, was nun?",
        "Warum stimmt das nicht?",
        "Está mal mi abuela",
        "C'est faux que la terre est plate ?",
        "Não",
        "違う色がほしいです",
        "that's wrong. " * 60,
    ],
)
def test_what_is_no_correction_is_left(text: str) -> None:
    assert not corrects(text)


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert corrects(text) in (True, False)
    assert not put_otherwise(text, text)


@pytest.mark.parametrize(
    ("before", "after", "otherwise"),
    [
        ("When does the train to Bonn leave?", "When does the train to Berlin leave on Sunday?", True),
        ("how do I cook rice", "how do I cook brown rice", True),
        ("wann fährt der Zug", "wann fährt der letzte Zug nach Köln", True),
        ("when does teh train leave", "when does the train leave?", False),
        ("I recieve no mail", "I receive no mail", False),
        ("what time is it", "What time is it?!", False),
        ("", "what time is it", False),
        ("what time is it", "", False),
    ],
)
def test_a_question_put_otherwise_is_more_than_another_spelling(before: str, after: str, otherwise: bool) -> None:
    assert put_otherwise(before, after) is otherwise
