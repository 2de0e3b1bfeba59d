"""Mending: what rules take out, what they never touch, and that no cutting into pieces matters."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.judging import judge
from bot.tone.mending import Mending, mend

CALM = Bounds({Aspect.EMOJI: Limit(most=0.0), Aspect.EXCLAIMING: Limit(most=0.0)})
SHORT = Bounds({Aspect.WORDS: Limit(most=12.0, hard=True)})
MANY = Bounds({Aspect.EMOJI: Limit(0.1, 1.0, hard=True)})
ALL = Bounds({**CALM.limits, **SHORT.limits})
MARKS = (
    "!",
    "! ",
    "¡",
    "🎉",
    " 🎉",
    "👩‍🚀",
    "🇫🇷",
    "➡",
    "\ufe0f",
    "`",
    "```",
    "\n",
    "- ",
    "1. ",
    '"',
    "“",
    "”",
    "«",
    "»",
    "(",
    ")",
    "**",
    "|",
)
WORDS = (
    "Hello",
    " you",
    "ok",
    "x",
    "すごい",
    "5!",
    "Yahoo! is",
    "e.g.",
    "https://a.b/!",
    "<@1>",
    "<",
    " ",
    ". ",
    "?",
    "…",
)
ASKED = Bounds({Aspect.EMOJI: Limit(most=0.0, hard=True), Aspect.EXCLAIMING: Limit(most=0.0, hard=True)})
UNSURE = re.compile('[¡"“»]')  # whose meaning hangs on what stands before them
PIECES = st.sampled_from((*MARKS, *WORDS, "。", "！", "\u202f!"))


def mended(text: str, bounds: Bounds) -> str:
    mending = Mending(bounds)
    return mending.feed(text) + mending.finish()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Great! 🎉 Where will you ride it?", "Great. Where will you ride it?"),
        ("Oh no!! 😢😢", "Oh no."),
        ("🎉 Done!", "Done."),
        ("Well 🎉done", "Well done"),
        ("Done ✔️ and on ➡️ A → B ✔ C", "Done ✔️ and on ➡️ A → B ✔ C"),
        ("Really?! Yes!", "Really? Yes."),
        ("¡Hola! ¿Qué tal? ¡Bien!", "Hola. ¿Qué tal? Bien."),
        ("Bonjour\u202f! Ça va ?", "Bonjour. Ça va ?"),
        ("すごい！またね🎉", "すごい。またね"),
        ("Yahoo! is old, and 5! is 120.", "Yahoo! is old, and 5! is 120."),
        ("**Nice!** Go on!", "**Nice.** Go on."),
        ("`a!` 🎉\n```\nb! 🎉\n```\nEnd!", "`a!`\n```\nb! 🎉\n```\nEnd."),
        ("He wrote “wow! 🎉” to me!", "He wrote “wow! 🎉” to me."),
        ("- one! 🎉\n- two!\nFine!", "- one! 🎉\n- two!\nFine."),
        ("See https://a.b/c!d and <@12>!", "See https://a.b/c!d and <@12>!"),
        ("👍", "👍"),
        ("Vive!🇫🇷 Oui!👩🏽‍🚀", "Vive. Oui."),
    ],
)
def test_calm(said: str, shown: str) -> None:
    assert mended(said, CALM) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "You live in Lisbon with Miso. It is a fine town by the sea. Do you like it there?",
            "You live in Lisbon with Miso.",
        ),
        ("Yes. It is so. I am sure. That was all.", "Yes. It is so. I am sure. That was all."),
        ("One word after another without any end that would be near to being short enough", None),
        ("You live in Lisbon with Miso. It is a fine town by the sea since 1147. Good.", None),
        ("You live in Lisbon with Miso, as you said:\n\n- Lisbon and its river\n- Miso and its bowl of milk\n", None),
        ("Run this and then look at it:\n```\nmake a b c d e f g h i j k l m n\n```\nThat is all.", None),
        ("Dr. Ana and Mr. Ben are there. Both of them wait for you at home.", "Dr. Ana and Mr. Ben are there."),
    ],
)  # fmt: skip
def test_short(said: str, shown: str | None) -> None:
    assert mended(said, SHORT) == (said if shown is None else shown)


@pytest.mark.parametrize(
    ("said", "shown"),
    [("Fine.", "Fine. 🙂"), ("よし。", "よし。🙂"), ("Fine 🎉.", "Fine 🎉."), ("```\nx\n```", "```\nx\n```")],
)
def test_an_emoji_comes_where_some_are_wished_for(said: str, shown: str) -> None:
    assert mended(said, MANY) == shown


def test_an_exclamation_at_the_end_becomes_no_stop_where_none_is_set() -> None:
    bounds = Bounds({Aspect.STOP: Limit(most=0.0), **CALM.limits})
    assert mended("Oh nice! See you! 🎉", bounds) == "Oh nice. See you"
    assert not judge("Oh nice. See you", bounds)


@given(st.lists(PIECES, max_size=30))
def test_any_cutting_gives_the_same(pieces: list[str]) -> None:
    text = "".join(pieces)
    for bounds in (CALM, ALL, MANY):
        whole, one, cut = mended(text, bounds), Mending(bounds), Mending(bounds)
        assert "".join(map(one.feed, pieces)) + one.finish() == whole
        assert "".join(map(cut.feed, text)) + cut.finish() == whole


@given(st.lists(PIECES, max_size=30))
@example(["➡", "🇫🇷", "\ufe0f"])
@example(["https://a.b/!", " 🎉", "`", " 🎉"])
@example(["🎉", ". ", "“", "🎉"])
@example(["https://a.b/!", ". ", "！", "«", "1. ", "!"])
@example(["https://a.b/!", "1. ", "🎉", "! ", "!"])
def test_what_is_mended_is_within_its_bounds(pieces: list[str]) -> None:
    text = UNSURE.sub("", "".join(pieces))
    said = mended(text, CALM)
    assert not judge(said, CALM) or said.strip() == text.strip()


@given(st.text(max_size=80))
def test_what_is_within_its_bounds_stays(text: str) -> None:
    verdict = judge(text, ALL)
    assert verdict or mend(text, verdict, ALL) == text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Sounds good.", "Sounds good"),
        ("Fine. See you then.", "Fine. See you then"),
        ("One. Two. Three.", "One. Two. Three."),
        ("It costs 5.", "It costs 5."),
        ("Bread, milk, etc.", "Bread, milk, etc."),
        ("Really?", "Really?"),
        ("Hm...", "Hm..."),
        ("So:\n- one.", "So:\n- one."),
        ("そうですね。", "そうですね"),
    ],
)
def test_a_last_stop_goes_where_they_never_set_one(said: str, shown: str) -> None:
    bounds = Bounds({Aspect.STOP: Limit(most=0.0)})
    assert mended(said, bounds) == shown
    assert not judge(shown, bounds) and (Aspect.STOP in judge(said, bounds).broken) is (said != shown)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("- 🍞 Bread 🍞\n- Call Tom 📞!\nHave fun!", "- Bread\n- Call Tom.\nHave fun."),
        ("1. one! 🎉\n   - 🎉 two\n# 🎉 Three!", "1. one.\n   - two\n# Three."),
        ("- `a! 🎉` and “b! 🎉”! 🎉", "- `a! 🎉` and “b! 🎉”."),
        ("| ✅ | a! |\n> said! 🎉\n    code! 🎉", "| ✅ | a! |\n> said! 🎉\n    code! 🎉"),
    ],
)
def test_what_was_asked_for_holds_in_lists_and_headings_too(said: str, shown: str) -> None:
    assert mended(said, ASKED) == shown
    assert mended(said, CALM) != shown or said == shown
    assert not judge(shown, ASKED)
    assert bool(judge(said, ASKED)) is (said != shown)


@given(st.lists(PIECES, max_size=25))
@example(["\n  * ", "¡", "5!"])
@example(["!", "➡", "\ufe0f"])
@example(["➡", "¡", "\ufe0f"])
@example(["<", " 🎉", "`", "<@1>", "🎉"])
@example([" you", *["すごい"] * 3, "1. ", "すごい", "! ", "5!", "! ", "!"])
def test_no_cutting_matters_in_lists_either(pieces: list[str]) -> None:
    text = "".join(("ok", *pieces))
    for bounds in (ASKED, Bounds({**ASKED.limits, **SHORT.limits})):
        mending = Mending(bounds)
        assert "".join(map(mending.feed, ("ok", *pieces))) + mending.finish() == mended(text, bounds)
    assert not judge(mended(UNSURE.sub("", text), ASKED), ASKED)
