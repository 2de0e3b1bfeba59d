"""Whether a double could not be excluded: found out for that very message, from what its platform and processes did.

Times are seconds of the monotonic clock, which is one for all processes of a machine. Pure.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from tests.reminder_deaths.hands import Look, Said

UNSEEN = "Slack: the message stands, but the history that is read before the next try does not show it yet"
OVERSLEPT = "Slack: a process stood still for longer than its lease between its last look and its post"
FORGOTTEN = "Discord: the same, for longer than a nonce is known"
PART = "p"  # stands at Discord between a key and the number of a part


@dataclass(slots=True)
class Doings:
    """What a process did: `searches` of a key with their begin and end, `sends` with the moment at which one began.

    `stood`: from when to when it stood still, where that was longer than a claim counts.
    """

    searches: list[tuple[str, float, float]] = field(default_factory=list)
    sends: list[tuple[str, float]] = field(default_factory=list)
    stood: list[tuple[float, float]] = field(default_factory=list)


def doings_of(lines: Sequence[Mapping[str, object]]) -> Doings:
    """What a process told of itself, among other things."""
    did = Doings()
    for each in lines:
        match each:
            case {"searches": [str(key), float(begin), float(end)]}:
                did.searches.append((key, begin, end))
            case {"sends": [str(key), float(at)]}:
                did.sends.append((key, at))
            case {"stood": [float(begin), float(end)]}:
                did.stood.append((begin, end))
    return did


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of a run: the histories that were read, and the processes by the names under which they ask a platform."""

    looks: Sequence[Look] = ()
    doings: Mapping[str, Doings] = field(default_factory=dict)

    def excused(self, said: Sequence[Said]) -> list[str]:
        """Why, for each message that came again and could not be excluded."""
        keyed: defaultdict[str, list[Said]] = defaultdict(list)
        for each in sorted(said, key=lambda each: each.at):
            keyed[each.key].append(each)
        found = [self._why(each, group[:nth]) for group in keyed.values() for nth, each in enumerate(group) if nth]
        return [each for each in found if each]

    def _why(self, again: Said, before: Sequence[Said]) -> str:
        """Empty where one of those that stood before had to be noticed."""
        whys = {self._why_not_noticed(again, each) for each in before}
        return "" if "" in whys else min(whys)

    def _why_not_noticed(self, again: Said, before: Said) -> str:
        attempt = _attempt_of(again, self.doings.get(again.by, Doings()))
        if attempt is None:
            return ""
        if again.forgotten is not None:
            return FORGOTTEN if again.forgotten and _stood_still(attempt, again, before) else ""
        if self._was_hidden(attempt, again, before):
            return UNSEEN
        return OVERSLEPT if _stood_still(attempt, again, before) else ""

    def _was_hidden(self, attempt: "_Attempt", again: Said, before: Said) -> bool:
        """Whether the earlier one stood there and belonged into the histories that were searched, but was in none."""
        looks = [
            look
            for look in self.looks
            if look.by == again.by and look.channel == before.channel and look.at > before.at
            if any(begin <= look.at <= end for begin, end in attempt.searches)
        ]
        # The id of a message of Slack's is the time at which it came.
        return bool(looks) and all(look.oldest <= float(before.id) and before.id not in look.shown for look in looks)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """To send something: the searches for it since the one before, when sending began, and standing still."""

    searches: Sequence[tuple[float, float]]
    began: float
    stood: Sequence[tuple[float, float]]


def _attempt_of(said: Said, did: Doings) -> _Attempt | None:
    """The one by which a message came; None where its process told of none."""
    key = said.key.partition(PART)[0]
    *earlier, began = [-inf, *sorted(at for sent, at in did.sends if sent == key and at <= said.at)]
    if not earlier:
        return None
    searches = [(begin, end) for sought, begin, end in did.searches if sought == key and earlier[-1] < begin < began]
    return _Attempt(searches, began, did.stood)


def _stood_still(attempt: _Attempt, again: Said, before: Said) -> bool:
    """Whether the earlier one came while the process stood still, after it had begun to send."""
    return any(attempt.began <= begin < before.at and end <= again.at for begin, end in attempt.stood)
