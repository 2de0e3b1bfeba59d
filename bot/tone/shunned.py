"""The words that would address somebody as they are not to be addressed: a small model is kept from them. Pure."""

from bot.tone.bounds import Aspect, Bounds
from memory.tone.address import forms


def shunned_of(bounds: Bounds, language: str | None) -> tuple[str, ...]:
    """What an answer in that language is not to say, in order; nothing where T or V is free, or only endings tell."""
    limit = bounds.limits.get(Aspect.ADDRESS)
    return () if limit is None or language is None else tuple(sorted(forms(language, formal=limit.least <= 0)))
