"""How one answer is to sound: what the model is told, and what its words are held against. Pure."""

from dataclasses import dataclass, replace

from bot.tone.adapts import Adapts, Range, Within
from bot.tone.applied import Applied
from bot.tone.asked_pictures import asked_about
from bot.tone.bounds import UNBOUND, Aspect, Bounds, bounds_of
from bot.tone.drafts import asks_for_a_text
from bot.tone.dress import NAKED, Dress, dress_of, language_of
from bot.tone.easing import Easing, easing_of
from bot.tone.example import example_of
from bot.tone.instruction import instruction_of
from bot.tone.judging import judge
from bot.tone.layers import Operator, within_reach
from bot.tone.lingering import gravest
from bot.tone.presets import NO_SHAPE, Shape, asked_of, shape_of
from bot.tone.shunned import shunned_of
from memory.grounding import asks
from memory.tone.addressee import Addressee
from memory.tone.prose import own_words
from memory.tone.written import written


@dataclass(frozen=True, slots=True)
class Matching:
    """The `instruction` for the model, '' for none, with the `example` in it; `bounds`, `dress` and `shape` for its
    words; why it is eased; the words that it is kept from."""

    instruction: str = ""
    bounds: Bounds = UNBOUND
    shape: Shape = NO_SHAPE
    easing: Easing | None = None
    dress: Dress = NAKED
    shunned: tuple[str, ...] = ()
    example: str = ""

    def __bool__(self) -> bool:
        return bool(self.instruction or self.bounds or self.shape or self.dress)


UNMATCHED = Matching()


def matching_of(
    addressee: Addressee, adapts: Range, text: str, *, small: bool = False, held: Easing | None = None
) -> Matching:
    """How an answer to this message is to sound; a `small` model is shown what it hardly follows when it is told.

    `held` is what they told of shortly before.
    """
    easing = gravest(easing_of(text), held)
    dress, example = _shown(addressee, adapts, text, easing) if small else (NAKED, "")
    instruction = instruction_of(addressee, adapts, easing, shown=bool(example))
    told = [instruction, asked_of(addressee.wishes.presets), example]
    bounds = bounds_of(addressee, adapts, easing)
    if asks(text):
        bounds = Bounds({aspect: each for aspect, each in bounds.limits.items() if each.hard or not _is_length(aspect)})
    if easing is None:
        bounds = _with_asked(bounds, text)
    language = language_of(addressee.tone) if small and addressee.tone is not None else None
    shunned = shunned_of(bounds, language)
    shape, whole = shape_of(addressee.wishes.presets), "\n".join(filter(None, told))
    return Matching(whole, bounds, shape, easing, dress, shunned, example)


def matching_within(
    addressee: Addressee,
    text: str,
    *,
    operator: Operator,
    adapts: Adapts,
    small: bool = False,
    held: Easing | None = None,
) -> Matching:
    """The same, as far as the operator and who answers let it move."""
    wishes, tone = operator.with_forms(addressee.wishes), within_reach(addressee.tone, adapts)
    known = replace(addressee, wishes=wishes, tone=tone)
    return matching_of(known, Within(operator.adapts, adapts), text, small=small, held=held)


def applied_of(
    matching: Matching, reply: str, *, mended: tuple[Aspect, ...], remade: tuple[Aspect, ...]
) -> Applied | None:
    """What was done to a reply; None where nothing was known, wished or eased."""
    if not matching:
        return None
    return Applied(matching.instruction, matching.easing, judge(reply, matching.bounds).broken, mended, remade)


def _shown(addressee: Addressee, adapts: Range, text: str, easing: Easing | None) -> tuple[Dress, str]:
    """What a small model is given of somebody: a dress for its words, and a line in their manner.

    Neither where its answer is a text that others will read: how its author chats is not how they write letters.
    """
    own = written(own_words(text))
    if asks_for_a_text(own.folded):
        return NAKED, ""
    dress = dress_of(addressee, adapts, easing, asked_in=own.language)
    return dress, "" if easing is not None else example_of(addressee, adapts, dress, asked_in=own.language)


def _with_asked(bounds: Bounds, text: str) -> Bounds:
    """Who asks about emoji is shown those that they asked about, and who merely uses none, others as well."""
    asked = asked_about(text) if Aspect.EMOJI in bounds.limits else None
    if asked is None:
        return bounds
    limits = {aspect: each for aspect, each in bounds.limits.items() if each.hard or aspect is not Aspect.EMOJI}
    return Bounds(limits, asked)


def _is_length(aspect: Aspect) -> bool:
    """What a question needs is said, however short its own words are."""
    return aspect is Aspect.WORDS
