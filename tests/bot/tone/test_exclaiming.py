"""An exclamation mark that ends no sentence is part of a name, a formula, code or a title, and stays."""

import pytest

from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.judging import judge
from bot.tone.mending import Mending

NONE = Bounds({Aspect.EXCLAIMING: Limit(most=0.0, hard=True)})


def mended(text: str) -> str:
    mending = Mending(NONE)
    return mending.feed(text) + mending.finish()


@pytest.mark.parametrize(
    "said",
    [
        "So n! = 120 for n = 5.",
        "n! = n · (n-1)!",
        "It is (n - k)! ways, or *k*!",
        "The value is n!",
        "2n! / k! and x!! too",
        "0! = 1, and 5!",
        "**Oliver!** is a musical.",
        "*Oliver!* (1968) won, as did *Hello!*, the magazine.",
        "Yahoo! Mail is down.",
        "I read Hello! magazine. It is owned by Yahoo!",
        "Use color: red !important, and x != y, and !x.",
        "The ! Operator negates.",
        "She said 'Stop!' and left.",
        'She said "Stop!" and left.',
        "`a!` and $n!$ are code.",
        "||It was him!|| Wait",
        "[Sign up!](https://a.b/c) Now",
        "Great! – so he said.",
        "I said yes! and meant it.",
    ],
)
def test_a_mark_that_ends_no_sentence_stays(said: str) -> None:
    assert mended(said) == said
    assert not judge(said, NONE), "nor is another draft asked for"
    mending = Mending(NONE)
    assert "".join(map(mending.feed, said)) + mending.finish() == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Great! Mail is up!", "Great. Mail is up."),
        ("So am I! **Now** go!", "So am I. **Now** go."),
        ("*Great!* Then (go!) Now!", "*Great.* Then (go.) Now."),
        ("Nice! <@12> did it! 5 of them!\nYes!", "Nice. <@12> did it. 5 of them.\nYes."),
        ("¡Hola! dijo Ana. ¡Sí!, claro.", "Hola dijo Ana. Sí, claro."),
        ("¡Son 5! ¿Y tú?", "Son 5. ¿Y tú?"),
        ("すごい！5個！", "すごい。5個。"),
    ],
)
def test_a_mark_that_ends_a_sentence_becomes_a_stop(said: str, shown: str) -> None:
    assert mended(said) == shown
    assert not judge(shown, NONE)
