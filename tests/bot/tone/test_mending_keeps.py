"""What mending never touches: all but marks and white space beside them, and in what is kept nothing at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.mending import Mending
from bot.tone.pictures import EMOJI
from bot.tone.scanning import Kind, stretches

MARKS = Bounds({each: Limit(most=0.0, hard=True) for each in (Aspect.EMOJI, Aspect.EXCLAIMING, Aspect.STOP)})
LEANING = Bounds({each: Limit(most=0.0) for each in MARKS.limits})
SHORT = Bounds({Aspect.WORDS: Limit(most=10.0, hard=True)})
BOTH = Bounds({**MARKS.limits, **SHORT.limits})
PROSE = st.sampled_from(
    (
        *("Great! ", "Oh 🎉 no! ", "Ana Müller, 5! ", "Yahoo! is ", "だめ！ ", "¡Hola! ", "C'est bien ! "),
        *("It costs 3.50 € ", "wow", ". ", "\n\n"),
    )
)
HELD = st.sampled_from(
    (
        *("`a! 🎉`", "\n```py\nprint('hi! 🎉')\n```\n", "\n- one! 🎉\n", "\n1. two!\n", "\n> said! 🎉\n"),
        *("https://a.b/c!d?e=🎉 ", "“wow! 🎉” ", '"wow! 🎉" ', "«là ! 🎉» ", "「わ！🎉」", "<@123!> "),
        *("\n| a! | 🎉 |\n", "\n# Title! 🎉\n"),
    )
)
TEXTS = st.lists(PROSE | HELD, max_size=14).map("".join)
_RULED = re.compile(rf"{EMOJI}|[!！¡.。\s]")


def mended(text: str, bounds: Bounds) -> str:
    mending = Mending(bounds)
    return mending.feed(text) + mending.finish()


def kept(text: str, *touched: Kind) -> list[str]:
    """What may not be touched, joined where it stands together."""
    marked = "".join(each.text if each.kind not in touched else "\0" for each in stretches(text))
    return [each.strip("\n") for each in marked.split("\0") if each.strip("\n")]


@given(TEXTS)
def test_the_stretches_are_the_text(text: str) -> None:
    assert "".join(each.text for each in stretches(text)) == text


@given(TEXTS)
def test_only_marks_and_space_beside_them_change(text: str) -> None:
    assert _RULED.sub("", mended(text, MARKS)) == _RULED.sub("", text)


@given(TEXTS)
def test_what_is_kept_stays_byte_for_byte_and_in_order(text: str) -> None:
    asked = (Kind.PROSE, Kind.POINT)
    for bounds, touched in ((LEANING, (Kind.PROSE,)), (SHORT, (Kind.PROSE,)), (MARKS, asked), (BOTH, asked)):
        said, at = mended(text, bounds), 0
        for each in kept(text, *touched):
            at = said.find(each, at)
            assert at >= 0, (bounds, each)
            at += len(each)


@given(TEXTS)
def test_no_number_gets_lost(text: str) -> None:
    assert re.findall(r"\d+", mended(text, BOTH)) == re.findall(r"\d+", text)


@given(TEXTS)
def test_what_is_short_is_a_beginning(text: str) -> None:
    assert text.startswith(mended(text, SHORT).rstrip())


@given(TEXTS)
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mended(text, MARKS)
    assert mended(once, MARKS).rstrip() in (once.rstrip(), once.rstrip().removesuffix(".").removesuffix("。"))


@given(TEXTS)
def test_something_is_always_said(text: str) -> None:
    assert bool(mended(text, BOTH).strip()) is bool(text.strip())


@pytest.mark.parametrize("text", ["", " ", "\n", "```", "`", "“", "🎉", "!", "¡", "\ufe0f", "🇫", "\u200d", "​", "�" * 3])
def test_bad_input_passes(text: str) -> None:
    assert mended(text, BOTH).strip() == text.strip() or mended(text, BOTH) == text
