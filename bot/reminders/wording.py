"""How the words around a reminder are put for one person: what they wished first, then what they are used to. Pure.

What the reminder is about stays in the person's own words. A language that does not tell two ways of addressing people
apart has the same words for both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.tone.aims import FREE, Aim, aims_of
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.wished import Dial, Preset
from memory.types import Viewer

FORMAL = "formal"  # stands in a tag of a language, after the `x` of BCP 47, where people are addressed so
_CLEARLY, _SURELY = 1.0, 1.75  # on a dial, of what was not wished but measured
_WITHOUT_EMOJI = frozenset((Preset.SCREEN_READER, Preset.LITERAL))


class Tones(Protocol):
    """Who is known to write and to wish how, as `memory.tones` is."""

    async def of(self, viewer: Viewer) -> Addressee:
        """How they are to be answered there."""


@dataclass(frozen=True, slots=True)
class Wording:
    """`formal`: Sie, vous, usted…; `casual`: as among friends, never both; `emoji`: one may stand there."""

    formal: bool = False
    casual: bool = False
    short: bool = False
    emoji: bool = False


PLAIN = Wording()


def wording_of(addressee: Addressee = NOBODY) -> Wording:
    """What suits them. They are addressed formally only where that was said, or is clearly what they do themselves."""
    aims, presets = aims_of(addressee, FREE), addressee.wishes.presets
    formal = _formal(aims)
    return Wording(
        formal,
        casual=not formal and _leans(aims, Dial.FORMALITY, -1),
        short=Preset.LOW_LOAD in presets or _leans(aims, Dial.LENGTH, -1),
        emoji=not presets & _WITHOUT_EMOJI and _leans(aims, Dial.EMOJI, 1),
    )


def tongue(tag: str | None, wording: Wording) -> str | None:
    """The BCP 47 tag with how its person is addressed: `de-x-formal`."""
    return f"{tag}-x-{FORMAL}" if tag and wording.formal else tag


def is_formal(tag: str | None) -> bool:
    """Whether a tag says that its person is addressed formally."""
    return (tag or "").endswith(f"-x-{FORMAL}")


def _formal(aims: Mapping[Dial, Aim]) -> bool:
    """What was said of the address wins over what was said of formality, and both over what is measured."""
    known = [dial for dial in (Dial.ADDRESS, Dial.FORMALITY) if dial in aims]
    for dial in [each for each in known if aims[each].wished] or known:
        # Formal words alone tell little of how somebody wants to be addressed.
        return _leans(aims, dial, 1, least=_SURELY if dial is Dial.FORMALITY else _CLEARLY)
    return False


def _leans(aims: Mapping[Dial, Aim], dial: Dial, way: int, *, least: float = _CLEARLY) -> bool:
    """Whether it goes that way: at all where it was wished, else clearly."""
    aim = aims.get(dial)
    if aim is None:
        return False
    return aim.value * way > 0 if aim.wished else aim.value * way >= least
