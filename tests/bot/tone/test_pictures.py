"""Emoji and signs that are words of an answer stay where it is to have none; what only decorates goes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.judging import judge
from bot.tone.mending import Mending

NONE = Bounds({Aspect.EMOJI: Limit(most=0.0, hard=True)})
FEW = Bounds({Aspect.EMOJI: Limit(most=0.0)})
WORDS = (
    "React with ✅ to join and ❌ to leave.",
    "To join, react with ✅.",
    "Reagiere mit 👍 oder mit 👎.",
    "Réagis avec 🎉 !",
    "A♠ K♥ against Q♦ Q♣",
    "A♠️ K♥️ against Q♦️ Q♣️",
    "The suits are ♠, ♥, ♦ and ♣.",
    "♔ is the king, and ♕ beside it.",
    "☑ done, ☐ open",
    "☑️ done, ☐ open",
    "List:\n✅ Passport\n❌ Visa",
    "List:\n- Passport: ✅\n- Visa ❌",
    "Is it vegan? ✅ And nuts? ❌",
    "Settings ➡️ Privacy ➡️ Delete",
    "Press ⌘ and ⏎, then ⌫ for 5 €.",
    "👍 = yes, 👎 = no",
    "👍 for yes, 👎 for no",
    "🍕 is the code for dinner.",
    "🍕 or 🍔?",
    "Wir essen 🍕, 🍔, 🌮.",
    "Weather: ☀️",
    "Status: 🟢 Online",
    "🔴 busy\n🟢 free",
    "The 😂 emoji laughs.",
    "I ❤️ NY.",
    "We sold 3 🍎.",
    "The sign (🔥) means fire.",
    "Click ✅/❌.",
    "I give it ⭐⭐⭐⭐☆",
    "2 ➕ 2 is 4, 1️⃣ is one.",
    "Drück ▶️, dann ⏸️.",
    "賛成は✅を押して",
)


def mended(text: str, bounds: Bounds) -> str:
    mending = Mending(bounds)
    return mending.feed(text) + mending.finish()


@pytest.mark.parametrize("said", WORDS)
def test_a_word_of_the_sentence_stays(said: str) -> None:
    for bounds in (FEW, NONE):
        assert mended(said, bounds) == said
        assert not judge(said, bounds), "nor is another draft asked for"
        mending = Mending(bounds)
        assert "".join(map(mending.feed, said)) + mending.finish() == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Great 🎉 Where is it?", "Great Where is it?"),
        ("Thanks 😊 and good luck 🍀!", "Thanks and good luck!"),
        ("Hey 😊, how are you?", "Hey, how are you?"),
        ("✅ Done! I saved it. ✅", "Done! I saved it."),
        ("Saved ✅", "Saved"),
        ("So 🚀🚀 fast", "So fast"),
        ("Hop on 🚴", "Hop on"),
        ("Mach mit 🎉", "Mach mit"),
        ("📅 Friday at nine ☕\n🎂 Cake", "Friday at nine\nCake"),
        ("(🎉 well done 🎉)", "(well done)"),
        ("- 🍞 Bread 🍞\n- 🥛 Milk", "- Bread\n- Milk"),
        ("Go 👩‍⚕️! Love ❤️‍🔥", "Go! Love"),
    ],
)
def test_decoration_goes(said: str, shown: str) -> None:
    assert mended(said, NONE) == shown
    assert not judge(shown, NONE)


PIECES = st.sampled_from(
    (
        *(
            "✅",
            "❌",
            "🍎",
            "🙂",
            "👍👍",
            "☑️",
            "♠",
            "➡️",
            " ",
            "\n",
            "- ",
            "! ",
            "!",
            ". ",
            "? ",
            ", ",
            ": ",
            "(",
            ")",
            "**",
        ),
        *("with ", "is ", "on", "Yes", "n! = ", "5", "= ", "e.g. ", "“", "” ", "`x` ", "<@1> ", "https://a.b/! ", "¡"),
        *("Yahoo! ", "'Stop!' ", "は", "¿", "\u00a0", "||", "and 🎉 ", "/"),
    )
)
CONTENT = re.compile(r"https?://\S+|<@\d+>|`[^`]*`|\w+|[♠=/¿]")


@given(st.lists(PIECES, max_size=25), st.booleans())
def test_words_and_numbers_stay_in_order_however_it_is_cut(pieces: list[str], hard: bool) -> None:
    bounds = Bounds({each: Limit(most=0.0, hard=hard) for each in (Aspect.EMOJI, Aspect.EXCLAIMING, Aspect.STOP)})
    text, mending = "".join(pieces), Mending(bounds)
    shown = mended(text, bounds)
    assert CONTENT.findall(shown) == CONTENT.findall(text)
    assert "".join(map(mending.feed, text)) + mending.finish() == shown


@given(st.lists(PIECES, max_size=25))
def test_what_stays_is_within_the_bounds(pieces: list[str]) -> None:
    shown = mended(re.sub("[¡“]", "", "ok" + "".join(pieces)), NONE)
    assert not judge(shown, NONE)
