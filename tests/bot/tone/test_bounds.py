"""Bounds: hard where the person said so, wide where little is known, calm where matching would harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tone.adapts import Adapts, Within
from bot.tone.aims import FREE
from bot.tone.bounds import Aspect, Limit, bounds_of
from bot.tone.easing import Easing
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.measured import Feature, Gauge, Tone
from memory.tone.wished import Dial, Preset, Wishes

TONES = st.dictionaries(
    st.sampled_from(list(Feature)),
    st.builds(Gauge, st.floats(0, 4), st.floats(0, 4), st.floats(0, 300)),
    max_size=len(Feature),
).map(Tone)
DIALS = st.dictionaries(st.sampled_from(list(Dial)), st.integers(-2, 2), max_size=len(Dial))
FIXED = Adapts(fixed=True)
ADDRESSEES = st.builds(lambda dials, tone: Addressee(Wishes(dials), tone), DIALS, st.none() | TONES)


def tone(weight: float = 60.0, **means: float) -> Tone:
    return Tone({Feature(name): Gauge(mean, 0.1, weight) for name, mean in means.items()})


def test_nobody_has_none() -> None:
    assert not bounds_of(NOBODY, FREE)


def test_a_wish_beats_a_habit_and_is_hard() -> None:
    addressee = Addressee(Wishes({Dial.EMOJI: -2, Dial.ADDRESS: 2}), tone(emoji=2.0, address=0.0))
    limits = bounds_of(addressee, FREE).limits
    assert limits[Aspect.EMOJI] == Limit(0.0, 0.0, hard=True)
    assert limits[Aspect.ADDRESS].hard and not limits[Aspect.ADDRESS].allows(0.0)


def test_a_persona_that_lets_nothing_move_is_not_moved_by_dials() -> None:
    addressee = Addressee(Wishes({Dial.EMOJI: 2}), tone(emoji=2.0, formality=0.9, address=1.0))
    assert set(bounds_of(addressee, FIXED).limits) <= {Aspect.EMOJI}
    assert Aspect.EMOJI not in bounds_of(Addressee(Wishes({Dial.EMOJI: 2})), FIXED).limits


@pytest.mark.parametrize("persona", [FIXED, Adapts({Dial.EMOJI: (0, 2), Dial.ADDRESS: (-2, 0)})])
def test_who_asks_for_no_emoji_or_for_sie_gets_it_of_any_persona(persona: Adapts) -> None:
    limits = bounds_of(Addressee(Wishes({Dial.EMOJI: -2, Dial.ADDRESS: 2})), persona).limits
    assert limits[Aspect.EMOJI] == Limit(0.0, 0.0, hard=True)
    assert limits[Aspect.ADDRESS] == Limit(0.5, hard=True)
    loud = Within(Adapts({Dial.EMOJI: (1, 2), Dial.ADDRESS: (-2, -2)}), persona)
    held = bounds_of(Addressee(Wishes({Dial.EMOJI: -2, Dial.ADDRESS: 2})), loud).limits
    assert held[Aspect.EMOJI].least > 0 and not held[Aspect.ADDRESS].allows(1.0), "but the operator's range holds"


@pytest.mark.parametrize("name", ["emoji", "exclaiming", "formality", "length"])
def test_soft_bounds_narrow_as_more_is_known(name: str) -> None:
    aspect = Aspect.WORDS if name == "length" else Aspect(name)
    mean = {"length": 2.0, "formality": 0.1}.get(name, 0.5)
    few, many = (bounds_of(Addressee(tone=tone(weight, **{name: mean})), FREE).limits for weight in (8.0, 200.0))
    assert few[aspect].most > many[aspect].most and not many[aspect].hard


def test_hardly_anything_known_bounds_nothing() -> None:
    assert not bounds_of(Addressee(tone=tone(0.4, emoji=0.0, exclaiming=0.0, formality=0.9, address=1.0)), FREE)


def test_nobody_is_padded() -> None:
    for value in (1, 2):
        assert Aspect.WORDS not in bounds_of(Addressee(Wishes({Dial.LENGTH: value})), FREE).limits
    long = bounds_of(Addressee(tone=tone(length=5.5)), FREE).limits
    assert Aspect.WORDS not in long


@given(ADDRESSEES, st.sampled_from(Easing))
def test_eased_bounds_are_calm_whatever_is_wished(addressee: Addressee, easing: Easing) -> None:
    limits = bounds_of(addressee, FREE, easing).limits
    assert limits[Aspect.EMOJI].most == limits[Aspect.EXCLAIMING].most == 0.0
    assert Aspect.WORDS not in limits


@given(ADDRESSEES)
def test_ranges_are_in_order(addressee: Addressee) -> None:
    for limit in bounds_of(addressee, FREE).limits.values():
        assert 0.0 <= max(0.0, limit.least) <= max(limit.most, 0.0)


def test_the_sentences_of_a_form_are_held_to_its_length() -> None:
    chosen = Addressee(Wishes({Dial.PLAINNESS: 1}, frozenset({Preset.LOW_LOAD})))
    assert bounds_of(chosen, FREE).limits[Aspect.SENTENCE] == Limit(most=15.0, hard=True)
    plainest = Addressee(Wishes({Dial.PLAINNESS: 2}, frozenset({Preset.LOW_LOAD})))
    assert bounds_of(plainest, FREE).limits[Aspect.SENTENCE] == Limit(most=14.0, hard=True)
    assert Aspect.SENTENCE not in bounds_of(Addressee(Wishes(presets=frozenset({Preset.LITERAL}))), FREE).limits


def test_what_who_answers_never_does_holds_as_what_was_asked_for() -> None:
    never = bounds_of(NOBODY, Adapts({Dial.EMOJI: (-2, -2)}))
    assert never.limits[Aspect.EMOJI] == Limit(most=0.0, hard=True) and never.reach_points
    assert not bounds_of(Addressee(tone=tone(emoji=0.0)), FREE).reach_points, "a habit asks for nothing"
