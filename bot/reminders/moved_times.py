"""What words mean for something that is due already: they change what they name, and the rest of it stays. Pure.

An hour alone is that hour of its day, or of its days with their end and their exceptions; a day alone is that day at
its hour. Who says a whole rhythm has said all of it; whether a day said of a rhythm ends that is asked.
"""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.reminders.moved_days import asked_how_often
from bot.reminders.spoken_times import Listener, Said, plain
from bot.when import Note, Once, Reading, Recurring, Schedule, Unsure, is_day, is_hour

# How hours are said of a rhythm, by language; in whatever language they are themselves.
DAILY = (
    "every day {}",
    "jeden Tag {}",
    "tous les jours {}",
    "todos los días {}",
    "todos os dias {}",
    "ogni giorno {}",
    "каждый день {}",
    "毎日{}",
    "每天{}",
    "كل يوم {}",
    "her gün {}",
)


def moved(said: Said, taken: Schedule, listener: Listener) -> Reading:
    """What the words mean for what is due as in `taken`."""
    found = listener.read(said)
    words = _with_at(said, listener) if found.question is Unsure.NO_TIME else said
    if is_hour(words.text, listener.languages):
        return _at_that_hour(words, taken, listener)
    found, day_alone = listener.read(words), is_day(words.text, listener.languages)
    kept = _at_its_hour(found, taken, said.at) if day_alone else found
    if not isinstance(taken, Recurring):
        return kept
    return asked_how_often(kept, taken, said.at, keeps_hours=day_alone)


def _at_that_hour(words: Said, taken: Schedule, listener: Listener) -> Reading:
    match taken:
        case Once():
            day = datetime.combine(taken.wall.date(), time(), ZoneInfo(taken.zone))
            return listener.read(Said(words.text, max(words.at, day)))
        case Recurring():
            return _of_a_rhythm(words, taken, listener)
        case _:
            return listener.read(words)


def _of_a_rhythm(words: Said, taken: Recurring, listener: Listener) -> Reading:
    """The same days at that hour, or at those."""
    for daily in DAILY:
        found = listener.read(Said(daily.format(words.text), words.at))
        daily_at = found.understood
        if isinstance(daily_at, Recurring) and not found.task and Note.HOUR_ASSUMED not in found.notes:
            same = replace(taken, times=daily_at.times, zone=daily_at.zone)
            return replace(found, understood=same, alternatives=())
    return listener.read(words)


def _at_its_hour(found: Reading, taken: Schedule, at: datetime) -> Reading:
    """The days that were found, at the hour that it had, as far as it had one and that is not over."""
    hours = _hours(taken)
    ways = tuple(replace(each, schedule=_kept(each.schedule, hours, taken.zone, at)) for each in found.alternatives)
    if found.understood is None:
        return replace(found, alternatives=ways)
    kept = _kept(found.understood, hours, taken.zone, at)
    notes = found.notes if kept == found.understood else tuple({*found.notes} - {Note.HOUR_ASSUMED})
    return replace(found, understood=kept, alternatives=ways, notes=notes)


def _hours(taken: Schedule) -> tuple[time, ...]:
    match taken:
        case Once() if taken.instant is None:
            return (taken.wall.time(),)
        case Recurring():
            return taken.times
        case _:
            return ()


def _kept(found: Schedule, hours: tuple[time, ...], zone: str, at: datetime) -> Schedule:
    match found:
        case Once() if len(hours) == 1:
            once = Once(datetime.combine(found.wall.date(), hours[0]), zone)
            return once if once.at > at else found
        case Recurring() if hours:
            return replace(found, times=hours, zone=zone)
        case _:
            return found


def _with_at(said: Said, listener: Listener) -> Said:
    """A number alone is an hour here: `5` is `at 5`."""
    number = plain(said.text).removeprefix("to ").strip(" .!")
    hour = Said(f"at {number}", said.at)
    return hour if listener.read(hour).span is not None else said
