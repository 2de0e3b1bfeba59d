"""A schedule as JSON text and back, exactly. Pure.

In fields of our own and not as an iCalendar rule: that has no distances, and no word for some of what is asked. What
does not say a schedule exactly as it would be written is refused whole: half of one would come at a wrong time.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.when.rules import DAYS, Freq, Rule, Weekday
from bot.when.schedule import Every, Once, Recurring, Schedule

LONGEST = 20_000  # characters of a stored schedule
_ONCE, _EVERY, _RECURRING = "once", "every", "recurring"
Fields = Mapping[str, object]
T = TypeVar("T")


def stored(schedule: Schedule) -> str:
    """The schedule as JSON text."""
    return json.dumps(_fields(schedule), separators=(",", ":"), ensure_ascii=True)


def restored(text: str) -> Schedule:
    """The schedule that `stored` wrote; raises ValueError for any other text."""
    try:
        fields = json.loads(text) if len(text) <= LONGEST else None
        if not isinstance(fields, dict):
            raise ValueError("no schedule")
        schedule = _READERS[_text(fields.get("is"))](fields)
    except (KeyError, TypeError, OverflowError, RecursionError, OSError) as fault:
        raise ValueError("no schedule") from fault
    if _fields(schedule) != fields:
        raise ValueError("not as it would be stored")
    return schedule


def _fields(schedule: Schedule) -> dict[str, object]:
    match schedule:
        case Once():
            instant = None if schedule.instant is None else _instant(schedule.instant)
            return {"is": _ONCE, "wall": _wall(schedule.wall), "zone": schedule.zone, "instant": instant}
        case Every():
            ends = None if schedule.ends is None else _instant(schedule.ends)
            return {
                "is": _EVERY,
                "start": _instant(schedule.start),
                "seconds": schedule.seconds,
                "zone": schedule.zone,
                "ends": ends,
                "count": schedule.count,
            }
        case Recurring():
            return {
                "is": _RECURRING,
                "start": schedule.start.isoformat(),
                "times": [each.isoformat() for each in schedule.times],
                "zone": schedule.zone,
                "rule": _rule_fields(schedule.rule),
                "ends": None if schedule.ends is None else schedule.ends.isoformat(),
                "count": schedule.count,
                "without": [each.isoformat() for each in schedule.without],
            }


def _rule_fields(rule: Rule) -> dict[str, object]:
    """Not as an RRULE, which has no word for a clamp that changes nothing."""
    return {
        "freq": rule.freq.name,
        "interval": rule.interval,
        "weekdays": [[each.nth, DAYS[each.day]] for each in rule.weekdays],
        "monthdays": list(rule.monthdays),
        "months": list(rule.months),
        "clamp": rule.clamp,
    }


def _once(fields: Fields) -> Once:
    return Once(_read_wall(fields["wall"]), _zone(fields["zone"]), _perhaps(fields["instant"], _read_instant))


def _every(fields: Fields) -> Every:
    ends, count = _perhaps(fields["ends"], _read_instant), _perhaps(fields["count"], _positive)
    return Every(_read_instant(fields["start"]), _positive(fields["seconds"]), _zone(fields["zone"]), ends, count)


def _recurring(fields: Fields) -> Recurring:
    times = tuple(time.fromisoformat(_text(each)) for each in _list(fields["times"]))
    if not times or any(each.tzinfo is not None for each in times):
        raise ValueError("no times of a day")
    return Recurring(
        _day(fields["start"]),
        times,
        _zone(fields["zone"]),
        _rule(fields["rule"]),
        ends=_perhaps(fields["ends"], _day),
        count=_perhaps(fields["count"], _positive),
        without=tuple(_day(each) for each in _list(fields["without"])),
    )


def _rule(value: object) -> Rule:
    if not isinstance(value, dict):
        raise ValueError("no rule")
    return Rule(
        Freq[_text(value["freq"])],
        _positive(value["interval"]),
        tuple(_weekday(each) for each in _list(value["weekdays"])),
        tuple(_within(each, -31, 31) for each in _list(value["monthdays"])),
        tuple(_within(each, 1, 12) for each in _list(value["months"])),
        value["clamp"] is True,
    )


def _weekday(value: object) -> Weekday:
    nth, day = _list(value)
    return Weekday(DAYS.index(_text(day)), _within(nth, -53, 53))


def _perhaps(value: object, read: Callable[[object], T]) -> T | None:
    return None if value is None else read(value)


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return moment.astimezone(UTC).isoformat()


def _read_instant(value: object) -> datetime:
    read = datetime.fromisoformat(_text(value))
    if read.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return read.astimezone(UTC)


def _wall(wall: datetime) -> str:
    if wall.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return wall.isoformat()


def _read_wall(value: object) -> datetime:
    read = datetime.fromisoformat(_text(value))
    if read.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return read


def _day(value: object) -> date:
    return date.fromisoformat(_text(value))


def _zone(value: object) -> str:
    return ZoneInfo(_text(value)).key


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _within(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError("no such number")
    return value


def _positive(value: object) -> int:
    return _within(value, 1, 10**9)


_READERS: Mapping[str, Callable[[Fields], Schedule]] = {_ONCE: _once, _EVERY: _every, _RECURRING: _recurring}
