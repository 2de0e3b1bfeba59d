"""Who is addressed how: a wish first, then what is clearly their habit, else as everybody is."""

import pytest

from bot.reminders.wording import PLAIN, Wording, is_formal, tongue, wording_of
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.measured import Feature, Gauge, Tone
from memory.tone.wished import Dial, Preset, Wishes


def measured(weight: float = 40.0, **means: float) -> Tone:
    """A tone of which these features are known."""
    return Tone({Feature(name): Gauge(mean, 0.1, weight) for name, mean in means.items()})


def wished(*presets: Preset, tone: Tone | None = None, **dials: int) -> Addressee:
    """Somebody who wishes that."""
    return Addressee(Wishes({Dial(name): value for name, value in dials.items()}, frozenset(presets)), tone)


def test_nobody_in_particular_is_spoken_to_plainly() -> None:
    assert wording_of(NOBODY) == wording_of(wished(address=0)) == PLAIN


@pytest.mark.parametrize(
    ("addressee", "wording"),
    [
        (wished(address=2), Wording(formal=True)),
        (wished(formality=1), Wording(formal=True)),
        (wished(address=-1, formality=2), Wording()),
        (wished(address=2, formality=-2), Wording(formal=True)),
        (wished(formality=-1), Wording(casual=True)),
        (wished(length=-1), Wording(short=True)),
        (wished(length=1, emoji=1), Wording(emoji=True)),
        (wished(Preset.LOW_LOAD), Wording(short=True)),
        (wished(Preset.SCREEN_READER, emoji=2), Wording()),
    ],
)
def test_what_was_said_is_heeded(addressee: Addressee, wording: Wording) -> None:
    assert wording_of(addressee) == wording


@pytest.mark.parametrize(
    ("tone", "wording"),
    [
        (measured(address=1.0), Wording(formal=True)),
        (measured(address=0.0, formality=0.9), Wording()),
        (measured(formality=0.9), Wording(formal=True)),
        (measured(formality=0.1), Wording(casual=True)),
        (measured(formality=0.37), Wording()),
        (measured(length=1.2), Wording(short=True)),
        (measured(emoji=0.8), Wording(emoji=True)),
        (measured(weight=0.2, address=1.0, formality=1.0, emoji=2.0), Wording()),
    ],
)
def test_a_clear_habit_is_heeded(tone: Tone, wording: Wording) -> None:
    assert wording_of(Addressee(tone=tone)) == wording


def test_a_wish_wins_over_a_habit() -> None:
    sie, du = measured(address=1.0, formality=0.95, emoji=1.0), measured(address=0.0, formality=0.05)
    assert wording_of(wished(address=-1, emoji=-1, tone=sie)) == PLAIN
    assert wording_of(wished(formality=-1, tone=sie)) == Wording(casual=True, emoji=True)
    assert wording_of(wished(address=1, tone=du)) == Wording(formal=True)


def test_nobody_is_addressed_formally_and_casually_at_once() -> None:
    for address in (-2, 0, 2):
        for formality in (-2, 0, 2):
            found = wording_of(wished(address=address, formality=formality))
            assert not (found.formal and found.casual)


def test_a_tag_carries_how_its_person_is_addressed() -> None:
    formal = tongue("de-AT", Wording(formal=True))
    assert formal == "de-AT-x-formal" and is_formal(formal)
    assert tongue("de-AT", PLAIN) == "de-AT" and tongue(None, Wording(formal=True)) is None
    assert not is_formal("de") and not is_formal(None)
