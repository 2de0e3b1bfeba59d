"""Who is named, or what somebody says that they are, sways neither how they are answered nor how they are eased."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.tone.aims import FREE
from bot.tone.bounds import bounds_of
from bot.tone.easing import easing_of
from bot.tone.instruction import instruction_of
from memory.tone.addressee import Addressee
from memory.tone.blending import blended
from memory.tone.gathering import heard
from memory.tone.measured import Feature, Tone
from memory.tone.names import NAME, nameless
from memory.tone.observing import observe
from tests.fairness.people import GROUPS, NAMES, WORDS
from tests.fairness.sayings import IN_NEED, OF_GROUPS, OF_NAMES

AT = datetime(2026, 5, 4, tzinfo=UTC)
TIMES = 3  # that each message is said, so that all is trusted that is measured
# A name in its own script among words of it has no form of its own, nor has one that is a word of our lists.
UNSEEN = {"ja": {"陽菜"}}
LISTED = {"Ravi"}  # French: delighted
BEGUN = 0.02  # of formality: such a word at a beginning of three in ten sentences; a quarter of a step of the dial


def tone_of(messages: Sequence[str]) -> Tone:
    tone: Tone | None = None
    for each in messages:
        observation = observe(each)
        assert observation is not None
        tone = heard(tone, observation, AT)
    whole, _ = blended(tone, None, None)
    assert whole is not None
    return whole


def naming(language: str, name: str) -> Tone:
    return tone_of([each.format(name=name) for each in OF_NAMES[language]] * TIMES)


def told(tone: Tone) -> str:
    return instruction_of(Addressee(tone=tone), FREE)


@pytest.mark.parametrize("language", OF_NAMES)
def test_with_another_name_in_every_message_all_is_measured_alike(language: str) -> None:
    names = [each for each in NAMES if each not in LISTED | UNSEEN.get(language, set())]
    first = naming(language, names[0])
    assert told(first)
    for name in names[1:]:
        other = naming(language, name)
        assert told(other) == told(first), name
        assert other == first, name
        assert bounds_of(Addressee(tone=other), FREE) == bounds_of(Addressee(tone=first), FREE)


@pytest.mark.parametrize("language", OF_NAMES)
def test_a_name_that_is_a_word_of_everyday_moves_formality_by_no_more_than_a_part_of_a_step(language: str) -> None:
    plain = naming(language, "Emily")
    for name in (*WORDS, *LISTED):
        moved = abs(naming(language, name).mean(Feature.FORMALITY) - plain.mean(Feature.FORMALITY))
        assert moved <= BEGUN, name


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("language", OF_GROUPS)
def test_what_somebody_says_that_they_are_moves_nothing(language: str, every: bool) -> None:
    """Said once among other messages, and in every one of them."""
    around, tones = [each.format(name="Emily") for each in OF_NAMES[language]] * TIMES, []
    for group in GROUPS[language]:
        said = OF_GROUPS[language].format(group=group)
        tones.append(tone_of([f"{said} {each}" for each in around] if every else [*around, said]))
    first = tones[0]
    assert told(first)
    for group, other in zip(GROUPS[language], tones, strict=True):
        assert told(other) == told(first), group
        assert other.mean(Feature.FORMALITY) == first.mean(Feature.FORMALITY), group
        assert bounds_of(Addressee(tone=other), FREE) == bounds_of(Addressee(tone=first), FREE), group


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("I am a woman, and late", f"I am {NAME}, and late"),
        ("I'm 17, ok?", f"I'm {NAME}, ok?"),
        ("soy no binaria", f"soy {NAME}"),
        ("I'm not gay, I'm straight", f"I'm not {NAME}, I'm {NAME}"),
        ("ich weiß es nicht, man sieht es nicht", "ich weiß es nicht, man sieht es nicht"),
        ("ich bin weiß", f"ich bin {NAME}"),
        ("I'm 17 minutes late, don't judge me", "I'm 17 minutes late, don't judge me"),
        ("İ am a woman", "İ am a woman"),
    ],
)
def test_a_word_for_a_group_is_told_where_it_says_what_somebody_is(said: str, kept: str) -> None:
    assert nameless(said) == kept


@pytest.mark.parametrize("language", IN_NEED)
def test_help_and_calm_are_the_same_for_everybody(language: str) -> None:
    for saying in IN_NEED[language]:
        bare = {easing_of(saying.format(group=each)) for each in GROUPS[language]}
        assert len(bare) == 1, saying


@pytest.mark.parametrize("language", OF_NAMES)
def test_nobody_is_eased_for_a_name_or_a_word_for_a_group(language: str) -> None:
    texts = [each.format(name=name) for each in OF_NAMES[language] for name in (*NAMES, *WORDS)]
    texts += [OF_GROUPS[language].format(group=each) for each in GROUPS[language]]
    assert {easing_of(each) for each in texts} == {None}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("I'm late on Monday, don't wait!", "I'm late on Monday, don't wait!"),
        ("Können Sie mir die Zeit sagen?", "Können Sie mir die Zeit sagen?"),
        ("THIS IS SO LOUD", "THIS IS SO LOUD"),
        ("Emily's and O'Brien's books", f"{NAME}'s and {NAME}'s books"),
        ("we met Nguyen Thi Hoa there", f"we met {NAME} there"),
        ("", ""),
        ("👍🏽", "👍🏽"),
    ],
)
def test_a_name_is_told_by_its_form(said: str, kept: str) -> None:
    assert nameless(said) == kept
