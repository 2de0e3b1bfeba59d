"""What `/tone` says in each language, and samples that show what each dial does."""

from itertools import combinations

import pytest

from bot.tone.sample import languages, sample, words_for
from memory.tone.address import address
from memory.tone.wished import LEAST, MOST, Dial, Preset, Wishes

TONGUES = ("de", "en", "es", "fr", "ja", "pt")
PLACES = [each for each in range(LEAST, MOST + 1) if each]


def test_six_languages_are_there_and_others_get_english() -> None:
    assert languages() == TONGUES
    assert words_for("pt-BR") is words_for("pt") and words_for("xx") is words_for(None) is words_for("en")


@pytest.mark.parametrize("language", TONGUES)
def test_every_dial_and_form_has_a_name_of_its_own(language: str) -> None:
    words = words_for(language)
    assert set(words.dials) == set(Dial) and set(words.forms) == set(Preset)
    assert len({words.dials[dial].name for dial in Dial}) == len(Dial)
    for dial in Dial:
        levels = [words.level(dial, each) for each in range(LEAST, MOST + 1)]
        assert len(set(levels)) == (3 if dial is Dial.ADDRESS else 5), (dial, levels)
        assert levels[2] == words.middle and all(len(words.dial(dial, each)) <= 60 for each in PLACES)
    assert "{what}" in words.kept and "{undo}" in words.kept


@pytest.mark.parametrize("language", TONGUES)
def test_a_sample_shows_what_a_dial_does(language: str) -> None:
    plain = sample(Wishes(), language)
    for dial in Dial:
        moved = {sample(Wishes({dial: each}), language) for each in PLACES}
        if language == "en" and dial is Dial.ADDRESS:
            assert moved == {plain}, "English has one word for all"
        else:
            assert moved - {plain}, dial
    lengths = [len(sample(Wishes({Dial.LENGTH: each}), language)) for each in range(LEAST, MOST + 1)]
    assert lengths == sorted(lengths) and len(set(lengths)) >= 4


@pytest.mark.parametrize("language", TONGUES)
def test_a_sample_keeps_what_it_tells(language: str) -> None:
    for one, other in combinations(Dial, 2):
        for place in PLACES:
            told = sample(Wishes({one: place, other: -place}), language)
            assert "9" in told and "40" in told and "  " not in told
    for preset in Preset:
        assert "40" in sample(Wishes({}, frozenset({preset})), language)


def test_emoji_and_jokes_are_there_only_where_wished() -> None:
    assert "🚆" not in sample(Wishes({Dial.WARMTH: 2, Dial.LENGTH: 2}), "en")
    assert sample(Wishes({Dial.EMOJI: 1}), "en").count("🚆") == 1
    literal = Wishes({Dial.HUMOUR: 2}, frozenset({Preset.LITERAL}))
    assert "cats" in sample(Wishes({Dial.HUMOUR: 2}), "en") and "cats" not in sample(literal, "en")
    assert sample(Wishes({}, frozenset({Preset.STEPS})), "en").startswith("1. Your train leaves at 9:40.\n2. ")


def test_formal_address_is_told_by_words() -> None:
    assert "Ihr Zug" in sample(Wishes({Dial.ADDRESS: 2}), "de") and "Dein Zug" in sample(Wishes(), "de")
    assert "です" in sample(Wishes(), "ja") or "ます" in sample(Wishes(), "ja")
    assert "出るよ" in sample(Wishes({Dial.ADDRESS: -2}), "ja")


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_what_is_said_around_a_sample_takes_nobody_for_close_or_distant(language: str) -> None:
    words = words_for(language)
    told = [each for each in words.model_dump(exclude={"bank", "dials"}).values() if isinstance(each, str)]
    told += [*words.forms.values(), *words.why.model_dump().values()]
    assert len(told) > 40 and [each for each in told if address(each) is not None] == []
