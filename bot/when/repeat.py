"""From the parts of a rhythm to its schedule: first day, times of day, its bounds and what it leaves out. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.when.daytime import PARTS, within
from bot.when.made import Clock, Limit, Rhythm, Unit
from bot.when.meant import Meant
from bot.when.pattern import Scene
from bot.when.reading import Note, Unsure
from bot.when.rules import Freq, Rule, Weekday, weekly
from bot.when.schedule import Every, Recurring, Schedule, moment
from bot.when.settle import MORNING_HOUR, ONE

MOST_TIMES = 48  # of a day


@dataclass(frozen=True, slots=True)
class Repeated:
    """Rhythms that may be meant, the likeliest first, the question between them, and what an echo should say."""

    schedules: tuple[Schedule, ...]
    question: Unsure | None = None
    notes: tuple[Note, ...] = ()


def repeated(meant: Meant, rhythm: Rhythm, scene: Scene) -> Repeated:
    """The rhythm that is meant, in the zone that was said or the person's own."""
    zones = meant.zone.names if meant.zone is not None and meant.zone.names else (scene.zone.key,)
    limit = _limits(meant)
    if limit.length:
        first = _start(Rule(Freq.DAILY), limit, _times(meant, rhythm)[0][0][0], _Here(_now(scene), zones[0], scene.now))
        limit = replace(limit, ends=first + timedelta(days=limit.length))
    now = _now(scene)
    if rhythm.rule is None:
        return _by_the_clock(meant, rhythm, limit, scene)
    times, notes = _times(meant, rhythm)
    rules = [rule for rule in (_without_days(rhythm.rule, limit), _without_days(rhythm.other, limit)) if rule]
    rules = [_pinned(rule, meant, limit, scene) for rule in rules]
    contrary = _contrary(rules[0], meant)
    rules += contrary
    pairs = [(rule, zone, at) for rule in rules for zone in zones for at in times]
    here = scene.now
    found = tuple(
        Recurring(
            _start(rule, limit, at[0], _Here(now, zone, here)), at, zone, rule, limit.ends, limit.count, limit.without
        )
        for rule, zone, at in pairs
    )
    is_nameless = meant.zone is not None and not meant.zone.names  # half an hour from Greenwich has no summer time
    question = rhythm.why or (Unsure.WHICH_ZONE if len(zones) > 1 or is_nameless else None)
    if contrary or not _is_pinned(rules[0]) or _is_elsewhere(rules[0], meant):
        question = Unsure.WHICH_DAY
    elif rules[0] != _without_days(rhythm.rule, limit) and limit.start is None:
        notes = (Note.DAY_ASSUMED, *notes)
    if any(rule.clamped or (rule.monthdays == (-1,) and rhythm.why) for rule in rules[:1]):
        notes = (*notes, Note.LAST_DAY)
    if found and found[0].next(now) is None:
        return Repeated(found, Unsure.PAST, notes)
    return Repeated(found, question, notes)


def _contrary(rule: Rule, meant: Meant) -> list[Rule]:
    """ "Every 10 days on Tuesday": what the day of the week says against the days that are counted."""
    weekday = meant.day.weekday if meant.day is not None else None
    if weekday is None or rule.freq is not Freq.DAILY or rule.interval % 7 == 0:
        return []
    return [] if any(each.start for each in meant.limits) else [weekly(weekday)]


def _by_the_clock(meant: Meant, rhythm: Rhythm, limit: Limit, scene: Scene) -> Repeated:
    """ "Every two hours", within what was said of the day."""
    each_day = _within_hours(meant, rhythm, limit, scene)
    if each_day is not None:
        return Repeated((each_day,))
    even = _even(meant, rhythm, limit, scene)
    # "Every two hours on weekdays": nobody said within which hours.
    question = Unsure.WHICH_HOUR if limit.weekdays else None
    if meant.day is None or any((limit.ends, limit.until, limit.count, *(each.start for each in meant.limits))):
        return Repeated((even,), question)
    ends = moment(datetime.combine(meant.day.day + ONE, time()), even.zone)
    if ends <= even.start:
        return Repeated((even,), Unsure.WHICH_DAY)
    question = question or (Unsure.WHICH_DAY if meant.day.weekday is not None else None)
    return Repeated((replace(even, ends=ends), even), question)


def _now(scene: Scene) -> datetime:
    return scene.now.replace(tzinfo=scene.zone).astimezone(UTC)


def _limits(meant: Meant) -> Limit:
    whole = Limit()
    for each in meant.limits:
        whole = Limit(
            each.start or whole.start,
            each.ends or whole.ends,
            each.count or whole.count,
            whole.without + each.without,
            whole.weekdays + each.weekdays,
            each.until or whole.until,
            each.length or whole.length,
        )
    if whole.start is None and meant.day is not None and meant.day.part is None:
        last = meant.day.last
        return replace(whole, start=meant.day.day, ends=whole.ends or (last + ONE if last is not None else None))
    stretch = meant.period  # "every Friday in December"
    if stretch is not None and stretch.unit is not Unit.DAY:
        return replace(whole, start=whole.start or stretch.start, ends=whole.ends or stretch.end)
    return whole


def _within_hours(meant: Meant, rhythm: Rhythm, limit: Limit, scene: Scene) -> Recurring | None:
    """ "Every hour from 9 to 5" is that many times of each day."""
    clock = meant.clock
    if clock is None or clock.end is None or rhythm.seconds % 60:
        return None
    minutes = range(clock.hour % 24 * 60 + clock.minute, clock.end + 1, rhythm.seconds // 60)
    if not 0 < len(minutes) <= MOST_TIMES or clock.end >= 1440:
        return None
    zone = meant.zone.names[0] if meant.zone is not None and meant.zone.names else scene.zone.key
    rule = _without_days(Rule(Freq.DAILY), limit) or Rule(Freq.DAILY)
    times = tuple(time(each // 60, each % 60) for each in minutes)
    now = _now(scene)
    start = _start(rule, limit, times[-1], _Here(now, zone, scene.now))
    ends = limit.ends
    if ends is None and meant.day is not None and not any(each.start for each in meant.limits):
        ends = start + timedelta(days=1)  # "every hour from 9 to 5 on Monday"
    return Recurring(start, times, zone, rule, ends, limit.count, limit.without)


def _even(meant: Meant, rhythm: Rhythm, limit: Limit, scene: Scene) -> Every:
    """From now on, or from the time that was said."""
    zone = meant.zone.names[0] if meant.zone is not None and meant.zone.names else scene.zone.key
    now = _now(scene)
    start = now + timedelta(seconds=rhythm.seconds)
    if limit.start or meant.clock:
        clock = meant.clock or Clock(MORNING_HOUR)
        day = datetime.combine(limit.start or scene.today, time())
        first = day + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
        start = moment(first if moment(first, zone) > now else first + ONE, zone)
    ends = moment(datetime.combine(limit.ends, time()), zone) if limit.ends else None
    if limit.until is not None and ends is None:
        last = datetime.combine(start.astimezone(ZoneInfo(zone)).date(), _ways(limit.until)[0])
        ends = moment(last if moment(last, zone) > start else last + ONE, zone)
    return Every(start, rhythm.seconds, zone, ends, limit.count)


def _times(meant: Meant, rhythm: Rhythm) -> tuple[list[tuple[time, ...]], tuple[Note, ...]]:
    """The times of the day; where the half of it is open, both ways, the likelier first."""
    if rhythm.hour is not None:
        return [(time(rhythm.hour // 100, rhythm.hour % 100),)], ()
    part = meant.part if meant.part is not None else meant.day.part if meant.day is not None else None
    if meant.clock is None:
        return [(time(PARTS[part][2] if part is not None else MORNING_HOUR),)], (Note.HOUR_ASSUMED,)
    clocks = [within(clock, part) if part is not None else clock for clock in (meant.clock, *meant.also)]
    if len(clocks) > 1:
        return [tuple(sorted(set(_in_turn(clocks))))], ()
    ways = _ways(clocks[0])
    is_open = len(ways) > 1 or (clocks[0].half is None and not clocks[0].literal and clocks[0].hour < 12)
    return [(way,) for way in ways], (Note.HALF_ASSUMED,) if is_open else ()


def _in_turn(clocks: Sequence[Clock]) -> Iterator[time]:
    """The hours of a list: each comes after the one before it where it may, so that of "9, 12 and 6" the 6 is 18."""
    last: time | None = None
    for clock in clocks:
        at = _ways(clock)[0]
        late = time((at.hour + 12) % 24, at.minute, at.second)
        is_open = clock.half is None and not clock.literal and at.hour < 12
        last = late if is_open and last is not None and at <= last < late else at
        yield last


def _ways(clock: Clock) -> list[time]:
    """The times that a clock may mean, the likelier first; 9 to 11 are of the morning."""
    at = time(clock.hour % 24, clock.minute, clock.second)
    if clock.half is not None or clock.literal or clock.hour > 11:
        return [at]
    late = at.replace(hour=clock.hour + 12)
    return [at] if clock.hour > 8 else [at, late] if clock.hour >= 6 or clock.early else [late, at]


def _without_days(rule: Rule | None, limit: Limit) -> Rule | None:
    """Days of the week that are left out are left out of the rule, so that it says what is meant."""
    if rule is None or not limit.weekdays:
        return rule
    if rule.freq is Freq.DAILY and rule.interval == 1:
        kept = [day for day in range(7) if day not in limit.weekdays]
        return Rule(Freq.WEEKLY, 1, tuple(map(Weekday, kept))) if kept else rule
    if rule.freq is Freq.WEEKLY and rule.weekdays:
        days = tuple(each for each in rule.weekdays if each.day not in limit.weekdays)
        return replace(rule, weekdays=days) if days else rule
    return rule


def _is_pinned(rule: Rule) -> bool:
    """Whether the rule says on which of its days."""
    return rule.freq is Freq.DAILY or bool(rule.weekdays or rule.monthdays)


def _pinned(rule: Rule, meant: Meant, limit: Limit, scene: Scene) -> Rule:
    """A rule without its day takes that of its beginning; a weekly one, at the last, today's."""
    if _is_pinned(rule):
        return rule
    explicit = next((each.start for each in meant.limits if each.start), None)
    start = explicit or (meant.day.day if meant.day is not None and meant.day.monthday else None)
    if rule.freq is Freq.WEEKLY:
        return replace(rule, weekdays=(Weekday((limit.start or scene.today).weekday()),))
    if start is None:
        return rule
    months = (start.month,) if rule.freq is Freq.YEARLY else ()
    return replace(rule, monthdays=(start.day,), months=months, clamp=start.day > 28)


def _is_elsewhere(rule: Rule, meant: Meant) -> bool:
    """Whether a day was named on which the rule does not fall: one of them was not understood."""
    day = meant.day.day if meant.day is not None and meant.day.part is None else None
    return day is not None and next(rule.days(day, day + timedelta(days=1)), None) is None


@dataclass(frozen=True, slots=True)
class _Here:
    now: datetime
    zone: str
    wall: datetime  # what the person's own clock shows


def _start(rule: Rule, limit: Limit, at: time, here: _Here) -> date:
    """The first day that fits and is still to come; the count and every other week are counted from it."""
    begin = limit.start or here.wall.date()
    if begin < here.wall.date():
        begin = here.wall.date()
    pinned = rule.weekdays or rule.monthdays or rule.months
    if limit.start is None and not pinned and rule.interval > 1:
        return _first(replace(rule, interval=1), begin, at, here) if rule.freq is Freq.DAILY else begin
    return _first(replace(rule, interval=1), begin, at, here)


def _first(rule: Rule, begin: date, at: time, here: _Here) -> date:
    for day in rule.days(begin, begin + timedelta(days=366 * 9)):
        # An hour that is over on the person's own clock is not begun today, though it may be to come elsewhere.
        if moment(wall := datetime.combine(day, at), here.zone) > here.now and wall > here.wall:
            return day
    return begin
