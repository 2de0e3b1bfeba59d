"""Whether a platform as a whole is away, or one person alone cannot be reached there. Kept by each process for itself.

What has to be guessed: where nothing was taken for a while, the platform is taken to be away, and is asked again soon
enough that nothing comes much later than it must once it is back.
"""

from datetime import datetime, timedelta

from bot.delivering.faults import LONGEST_PAUSE

WHILE_AWAY = timedelta(minutes=5)  # between tries at most, and how long an answer says that a platform is there


class Reach:
    """When each platform last took or refused a message."""

    def __init__(self) -> None:
        self._answered: dict[str, datetime] = {}

    def answered(self, platform: str, at: datetime) -> None:
        """It took or refused a message then."""
        self._answered[platform] = at

    def longest_pause(self, platform: str, now: datetime) -> timedelta:
        """How long a message may rest at most after a fault there."""
        last = self._answered.get(platform)
        return WHILE_AWAY if last is None or now - last > WHILE_AWAY else LONGEST_PAUSE
