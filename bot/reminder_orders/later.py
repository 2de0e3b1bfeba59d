"""Later, in somebody's own words: where something is put off, a length alone says how long, in figures or words. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.when import Reading, Unsure, read

# How "in 20 minutes" is said of "20 minutes", by language.
AHEAD = ("in {}", "dans {}", "en {}", "em {}", "tra {}", "через {}", "{} sonra", "بعد {}", "{}後", "{}后")
LONGEST = 60  # characters of what can be a length alone


def read_later(words: str, at: datetime, zone: ZoneInfo, *, languages: Sequence[str]) -> Reading:
    """When that is."""
    found = read(words, at, zone, languages=languages)
    if found.question is not Unsure.NO_TIME or len(words) > LONGEST:
        return found
    tried = (read(each.format(words.strip()), at, zone, languages=languages) for each in AHEAD)
    return next((each for each in tried if each.understood is not None and not each.task), found)
