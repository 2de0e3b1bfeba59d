"""What somebody wishes to be reminded of, read from their words: sure, or with the question that is open. Pure.

Read again later with the time at which it was said, the same words give the same, so that a question can be answered by
a button without anybody remembering what was asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.reminders.terms import Terms, terms_of
from bot.when import Choice, Every, Note, Once, Reading, Recurring, Schedule, Unsure, bare, read

APART = "\u2063"  # stands between what and when where both were said by themselves; nobody sees it
LEAST_APART = timedelta(minutes=5)
LONGEST = 2_000  # characters
NOWHERE = "Etc/UTC"  # reckoned with where no zone is known; whoever says UTC is taken to mean "UTC"


class Missing(Enum):
    """What has to be asked beside what words about time leave open."""

    ZONE = "the person's time zone"
    TASK = "what to remind of"


Question = Unsure | Missing


@dataclass(frozen=True, slots=True)
class Wish:
    """`schedule` is None exactly where there is a `question`; `choices` are answers to it, or else other readings.

    `named` is what the words name, even in the past.
    """

    task: str
    terms: Terms
    schedule: Schedule | None
    question: Question | None = None
    choices: tuple[Choice, ...] = ()
    notes: tuple[Note, ...] = ()
    named: Once | None = None


def parts_of(text: str) -> tuple[str, str]:
    """What and when of a text that `joined` made; otherwise the text is both, and what is ''."""
    what, apart, when = text.partition(APART)
    return (what, when) if apart else ("", text)


def joined(what: str, when: str) -> str:
    """What and when, said by themselves, as one text."""
    return f"{what.replace(APART, ' ').strip()}{APART}{when.replace(APART, ' ').strip()}"


def wish_of(text: str, now: datetime, *, zone: str | None, languages: Sequence[str], company: bool = True) -> Wish:
    """The wish in these words, said at `now` (aware) by somebody in `zone`, where that is known.

    `company`: whether others were there, for whom it may be meant too.
    """
    what, when = parts_of(text)
    terms = terms_of(when, company=company)
    there = ZoneInfo(zone or NOWHERE)
    reading = read(terms.text, now, there, languages=languages)
    task = what or (bare(terms.text, languages) if reading.question is Unsure.NO_TIME else reading.task)
    found = Wish(task, terms, reading.understood, reading.question, reading.alternatives, reading.notes, reading.named)
    if reading.question is Unsure.NO_TIME:
        found = _without_time(found, now, there)
    if not found.task:
        return replace(found, schedule=None, question=Missing.TASK, choices=())
    if zone is None and _needs_zone(found, reading):
        return replace(found, schedule=None, question=Missing.ZONE, choices=())
    return found


def is_too_often(schedule: Schedule, now: datetime) -> bool:
    """Whether it comes more often than people are reminded."""
    if isinstance(schedule, Every):
        return timedelta(seconds=schedule.seconds) < LEAST_APART
    times = schedule.first(20, now) if isinstance(schedule, Recurring) else ()
    return any(later - earlier < LEAST_APART for earlier, later in pairwise(times))


def _without_time(wish: Wish, now: datetime, zone: ZoneInfo) -> Wish:
    """Where only "again until I say done" was said, that begins at once; else some times are offered."""
    if wish.terms.again is not None:
        return replace(wish, schedule=once_at(now + wish.terms.again, zone.key), question=None)
    tomorrow = (now.astimezone(zone) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    offers = [once_at(now + timedelta(hours=1), zone.key), once_at(now + timedelta(hours=3), zone.key)]
    if zone.key != NOWHERE:
        offers.append(Once(tomorrow.replace(tzinfo=None, fold=0), zone.key))
    return replace(wish, choices=tuple(Choice(each, f"{each.wall:%H:%M}") for each in offers))


def once_at(instant: datetime, zone: str) -> Once:
    """That instant, shown in the zone."""
    return Once(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0), zone, instant)


def _needs_zone(wish: Wish, reading: Reading) -> bool:
    """Whether the answer depends on where the person is."""
    if wish.question is Unsure.NO_TIME:
        return False
    ways = [each.schedule for each in reading.alternatives]
    ways += [each for each in (wish.schedule, reading.named) if each is not None]
    return any(_is_local(each) for each in ways)


def _is_local(schedule: Schedule) -> bool:
    match schedule:
        case Once():
            return schedule.instant is None and schedule.zone == NOWHERE
        case Every():
            return schedule.ends is not None
        case Recurring():
            return schedule.zone == NOWHERE
