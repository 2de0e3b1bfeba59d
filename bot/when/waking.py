"""Words of waking: an hour at which somebody is woken is of the morning, unless it says otherwise. Pure.

"Wake me", "svegliami" wake wherever they stand (`wake`); "alarm" and "Wecker" only where nothing else is said of them
(`alarm`): a fire alarm is checked in the evening too.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.when.made import Clock
from bot.when.meant import Meant
from bot.when.tokens import Token

FIRST, LAST = 5, 11  # hours: "wake me at 3" may end a nap


def woken(tokens: Sequence[Token], times: Sequence[Meant]) -> list[Meant]:
    """The times, with hours of the morning where the words are of waking."""
    if not any(_wakes(tokens, at) for at in range(len(tokens))):
        return list(times)
    return [
        replace(each, clock=each.clock and _early(each.clock), also=tuple(map(_early, each.also))) for each in times
    ]


def _early(clock: Clock) -> Clock:
    return replace(clock, early=clock.half is None and FIRST <= clock.hour <= LAST)


def _wakes(tokens: Sequence[Token], at: int) -> bool:
    if "alarm" not in tokens[at].keys:
        return "wake" in tokens[at].keys
    beside = (*tokens[:at], *tokens[at + 1 : at + 2])
    return all("strange" not in each.kinds for each in beside)
