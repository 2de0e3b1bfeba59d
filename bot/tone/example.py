"""A line in somebody's manner for models that follow what they see rather than what they are told. Pure.

It is the short news of `/tone`'s sample with their habits for wishes, in the language most of their messages are in.
"""

from dataclasses import replace

from bot.tone.adapts import Range
from bot.tone.aims import aims_of
from bot.tone.dress import Dress, language_of
from bot.tone.dressing import Dressing
from bot.tone.instruction import TRUSTED
from bot.tone.sample import languages, sample
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial, Wishes

_HEAD = "Write in the manner of this line, which is about something else:"


def example_of(addressee: Addressee, adapts: Range, dress: Dress, *, asked_in: str | None = None) -> str:
    """What a small model is shown of somebody in that dress; '' where too little is known or they ask in another
    language, since it would answer in that of the line.
    """
    aims = {dial: each for dial, each in aims_of(addressee, adapts).items() if each.wished or each.trust >= TRUSTED}
    language = None if addressee.tone is None else language_of(addressee.tone)
    if not aims or language not in languages() or asked_in not in (None, language):
        return ""
    wishes = Wishes({dial: round(each.value) for dial, each in aims.items()}, addressee.wishes.presets)
    dressing = Dressing(dress)
    if dress.emoji:
        wishes = replace(wishes, dials={**wishes.dials, Dial.EMOJI: 0})
    return f"{_HEAD} {dressing.feed(sample(wishes, language))}{dressing.finish()}"
