"""What each place's last prompt was made of, so that the next one begins with the same bytes.

Only in this process and bounded: after a restart, after anything was forgotten or corrected, and after `OLDEST`
the window begins afresh and the server reads it once anew. That deadline is also how long a note can outlive
its erasure by another process.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.notes import Notes, Shown
from memory.types import PersonId, Spot

PLACES = 256
OLDEST = timedelta(minutes=30)


@dataclass(slots=True)
class Window:
    """From which transcript line the prompt begins, the notes above each line, and where who was introduced."""

    since: int
    opened: datetime
    notes: dict[int, Notes] = field(default_factory=dict)
    met: dict[PersonId, int] = field(default_factory=dict)

    def knows(self, person: PersonId, seq: int) -> bool:
        """Whether notes above a line before that one, still in sight, introduced the person."""
        return self.met.get(person, seq) < seq

    def meet(self, person: PersonId, seq: int) -> None:
        """The notes above that line introduce the person."""
        self.met[person] = seq

    def shown_before(self, seq: int) -> Shown:
        """What the notes above earlier lines of this window have told."""
        notes = [each for at, each in self.notes.items() if at < seq]
        return Shown(
            {fact.id: fact for each in notes for fact in each.facts},
            tuple(passage for each in notes for passage in each.passages),
            max((each.day for each in notes), default=None),
        )

    def tone_before(self, person: PersonId, seq: int) -> str:
        """What the notes above earlier lines of this window last told of how to write to the person; '' for nothing."""
        told = {at: each.tone.told for at, each in self.notes.items() if each.tone and each.tone.person == person}
        return told[max(before)] if (before := [at for at in told if at < seq]) else ""

    def keep(self, since: int, seq: int, *, notes: Notes | None) -> None:
        """Take over what the last prompt was."""
        if notes is not None:
            self.notes[seq] = notes
        self.since = since
        self.notes = {at: each for at, each in self.notes.items() if at >= since}
        self.met = {person: at for person, at in self.met.items() if at >= since}

    def spots(self, last: Spot) -> frozenset[Spot]:
        """Every line that the prompt shows anyway."""
        return frozenset(Spot(last.place, seq) for seq in range(self.since, last.seq + 1))


class Windows:
    """The windows of all places, the least recently used dropped."""

    def __init__(self, size: int = PLACES) -> None:
        self._size = size
        self._windows: OrderedDict[str, Window] = OrderedDict()

    def get(self, place: str, now: datetime) -> Window | None:
        """The place's window, None when it has none or it is too old."""
        window = self._windows.get(place)
        if window is None or now - window.opened > OLDEST:
            return None
        self._windows.move_to_end(place)
        return window

    def put(self, place: str, window: Window) -> None:
        """Remember a place's window."""
        self._windows[place] = window
        self._windows.move_to_end(place)
        while len(self._windows) > self._size:
            self._windows.popitem(last=False)

    def clear(self) -> None:
        """Forget all: what they hold may have been erased."""
        self._windows.clear()
