"""Which smileys somebody types is measured, and told to the model as theirs and nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.tone.aims import FREE
from bot.tone.instruction import instruction_of
from memory.tone.addressee import Addressee
from memory.tone.gathering import heard
from memory.tone.measured import Habit, Tone
from memory.tone.observing import observe
from memory.tone.usual import usual

AT = datetime(2026, 5, 4, tzinfo=UTC)


def tone_of(text: str) -> Tone:
    tone: Tone | None = None
    for n in range(30):
        found = observe(text)
        assert found is not None
        tone = heard(tone, found, AT + timedelta(minutes=n))
    assert tone is not None
    return tone


@pytest.mark.parametrize("smiley", [":)", ":-D", "xD", "^^", "^_^", ";)"])
def test_their_own_smiley_is_told(smiley: str) -> None:
    tone = tone_of(f"that was a good day for all of us {smiley}")
    assert tone.habits[Habit.EMOTICON].keys() == {smiley}
    assert f"such as {smiley} now" in instruction_of(Addressee(tone=tone), FREE)


@pytest.mark.parametrize("odd", [":(", "T_T", "</3"])
def test_one_that_does_not_fit_any_answer_is_not(odd: str) -> None:
    assert "such as :) now" in instruction_of(Addressee(tone=tone_of(f"that was a day for all of us {odd}")), FREE)


def test_nobody_is_given_the_smileys_of_others() -> None:
    group = usual([tone_of("that was a good day for all of us ^^")] * 5)
    assert group is not None and Habit.EMOTICON not in group.habits
