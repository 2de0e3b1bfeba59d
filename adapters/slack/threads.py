"""The threads in which the bot takes part, and which of its messages stand in one: the last of each."""

from adapters.recent import Recent

REMEMBERED = 20_000
Place = tuple[str, str, str]  # workspace, conversation, and the message that begins the thread


class Threads:
    """What this process knows of them; after a restart a thread is known again when the bot is mentioned there."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._joined: Recent[Place, bool] = Recent(size)
        self._ours: Recent[Place, str] = Recent(size)

    def join(self, team: str, channel: str, thread: str) -> None:
        """The bot was spoken to there, or answered."""
        self._joined.put((team, channel, thread), True)

    def joined(self, team: str, channel: str, thread: str | None) -> bool:
        """Whether the bot takes part."""
        return thread is not None and self._joined.get((team, channel, thread)) is not None

    def sent(self, team: str, channel: str, ts: str, *, thread: str | None) -> None:
        """The bot's own message stands there."""
        if thread is not None and ts:
            self.join(team, channel, thread)
            self._ours.put((team, channel, ts), thread)

    def thread_of(self, team: str, channel: str, ts: str) -> str | None:
        """The thread that a message of the bot stands in, as far as that is known."""
        return self._ours.get((team, channel, ts))
