"""What the model is told of how to write to somebody: a few short sentences, each from a closed list. Pure.

Nothing that the person wrote is in them, so no word of theirs can become an instruction, and nothing is mimicked but
form. Steps are coarse, so that a tone that moves a little changes no byte of a prompt.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import expm1

from bot.tone.adapts import Range
from bot.tone.aims import Aim, aims_of
from bot.tone.bounds import RARELY_STOPS
from bot.tone.easing import EASED, Easing
from bot.tone.leaning import trust_in, words_of
from memory.tone.addressee import Addressee
from memory.tone.measured import Feature, Habit, Tone
from memory.tone.wished import Dial

TRUSTED = 0.4  # of a habit that is told to the model: four messages
_WORDS = (6, 10, 15, 25, 40, 60, 100)  # of a message
_SENTENCES = (4, 6, 8, 11, 15, 20)  # words of a sentence
_SAID: Mapping[Dial, Mapping[int, str]] = {
    Dial.LENGTH: {
        -2: "One or two short sentences, at most 30 words.",
        -1: "Keep it short, at most 70 words.",
        1: "Take some room: explain and give an example where it helps.",
        2: "Answer at length and in detail.",
    },
    Dial.FORMALITY: {
        -2: "Write very casually, as to a close friend, with contractions.",
        -1: "Write casually, with contractions.",
        1: "Write somewhat formally, without slang.",
        2: "Write formally: whole sentences, no slang, no contractions.",
    },
    Dial.ADDRESS: {
        -2: "Where the language tells both apart, say du, tu or tú to them (in Japanese the plain forms), never Sie,"
        " vous or usted.",
        2: "Where the language tells both apart, say Sie, vous or usted to them (in Japanese です and ます), never du,"
        " tu or tú.",
    },
    Dial.EMOJI: {-2: "No emoji.", -1: "Hardly any emoji.", 1: "An emoji now and then.", 2: "Emoji are welcome."},
    Dial.WARMTH: {
        -2: "Strictly matter-of-fact.",
        -1: "Rather matter-of-fact.",
        1: "Be warm.",
        2: "Be very warm and kind.",
    },
    Dial.DIRECTNESS: {
        -2: "Be careful: hedge and suggest.",
        -1: "Be gentle rather than blunt.",
        1: "Be direct.",
        2: "Be blunt: the answer first, nothing softened.",
    },
    Dial.PLAINNESS: {
        -2: "Elaborate language is welcome: exact terms and longer sentences.",
        -1: "Language need not be plain: use exact terms where they fit.",
        1: "Use plain language: short sentences, common words.",
        2: "Use very plain language: one thought a sentence, only common words, explain any term.",
    },
    Dial.HUMOUR: {-2: "No jokes.", -1: "Be rather serious.", 1: "A light joke is fine.", 2: "Be playful."},
}
_KEPT_WHEN_EASED = (Dial.ADDRESS, Dial.PLAINNESS)


def instruction_of(addressee: Addressee, adapts: Range, easing: Easing | None = None, *, shown: bool = False) -> str:
    """How to write to them, in a few sentences; '' where nothing is wished or known.

    `shown`: there is an example of their manner, so T or V is told only where it was wished: a small model that is told
    never to say du says it.
    """
    aims = aims_of(addressee, adapts)
    if easing is not None:
        kept = [_of(dial, aims[dial]) for dial in _KEPT_WHEN_EASED if dial in aims]
        return " ".join(filter(None, (EASED[easing].instruction, *kept)))
    known = {dial: aim for dial, aim in aims.items() if aim.wished or not (shown and dial is Dial.ADDRESS)}
    told = [_of(dial, aim) for dial in Dial if (aim := known.get(dial)) is not None]
    return " ".join(filter(None, (*told, *_measured(aims, addressee.tone))))


def _of(dial: Dial, aim: Aim) -> str:
    if not aim.wished and (aim.trust < TRUSTED or dial is Dial.LENGTH):
        return ""
    step = round(aim.value)
    if dial is Dial.ADDRESS and step:
        step = 2 if step > 0 else -2
    return _SAID[dial].get(step, "")


def _measured(aims: Mapping[Dial, Aim], tone: Tone | None) -> Iterator[str]:
    """What is told of habits that no dial is about."""
    if tone is None:
        return
    length = aims.get(Dial.LENGTH)
    if length is not None and not length.wished and length.trust >= TRUSTED:
        yield f"About {_near(words_of(tone), _WORDS)} words as a rule, more only where the answer needs them."
    if trust_in(tone, Feature.SENTENCE) >= TRUSTED and Dial.PLAINNESS not in aims:
        yield f"Sentences of about {_near(expm1(tone.mean(Feature.SENTENCE)), _SENTENCES)} words."
    formal = (wished := aims.get(Dial.FORMALITY)) is not None and wished.wished and wished.value > 0
    for feature, most, words in _RARE:
        if trust_in(tone, feature) >= TRUSTED and tone.mean(feature) <= most and not formal:
            yield words
    for feature, least, words in _OFTEN:
        if formal and feature in _LOOSE:
            continue
        if trust_in(tone, feature) >= TRUSTED and tone.mean(feature) >= least:
            yield words.format(smiley=_smiley(tone))


def _smiley(tone: Tone) -> str:
    """The one that they type most, of those that fit any answer."""
    known = tone.habits.get(Habit.EMOTICON, {})
    return max(_SMILEYS, key=lambda each: known.get(each, 0.0))


def _near(words: float, steps: Sequence[int]) -> int:
    return min(steps, key=lambda step: abs(step - words))


_SMILEYS = (":)", ":-)", ":D", ":-D", ";)", ";-)", "=)", "xD", "XD", "^^", "^_^", ":P", ":p", ":3")
_RARE = (
    (Feature.CAPITALS, 0.2, "Sentences may begin with a small letter."),
    (Feature.STOPS, RARELY_STOPS, "Leave out the full stop at the end of a message."),
)
_OFTEN = (
    (Feature.CONTRACTIONS, 0.6, "Use contractions."),
    (Feature.POLITENESS, 0.25, "Be polite, with please and thank you where they fit."),
    (Feature.GREETING, 0.6, "Begin with a short greeting."),
    (Feature.CLOSING, 0.6, "End with a short closing."),
    (Feature.EXCLAIMING, 0.4, "An exclamation mark now and then."),
    (Feature.EMOTICONS, 0.2, "A smiley such as {smiley} now and then, rather than emoji."),
    (Feature.TRAILING, 0.3, "Three dots now and then."),
)
_LOOSE = (Feature.CONTRACTIONS, Feature.EXCLAIMING, Feature.EMOTICONS, Feature.TRAILING)
