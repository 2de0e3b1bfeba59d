"""What of a person's habits rules can give an answer: marks, capitals, contractions, a greeting and a closing. Pure.

Meant for models that hardly follow an instruction. Words come from closed lists, so that nothing of a person's is
repeated but what fits any answer; laughs and misspelling are never given, and marks at half of the sentences at most.
It cost what only a model could do: a good place for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.tone.adapts import Range
from bot.tone.aims import Aim, aims_of
from bot.tone.bounds import RARELY_STOPS
from bot.tone.easing import Easing
from bot.tone.leaning import trust_in
from bot.tone.mending import EMOJI as SMILE
from bot.tone.tongues import tongues
from memory.tone.address import titles
from memory.tone.addressee import Addressee
from memory.tone.measured import Feature, Habit, Tone
from memory.tone.wished import Dial

_FRIENDLY = frozenset("🙂😀😃😄😊😉🎉👍✨🌻🌸🌞🌈☕🙌")  # fit behind nearly any answer
_SURE = 0.5  # the trust of a habit that rules act on
_SMALL, _OFTEN, _MARKED = 0.2, 0.6, 0.4  # of sentences that begin with a capital; of messages; marks a sentence
_EMOJI = 1.0  # on its dial
MOST = 0.5  # marks a sentence, and emoji


class _Lists(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    greetings: dict[str, str]
    closings: dict[str, str]
    contractions: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Dress:
    """What an answer gets where it has none of it: `greeting` in front and `closing` behind; `mark` in place of full
    stops and `emoji` behind sentences, each so many a sentence; a `small` first letter, but of `titles`, no last stop
    (`stopless`), and `contractions` by what they are short for.
    """

    small: bool = False
    titles: frozenset[str] = frozenset()
    stopless: bool = False
    contractions: Mapping[str, str] = field(default_factory=dict)
    greeting: str = ""
    closing: str = ""
    mark: str = ""
    marks: float = 0.0
    emoji: str = ""
    pictures: float = 0.0

    def __bool__(self) -> bool:
        return self != NAKED


NAKED = Dress()


def dress_of(
    addressee: Addressee, adapts: Range, easing: Easing | None = None, *, asked_in: str | None = None
) -> Dress:
    """What rules give an answer to them; nothing where they chose a form, or where calm is needed.

    No words are given where they `asked_in` another language than usual; None where it cannot be told.
    """
    tone = addressee.tone
    if tone is None or easing is not None or addressee.wishes.presets:
        return NAKED
    usual = language_of(tone)
    aims, lists = aims_of(addressee, adapts), _lists().get(usual or "", _NO_LISTS)
    if asked_in not in (None, usual):
        lists = _NO_LISTS
    loose = not _is_formal(aims.get(Dial.FORMALITY))
    mark, emoji = _mark(tone) if loose else "", _emoji(tone, aims.get(Dial.EMOJI))
    return Dress(
        small=(small := loose and _rare(tone, Feature.CAPITALS, _SMALL)),
        titles=titles(asked_in or usual or "") if small and not _is_close(aims.get(Dial.ADDRESS)) else frozenset(),
        stopless=loose and _rare(tone, Feature.STOPS, RARELY_STOPS),
        contractions=lists.contractions if loose and _often(tone, Feature.CONTRACTIONS, _OFTEN) else {},
        greeting=_phrase(tone, Habit.GREETING, lists.greetings) if _often(tone, Feature.GREETING, _OFTEN) else "",
        closing=_phrase(tone, Habit.CLOSING, lists.closings) if _often(tone, Feature.CLOSING, _OFTEN) else "",
        mark=mark,
        marks=min(MOST, tone.mean(_MARKS[mark])) if mark else 0.0,
        emoji=emoji,
        pictures=min(MOST, tone.mean(Feature.EMOJI)) if emoji else 0.0,
    )


def language_of(tone: Tone) -> str | None:
    """The language that most of their messages are in, as an ISO code."""
    counts = tone.habits.get(Habit.LANGUAGE, {})
    return max(counts, key=lambda each: counts[each]) if counts else None


def _is_formal(aim: Aim | None) -> bool:
    return aim is not None and aim.value > 0 and (aim.wished or aim.trust == 1)


def _is_close(aim: Aim | None) -> bool:
    return aim is not None and aim.value < 0


def _rare(tone: Tone, feature: Feature, most: float) -> bool:
    return trust_in(tone, feature) >= _SURE and tone.mean(feature) <= most


def _often(tone: Tone, feature: Feature, least: float) -> bool:
    return trust_in(tone, feature) >= _SURE and tone.mean(feature) >= least


def _phrase(tone: Tone, habit: Habit, written: Mapping[str, str]) -> str:
    """The one they use most, of those that fit any answer."""
    fit = {each: count for each, count in tone.habits.get(habit, {}).items() if each in written}
    return written[max(fit, key=lambda each: fit[each])] if fit else ""


def _mark(tone: Tone) -> str:
    """The mark that they prefer to a full stop."""
    means = {mark: tone.mean(each) for mark, each in _MARKS.items() if _often(tone, each, _MARKED)}
    return max(means, key=lambda each: means[each]) if means else ""


def _emoji(tone: Tone, aim: Aim | None) -> str:
    if aim is None or aim.value < _EMOJI or aim.trust < _SURE:
        return ""
    counts = {each: count for each, count in tone.habits.get(Habit.EMOJI, {}).items() if each in _FRIENDLY}
    return max(counts, key=lambda each: counts[each]) if counts else SMILE


_MARKS = {"!": Feature.EXCLAIMING, "...": Feature.TRAILING}
_NO_LISTS = _Lists(greetings={}, closings={})


@cache
def _lists() -> Mapping[str, _Lists]:
    return {language: _Lists.model_validate(known) for language, known in tongues("dress").items()}
