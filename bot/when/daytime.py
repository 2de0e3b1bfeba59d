"""Times of day as numbers, and the parts of a day that say which half is meant. Pure."""

from dataclasses import replace

from bot.when.made import Broken, Clock

# The parts of a day as the lexicons number them: from, until (may be past 24), and the hour that stands for it.
PARTS = {0: (4, 9, 7), 1: (0, 12, 9), 2: (12, 14, 12), 3: (12, 19, 15), 4: (17, 24, 19), 5: (18, 28, 21),
         6: (12, 15, 13), 7: (16, 19, 17), 8: (10, 12, 11)}  # fmt: skip
EARLY, MORNING, NOON, AFTERNOON, EVENING, NIGHT, EARLY_AFTERNOON, LATE_AFTERNOON, LATE_MORNING = range(9)


def clock_of(hour: int, minute: int = 0, second: int = 0, *, half: int | None = None) -> Clock | Broken:
    """The time, or Broken where there is none; 24:00 is the end of the day."""
    if hour < 0 or hour > 24 or not 0 <= minute < 60 or second > 59 or (hour == 24 and minute + second):
        return Broken()
    if half is not None and not 1 <= hour <= 12:
        return Broken()
    if half is None:
        literal = hour > 12 or hour == 0
        return Clock(hour, minute, second, (12 if hour >= 12 else 0) if literal else None, literal)
    return Clock(hour % 12 + half, minute, second, half)


def within(clock: Clock, part: int) -> Clock:
    """The time in that part of the day: 8 in the evening is 20:00, 1 at night is 01:00, 11 at night is 23:00."""
    if clock.half is not None or clock.hour > 12:
        return clock
    hour = clock.hour % 12
    if part in (EARLY, MORNING, LATE_MORNING):
        half = 0
    elif part in (EVENING, NIGHT) and hour == 0:
        return replace(clock, hour=24, half=12)
    elif part == NIGHT:
        half = 0 if hour < 6 else 12
    elif part == NOON:
        half = 0 if hour in (10, 11) else 12
    else:
        half = 12
    return replace(clock, hour=hour + half, half=half)


def ends_at(first: Clock, last: Clock) -> int:
    """Minutes of the day; "from 9 to 5" ends in the afternoon."""
    start, end = (clock.hour * 60 + clock.minute for clock in (first, last))
    return end + 720 if last.half is None and end <= start and end < 720 else end
