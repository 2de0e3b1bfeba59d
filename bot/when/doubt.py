"""What was said right beside a time and is no part of it, so that it must be asked what is meant. Pure.

Whoever says "on Friday, no, Saturday at 9" or "weekdays at 9 except Fridays" means all of it; a reading of a part is a
guess. What belongs to the task stands behind other words: "at 5 to book the flight of 3 May" is asked about by nobody.
"""

from collections.abc import Sequence

from bot.when.compose import FAR
from bot.when.meant import Meant
from bot.when.rules import Freq
from bot.when.tokens import Token

_LEFT = {"every", "workday", "unit"}  # words that belong to some time
_RARE = (Freq.MONTHLY, Freq.YEARLY)


def left_over(tokens: Sequence[Token], times: Sequence[Meant], meant: Meant) -> tuple[bool, tuple[Meant, ...]]:
    """Whether something was, and which of the other times may be meant as well."""
    others = tuple(each for each in times if each is not meant and each.weight and _is_rival(tokens, each, meant))
    first, last = reach(tokens, meant)
    beside = (*tokens[first : meant.first], *tokens[meant.last + 1 : last + 1])
    return bool(others) or _is_half(meant) or any(_LEFT & token.keys.keys() for token in beside), others


def reach(tokens: Sequence[Token], meant: Meant) -> tuple[int, int]:
    """The first and the last token of the time with the small words next to it, up to what is something else."""
    first, last = meant.first, meant.last
    while first > max(meant.first - FAR, 0) and _is_small(tokens[first - 1]):
        first -= 1
    while last + 1 < min(meant.last + 1 + FAR, len(tokens)) and _is_small(tokens[last + 1]):
        last += 1
    return first, last


def _is_rival(tokens: Sequence[Token], other: Meant, meant: Meant) -> bool:
    """Whether it stands right beside the time, or is as good as that where neither is what was asked for."""
    is_equal = other.weight == meant.weight and not meant.asked and other.only_clock == meant.only_clock
    return is_equal or is_beside(tokens, other, meant)


def is_beside(tokens: Sequence[Token], other: Meant, meant: Meant) -> bool:
    """Whether nothing but small words part the two times."""
    first, second = (other, meant) if other.first < meant.first else (meant, other)
    between = tokens[first.last + 1 : second.first]
    return other is not meant and other.weight > 0 and len(between) <= FAR and all(map(_is_small, between))


def _is_half(meant: Meant) -> bool:
    """Whether it has bounds that need a rhythm, or a stretch that its rhythm does not use."""
    if meant.rhythm is None:
        return any(each.weekdays or each.without or each.count for each in meant.limits)
    rule = meant.rhythm.rule
    return meant.moment is not None or (meant.period is not None and rule is not None and rule.freq in _RARE)


def _is_small(token: Token) -> bool:
    """Whether it may part two pieces of one time: a word about times, and none that begins the task."""
    if "ask" in token.keys or ({"to", "lead"} & token.keys.keys() and "and" not in token.keys):
        return False
    return bool(token.keys) or token.made is not None
