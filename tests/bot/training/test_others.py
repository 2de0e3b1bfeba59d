"""What looks like somebody else's words in a message, and what of one's own does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.others import holds_others


@pytest.mark.parametrize(
    "text",
    [
        "Ana: are you coming?\nBen: not today",
        "ana (10:32)\nare you coming?",
        "[04.05.26, 10:32] Ana: kommst du?",
        "04/05/2026, 10:32 - Ana: vienes?",
        "Ana — Today at 10:32 AM\nhello",
        "Von: Ana Weiß\nBetreff: Garten\nLieber Ben",
        "差出人: 花子\n件名: 庭",
        "彼女は「明日は庭に行けないと思います」と言った",
        "Le lundi 4 mai 2026 Ana a écrit :\nbonjour",
        "---------- Forwarded message ---------",
        "she said »das wird wohl nichts mehr werden«, hm",
    ],
)
def test_others(text: str) -> None:
    assert holds_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "what time is it?",
        "Question: when does the train leave?",
        "the film “Blade Runner” is good",
        "is 3 > 2 in Python?",
        "Termin um 10:32, geht das?",
        "see you at 10:30 - I bring tea",
        "「庭」とは何ですか？",
        "TODO: buy milk",
        "",
    ],
)
def test_own(text: str) -> None:
    assert not holds_others(text)


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at_and_quoted_is_found(text: str) -> None:
    holds_others(text)
    assert holds_others(f"> {text}")
