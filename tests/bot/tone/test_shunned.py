"""From which words a small model is kept, so that it addresses nobody as they do not want."""

import pytest

from bot.tone.aims import FREE
from bot.tone.bounds import UNBOUND, Aspect, Bounds, Limit
from bot.tone.matching import matching_of
from bot.tone.shunned import shunned_of
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.measured import Habit, Tone
from memory.tone.wished import Dial, Wishes

FORMAL, CLOSE = (Bounds({Aspect.ADDRESS: each}) for each in (Limit(0.5), Limit(most=0.5)))


def test_who_is_a_stranger_is_kept_from_the_words_for_friends() -> None:
    assert {"tu", "toi", "ton"} <= set(shunned_of(FORMAL, "fr")) and "vous" not in shunned_of(FORMAL, "fr")
    assert {"du", "dich"} <= set(shunned_of(FORMAL, "de")) and {"tú", "puedes"} <= set(shunned_of(FORMAL, "es"))


def test_who_is_a_friend_is_kept_from_the_words_for_strangers() -> None:
    assert set(shunned_of(CLOSE, "fr")) == {"vous", "votre", "vos", "vôtre"}
    assert "usted" in shunned_of(CLOSE, "es")


def test_sie_stays_since_it_is_also_another_word() -> None:
    assert shunned_of(CLOSE, "de") == ()


@pytest.mark.parametrize("language", ["en", "ja", "xx", None])
def test_nothing_is_shunned_where_no_word_tells(language: str | None) -> None:
    assert shunned_of(FORMAL, language) == ()


def test_nothing_is_shunned_where_either_is_right() -> None:
    assert shunned_of(UNBOUND, "fr") == ()


def wishing(**dials: int) -> Addressee:
    tone = Tone({}, {Habit.LANGUAGE: {"fr": 9.0}})
    return Addressee(Wishes({Dial(name): value for name, value in dials.items()}), tone)


def test_only_small_models_are_kept_from_words() -> None:
    known = wishing(address=2)
    assert "tu" in matching_of(known, FREE, "Quel vélo ?", small=True).shunned
    assert matching_of(known, FREE, "Quel vélo ?").shunned == ()


def test_of_somebody_unknown_nothing_is_shunned() -> None:
    assert matching_of(NOBODY, FREE, "Quel vélo ?", small=True).shunned == ()
    assert matching_of(wishing(emoji=-2), FREE, "Quel vélo ?", small=True).shunned == ()
