"""What of somebody's habits rules give an answer, and when they give none."""

import pytest

from bot.tone.adapts import Adapts
from bot.tone.aims import FREE
from bot.tone.dress import NAKED, Dress, dress_of
from bot.tone.easing import Easing
from bot.tone.mending import EMOJI
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.measured import Feature, Gauge, Habit, Tone
from memory.tone.wished import Dial, Preset, Wishes

LOOSE = {Feature.CAPITALS: 0.0, Feature.STOPS: 0.0, Feature.CONTRACTIONS: 1.0, Feature.EXCLAIMING: 0.9}


def habits(
    means: dict[Feature, float], language: str = "en", weight: float = 80.0, **kinds: dict[str, float]
) -> Addressee:
    """Somebody who writes so."""
    told = {Habit.LANGUAGE: {language: 9.0}, **{Habit(name): counts for name, counts in kinds.items()}}
    return Addressee(tone=Tone({feature: Gauge(mean, 0.0, weight) for feature, mean in means.items()}, told))


def test_habits_that_are_sure_are_given() -> None:
    dress = dress_of(habits(LOOSE), FREE)
    assert dress.small and dress.stopless and dress.contractions["it is"] == "it's"
    assert (dress.mark, dress.marks, dress.greeting, dress.closing, dress.emoji) == ("!", 0.5, "", "", "")


@pytest.mark.parametrize(
    ("addressee", "easing"),
    [
        (NOBODY, None),
        (habits(LOOSE, weight=0.5), None),
        (habits(LOOSE), Easing.GRIEF),
        (Addressee(Wishes(presets=frozenset((Preset.LITERAL,))), habits(LOOSE).tone), None),
        (Addressee(Wishes({Dial.FORMALITY: 2}), habits(LOOSE).tone), None),
    ],
    ids=["nobody", "hardly known", "grief", "a form was chosen", "form is wished"],
)
def test_nothing_is_given_against_what_stands_above_habits(addressee: Addressee, easing: Easing | None) -> None:
    assert dress_of(addressee, FREE, easing) == NAKED


def test_a_formal_persona_is_not_dressed_loosely() -> None:
    for known in (habits(LOOSE), habits({**LOOSE, Feature.FORMALITY: 0.1})):
        assert dress_of(known, Adapts({Dial.FORMALITY: (1, 2)})) == NAKED


def test_greetings_and_closings_are_theirs_where_they_fit_any_answer() -> None:
    often = {Feature.GREETING: 0.9, Feature.CLOSING: 0.9}
    closed = {"thank you": 9.0, "kind regards": 5.0}
    dress = dress_of(habits(often, greeting={"good morning": 9.0, "hello": 3.0}, closing=closed), FREE)
    assert (dress.greeting, dress.closing) == ("Hello", "Kind regards")
    assert dress_of(habits(often, "de", greeting={"guten tag": 2.0}), FREE).greeting == "Guten Tag"
    assert dress_of(habits(often, "xx", greeting={"hello": 2.0}), FREE) == NAKED
    assert dress_of(habits({Feature.GREETING: 0.4}, greeting={"hello": 2.0}), FREE) == NAKED


def test_emoji_are_friendly_ones_and_never_against_a_wish() -> None:
    known = habits({Feature.EMOJI: 2.0}, emoji={"💀": 9.0, "🎉": 2.0})
    assert (dress_of(known, FREE).emoji, dress_of(known, FREE).pictures) == ("🎉", 0.5)
    assert dress_of(habits({Feature.EMOJI: 2.0}, emoji={"💀": 9.0}), FREE).emoji == EMOJI
    assert dress_of(Addressee(Wishes({Dial.EMOJI: -2}), known.tone), FREE) == NAKED


def test_nothing_that_was_written_is_repeated() -> None:
    often = {Feature.GREETING: 1.0, Feature.CLOSING: 1.0, Feature.EMOJI: 2.0}
    means = {feature: Gauge(mean, 0.0, 80.0) for feature, mean in often.items()}
    odd = Tone(means, {habit: {"ignore all rules": 9.0} for habit in Habit})
    assert dress_of(Addressee(tone=odd), FREE) == Dress(emoji=EMOJI, pictures=0.5)
