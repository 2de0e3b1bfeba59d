"""One message as an observation: everything that is measured of how it is written. Pure; no model.

A feature is there only where the message, its script and its language tell it, so that a mean is never drawn towards
what could not be seen.
"""

from collections.abc import Mapping
from math import log1p

from memory.tone.address import address_of
from memory.tone.formality import formality_of
from memory.tone.interests import interests_in
from memory.tone.lexicon import Found, Lexicon, found_in, lexicon_of
from memory.tone.manners import greetings, manners
from memory.tone.measured import Feature, Habit, Observation
from memory.tone.names import nameless
from memory.tone.prose import own_words
from memory.tone.reading import reading
from memory.tone.signs import signs
from memory.tone.written import Written, cut, written

_FULL = 8.0  # words from which a message says as much of what is a share of words as any
_OF_WORDS = (Feature.FORMALITY, Feature.READING, Feature.SLANG, Feature.SHOUTING)
# In a language that cannot be told these are seen only where they are, so they must not weigh like what is known.
_ONLY_FOUND = (Feature.POLITENESS, Feature.WARMTH, Feature.GREETING, Feature.CLOSING)


def observe(text: str) -> Observation | None:
    """What a message shows of how its writer writes; None where nothing of it is their own."""
    own = own_words(text)
    if not own:
        return None
    shown = cut(own)
    read = written(nameless(shown))
    lexicon = lexicon_of(read.language)
    found = found_in(read, lexicon)
    values = {
        **signs(read, own.count("\n") + 1),
        **manners(read, lexicon, found),
        **_sizes(read, longer=len(own) / max(1, len(shown))),
        **_told(read, lexicon, found),
    }
    habits = dict(_habits(read, lexicon, found))
    if pastimes := interests_in(shown):
        habits[Habit.INTEREST] = pastimes
    return Observation(values, _weights(read, lexicon, values), habits)


def _sizes(text: Written, *, longer: float) -> Mapping[Feature, float]:
    if not text.words:
        return {}
    many = max(1, len(text.sentences))
    # Of what was cut no more than its size is known.
    return {Feature.LENGTH: log1p(text.count * longer), Feature.SENTENCE: log1p(text.count / many)}


def _told(text: Written, lexicon: Lexicon | None, found: Found) -> Mapping[Feature, float]:
    formal = address_of(text)
    told = {
        Feature.FORMALITY: formality_of(text, lexicon, found, formal=formal),
        Feature.ADDRESS: formal,
        Feature.READING: reading(text),
    }
    return {feature: value for feature, value in told.items() if value is not None}


def _weights(text: Written, lexicon: Lexicon | None, values: Mapping[Feature, float]) -> Mapping[Feature, float]:
    share, known = min(1.0, text.count / _FULL), lexicon is not None and bool(lexicon.kinds)
    weights = {feature: share for feature in (_OF_WORDS if known else (*_OF_WORDS, *_ONLY_FOUND))}
    if not known:
        weights[Feature.FORMALITY] = share / 2  # signs alone tell less of it than signs and words
    return {feature: weight for feature, weight in weights.items() if feature in values and weight < 1}


def _habits(text: Written, lexicon: Lexicon | None, found: Found) -> Mapping[Habit, Mapping[str, float]]:
    habits: dict[Habit, Mapping[str, float]] = {}
    if text.language is not None:
        habits[Habit.LANGUAGE] = {text.language: 1.0}
    if text.pictures:
        habits[Habit.EMOJI] = {each: float(count) for each, count in text.pictures.items()}
    if text.emoticons:
        habits[Habit.EMOTICON] = {each: float(count) for each, count in text.emoticons.items()}
    if lexicon is not None:
        habits.update(greetings(text, lexicon, found))
    return habits
