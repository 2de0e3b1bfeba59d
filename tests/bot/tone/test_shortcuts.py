"""What is looked for in a piece of an answer only where it can be there: a mistake in that would be silent."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.safety import _LONGEST, _MARKS, _unfinished
from bot.tone.borders import BORDER
from bot.tone.cutting import _ENDS
from bot.tone.marks import _MARK, _SOME
from bot.tone.scanning import _MAYBE_ENDS, _MAYBE_OPENER

PARTS = st.lists(
    st.sampled_from(
        (
            *(
                "a",
                " ",
                "<",
                "</",
                "<no",
                "tes",
                "[IN",
                "<|",
                "<ST",
                "</s",
                "h",
                "ttps",
                ":/",
                "ww",
                "`",
                "]",
                "!",
                "！",
            ),
            *(
                "¡",
                "?",
                "…",
                ".",
                "。",
                "？",
                "\n",
                "🎉",
                "❤",
                "\ufe0f",
                "\u200d",
                "🇩",
                "🏽",
                "✔",
                "\u00a0",
                "İ",
                "»",
                "7",
            ),
        )
    ),
    max_size=10,
).map("".join)


@given(PARTS)
@example("so <star")
def test_the_beginning_of_a_mark_of_the_prompt_is_held(text: str) -> None:
    tails = (text[-size:].lower() for size in range(min(len(text), _LONGEST - 1), 0, -1))
    assert _unfinished(text) == next(
        (len(tail) for tail in tails if any(mark.lower().startswith(tail) for mark in _MARKS)), 0
    )


@given(PARTS)
@example("ww\n")
def test_no_mark_border_or_opening_is_passed_over(text: str) -> None:
    assert _SOME.search(text) or _MARK.search(text) is None
    assert _ENDS.search(text) or BORDER.search(text) is None
    assert text[-1:] in _MAYBE_ENDS or _MAYBE_OPENER.search(text) is None
