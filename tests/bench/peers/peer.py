"""What is measured: something that is told conversations and then gives back turns, best first."""

from collections.abc import Mapping
from typing import Protocol

from tests.bench.peers.wire import Told
from tests.bench.sets import Conversation


class PeerFailed(Exception):
    """A peer cannot be measured; the text says why."""


class Peer(Protocol):
    """One memory. Milliseconds are its own, without the way to it."""

    @property
    def versions(self) -> Mapping[str, str]: ...

    async def ingest(self, conversation: Conversation) -> float:
        """Milliseconds it took to make all turns findable."""
        ...

    async def search(self, scope: str, question: str, k: int) -> tuple[list[str], float]:
        """Ids of turns, best first, and milliseconds."""
        ...


def told(conversation: Conversation) -> list[Told]:
    """The turns as text for peers and floors: with the speaker's name before it where people talk with each other."""
    named = len(conversation.talkers) > 1
    return [
        Told(
            turn.id, turn.speaker, f"{turn.speaker}: {turn.text}" if named else turn.text, turn.at.isoformat(), turn.bot
        )
        for turn in conversation.turns
    ]
