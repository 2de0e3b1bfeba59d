"""What was said of one statement at several times: when it holds, which may be more than one stretch of time. Pure.

"I live in Oslo until June" and "from September I live in Oslo again" are two stays. What is told again with other dates
meets the stay that it touches, and the words said last count; what merely says that it holds moves no end. A plan that
is mentioned again without its date is still for that date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from memory.cues import any_of
from memory.tense import is_over, lies_ahead
from memory.types import FactId, Kind
from memory.wording import folded

# A plan in words, but carried out.
_TODAY = any_of(
    r"today\b", "tonight", "right now", "this (?:morning|afternoon|evening)", r"heute\b", r"hoy\b", "aujourd'hui",
    "hoje", r"oggi\b", "stasera", "сегодня", "bugün", "今日", "今天", "오늘", "اليوم", "आज",
)  # fmt: skip


def holds_now(kind: Kind, text: str, words: str) -> bool:
    """Whether a statement that names no date, made in these words, says that it holds by now: a state does, no plan."""
    told, said = folded(text), folded(words)
    if is_over(told) or _TODAY.search(said):
        return True
    if kind in (Kind.EVENT, Kind.COMMITMENT):
        return False
    return not (lies_ahead(told) or lies_ahead(said))


@dataclass(frozen=True, slots=True)
class Stay:
    """A fact that says it, from when until when; `told_at`: when that was said last."""

    id: FactId
    since: datetime
    until: datetime | None
    told_at: datetime
    over: bool = False
    shared: bool = False  # as it stands


@dataclass(frozen=True, slots=True)
class Said:
    """The dates that were told of it, and when; `since` is then where none was named.

    `holds`: without a date it says that it holds by then.
    """

    since: datetime
    until: datetime | None
    at: datetime
    surely: bool
    holds: bool = True

    @property
    def mentions(self) -> bool:
        """Whether it only mentions a plan, and no date of it."""
        return self.since == self.at and not self.holds


@dataclass(frozen=True, slots=True)
class Joined:
    """From when until when a stay holds by what was said now, and the later stays that are part of it."""

    since: datetime
    until: datetime | None
    swallowed: tuple[FactId, ...] = ()


def apart(since: datetime, until: datetime | None, other: tuple[datetime, datetime | None]) -> bool:
    """Whether one is over before the other begins."""
    return (until is not None and until <= other[0]) or (other[1] is not None and other[1] <= since)


def met(stays: Sequence[Stay], said: Said) -> Stay | None:
    """Of which stay it is said: the one that it begins in, else the first that it touches; None: of a new one."""
    touched = [s for s in sorted(stays, key=lambda s: s.since) if not apart(s.since, s.until, (said.since, said.until))]
    return next((stay for stay in touched if stay.since <= said.since), touched[0] if touched else None)


def join(stay: Stay, stays: Sequence[Stay], said: Said) -> Joined:
    """What becomes of the stay of which it was said, beside the others of the same statement."""
    since, until = _begins(stay, said), _ends(stay, said)
    swallowed: list[FactId] = []
    for other in sorted(stays, key=lambda s: s.since):
        if other.id == stay.id or other.since < stay.since or apart(since, until, (other.since, other.until)):
            continue
        if other.shared:  # nobody shared more than that
            return Joined(since, other.since, tuple(swallowed))
        swallowed.append(other.id)
    return Joined(since, until, tuple(swallowed))


def _begins(stay: Stay, said: Said) -> datetime:
    planned, plan = stay.since > stay.told_at, said.since > said.at
    if said.at < stay.told_at and planned and plan:
        return stay.since  # the plan was changed since
    if said.mentions and stay.since > said.at:
        return stay.since
    put_off = plan and stay.since > said.at and said.at >= stay.told_at
    return said.since if put_off else min(stay.since, said.since)


def _ends(stay: Stay, said: Said) -> datetime | None:
    late = said.at < stay.told_at
    if stay.until is None:
        return None if late and stay.since > stay.told_at else said.until
    if late:
        return stay.until
    back = stay.over and stay.until <= said.at  # said after its end to hold since before
    return said.until if said.until is not None or said.since > said.at or back else stay.until
