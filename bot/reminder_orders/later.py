"""Later, by a word of a list or in somebody's own: where something is put off, a length alone says how long. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.when import Reading, Unsure, read

# How "in 20 minutes" is said of "20 minutes", by language.
AHEAD = ("in {}", "dans {}", "en {}", "em {}", "tra {}", "через {}", "{} sonra", "بعد {}", "{}後", "{}后")
LONGEST = 60  # characters of what can be a length alone
TONIGHT, TOMORROW = "tonight", "tomorrow"
EVENING_HOUR, LATE_HOUR, MORNING_HOUR = 20, 22, 9
LEAST = timedelta(minutes=15)


def read_later(words: str, at: datetime, zone: ZoneInfo, *, languages: Sequence[str]) -> Reading:
    """When that is."""
    found = read(words, at, zone, languages=languages)
    if found.question is not Unsure.NO_TIME or len(words) > LONGEST:
        return found
    tried = (read(each.format(words.strip()), at, zone, languages=languages) for each in AHEAD)
    return next((each for each in tried if each.understood is not None and not each.task), found)


def at_home(word: str, at: datetime, zone: ZoneInfo) -> datetime:
    """Tonight or tomorrow by the clock of that zone; tonight is tomorrow morning where the evening is over."""
    here = at.astimezone(zone)
    tomorrow = _at(here + timedelta(days=1), MORNING_HOUR)
    if word == TOMORROW:
        return tomorrow
    evening = (_at(here, hour) for hour in (EVENING_HOUR, LATE_HOUR))
    return next((each for each in evening if each > here + LEAST), tomorrow)


def _at(day: datetime, hour: int) -> datetime:
    return day.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
