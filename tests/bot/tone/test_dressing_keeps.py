"""A dress never changes what is said: no mark in a formula, a name or an abbreviation, and no emoji within them."""

import pytest

from bot.tone.dress import Dress
from bot.tone.dressing import Dressing

EXCLAIMING, TRAILING = Dress(mark="!", marks=0.5), Dress(mark="...", marks=0.5)
PICTURED, STOPLESS = Dress(emoji="🙂", pictures=0.5), Dress(stopless=True)


def dressed(text: str, dress: Dress) -> str:
    dressing = Dressing(dress)
    return dressing.feed(text) + dressing.finish()


@pytest.mark.parametrize(
    "said",
    [
        "The answer is n.",
        "The answer is n",
        "Bread, milk, etc.",
        "Come at 5 p.m.",
        "He is from the U.S.\nReally?",
        "Edit main.py.",
        "Brot, Milch usw.",
        "It is version 5.",
    ],
)
def test_a_stop_that_is_no_end_alone_gets_no_other_mark(said: str) -> None:
    for dress in (EXCLAIMING, TRAILING, STOPLESS):
        assert dressed(said, dress) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("So n! = 120 here.", "So n! = 120 here. 🙂"),
        ("Now Yahoo! Mail is down.", "Now Yahoo! Mail is down. 🙂"),
        ("The n! – it grows.", "The n! – it grows. 🙂"),
        ("Great! Mail is up.", "Great! 🙂 Mail is up."),
    ],
)
def test_an_emoji_stands_behind_a_sentence_alone(said: str, shown: str) -> None:
    assert dressed(said, PICTURED) == shown
