"""From the parts of one time to a schedule, or to the question that must be asked first. Pure.

The rules where words leave it open, in this order: what is written as 24 hours stays; a part of the day decides ("8 in
the evening"); today the next of both hours is meant, and asked for when both are still to come; on another day 7 to 11
is morning and the other hours are afternoon. The half that was not taken is offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.when.calendar import next_monthday
from bot.when.daytime import NIGHT, PARTS, within
from bot.when.made import Clock, Day
from bot.when.meant import Meant
from bot.when.pattern import Scene
from bot.when.reading import Note, Unsure
from bot.when.schedule import Once, is_skipped, is_twice, moment

MORNING_HOUR = 9  # when nothing is said of the hour
HALF = timedelta(hours=12)
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Settled:
    """Times that may be meant, the likeliest first, the question between them, and what an echo should say."""

    times: tuple[Once, ...]
    question: Unsure | None = None
    notes: tuple[Note, ...] = ()


def settled(meant: Meant, scene: Scene) -> Settled:
    """The one time that is meant; of rhythms see `bot.when.repeat`."""
    walls = _walls(meant, scene)
    zones = _zones(meant, scene)
    times = tuple(_once(wall, zone, meant, scene) for zone in zones for wall in walls.times)
    question = Unsure.WHICH_ZONE if len(zones) > 1 else walls.question
    if meant.also and times:
        walls_of = (_walls(replace(meant, clock=clock, also=()), scene).times[0] for clock in meant.also)
        others = [_once(wall, zones[0], meant, scene) for wall in walls_of]
        first = next((each for each in times if each not in others), times[0])  # of "7 and 19" in the morning the 7
        times = tuple(dict.fromkeys((first, *others)))
        question = Unsure.WHICH_HOUR if len(times) > 1 else question
    if times and times[0].at <= _now(scene):
        question = Unsure.PAST
    return Settled(times, question, walls.notes + tuple(_clock_notes(times[:1])))


@dataclass(frozen=True, slots=True)
class Walls:
    """Wall times, before their zone."""

    times: tuple[datetime, ...]
    question: Unsure | None = None
    notes: tuple[Note, ...] = ()


def _now(scene: Scene) -> datetime:
    return scene.now.replace(tzinfo=scene.zone).astimezone(UTC)


def _zones(meant: Meant, scene: Scene) -> tuple[str, ...]:
    if meant.zone is None:
        return (scene.zone.key,)
    return meant.zone.names or ("UTC",)


def _once(wall: datetime, zone: str, meant: Meant, scene: Scene) -> Once:
    if meant.moment is not None and meant.moment.elapsed is not None:
        instant = _now(scene) + timedelta(seconds=meant.moment.elapsed)
        return Once(instant.astimezone(scene.zone).replace(tzinfo=None), scene.zone.key, instant)
    if meant.zone is not None and meant.zone.offset is not None:
        instant = wall.replace(tzinfo=UTC) - timedelta(minutes=meant.zone.offset)
        return Once(instant.astimezone(scene.zone).replace(tzinfo=None), scene.zone.key, instant)
    return Once(wall, zone)


def _clock_notes(times: tuple[Once, ...]) -> Iterator[Note]:
    for each in times:
        if each.instant is None and is_skipped(each.wall, each.zone):
            yield Note.CLOCK_SKIPS
        elif each.instant is None and is_twice(each.wall, each.zone):
            yield Note.CLOCK_TWICE


def _walls(meant: Meant, scene: Scene) -> Walls:
    if meant.moment is not None:
        return _at_moment(meant, scene)
    if meant.now and meant.weight == 1:
        return Walls((scene.now + timedelta(seconds=1),))  # what is due is later than the asking
    days = _days(meant)
    if days is None:
        return _some_day(meant, scene)
    found = [_on(each, meant, scene) for each in days.days]
    times = tuple(dict.fromkeys(wall for walls in found for wall in walls.times))
    question = days.why or found[0].question
    notes = found[0].notes
    if (meant.day is None and meant.period is not None) or (meant.day is not None and meant.day.stretch):
        notes = (Note.DAY_ASSUMED, *notes)
    return _today_too(Walls(times, question, notes), meant, scene)


def _days(meant: Meant) -> Day | None:
    if meant.day is not None:
        return meant.day
    return Day((meant.period.day,)) if meant.period is not None else None


def _at_moment(meant: Meant, scene: Scene) -> Walls:
    point = meant.moment
    if point is None:
        return Walls(())
    if (meant.clock is None and meant.part is None) or point.elapsed is not None:
        return Walls((point.wall,))
    return _on(point.wall.date(), meant, scene)


def _some_day(meant: Meant, scene: Scene) -> Walls:
    """No day was said: today while the time is to come, else tomorrow."""
    today, tomorrow = scene.today, scene.today + ONE
    now = _now_there(meant, scene)
    if meant.clock is None:
        first = _part_start(today, meant.part or 1)
        hours = (Note.HOUR_ASSUMED,)
        return Walls((first if first > now else _part_start(tomorrow, meant.part or 1),), notes=hours)
    clock = within(meant.clock, meant.part) if meant.part is not None else meant.clock
    early, late = _halves(today, clock)
    if late is None:
        return Walls((early if early > now else early + ONE,))
    to_come = [wall for wall in (early, late) if wall > now]
    if clock.early:
        nexts = (wall if wall in to_come else wall + ONE for wall in (early, late))
        return Walls(tuple(nexts), notes=(Note.HALF_ASSUMED,))
    if len(to_come) == 2:
        written = "clock24" in scene.words.flags and not clock.bare
        return Walls((early, late), None if written else Unsure.MORNING_OR_EVENING, (Note.HALF_ASSUMED,) * written)
    if to_come:
        return Walls((late, early + ONE), notes=(Note.HALF_ASSUMED,))
    return _on(tomorrow, meant, scene)


def _now_there(meant: Meant, scene: Scene) -> datetime:
    """The wall time of now in the zone that was said, so that an hour there is not taken for one here."""
    if meant.zone is None or not meant.zone.names:
        return scene.now
    there = _now(scene).timestamp() - moment(scene.now, meant.zone.names[0]).timestamp()
    return scene.now + timedelta(seconds=there)


def _halves(day: date, clock: Clock) -> tuple[datetime, datetime | None]:
    start = datetime.combine(day, time())
    wall = start + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    if clock.half is not None or clock.literal or clock.hour >= 12:
        return wall, None
    return wall, wall + HALF


def _part_start(day: date, part: int) -> datetime:
    return datetime.combine(day, time(PARTS[part][2]))


def _on(day: date, meant: Meant, scene: Scene) -> Walls:
    """The time on that day."""
    part = meant.part if meant.part is not None else meant.day.part if meant.day is not None else None
    if meant.clock is None:
        return _without_clock(day, part, meant, scene)
    clock = meant.clock
    if part is not None:
        clock = within(clock, part)
        is_near = meant.day is not None and (meant.day.weekday is not None or (day - scene.today).days <= 1)
        if part == NIGHT and clock.hour < 6 and clock.half == 0 and is_near:
            return Walls((_halves(day + ONE, clock)[0],))
    if clock.hour == 24:
        return _midnight(day, clock, meant)
    early, late = _halves(day, clock)
    if late is None:
        return Walls((early,))
    if day == scene.today and (to_come := [wall for wall in (early, late) if wall > _now_there(meant, scene)]):
        if len(to_come) == 2 and "clock24" not in scene.words.flags and not clock.early:
            return Walls((early, late), Unsure.MORNING_OR_EVENING)
        return Walls((to_come[0], early if to_come[0] == late else late), notes=(Note.HALF_ASSUMED,))
    literal = "clock24" in scene.words.flags and not clock.bare
    if clock.hour >= 7 or literal or clock.early:
        return Walls((early, late) if not _is_plain(clock, day, scene) else (early,))
    return Walls((late, early), notes=(Note.HALF_ASSUMED,))


def _is_plain(clock: Clock, day: date, scene: Scene) -> bool:
    """Whether nobody means the evening: 10 and 11 on another day."""
    return day != scene.today and clock.hour in (8, 9, 10, 11)


def _midnight(day: date, clock: Clock, meant: Meant) -> Walls:
    start = datetime.combine(day, time(0, clock.minute))
    if meant.day is not None and (meant.day.said or meant.day.part is not None):
        return Walls((start + ONE,))
    return Walls((start, start + ONE), Unsure.WHICH_DAY)


def _without_clock(day: date, part: int | None, meant: Meant, scene: Scene) -> Walls:
    if meant.day is not None and meant.day.hour is not None:
        return Walls((datetime.combine(day, time(meant.day.hour)),))
    if part is not None:
        wall = _part_start(day, part)
        begins, ends = (datetime.combine(day, time()) + timedelta(hours=hour) for hour in PARTS[part][:2])
        if wall <= scene.now < ends and day == scene.today and begins <= scene.now:
            wall = min(
                scene.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2), ends - timedelta(minutes=30)
            )
        return Walls((wall,), notes=(Note.HOUR_ASSUMED,))
    wall = datetime.combine(day, time(MORNING_HOUR))
    if day == scene.today and wall <= scene.now:
        later = (datetime.combine(day, time(hour)) for hour in (12, 15, 18, 21, 23))
        wall = next((each for each in later if each > scene.now + timedelta(minutes=30)), wall)
    return Walls((wall,), notes=(Note.HOUR_ASSUMED,))


def _today_too(walls: Walls, meant: Meant, scene: Scene) -> Walls:
    """ "Friday at 8pm" said on a Friday morning may be today."""
    day = meant.day
    if day is None or day.weekday is None or day.weekday != scene.today.weekday() or meant.clock is None:
        return _later_month(walls, meant, scene)
    today = [wall for wall in _on(scene.today, meant, scene).times if wall > scene.now]
    if not today or len(day.days) > 1:
        return walls
    return replace(walls, times=(*today[:1], *walls.times), question=walls.question or Unsure.WHICH_DAY)


def _later_month(walls: Walls, meant: Meant, scene: Scene) -> Walls:
    """ "On the 5th at 8" said on the 5th at 9 is the 5th of next month; "the last day of the month" is asked then."""
    day = meant.day
    if day is None or not walls.times or walls.times[0] > scene.now or (day.monthday or day.monthly) is None:
        return walls
    tomorrow = scene.today + ONE
    later = next_monthday(tomorrow, day.monthday) if day.monthday else None
    question = None
    if day.monthly is not None and day.monthday is None:
        later, question = next(day.monthly.days(tomorrow)), Unsure.WHICH_DAY
    if later is None:
        return walls
    found = _on(later, replace(meant, day=replace(day, days=(later,))), scene)
    return replace(found, question=found.question or question)
