"""Addressees as a test says."""

from memory.tone.addressee import NOBODY, Addressee
from memory.tone.wished import Dial, Wishes
from memory.types import Viewer


class Told:
    """In place of what memory knows of people's tone."""

    def __init__(self) -> None:
        self.addressee = NOBODY

    async def of(self, viewer: Viewer) -> Addressee:
        return self.addressee

    def wish(self, **dials: int) -> None:
        self.addressee = Addressee(Wishes({Dial(name): value for name, value in dials.items()}))
