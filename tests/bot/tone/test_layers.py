"""The layers of tone: each in its order, whatever they say."""

from hypothesis import given
from hypothesis import strategies as st

from bot.tone.adapts import Adapts, Within
from bot.tone.aims import FREE
from bot.tone.layers import Layer, Layered, Operator, layered
from bot.tone.leaning import Leaning
from memory.tone.wished import LEAST, MOST, Dial, Preset, Wishes

places = st.floats(LEAST, MOST, allow_nan=False)
spans = st.tuples(places, places).map(lambda pair: (min(pair), max(pair)))
dials = st.sampled_from(Dial)
ranges = st.builds(Adapts, st.dictionaries(dials, spans, max_size=8), st.booleans())
wishes = st.builds(Wishes, st.dictionaries(dials, st.integers(LEAST, MOST), max_size=8))
habits = st.dictionaries(dials, st.builds(Leaning, places, st.floats(0, 1)), max_size=8)


def at(dial: Dial, value: float, trust: float = 1.0) -> dict[Dial, Leaning]:
    return {dial: Leaning(value, trust)}


@given(ranges, ranges, wishes, habits)
def test_nothing_leaves_the_operators_range_and_a_wish_beats_a_habit(
    operator: Adapts, persona: Adapts, wished: Wishes, measured: dict[Dial, Leaning]
) -> None:
    found = layered(operator, persona, wishes=wished, measured=measured)
    for dial, each in found.items():
        assert operator.clamped(dial, each.value) == each.value
        assert each.wished is bool(wished.dials.get(dial))
        asked = wished.dials.get(dial, 0)
        if asked:
            assert each.value == Within(operator, persona).wished(dial, asked)
    assert found.keys() >= {dial for dial, value in wished.dials.items() if value}


@given(ranges, wishes, habits)
def test_the_personas_range_holds_where_the_operator_says_nothing(
    persona: Adapts, wished: Wishes, measured: dict[Dial, Leaning]
) -> None:
    for dial, each in layered(FREE, persona, wishes=wished, measured=measured).items():
        free = each.wished and (dial is Dial.ADDRESS or (dial in (Dial.EMOJI, Dial.HUMOUR) and each.value < 0))
        assert persona.clamped(dial, each.value) == each.value or free


def test_a_persona_holds_back_no_wish_for_less_and_none_of_how_to_be_addressed() -> None:
    pal = Adapts({Dial.HUMOUR: (0, 2), Dial.EMOJI: (1, 2), Dial.ADDRESS: (-2, 0), Dial.LENGTH: (0, 2)})
    asked = Wishes({Dial.HUMOUR: -2, Dial.EMOJI: -1, Dial.ADDRESS: 2, Dial.LENGTH: -2})
    assert layered(FREE, pal, wishes=asked, measured={}) == {
        Dial.HUMOUR: Layered(-2, Layer.WISH, past=True),
        Dial.EMOJI: Layered(-1, Layer.WISH, past=True),
        Dial.ADDRESS: Layered(2, Layer.WISH, past=True),
        Dial.LENGTH: Layered(0, Layer.WISH, bound=Layer.PERSONA),
    }
    silent = Adapts({Dial.EMOJI: (-2, -2)})
    assert silent.wished(Dial.EMOJI, -1) == -2 == silent.wished(Dial.EMOJI, 1), "who uses none is not made to"
    habit = layered(FREE, pal, wishes=Wishes(), measured=at(Dial.HUMOUR, -2) | at(Dial.ADDRESS, 2))
    assert habit == {
        Dial.EMOJI: Layered(1, Layer.PERSONA),
        Dial.HUMOUR: Layered(0, Layer.HABIT, bound=Layer.PERSONA),
        Dial.ADDRESS: Layered(0, Layer.HABIT, bound=Layer.PERSONA),
    }


def test_who_decided_and_who_held_it_is_known() -> None:
    formal, silent = Adapts({Dial.FORMALITY: (1, 2)}), Adapts({Dial.EMOJI: (-2, -2)})
    found = layered(
        silent, formal, wishes=Wishes({Dial.FORMALITY: -2, Dial.HUMOUR: 1}), measured=at(Dial.EMOJI, 2, 0.5)
    )
    assert found == {
        Dial.FORMALITY: Layered(1, Layer.WISH, 1.0, Layer.PERSONA),
        Dial.HUMOUR: Layered(1, Layer.WISH),
        Dial.EMOJI: Layered(-2, Layer.HABIT, 1.0, Layer.OPERATOR),
    }


def test_a_range_without_the_middle_holds_for_strangers_too() -> None:
    formal, silent = Adapts({Dial.FORMALITY: (1, 2)}), Adapts({Dial.EMOJI: (-2, -2)})
    found = layered(silent, formal, wishes=Wishes(), measured={})
    assert found == {Dial.FORMALITY: Layered(1, Layer.PERSONA), Dial.EMOJI: Layered(-2, Layer.OPERATOR)}
    assert layered(FREE, FREE, wishes=Wishes(), measured=at(Dial.EMOJI, 2, 0.1)) == {}


def test_the_operators_forms_join_those_that_are_wished() -> None:
    operator = Operator(presets=frozenset({Preset.STEPS}))
    wished = Wishes({Dial.EMOJI: 1}, frozenset({Preset.LITERAL}))
    assert operator.with_forms(wished) == Wishes({Dial.EMOJI: 1}, frozenset({Preset.STEPS, Preset.LITERAL}))
    assert Operator().with_forms(wished) is wished
