"""What was said right beside a time and is no part of it, so that it must be asked what is meant. Pure.

Whoever says "on Friday, no, Saturday at 9" or "weekdays at 9 except Fridays" means all of it; a reading of a part is a
guess. What belongs to the task stands behind other words: "at 5 to book the flight of 3 May" is asked about by nobody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.when.compose import FAR
from bot.when.how_often import unsaid
from bot.when.lexicon import Lexicon
from bot.when.made import Day, Number, Span, Unit
from bot.when.meant import Meant
from bot.when.misspelt import misspelt_ahead, misspelt_day
from bot.when.pattern import Scene
from bot.when.reading import Unsure
from bot.when.rules import Freq
from bot.when.tokens import Token

_LEFT = {"every", "workday", "unit"}  # words that belong to some time
_DAYS = {"weekend", "weekends", "weekday", "weekdays", "workday", "workdays", "day", "rhythm", "period"}
_RARE = (Freq.MONTHLY, Freq.YEARLY)


def left_over(
    tokens: Sequence[Token], times: Sequence[Meant], meant: Meant, *, scene: Scene
) -> tuple[Unsure | None, tuple[Meant, ...]]:
    """What is to be asked for it, and what may be meant, itself first; no question where nothing was left."""
    if meant.counts:  # "at 9 about the 2nd appointment"
        return Unsure.WHICH_DAY, (meant, replace(meant, day=None)) if meant.clock is not None else (meant,)
    others = tuple(each for each in times if each is not meant and each.weight and _is_rival(tokens, each, meant))
    if others:
        hours = meant.only_clock and all(each.only_clock for each in others)
        return Unsure.WHICH_HOUR if hours else Unsure.WHICH_DAY, _completed(tokens, meant, others)
    if any("eve" in token.keys for token in tokens[: meant.first]):  # "the day before my flight on 10 December"
        return Unsure.WHICH_DAY, (meant, *_eves(meant))
    if bounded := _bounded(times, meant):
        return Unsure.WHICH_DAY, (meant, *bounded)
    ahead = misspelt_ahead(tokens, meant, scene.words)
    if ahead is not None:
        return Unsure.WHICH_DAY, (replace(meant, day=Day((scene.today + timedelta(days=ahead),))), meant)
    return _left_beside(tokens, times, meant, words=scene.words), (meant,)


def _left_beside(tokens: Sequence[Token], times: Sequence[Meant], meant: Meant, *, words: Lexicon) -> Unsure | None:
    first, last = reach(tokens, meant)
    left = {key for token in (*tokens[first : meant.first], *tokens[meant.last + 1 : last + 1]) for key in token.keys}
    if "many" in left:
        return Unsure.WHICH_HOUR
    if (unsure := unsaid(meant)) is not None:
        return unsure
    if _has_length(tokens, meant) or _has_end(tokens, meant) or misspelt_day(tokens, meant, words):
        return Unsure.WHICH_DAY
    if _has_number(tokens, meant):
        return Unsure.WHICH_HOUR
    # "Every blue moon at 9", "the first 3 days of every month": a rhythm was said, and only another part understood.
    is_rare = meant.rhythm is None and (
        any("every" in token.keys for token in tokens) or any(each.rhythm is not None for each in times)
    )
    return Unsure.WHICH_DAY if is_rare or _is_half(meant) or left & _LEFT else None


def _completed(tokens: Sequence[Token], meant: Meant, others: Sequence[Meant]) -> tuple[Meant, ...]:
    """The times that stand beside each other, each with what was said of the other only."""
    near = [each for each in others if is_beside(tokens, each, meant)]
    whole = _with_its(meant, near[0]) if near else meant
    return (whole, *(_with_its(each, meant) if each in near else each for each in others))


def _with_its(one: Meant, other: Meant) -> Meant:
    """ "Today and tomorrow at 8", "tomorrow morning and evening": the hour or the day is said once."""
    if one.is_whole_day and one.rhythm is None and other.rhythm is None and other.clock is not None:
        return replace(one, clock=other.clock, part=other.part)
    is_dayless = (one.day or one.rhythm or one.moment or one.period) is None
    if is_dayless and other.rhythm is None and other.day is not None:
        return replace(one, day=replace(other.day, part=None))
    return one


def _bounded(times: Sequence[Meant], meant: Meant) -> tuple[Meant, ...]:
    """ "Every day at 8 to stretch until Friday": an end that stands behind the task may be that of the rhythm."""
    if meant.rhythm is None or any(each.start or each.ends or each.length or each.count for each in meant.limits):
        return ()
    apart = [each for each in times if each is not meant and each.bound is not None and each.clock is None]
    return tuple(replace(meant, limits=(*meant.limits, *each.limits)) for each in apart)


def _has_length(tokens: Sequence[Token], meant: Meant) -> bool:
    """ "A week on Monday", "vendredi en huit": how far a day of the week is from now was said, and not read."""
    if meant.day is None or meant.day.weekday is None:
        return False
    before, after = tokens[: meant.first][-2:], tokens[meant.last + 1 :][:2]
    lengths = [each.made for each in (*before, *after[:1])]
    return any(isinstance(each, Span) and not each.is_elapsed for each in lengths) or any(
        "weekson" in each.keys for each in after
    )


def _has_end(tokens: Sequence[Token], meant: Meant) -> bool:
    """ "毎日9時, 12日まで": that a rhythm ends was said, and not read when."""
    before, after = tokens[: meant.first][-1:], tokens[meant.last + 1 :][:1]
    ends = any("untilpost" in each.keys for each in before) or any("until" in each.keys for each in after)
    return ends and meant.rhythm is not None


def _has_number(tokens: Sequence[Token], meant: Meant) -> bool:
    """ "Tomorrow 8": a number behind a time without an hour may be one; "at 9 on weekdays and 11 on weekends"."""
    after = [each for each in tokens[meant.last + 1 :][:3] if "and" not in each.keys][:2]
    if not after or not isinstance(after[0].made, Number):
        return False
    return meant.clock is None or any(not _DAYS.isdisjoint(each.kinds) for each in after[1:])


def _eves(meant: Meant) -> tuple[Meant, ...]:
    if meant.day is None or meant.rhythm is not None:
        return ()
    return (replace(meant, day=replace(meant.day, days=(meant.day.day - timedelta(days=1),), weekday=None)),)


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
    if any({"dash", "to"} & token.keys.keys() for token in _between(tokens, other, meant)[:2]):
        return False  # the end of a range
    is_equal = other.weight == meant.weight and not meant.asked and other.only_clock == meant.only_clock
    return (is_equal and not other.counts) or is_beside(tokens, other, meant)


def is_beside(tokens: Sequence[Token], other: Meant, meant: Meant) -> bool:
    """Whether nothing but small words part the two times."""
    if other.counts and other.clock is None:
        return False  # "tomorrow at 9 about the 2nd appointment"
    between = _between(tokens, other, meant)
    return other is not meant and other.weight > 0 and len(between) <= FAR and all(map(_is_small, between))


def _between(tokens: Sequence[Token], one: Meant, other: Meant) -> Sequence[Token]:
    first, second = sorted((one, other), key=lambda each: each.first)
    return tokens[first.last + 1 : second.first]


def _is_half(meant: Meant) -> bool:
    """Whether it has bounds that need a rhythm, or a stretch that its rhythm does not use."""
    if meant.rhythm is None:
        return any(each.weekdays or each.without or each.count for each in meant.limits)
    rule = meant.rhythm.rule
    if meant.moment is not None or meant.period is None or rule is None:
        return meant.moment is not None
    # "Werktags um 9 und am Wochenende um 11" are two rhythms.
    return rule.freq in _RARE or (bool(rule.weekdays) and meant.period.unit is Unit.DAY)


def _is_small(token: Token) -> bool:
    """Whether it may part two pieces of one time: a word about times, and none that begins the task or ends a range."""
    if {"ask", "dash"} & token.keys.keys() or ({"to", "lead"} & token.keys.keys() and "and" not in token.keys):
        return False
    return bool(token.keys) or token.made is not None
