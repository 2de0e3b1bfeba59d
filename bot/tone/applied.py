"""What tone did to one answer, for `/why tone`, records and measurements; it holds no word of anybody."""

from dataclasses import dataclass

from bot.tone.bounds import Aspect
from bot.tone.easing import Easing


@dataclass(frozen=True, slots=True)
class Applied:
    """What the model was told, what was `broken` in the end, what rules `mended`, and whether it was asked again.

    `remade` names what was wrong with the answer that was broken off before anything of it was shown.
    """

    instruction: str
    easing: Easing | None = None
    broken: tuple[Aspect, ...] = ()
    mended: tuple[Aspect, ...] = ()
    remade: tuple[Aspect, ...] = ()
